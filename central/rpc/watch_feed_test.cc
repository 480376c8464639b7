// When a watcher is told that it is up to date, and when patience with it ends: on a clock that the test
// moves.
#include "central/rpc/watch_feed.h"

#include <gtest/gtest.h>

#include <optional>

#include "base/limits.h"
#include "base/time_units.h"
#include "central/domain/snapshot.h"
#include "central/engine/testing.h"

namespace legevakt::rpc {
namespace {

using engine::testing::Kari;
using engine::testing::OpenContact;

constexpr std::int64_t kSlowUs = 30 * kSecondUs;

class WatchFeedTest : public engine::testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    feed_.emplace(*engine_, WatchFeed::Options{.slow_us = kSlowUs}, now_us_);
  }
  // `count` events.
  void Happens(int count) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(Run(Kari(), OpenContact()).ok());
  }
  // The test's clock and central's; the disk is a late one for a moment where they run ahead of it.
  void Passes(std::int64_t us) {
    now_us_ += us;
    clock_->Advance(us);
  }
  absl::Status SecondPasses(std::int64_t write_began_us = 0) {
    Passes(kSecondUs);
    return feed_->Tick(now_us_, write_began_us);
  }
  void Resume(std::int64_t after) {
    v1::Hello hello;
    hello.set_journal_id(engine_->journal_id());
    hello.set_after_revision(after);
    ASSERT_TRUE(feed_->Hello(hello).ok());
  }
  // With a state of so many parts.
  void Begin(std::size_t parts = 6) {
    ASSERT_TRUE(feed_->Hello(v1::Hello()).ok());
    ASSERT_TRUE(feed_->wants_snapshot());
    auto snapshot =
        Ask<v1::StateSnapshot>([](const domain::State& state) { return domain::ToSnapshot(state); });
    snapshot.mutable_region()->set_centre_name(std::string((parts - 1) * limits::kChunkBytes, 'x'));
    const auto taken = std::make_shared<const WatchSnapshot>(std::move(snapshot), false);
    state_ = taken;
    feed_->TakeSnapshot(taken);
  }
  std::optional<v1::WatchResponse> Next(bool draining = false) {
    v1::WatchResponse response;
    if (!feed_->Next(response, draining)) return std::nullopt;
    return response;
  }
  // Sends everything that there is; the bookmark in it, if one came.
  std::optional<v1::Bookmark> Drain() {
    std::optional<v1::Bookmark> bookmark;
    while (const auto response = Next()) {
      if (response->has_bookmark()) bookmark = response->bookmark();
      if (response->has_batch()) sent_ = response->batch().last_revision();
    }
    return bookmark;
  }
  bool TooSlow() {
    while (const auto response = Next()) {
      if (response->has_resync()) return response->resync().reason() == v1::RESYNC_REASON_TOO_SLOW;
    }
    return false;
  }

  std::int64_t now_us_ = kSecondUs;
  std::int64_t sent_ = 0;
  // What Begin has given.
  std::weak_ptr<const WatchSnapshot> state_;
  std::optional<WatchFeed> feed_;
};

TEST_F(WatchFeedTest, WhoComesBackFarBehindIsNotToldThatTheyAreUpToDate) {
  Happens(700);
  Resume(1);
  const std::int64_t asked_us = engine_->NowUs();
  int batches = 0;
  while (sent_ < engine_->durable_revision()) {
    const auto response = Next();
    ASSERT_TRUE(response.has_value());
    ASSERT_TRUE(response->has_batch()) << response->ShortDebugString();
    sent_ = response->batch().last_revision();
    ++batches;
  }
  EXPECT_GE(batches, 2);
  EXPECT_FALSE(Next().has_value()) << "sent, and on its way for who knows how long";
  ASSERT_TRUE(feed_->Ack(sent_ - 1).ok());
  EXPECT_FALSE(Next().has_value());
  ASSERT_TRUE(feed_->Ack(sent_).ok());
  const auto response = Next();
  ASSERT_TRUE(response.has_value());
  EXPECT_EQ(response->bookmark().revision(), sent_);
  EXPECT_EQ(response->bookmark().at_us(), asked_us);
}

TEST_F(WatchFeedTest, OneWhoLagsMoreThanASecondGetsNoBookmark) {
  Resume(1);
  EXPECT_TRUE(Drain().has_value());
  Happens(1);
  Drain();
  for (int second = 0; second < 5; ++second) {
    const std::int64_t before = sent_;
    ASSERT_TRUE(SecondPasses().ok());
    Happens(1);
    EXPECT_FALSE(Drain().has_value()) << "second " << second;
    // What was sent before this second.
    ASSERT_TRUE(feed_->Ack(before - 1).ok());
    EXPECT_FALSE(Drain().has_value()) << "second " << second;
  }
}

TEST_F(WatchFeedTest, OneWhoIsInStepGetsABookmarkEachSecondWhileEventsFlow) {
  Resume(1);
  Drain();
  for (int second = 0; second < 5; ++second) {
    Happens(1);
    ASSERT_TRUE(SecondPasses().ok());
    const std::int64_t moment_us = engine_->NowUs();
    const std::int64_t durable = engine_->durable_revision();
    // More comes before the ack, and more after it.
    Passes(kSecondUs / 10);
    Happens(1);
    EXPECT_FALSE(Drain().has_value());
    ASSERT_TRUE(feed_->Ack(durable).ok());
    Happens(1);
    const auto bookmark = Drain();
    ASSERT_TRUE(bookmark.has_value()) << "second " << second;
    EXPECT_EQ(bookmark->at_us(), moment_us) << "the moment that it speaks of, and not a later one";
    EXPECT_GE(bookmark->revision(), durable);
    ASSERT_TRUE(feed_->Ack(sent_).ok());
  }
}

// Central was stopped between the moment and the ack.
TEST_F(WatchFeedTest, AMomentThatIsLongAgoIsNotTold) {
  Happens(1);
  Resume(1);
  Drain();
  Passes(20 * kSecondUs);
  ASSERT_TRUE(feed_->Ack(sent_).ok());
  EXPECT_FALSE(Drain().has_value());
  ASSERT_TRUE(SecondPasses().ok());
  const auto bookmark = Drain();
  ASSERT_TRUE(bookmark.has_value());
  EXPECT_EQ(bookmark->at_us(), engine_->NowUs());
}

TEST_F(WatchFeedTest, TheLastBookmarkWaitsForEverythingAndForNoAck) {
  Happens(700);
  Resume(1);
  feed_->Finish();
  std::optional<v1::WatchResponse> last;
  while (auto response = Next(true)) {
    EXPECT_FALSE(last.has_value() && last->has_bookmark());
    last = std::move(response);
  }
  ASSERT_TRUE(last.has_value());
  EXPECT_TRUE(last->bookmark().draining());
  EXPECT_EQ(last->bookmark().revision(), engine_->durable_revision());
}

TEST_F(WatchFeedTest, WhoAcksLessThanComesIsToldToResync) {
  Resume(1);
  Happens(10);
  Drain();
  int seconds = 0;
  while (seconds < 100 && !TooSlow()) {
    // One of ten, each nine seconds.
    if (++seconds % 9 == 0) {
      ASSERT_TRUE(feed_->Ack(1 + seconds / 9).ok());
      Happens(2);
    }
    ASSERT_TRUE(SecondPasses().ok());
  }
  EXPECT_GE(seconds, 30);
  EXPECT_LE(seconds, 45) << "an ack of something older starts no clock anew";
}

TEST_F(WatchFeedTest, WhoCatchesUpIsLetTo) {
  Happens(400);
  Resume(1);
  Drain();
  for (int second = 1; second <= 200; ++second) {
    ASSERT_TRUE(SecondPasses().ok());
    Happens(1);
    ASSERT_FALSE(TooSlow()) << "second " << second;
    ASSERT_TRUE(feed_->Ack(1 + 3 * second).ok());
  }
  EXPECT_LE(feed_->lag(), 2);
}

TEST_F(WatchFeedTest, WhoWouldNeverCatchUpIsNotLetTryForEver) {
  Happens(400);
  Resume(1);
  Drain();
  int seconds = 0;
  while (seconds < 1000 && !TooSlow()) {
    // Each time a little less.
    if (++seconds % 25 == 0) {
      ASSERT_TRUE(feed_->Ack(1 + seconds / 25).ok());
    }
    ASSERT_TRUE(SecondPasses().ok());
  }
  EXPECT_GE(seconds, WatchPatience::kCatchUp * 30);
  EXPECT_LE(seconds, WatchPatience::kCatchUp * 30 + 3);
}

TEST_F(WatchFeedTest, ACentralThatWasStoppedCutsNobodyWhenItWakes) {
  Resume(1);
  Happens(1);
  Drain();
  ASSERT_TRUE(SecondPasses().ok());
  const std::int64_t began_us = now_us_;
  Passes(40 * kSecondUs);
  ASSERT_TRUE(feed_->Tick(now_us_, began_us).ok());
  EXPECT_FALSE(TooSlow());
  Passes(3600 * kSecondUs);
  ASSERT_TRUE(feed_->Tick(now_us_, began_us).ok());
  EXPECT_FALSE(TooSlow());
}

TEST_F(WatchFeedTest, WhoStandsStillInTheMiddleOfTheStateIsCut) {
  Begin();
  ASSERT_TRUE(Next()->has_snapshot());
  const std::int64_t began_us = now_us_;
  int seconds = 0;
  absl::Status status;
  while (seconds < 100 && status.ok()) {
    status = SecondPasses(began_us);
    ++seconds;
  }
  EXPECT_TRUE(absl::IsCancelled(status)) << status;
  EXPECT_EQ(seconds, 31);
}

TEST_F(WatchFeedTest, AStateIsLetGoWithItsLastPartOrWithItsReader) {
  Begin();
  int chunks = 0;
  while (!state_.expired()) {
    const auto response = Next();
    ASSERT_TRUE(response.has_value());
    ASSERT_TRUE(response->has_snapshot());
    EXPECT_EQ(response->snapshot().last(), state_.expired());
    ++chunks;
  }
  EXPECT_EQ(chunks, 6);
  EXPECT_TRUE(Drain().has_value());

  feed_.emplace(*engine_, WatchFeed::Options{.slow_us = kSlowUs}, now_us_);
  Begin();
  ASSERT_TRUE(Next()->has_snapshot());
  EXPECT_FALSE(state_.expired());
  feed_.reset();
  EXPECT_TRUE(state_.expired());
}

// The bytes of a state are not held for ever.
TEST_F(WatchFeedTest, WhoReadsTheStateByTricklesIsToldToResync) {
  Begin(100);
  constexpr int kPartEach = 29;
  std::int64_t began_us = now_us_;
  int seconds = 0;
  while (!state_.expired() && seconds < 1000) {
    ASSERT_TRUE(SecondPasses(began_us).ok());
    if (++seconds % kPartEach != 0) continue;
    ASSERT_TRUE(Next().has_value());
    began_us = now_us_;
  }
  EXPECT_LE(seconds, WatchPatience::kCatchUp * 30 + 1);
  EXPECT_TRUE(TooSlow());
}

}  // namespace
}  // namespace legevakt::rpc
