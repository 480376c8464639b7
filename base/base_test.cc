#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/ids.h"

namespace legevakt {
namespace {

std::int64_t wall_us = 0;
std::int64_t boot_us = 0;
std::int64_t Wall() {
  return wall_us;
}
std::int64_t Boot() {
  return boot_us;
}

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kHour = 3600 * kSecond;

TEST(EngineClock, StartsNoEarlierThanTheJournal) {
  wall_us = 1000 * kSecond;
  boot_us = 5;
  EngineClock clock(2000 * kSecond, &Wall, &Boot);
  EXPECT_GE(clock.NowUs(), 2000 * kSecond);
}

TEST(EngineClock, GoesOnFromAReadingOfThisBootWhateverTheWallDoes) {
  for (const std::int64_t step : {kHour, -kHour, 24 * kHour, -24 * kHour}) {
    wall_us = 100 * kHour;
    boot_us = kHour;
    EngineClock before(0, &Wall, &Boot);
    boot_us += 20 * kSecond;
    const std::int64_t at = before.NowUs();
    const ClockReading reading = before.Reading();
    EXPECT_EQ(reading.engine_us, at);
    wall_us += step;
    boot_us += 10 * kSecond;
    EngineClock after(at, &Wall, &Boot, reading);
    EXPECT_EQ(after.NowUs(), at + 10 * kSecond) << step;
    EXPECT_EQ(after.AheadOfWallUs(), after.NowUs() - wall_us);
    // Never from before the journal's last.
    EngineClock later(at + 30 * kSecond, &Wall, &Boot, reading);
    EXPECT_EQ(later.NowUs(), at + 30 * kSecond) << step;
  }
}

TEST(EngineClock, TakesTheWallWhereTheReadingIsFromLaterInItsBoot) {
  wall_us = 100 * kHour;
  boot_us = kHour;
  EngineClock clock(0, &Wall, &Boot, ClockReading{.boot_us = 2 * kHour, .engine_us = 7 * kHour});
  EXPECT_EQ(clock.NowUs(), 100 * kHour);
}

// The version before, put back for a while, took the wall's time and left the file as it was.
TEST(EngineClock, TakesTheWallWhereAnotherProgramHasWrittenSinceTheReading) {
  wall_us = 100 * kHour;
  boot_us = 3 * kHour;
  const ClockReading two_hours_behind{.boot_us = kHour, .engine_us = 96 * kHour};
  EngineClock clock(99 * kHour, &Wall, &Boot, two_hours_behind);
  EXPECT_EQ(clock.NowUs(), 100 * kHour);
  EXPECT_FALSE(clock.goes_on());
  // Its own last event may be a little later: what was slewed.
  EngineClock own(98 * kHour + 2 * kSecond, &Wall, &Boot, two_hours_behind);
  EXPECT_EQ(own.NowUs(), 98 * kHour + 2 * kSecond);
  EXPECT_TRUE(own.goes_on());
}

TEST(EngineClock, AReadingIsOfOneMoment) {
  wall_us = 100 * kHour;
  boot_us = kHour;
  EngineClock clock(0, &Wall, &Boot);
  const std::int64_t start = clock.NowUs();
  // Nobody has asked for the time meanwhile.
  boot_us += kHour;
  EXPECT_EQ(clock.Reading().boot_us, boot_us);
  EXPECT_EQ(clock.Reading().engine_us, start + kHour);
}

TEST(EngineClock, AWallStepMovesNothing) {
  for (const std::int64_t step : {kHour, -kHour, 24 * kHour, -24 * kHour}) {
    wall_us = 100 * kHour;
    boot_us = kHour;
    EngineClock clock(0, &Wall, &Boot);
    const std::int64_t before = clock.NowUs();
    wall_us += step + kSecond;
    boot_us += kSecond;
    EXPECT_EQ(clock.NowUs(), before + kSecond);
    EXPECT_EQ(clock.wall_steps(), 1);
  }
}

TEST(EngineClock, SlowDriftIsSlewedAtMostOneInAThousand) {
  wall_us = 100 * kHour;
  boot_us = kHour;
  EngineClock clock(0, &Wall, &Boot);
  const std::int64_t start = clock.NowUs();
  for (int i = 1; i <= 1000; ++i) {
    boot_us += kSecond;
    wall_us += kSecond + 500;  // the wall runs half a per mille fast
    clock.NowUs();
  }
  const std::int64_t passed = clock.NowUs() - start;
  EXPECT_GE(passed, 1000 * kSecond + 499'000);
  EXPECT_LE(passed, 1000 * kSecond + 1000 * 1000);
}

TEST(Hash, IsBlake2b256) {
  EXPECT_EQ(ToHex(Blake2b("abc")), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  EXPECT_EQ(Blake2b("ab", "c"), Blake2b("abc"));
}

TEST(Ids, UuidsAreWellFormedAndDiffer) {
  const std::string a = NewUuid();
  EXPECT_TRUE(IsUuid(a));
  EXPECT_NE(a, NewUuid());
  EXPECT_FALSE(IsUuid("not-a-uuid"));
  EXPECT_EQ(NewToken().size(), 32u);
}

}  // namespace
}  // namespace legevakt
