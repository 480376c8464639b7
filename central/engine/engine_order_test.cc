// Durable, then visible, then acknowledged; and nothing at all after the store has failed.
#include <gtest/gtest.h>

#include <thread>

#include "central/engine/engine.h"
#include "central/engine/reason_status.h"
#include "central/engine/testing.h"

namespace legevakt::engine {
namespace {

using testing::EndUnknownCall;
using testing::Kari;
using testing::kPatience;
using testing::OpenContact;
using EngineTest = testing::EngineTest;

class Listener : public Subscriber {
 public:
  void OnPublished(std::int64_t revision) override { last = revision; }
  std::atomic<std::int64_t> last = 0;
};

TEST_F(EngineTest, DurableThenVisibleThenAcknowledged) {
  const std::int64_t before = engine_->durable_revision();
  Listener listener;
  engine_->AddSubscriber(&listener);
  store_->Hold();
  std::int64_t seen_at_reply = -1;
  std::promise<Answer> replied;
  engine_->Execute(Kari(), OpenContact(), [&](Answer answer) {
    seen_at_reply = listener.last;
    replied.set_value(std::move(answer));
  });
  store_->AwaitHeld();
  // A read that has seen the new contact waits for it too.
  std::atomic<std::int64_t> read_revision = 0;
  std::atomic<bool> read_done = false;
  engine_->Read([&](const domain::State& state, std::int64_t) { read_revision = state.revision; },
                [&] { read_done = true; });
  ASSERT_TRUE(Eventually([&] { return read_revision > before; }));
  EXPECT_EQ(engine_->durable_revision(), before);
  EXPECT_EQ(listener.last, 0);
  EXPECT_TRUE(engine_->Published(before, 10)->empty());
  EXPECT_FALSE(read_done);
  auto future = replied.get_future();
  EXPECT_FALSE(Ready(future));

  store_->Release();
  const auto answer = Wait(std::move(future));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_GE(seen_at_reply, answer->revision());
  EXPECT_GE(engine_->durable_revision(), answer->revision());
  EXPECT_TRUE(Eventually([&] { return read_done.load(); }));
  engine_->RemoveSubscriber(&listener);
}

TEST_F(EngineTest, ARefusalWaitsForWhatItHasSeen) {
  store_->Hold();
  auto accepted = Send(Kari(), OpenContact());
  store_->AwaitHeld();
  auto refused = Send(Kari(), EndUnknownCall());
  // Decided for sure when a read after it has run.
  std::promise<void> read;
  engine_->Read([&](const domain::State&, std::int64_t) { read.set_value(); }, [] {});
  ASSERT_EQ(read.get_future().wait_for(kPatience), std::future_status::ready);
  EXPECT_FALSE(Ready(refused));
  store_->Release();
  EXPECT_EQ(Wait(std::move(refused))->refusal().reason(), v1::REASON_UNKNOWN_CALL);
  EXPECT_TRUE(Ready(accepted));
}

TEST_F(EngineTest, WhatComesWhileTheStoreIsBusyBecomesOneBatch) {
  store_->Hold();
  std::vector<std::future<Answer>> answers;
  answers.push_back(Send(Kari(), OpenContact()));
  store_->AwaitHeld();
  for (int i = 0; i < 20; ++i) answers.push_back(Send(Kari(), OpenContact()));
  std::promise<void> read;
  std::int64_t decided = 0;
  engine_->Read(
      [&](const domain::State& state, std::int64_t) {
        decided = static_cast<std::int64_t>(state.contacts.size());
        read.set_value();
      },
      [] {});
  ASSERT_EQ(read.get_future().wait_for(kPatience), std::future_status::ready);
  EXPECT_EQ(decided, 21) << "the strand decides while the store commits";
  EXPECT_EQ(store_->batches(), 1U) << "only the region's";
  store_->Release();
  for (auto& answer : answers) EXPECT_TRUE(Wait(std::move(answer)).ok());
  EXPECT_EQ(store_->batches(), 3U);
}

TEST_F(EngineTest, AStoreThatFailsEndsTheRightToServe) {
  Listener listener;
  engine_->AddSubscriber(&listener);
  store_->Hold();
  auto committing = Send(Kari(), OpenContact());
  store_->AwaitHeld();
  auto decided = Send(Kari(), OpenContact());
  auto owned = std::make_shared<int>(0);
  const std::weak_ptr<int> dropped = owned;
  std::atomic<bool> read_done = false;
  engine_->Read([](const domain::State&, std::int64_t) {},
                [owned = std::move(owned), &read_done] { read_done = true; });
  store_->FailWith(absl::DataLossError("the disk is gone"));
  store_->Release();

  for (auto* future : {&committing, &decided}) {
    const auto answer = Wait(std::move(*future));
    EXPECT_EQ(answer.status().code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(ReasonOf(answer.status()), v1::REASON_NOT_SERVING);
  }
  EXPECT_EQ(fail_status_.get_future().get().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Run(Kari(), OpenContact()).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(Eventually([&] { return dropped.expired(); })) << "a read that cannot be answered is let go";
  EXPECT_FALSE(read_done);
  EXPECT_FALSE(engine_->serving());
  EXPECT_EQ(listener.last, 0);
  EXPECT_EQ(engine_->durable_revision(), 1);
  EXPECT_EQ(fail_stops_, 1);
  engine_->RemoveSubscriber(&listener);
}

TEST_F(EngineTest, StopFinishesWhatWaits) {
  store_->Hold();
  std::vector<std::future<Answer>> answers;
  answers.push_back(Send(Kari(), OpenContact()));
  store_->AwaitHeld();
  for (int i = 0; i < 600; ++i) answers.push_back(Send(Kari(), OpenContact()));
  std::thread stopping([this] { engine_->Stop(); });
  ASSERT_TRUE(Eventually([this] { return !engine_->serving(); }));
  auto late = Send(Kari(), OpenContact());
  store_->Release();
  stopping.join();
  for (auto& answer : answers) EXPECT_TRUE(Wait(std::move(answer)).ok());
  EXPECT_EQ(Wait(std::move(late)).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(store_->replies().size(), answers.size());
  EXPECT_EQ(Run(Kari(), OpenContact()).status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(EngineTest, AReadAfterStopIsLetGo) {
  engine_->Stop();
  bool ran = false;
  auto owned = std::make_shared<int>(0);
  const std::weak_ptr<int> dropped = owned;
  engine_->Read([&](const domain::State&, std::int64_t) { ran = true; },
                [owned = std::move(owned), &ran] { ran = true; });
  EXPECT_TRUE(dropped.expired());
  EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace legevakt::engine
