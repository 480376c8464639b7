// When snapshots are made, under a time that the test gives.
#include "central/engine/snapshot_chore.h"

#include <gtest/gtest.h>

#include "central/engine/testing.h"

namespace legevakt::engine {
namespace {

using testing::Kari;
using testing::kStartUs;
using testing::OpenContact;

constexpr std::int64_t kEvery = 10;

class SnapshotChoreTest : public testing::EngineTest {
 protected:
  void OpenContacts(int count) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(Run(Kari(), OpenContact()).ok());
  }
  // What has come since the newest snapshot.
  std::int64_t Behind() const { return engine_->durable_revision() - engine_->snapshot_revision(); }
};

TEST_F(SnapshotChoreTest, OneIsMadeWhenEnoughEventsHaveCome) {
  SnapshotChore chore(*engine_, kEvery);
  OpenContacts(kEvery - 2);
  chore.Do(kStartUs, {});
  EXPECT_EQ(engine_->snapshot_revision(), 0) << "the region and eight contacts";
  OpenContacts(1);
  chore.Do(kStartUs, {});
  EXPECT_EQ(engine_->snapshot_revision(), kEvery);
}

TEST_F(SnapshotChoreTest, NotOftenerThanThePauseUnlessVeryMuchHasCome) {
  SnapshotChore chore(*engine_, kEvery);
  OpenContacts(kEvery);
  chore.Do(kStartUs, {});
  ASSERT_EQ(Behind(), 0);
  OpenContacts(kEvery);
  chore.Do(kStartUs + limits::kSnapshotPauseUs - 1, {});
  EXPECT_EQ(Behind(), kEvery);
  chore.Do(kStartUs + limits::kSnapshotPauseUs, {});
  EXPECT_EQ(Behind(), 0);
  OpenContacts(10 * kEvery);
  chore.Do(kStartUs + limits::kSnapshotPauseUs + 1, {});
  EXPECT_EQ(Behind(), 0);
}

// A store that has no room for a snapshot goes on taking events.
class FullStore : public testing::BorrowedStore {
 public:
  explicit FullStore(std::shared_ptr<MemoryStore> store, std::shared_ptr<int> tries)
      : BorrowedStore(std::move(store)), tries_(std::move(tries)) {}
  absl::Status WriteSnapshot(const StoredSnapshot&) override {
    ++*tries_;
    return absl::ResourceExhaustedError("no room");
  }

 private:
  std::shared_ptr<int> tries_;
};

TEST_F(SnapshotChoreTest, WhatCannotBeWrittenIsToldAndTriedAgainAfterThePause) {
  const auto tries = std::make_shared<int>(0);
  engine_.reset();
  Engine::Options options;
  options.clock = clock_;
  options.store = std::make_unique<FullStore>(store_, tries);
  engine_ = *Engine::Open(std::move(options));
  SnapshotChore chore(*engine_, kEvery);
  OpenContacts(20 * kEvery);
  chore.Do(kStartUs, {});
  EXPECT_EQ(chore.problem(), "no room");
  chore.Do(kStartUs + 1, {});
  EXPECT_EQ(*tries, 1) << "not again and again";
  chore.Do(kStartUs + limits::kSnapshotPauseUs, {});
  EXPECT_EQ(*tries, 2);
  EXPECT_TRUE(engine_->serving());
  OpenContacts(1);
}

TEST_F(SnapshotChoreTest, AnEndThatComesMeanwhileIsNotHeldUp) {
  SnapshotChore chore(*engine_, kEvery);
  OpenContacts(kEvery);
  std::stop_source stop;
  stop.request_stop();
  chore.Do(kStartUs, stop.get_token());
  EXPECT_EQ(engine_->snapshot_revision(), 0);
  EXPECT_EQ(chore.problem(), "");
}

TEST_F(SnapshotChoreTest, AtTheEndWhatCameSinceIsKept) {
  OpenContacts(3);
  const std::int64_t last = engine_->durable_revision();
  engine_->Stop();
  MakeLastSnapshot(*engine_);
  ASSERT_EQ(store_->snapshots().size(), 1U);
  EXPECT_EQ(store_->snapshots().back().revision, last);
}

}  // namespace
}  // namespace legevakt::engine
