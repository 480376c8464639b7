#include "central/store/step_size.h"

#include <gtest/gtest.h>

namespace legevakt::store {
namespace {

using std::chrono::milliseconds;

TEST(StepSize, GrowsOnADiskThatIsFastAndEndsAtItsMost) {
  StepSize size(256, 6144);
  for (int step = 0; step < 5; ++step) size.Took(size.pages(), milliseconds(20));
  EXPECT_EQ(size.pages(), 6144);
}

TEST(StepSize, SmallStepsInPausesSayNothingOfLargeOnes) {
  StepSize size(256, 6144);
  const int before = size.pages();
  for (int step = 0; step < 5; ++step) size.Took(before / 2, milliseconds(1));
  EXPECT_EQ(size.pages(), before);
}

// 300 pages a second: a step of 6144 would take 20 s, and central would end.
TEST(StepSize, OnASlowDiskNoStepAfterTheFirstTakesLong) {
  StepSize size(64, 6144);
  const auto time_of = [](int pages) { return milliseconds(pages * 1000 / 300); };
  size.Took(size.pages(), time_of(size.pages()));
  EXPECT_LE(time_of(size.pages()), milliseconds(250));
  for (int step = 0; step < 10; ++step) {
    size.Took(size.pages(), time_of(size.pages()));
    EXPECT_LE(time_of(size.pages()), milliseconds(500)) << step;
  }
}

// What had gathered beside somebody who read for long.
TEST(StepSize, AHugeStepIsJudgedByItsPace) {
  StepSize size(256, 6144);
  for (int step = 0; step < 5; ++step) size.Took(size.pages(), milliseconds(20));
  size.Took(600'000, milliseconds(4000));
  EXPECT_EQ(size.pages(), 6144);
}

}  // namespace
}  // namespace legevakt::store
