#include "central/config/calendar.h"

#include <gtest/gtest.h>

#include "base/time_units.h"

namespace legevakt::config {
namespace {

absl::TimeZone Oslo() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Oslo", &zone));
  return zone;
}

std::int64_t Utc(int year, int month, int day, int hour, int minute = 0) {
  return absl::ToUnixMicros(
      absl::FromCivil(absl::CivilSecond(year, month, day, hour, minute), absl::UTCTimeZone()));
}

WeeklyTime Weekly(std::string_view days, int from_minute, int to_minute) {
  WeeklyTime weekly{.from_minute = from_minute, .to_minute = to_minute};
  EXPECT_TRUE(ParseDays(days, weekly.days)) << days;
  return weekly;
}

TEST(Calendar, AWinterEveningBecomesUtc) {
  // Saturday 21 November 2026; Oslo is one hour before UTC.
  const Horizon horizon = Horizon::FromDayOf(Utc(2026, 11, 21, 12), 1, Oslo());
  EXPECT_EQ(horizon.from_us(), Utc(2026, 11, 20, 23));
  EXPECT_EQ(horizon.to_us(), Utc(2026, 11, 21, 23));
  const auto intervals = Expand(Weekly("sat", 16 * 60, 23 * 60 + 30), horizon);
  ASSERT_EQ(intervals.size(), 1U);
  EXPECT_EQ(intervals[0].from_us, Utc(2026, 11, 21, 15));
  EXPECT_EQ(intervals[0].to_us, Utc(2026, 11, 21, 22, 30));
}

TEST(Calendar, ANightThatBeganYesterdayIsThere) {
  const Horizon horizon = Horizon::FromDayOf(Utc(2026, 11, 21, 2), 1, Oslo());
  const auto intervals = Expand(Weekly("fri", 23 * 60, 8 * 60), horizon);
  ASSERT_EQ(intervals.size(), 1U);
  EXPECT_EQ(intervals[0].from_us, Utc(2026, 11, 20, 22));
  EXPECT_EQ(intervals[0].to_us, Utc(2026, 11, 21, 7));
}

TEST(Calendar, TheNightsOfTheTwoChangesOfTheClock) {
  // Winter time begins 25 October 2026 at 03:00, summer time 28 March 2027 at 02:00.
  const WeeklyTime night = Weekly("sat", 23 * 60, 8 * 60);
  const auto autumn = Expand(night, Horizon::FromDayOf(Utc(2026, 10, 24, 12), 1, Oslo()));
  ASSERT_EQ(autumn.size(), 1U);
  EXPECT_EQ(autumn[0].to_us - autumn[0].from_us, 10 * kHourUs);
  const auto spring = Expand(night, Horizon::FromDayOf(Utc(2027, 3, 27, 12), 1, Oslo()));
  ASSERT_EQ(spring.size(), 1U);
  EXPECT_EQ(spring[0].to_us - spring[0].from_us, 8 * kHourUs);
}

TEST(Calendar, ASkippedTimeIsTheMomentOfTheChange) {
  const Horizon horizon = Horizon::FromDayOf(Utc(2027, 3, 28, 12), 1, Oslo());
  const auto intervals = Expand(Weekly("sun", 2 * 60 + 30, 4 * 60), horizon);
  ASSERT_EQ(intervals.size(), 1U);
  EXPECT_EQ(intervals[0].from_us, Utc(2027, 3, 28, 1));
  EXPECT_EQ(intervals[0].to_us, Utc(2027, 3, 28, 2));
}

TEST(Calendar, FromAndToAlikeIsAWholeDay) {
  const Horizon horizon = Horizon::FromDayOf(Utc(2026, 11, 18, 12), 14, Oslo());
  const auto all = Merge(Expand(Weekly("daily", 8 * 60, 8 * 60), horizon));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_TRUE(Gaps(all, {horizon.from_us(), horizon.to_us()}).empty());
}

TEST(Calendar, GapsAreWhatNobodyCovers) {
  const auto gaps = Gaps({{20, 30}, {0, 10}, {25, 40}}, {5, 50});
  ASSERT_EQ(gaps.size(), 2U);
  EXPECT_EQ(gaps[0].from_us, 10);
  EXPECT_EQ(gaps[0].to_us, 20);
  EXPECT_EQ(gaps[1].from_us, 40);
  EXPECT_EQ(gaps[1].to_us, 50);
  EXPECT_TRUE(Gaps({{0, 100}}, {5, 50}).empty());
}

TEST(Calendar, ReadsDays) {
  std::array<bool, 7> days{};
  ASSERT_TRUE(ParseDays("fri-mon", days));
  EXPECT_EQ(days, (std::array<bool, 7>{true, false, false, false, true, true, true}));
  ASSERT_TRUE(ParseDays("tue, thu-fri", days));
  EXPECT_EQ(days, (std::array<bool, 7>{false, true, false, true, true, false, false}));
  for (const char* wrong : {"", "man", "mon-", "mon,", "mon;tue", "mon-fri-sun"}) {
    EXPECT_FALSE(ParseDays(wrong, days)) << wrong;
  }
}

TEST(Calendar, ReadsTimes) {
  int minute = 0;
  EXPECT_TRUE(ParseTimeOfDay("08:30", minute));
  EXPECT_EQ(minute, 510);
  EXPECT_TRUE(ParseTimeOfDay("24:00", minute));
  for (const char* wrong : {"", "8:30", "24:01", "12:60", "ab:cd", "12.30", "-1:00", "012:0"}) {
    EXPECT_FALSE(ParseTimeOfDay(wrong, minute)) << wrong;
  }
}

}  // namespace
}  // namespace legevakt::config
