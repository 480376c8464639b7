// The gate's share of the simulation: nights that hold, every failpoint hit, the same seed the same night,
// and a checker that bites. script/simulate runs any number.
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <ostream>
#include <string>

#include "tests/simulation/world.h"

namespace legevakt::simulation {
namespace {

constexpr std::uint64_t kSeedsMin = 300;
// The gate goes on for this long, and on a slow machine for three minutes at most until each failpoint has
// been hit often enough.
constexpr std::chrono::seconds kGoesOn(60);
constexpr std::chrono::seconds kAtMost(180);
constexpr std::uint32_t kHitsMin = 50;
// Each broken central is found within so many nights.
constexpr std::uint64_t kBiteWithin = 30;
// Where several things must come together: a flood; or only time that wakes central, a deadline in those
// seconds, and a wall that steps back just before them.
constexpr std::uint64_t kSeldomBitesWithin = 100;

class SimulationTest : public ::testing::Test {
 protected:
  // What central says of each of its ends would drown the rest.
  void SetUp() override { spdlog::set_level(spdlog::level::off); }
  void TearDown() override { spdlog::set_level(spdlog::level::info); }
};

TEST_F(SimulationTest, EveryNightHoldsAndEveryFailpointIsHit) {
  const auto began = std::chrono::steady_clock::now();
  Chaos::Hits hits{};
  std::uint64_t seed = 1;
  const auto goes_on = [&] {
    const auto passed = std::chrono::steady_clock::now() - began;
    const bool lacks =
        std::any_of(hits.begin(), hits.end(), [](std::uint32_t count) { return count < kHitsMin; });
    return seed <= kSeedsMin || passed < kGoesOn || (lacks && passed < kAtMost);
  };
  for (; goes_on(); ++seed) {
    const Result result = Simulate({.seed = seed});
    ASSERT_EQ(result.failure, "") << "replay it: script/simulate --seed " << seed;
    ASSERT_GE(result.commands, 300) << "seed " << seed;
    ASSERT_GE(result.faults, 10) << "seed " << seed;
    for (std::size_t i = 0; i < kFailpoints; ++i) hits[i] += result.hits[i];
  }
  std::printf("simulation: %d nights held\n", static_cast<int>(seed - 1));
  for (std::size_t i = 0; i < kFailpoints; ++i) {
    const std::string name(NameOf(static_cast<Failpoint>(i)));
    std::printf("  %-36s %8u\n", name.c_str(), hits[i]);
    EXPECT_GE(hits[i], kHitsMin) << name;
  }
}

TEST_F(SimulationTest, TheSameSeedGivesTheSameNight) {
  const Result first = Simulate({.seed = 7});
  const Result other = Simulate({.seed = 8});
  const Result again = Simulate({.seed = 7});
  EXPECT_EQ(first.log_hash, again.log_hash);
  EXPECT_EQ(first.steps, again.steps);
  EXPECT_NE(first.log_hash, other.log_hash);
}

struct Bite {
  const char* name;
  Broken broken;
  std::uint64_t within = kBiteWithin;
  // Its bytes would be printed otherwise, with what lies between them.
  friend void PrintTo(const Bite& bite, std::ostream* out) { *out << bite.name; }
};

class BiteTest : public SimulationTest, public ::testing::WithParamInterface<Bite> {};

TEST_P(BiteTest, ABrokenCentralIsFound) {
  std::string failure;
  std::uint64_t seed = 0;
  while (failure.empty() && seed < GetParam().within) {
    failure = Simulate({.seed = ++seed, .broken = GetParam().broken}).failure;
  }
  ASSERT_NE(failure, "") << "nothing was found in " << seed << " nights";
  std::printf("%s: found in night %d: %s\n", GetParam().name, static_cast<int>(seed),
              failure.substr(0, 160).c_str());
  EXPECT_EQ(Simulate({.seed = seed}).failure, "") << "and the whole one holds in the same night";
}

INSTANTIATE_TEST_SUITE_P(
    Simulation, BiteTest,
    ::testing::Values(Bite{"ReplyBeforeCommit", Broken::kReplyBeforeCommit},
                      Bite{"ReplyBeforeCommitAtTimes", Broken::kReplyBeforeCommitAtTimes},
                      Bite{"ReplyApartFromItsEvents", Broken::kReplyApart},
                      Bite{"RevisionSkippedInCatchUp", Broken::kRevisionSkipped},
                      Bite{"DeadlineDroppedOnABackwardStep", Broken::kDeadlineDropped},
                      Bite{"StartThatTakesTheWall", Broken::kStartTakesTheWall},
                      Bite{"TimerOnAWallThatStepsBack", Broken::kTimerOnTheWall, kSeldomBitesWithin},
                      Bite{"LookupUnwritten", Broken::kLookupUnwritten},
                      Bite{"TurnedAwayAndDone", Broken::kTurnedAwayAndDone, kSeldomBitesWithin},
                      Bite{"RestartForgotten", Broken::kRestartForgotten},
                      Bite{"BookmarkWhileTheDiskHangs", Broken::kBookmarkAlways, kSeldomBitesWithin},
                      Bite{"BookmarkWhileBehind", Broken::kBookmarkWhileBehind},
                      Bite{"SnapshotWithoutItsLastEvent", Broken::kSnapshotShort},
                      Bite{"StartFromASnapshotWithoutItsLastEvent", Broken::kKeptSnapshotShort}),
    [](const auto& param) { return std::string(param.param.name); });

}  // namespace
}  // namespace legevakt::simulation
