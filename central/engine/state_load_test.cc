// A start from a snapshot gives what a start from the whole journal gives, and no snapshot is believed
// blindly.
#include "central/engine/state_load.h"

#include <gtest/gtest.h>

#include "central/domain/apply.h"
#include "central/domain/snapshot.h"
#include "central/engine/testing.h"

namespace legevakt::engine {
namespace {

using testing::Kari;
using testing::OpenContact;

class StateLoadTest : public testing::EngineTest {
 protected:
  void OpenContacts(int count) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(Run(Kari(), OpenContact()).ok());
  }
  std::string Hash() {
    return Ask<std::string>([](const domain::State& state) { return domain::StateHash(state); });
  }
  StoredSnapshot Newest() const { return store_->snapshots().back(); }
};

TEST_F(StateLoadTest, ARestartReplaysOnlyWhatCameAfterTheSnapshot) {
  OpenContacts(20);
  ASSERT_TRUE(engine_->MakeSnapshot().ok());
  const std::int64_t kept = engine_->durable_revision();
  EXPECT_EQ(engine_->snapshot_revision(), kept);
  OpenContacts(5);
  const std::string before = Hash();
  const std::int64_t last = engine_->durable_revision();

  Restart();
  EXPECT_EQ(engine_->snapshot_revision(), kept);
  EXPECT_EQ(engine_->durable_revision(), last);
  EXPECT_EQ(Hash(), before);

  std::int64_t replayed = 0;
  const auto loaded = LoadState(*store_, last, [&](const v1::Event&) { ++replayed; });
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(replayed, last - kept);
}

// What lies before the snapshot is not in memory after the start, and is there for a watcher all the same.
TEST_F(StateLoadTest, AWatcherReadsOnFromBeforeTheSnapshot) {
  OpenContacts(20);
  ASSERT_TRUE(engine_->MakeSnapshot().ok());
  OpenContacts(5);
  Restart();
  const auto published = engine_->Published(0, 1000);
  ASSERT_TRUE(published.ok()) << published.status();
  ASSERT_EQ(static_cast<std::int64_t>(published->size()), engine_->durable_revision());
  EXPECT_EQ(published->front()->revision(), 1);
}

TEST_F(StateLoadTest, TheNextSnapshotIsMadeFromTheOneBeforeAndIsTheSame) {
  OpenContacts(10);
  ASSERT_TRUE(engine_->MakeSnapshot().ok());
  OpenContacts(10);
  ASSERT_TRUE(engine_->MakeSnapshot().ok());
  domain::State replayed;
  for (const v1::Event& event : store_->events()) ASSERT_TRUE(domain::Apply(replayed, event).ok());
  EXPECT_EQ(Newest().state, domain::SnapshotBytes(replayed));
  EXPECT_EQ(store_->snapshots().size(), 2U);
  // Nothing new: nothing is written.
  ASSERT_TRUE(engine_->MakeSnapshot().ok());
  EXPECT_EQ(store_->snapshots().size(), 2U);
}

// The one before it counts; and without any that is good, the journal itself.
TEST_F(StateLoadTest, ASnapshotThatIsNotTheStateOfItsRevisionIsPassedOver) {
  OpenContacts(10);
  ASSERT_TRUE(engine_->MakeSnapshot().ok());
  const StoredSnapshot good = Newest();
  OpenContacts(10);
  const std::string before = Hash();
  StoredSnapshot wrong = good;
  wrong.revision = good.revision + 3;
  ASSERT_TRUE(store_->WriteSnapshot(wrong).ok());
  Restart();
  EXPECT_EQ(engine_->snapshot_revision(), good.revision);
  EXPECT_EQ(Hash(), before);

  wrong.state = "no state";
  ASSERT_TRUE(store_->WriteSnapshot(wrong).ok());
  ASSERT_TRUE(store_->WriteSnapshot(wrong).ok());
  Restart();
  EXPECT_EQ(engine_->snapshot_revision(), 0);
  EXPECT_EQ(Hash(), before);
}

TEST_F(StateLoadTest, ASnapshotThatOtherCodeHasMadeIsNotUsed) {
  OpenContacts(10);
  const std::string before = Hash();
  ASSERT_TRUE(engine_->MakeSnapshot().ok());
  StoredSnapshot other = Newest();
  other.maker = std::string(64, '0');
  ASSERT_TRUE(store_->WriteSnapshot(other).ok());
  ASSERT_TRUE(store_->WriteSnapshot(other).ok());
  Restart();
  EXPECT_EQ(engine_->snapshot_revision(), 0);
  EXPECT_EQ(Hash(), before);
}

TEST_F(StateLoadTest, WhatTheRecordsChecksFindIsAnEventWhereItIsNews) {
  Engine::RecordReport report;
  report.backup_verified_us = 7;
  report.record_problem = "bit";
  const auto tell = [&] {
    std::promise<absl::Status> done;
    engine_->ReportRecord(report, [&done](absl::Status status) { done.set_value(std::move(status)); });
    ASSERT_TRUE(done.get_future().get().ok());
  };
  tell();
  const std::size_t events = store_->events().size();
  const v1::ServiceNotice notice = store_->events().back().notice_changed().notice();
  EXPECT_EQ(notice.backup_verified_us(), 7);
  EXPECT_EQ(notice.record_problem(), "bit");
  tell();
  EXPECT_EQ(store_->events().size(), events);
}

}  // namespace
}  // namespace legevakt::engine
