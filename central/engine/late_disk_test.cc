// A disk that hangs without an error, under a clock that the test moves: nobody is told that they are up to
// date, whoever asks is answered, and in the end the engine fails.
#include <gtest/gtest.h>

#include "central/engine/commit_watch.h"
#include "central/engine/reason_status.h"
#include "central/engine/testing.h"
#include "central/engine/unanswered.h"

namespace legevakt::engine::testing {
namespace {

class LateDiskTest : public EngineTest {
 protected:
  // A test that failed must not wait for its store for ever.
  void TearDown() override { store_->Release(); }

  enum class Read { kAnswered, kDropped };
  std::future<Read> Look() {
    auto promise = std::make_shared<std::promise<Read>>();
    auto future = promise->get_future();
    auto unanswered = std::make_shared<Unanswered>([promise] { promise->set_value(Read::kDropped); });
    engine_->Read([](const domain::State&, std::int64_t) {},
                  [promise, unanswered] {
                    unanswered->Answered();
                    promise->set_value(Read::kAnswered);
                  });
    return future;
  }
  // Time passes as the strand sees it: in steps, with the strand's turn after each.
  void Pass(std::int64_t us) {
    constexpr std::int64_t kStepUs = 250'000;
    for (; us > 0; us -= kStepUs) {
      clock_->Advance(std::min(us, kStepUs));
      engine_->Read([](const domain::State&, std::int64_t) {}, [] {});
      Turn();
    }
  }
  // Everything that the strand was given has run.
  void Turn() {
    auto turned = std::make_shared<std::promise<void>>();
    const std::future<void> done = turned->get_future();
    v1::ExecuteRequest bad = OpenContact();
    bad.set_request_id("no id");
    engine_->Execute(Kari(), bad, [turned](const Answer&) { turned->set_value(); });
    ASSERT_EQ(done.wait_for(kPatience), std::future_status::ready);
  }
  std::future<Answer> Hang() {
    store_->Hold();
    auto answer = Send(Kari(), OpenContact());
    store_->AwaitHeld();
    return answer;
  }
};

TEST_F(LateDiskTest, IsSaidAfterTwoSecondsAndReadsAreRefusedInsteadOfWaiting) {
  std::future<Answer> answer = Hang();
  std::future<Read> waits = Look();
  Pass(kCommitLateUs - kSecondUs);
  EXPECT_FALSE(engine_->disk_late());
  EXPECT_EQ(waits.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  Pass(kSecondUs + kSecondUs / 2);
  EXPECT_TRUE(engine_->disk_late());
  ASSERT_EQ(waits.wait_for(kPatience), std::future_status::ready);
  EXPECT_EQ(waits.get(), Read::kDropped);
  std::future<Read> later = Look();
  ASSERT_EQ(later.wait_for(kPatience), std::future_status::ready);
  EXPECT_EQ(later.get(), Read::kDropped);
  EXPECT_FALSE(Ready(answer)) << "nothing is acknowledged";
  EXPECT_TRUE(engine_->serving());
  store_->Release();
  ASSERT_TRUE(Wait(std::move(answer)).ok());
  EXPECT_TRUE(Eventually([this] { return !engine_->disk_late(); }));
  EXPECT_EQ(Look().get(), Read::kAnswered);
  EXPECT_EQ(fail_stops_, 0);
}

TEST_F(LateDiskTest, AfterTenSecondsItCountsAsAnError) {
  std::future<Answer> answer = Hang();
  Pass(kCommitHangsUs - kSecondUs);
  EXPECT_EQ(fail_stops_, 0);
  EXPECT_FALSE(Ready(answer));
  Pass(kSecondUs + kSecondUs / 2);
  auto failed = fail_status_.get_future();
  ASSERT_EQ(failed.wait_for(kPatience), std::future_status::ready);
  EXPECT_NE(std::string(failed.get().message()).find("10 s"), std::string::npos);
  const Answer told = Wait(std::move(answer));
  EXPECT_EQ(ReasonOf(told.status()), v1::REASON_NOT_SERVING);
  EXPECT_FALSE(engine_->serving());
  store_->Release();
  EXPECT_EQ(fail_stops_, 1);
}

// Each look at the clock finds a leap: that is a machine that slept, and not a disk that hangs.
TEST_F(LateDiskTest, AMachineThatSleptSaysNothingOfTheDisk) {
  std::future<Answer> answer = Hang();
  for (int i = 0; i < 3; ++i) {
    clock_->Advance(kHourUs);
    Turn();
  }
  EXPECT_FALSE(engine_->disk_late());
  EXPECT_EQ(fail_stops_, 0);
  store_->Release();
  EXPECT_TRUE(Wait(std::move(answer)).ok());
}

TEST_F(LateDiskTest, ManyBatchesOneAfterTheOtherAreNotOneThatHangs) {
  for (int i = 0; i < 30; ++i) {
    std::future<Answer> answer = Hang();
    Pass(kSecondUs);
    store_->Release();
    ASSERT_TRUE(Wait(std::move(answer)).ok());
  }
  EXPECT_FALSE(engine_->disk_late());
  EXPECT_EQ(fail_stops_, 0);
}

}  // namespace
}  // namespace legevakt::engine::testing
