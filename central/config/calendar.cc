#include "central/config/calendar.h"

#include <algorithm>

namespace legevakt::config {
namespace {

constexpr int kDayMinutes = 24 * 60;
constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::int64_t ToUs(absl::CivilDay day, int minute, absl::TimeZone zone) {
  const absl::TimeZone::TimeInfo info = zone.At(absl::CivilSecond(day) + std::int64_t{60} * minute);
  // A skipped time has no moment of its own; a repeated one means the first.
  return absl::ToUnixMicros(info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre);
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// 7 for no day.
std::size_t DayOf(std::string_view text) {
  return static_cast<std::size_t>(std::find(kDays.begin(), kDays.end(), Trim(text)) - kDays.begin());
}

}  // namespace

Horizon Horizon::FromDayOf(std::int64_t at_us, int days, absl::TimeZone zone) {
  return {.zone = zone, .first_day = absl::CivilDay(zone.At(absl::FromUnixMicros(at_us)).cs), .days = days};
}

std::int64_t Horizon::from_us() const {
  return ToUs(first_day, 0, zone);
}
std::int64_t Horizon::to_us() const {
  return ToUs(first_day + days, 0, zone);
}

std::vector<UtcInterval> Expand(const WeeklyTime& weekly, const Horizon& horizon) {
  std::vector<UtcInterval> intervals;
  for (absl::CivilDay day = horizon.first_day - 1; day < horizon.first_day + horizon.days; ++day) {
    if (!weekly.days.at(static_cast<std::size_t>(absl::GetWeekday(day)))) continue;
    const bool overnight = weekly.to_minute <= weekly.from_minute;
    intervals.push_back({ToUs(day, weekly.from_minute, horizon.zone),
                         ToUs(overnight ? day + 1 : day, weekly.to_minute, horizon.zone)});
  }
  return intervals;
}

std::vector<UtcInterval> Merge(std::vector<UtcInterval> intervals) {
  std::sort(intervals.begin(), intervals.end(),
            [](const UtcInterval& a, const UtcInterval& b) { return a.from_us < b.from_us; });
  std::vector<UtcInterval> merged;
  for (const UtcInterval& interval : intervals) {
    if (!merged.empty() && interval.from_us <= merged.back().to_us) {
      merged.back().to_us = std::max(merged.back().to_us, interval.to_us);
    } else {
      merged.push_back(interval);
    }
  }
  return merged;
}

std::vector<UtcInterval> Gaps(std::vector<UtcInterval> intervals, UtcInterval whole) {
  std::vector<UtcInterval> gaps;
  std::int64_t covered_us = whole.from_us;
  for (const UtcInterval& interval : Merge(std::move(intervals))) {
    if (interval.from_us >= whole.to_us) break;
    if (interval.from_us > covered_us) gaps.push_back({covered_us, interval.from_us});
    covered_us = std::max(covered_us, interval.to_us);
  }
  if (covered_us < whole.to_us) gaps.push_back({covered_us, whole.to_us});
  return gaps;
}

bool ParseDays(std::string_view text, std::array<bool, 7>& days) {
  days.fill(false);
  if (Trim(text) == "daily") {
    days.fill(true);
    return true;
  }
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view part = text.substr(0, comma);
    const std::size_t dash = part.find('-');
    const std::size_t first = DayOf(part.substr(0, dash));
    const std::size_t last = dash == std::string_view::npos ? first : DayOf(part.substr(dash + 1));
    if (first == days.size() || last == days.size()) return false;
    for (std::size_t day = first;; day = (day + 1) % days.size()) {
      days[day] = true;
      if (day == last) break;
    }
    if (comma == std::string_view::npos) return true;
    text.remove_prefix(comma + 1);
  }
}

bool ParseTimeOfDay(std::string_view text, int& minute) {
  const auto digit = [&text](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return false;
  const auto number = [&text](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  minute = number(0) * 60 + number(3);
  return number(3) < 60 && minute <= kDayMinutes;
}

}  // namespace legevakt::config
