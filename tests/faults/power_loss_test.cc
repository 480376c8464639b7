// Power loss in the gate: a sample of the places, and that the checker bites. All of them: script/faults
// power.
#include "tests/faults/power_loss.h"

#include <gtest/gtest.h>

#include "tests/faults/bit_flips.h"

namespace legevakt::faults {
namespace {

std::string Lines(const std::vector<std::string>& faults) {
  std::string lines;
  for (const std::string& fault : faults) lines += fault + "\n";
  return lines;
}

TEST(PowerLoss, NothingThatWasAcknowledgedIsLostAndNothingIsThereByHalf) {
  const PowerLossReport report = TryPowerLoss({.every = 200, .mixed = 2, .again_every = 200});
  EXPECT_TRUE(report.faults.empty()) << Lines(report.faults);
  EXPECT_GT(report.opened, 500);
  EXPECT_GT(report.again, 100);
  EXPECT_GT(report.restarts, 20);
  std::printf("power loss: %ld of %ld operations, %ld images, %ld of them different, %ld places in starts\n",
              report.places, report.operations, report.images, report.opened, report.again);
}

// Everything of a small run, its first start among it.
TEST(PowerLoss, ASmallRunAtEveryPlace) {
  const PowerLossReport report =
      TryPowerLoss({.seed = 2, .transactions = 30, .every = 1, .mixed = 1, .again_every = 100});
  EXPECT_TRUE(report.faults.empty()) << Lines(report.faults);
}

TEST(BitFlips, WhatIsGivenOutIsWhatWasWritten) {
  const BitFlipReport report = TryBitFlips({.flips = 850});
  EXPECT_TRUE(report.faults.empty()) << Lines(report.faults);
  EXPECT_GT(report.refused, 100);
  std::printf("bit flips: %ld; %ld refused, %ld whole, %ld lost the last transaction\n", report.flips,
              report.refused, report.whole, report.last_transaction_lost);
}

class Caught : public testing::TestWithParam<Variant> {};

TEST_P(Caught, WhatIsDoneWrong) {
  const PowerLossReport report = TryPowerLoss(
      {.transactions = 60, .variant = GetParam(), .every = 3, .mixed = 2, .again_every = 0, .faults_max = 1});
  ASSERT_FALSE(report.faults.empty());
  EXPECT_EQ(report.faults.front().find("the run itself"), std::string::npos) << report.faults.front();
}

INSTANTIATE_TEST_SUITE_P(Variants, Caught,
                         testing::Values(Variant::kSynchronousNormal, Variant::kSynchronousOff,
                                         Variant::kAcknowledgesBeforeCommit, Variant::kRepliesApart,
                                         Variant::kLyingDisk),
                         [](const auto& name) {
                           switch (name.param) {
                             case Variant::kSynchronousNormal:
                               return "SynchronousNormal";
                             case Variant::kSynchronousOff:
                               return "SynchronousOff";
                             case Variant::kAcknowledgesBeforeCommit:
                               return "AcknowledgesBeforeCommit";
                             case Variant::kRepliesApart:
                               return "RepliesApart";
                             default:
                               return "LyingDisk";
                           }
                         });

}  // namespace
}  // namespace legevakt::faults
