// Fail the n-th call in the gate: a sample. Every n: script/faults calls, bytes and memory.
#include "tests/faults/nth_call.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace legevakt::faults {
namespace {

// A sample of about so many runs, other ones in each mode.
NthCallReport Sample(Target target, bool for_good, std::int64_t runs) {
  const std::int64_t calls = TryNthCall({.target = target, .first = INT64_MAX}).calls;
  const std::int64_t every = std::max<std::int64_t>(1, calls / runs);
  const NthCallReport report = TryNthCall(
      {.target = target, .for_good = for_good, .first = 1 + (for_good ? every / 2 : 0), .every = every});
  for (const std::string& fault : report.faults) ADD_FAILURE() << fault;
  std::printf("%ld of %ld", report.runs, report.calls);
  for (const auto& [ending, count] : report.endings) std::printf(", %s: %ld", ending.c_str(), count);
  std::printf("; %ld acknowledged\n", report.acknowledged);
  EXPECT_GT(report.runs, runs / 2);
  return report;
}

TEST(NthCall, ACallOfTheSystemThatFails) {
  const NthCallReport once = Sample(Target::kCall, false, 60);
  const NthCallReport for_good = Sample(Target::kCall, true, 60);
  EXPECT_GT(for_good.endings.at("fail-stop"), 10);
  // The last calls only tidy up.
  EXPECT_GT(once.acknowledged, 100);
}

// Every one: they are few among the calls, and the standard library throws some of their errors.
TEST(NthCall, ADirectoryThatIsListedOrAFileThatIsReadAndFails) {
  for (const bool for_good : {false, true}) {
    const NthCallReport report = TryNthCall({.target = Target::kLook, .for_good = for_good});
    for (const std::string& fault : report.faults) ADD_FAILURE() << fault;
    EXPECT_GT(report.runs, 40);
    EXPECT_GT(report.endings.at("cannot start"), 5) << "no error is taken for an empty directory";
  }
}

TEST(NthCall, ADiskThatIsFull) {
  const NthCallReport report = Sample(Target::kBytes, true, 60);
  EXPECT_GT(report.endings.at("fail-stop"), 10);
}

TEST(NthCall, AnAllocationThatFails) {
  Sample(Target::kAllocation, false, 60);
}

TEST(NthCall, AStoreThatAcknowledgesBeforeItHasWrittenIsCaught) {
  const NthCallReport report = TryNthCall({.target = Target::kBytes,
                                           .for_good = true,
                                           .every = 10'000,
                                           .faults_max = 1,
                                           .acknowledges_early = true});
  ASSERT_FALSE(report.faults.empty());
  EXPECT_NE(report.faults.front().find("was acknowledged, and is not in the journal"), std::string::npos)
      << report.faults.front();
}

}  // namespace
}  // namespace legevakt::faults
