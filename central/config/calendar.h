// From the wall clock of a place to UTC: a roster says "Friday 16:00 to 08:00", the domain hears of
// intervals.
#pragma once

#include <absl/time/time.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace legevakt::config {

// Some days of the week, from one time of the day to another. Where `to` is not after `from`, it ends the
// next day.
struct WeeklyTime {
  // Monday first.
  std::array<bool, 7> days{};
  // Minutes from midnight; `to_minute` up to 24 * 60.
  int from_minute = 0;
  int to_minute = 0;
};

struct UtcInterval {
  std::int64_t from_us;
  std::int64_t to_us;
};

// The part of time that intervals are made for: whole local days.
struct Horizon {
  // From midnight of the local day in which `at_us` lies.
  static Horizon FromDayOf(std::int64_t at_us, int days, absl::TimeZone zone);
  std::int64_t from_us() const;
  std::int64_t to_us() const;

  absl::TimeZone zone;
  absl::CivilDay first_day;
  int days = 0;
};

// In order. Begins with the day before the horizon, so that a night that is under way is there. A time that
// the change to summer time skips becomes the moment of the change; an interval across a change is an hour
// longer or shorter than the clock's face says.
std::vector<UtcInterval> Expand(const WeeklyTime& weekly, const Horizon& horizon);

// In order, with those that touch or overlap made into one.
std::vector<UtcInterval> Merge(std::vector<UtcInterval> intervals);

// The parts of `whole` that no interval covers.
std::vector<UtcInterval> Gaps(std::vector<UtcInterval> intervals, UtcInterval whole);

// "mon-fri", "sat, sun", "daily"; false where it is none of these.
bool ParseDays(std::string_view text, std::array<bool, 7>& days);
// "08:30", or "24:00" for the end of a day; false where it is none.
bool ParseTimeOfDay(std::string_view text, int& minute);

}  // namespace legevakt::config
