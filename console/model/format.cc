#include "console/model/format.h"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <vector>

#include "base/time_units.h"

namespace legevakt::console {
namespace {

constexpr int kAgeYearsMax = 120;

const absl::TimeZone& Norway() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone loaded;
    if (!absl::LoadTimeZone("Europe/Oslo", &loaded)) loaded = absl::FixedTimeZone(3600);
    return loaded;
  }();
  return zone;
}

std::string Wall(std::int64_t us, const char* format) {
  return absl::FormatTime(format, absl::FromUnixMicros(us), Norway());
}

}  // namespace

std::string ClockHm(std::int64_t us) {
  return Wall(us, "%H:%M");
}
std::string ClockHms(std::int64_t us) {
  return Wall(us, "%H:%M:%S");
}
std::string DayMonth(std::int64_t us) {
  return Wall(us, "%d.%m.");
}
std::string ClockOrDay(std::int64_t us, std::int64_t now_us) {
  return us - now_us < kDayUs ? ClockHm(us) : DayMonth(us) + ' ' + ClockHm(us);
}
std::string DayMonthYear(std::int64_t us) {
  return Wall(us, "%d.%m.%Y");
}

int UtcOffsetMinutes(std::int64_t us) {
  return Norway().At(absl::FromUnixMicros(us)).offset / 60;
}

std::string Timer(std::int64_t duration_us) {
  const std::int64_t seconds = std::max<std::int64_t>(0, duration_us) / kSecondUs;
  char buffer[32];
  if (seconds < 3600) {
    std::snprintf(buffer, sizeof buffer, "%02d:%02d", static_cast<int>(seconds / 60),
                  static_cast<int>(seconds % 60));
  } else {
    std::snprintf(buffer, sizeof buffer, "%d:%02d:%02d", static_cast<int>(seconds / 3600),
                  static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  }
  return buffer;
}

std::string Roughly(text::Lang lang, std::int64_t duration_us) {
  const std::int64_t minutes = std::max<std::int64_t>(0, duration_us) / kMinuteUs;
  if (minutes < 1) return std::string(text::Get(lang, "console.time.under_minute"));
  if (minutes < 60) return text::Format(lang, "console.time.minutes", {{"n", std::to_string(minutes)}});
  if (minutes >= 48 * 60) {
    return text::Format(lang, "console.time.days", {{"n", std::to_string(minutes / (24 * 60))}});
  }
  char rest[8];
  std::snprintf(rest, sizeof rest, "%02d", static_cast<int>(minutes % 60));
  return text::Format(lang, "console.time.hours", {{"h", std::to_string(minutes / 60)}, {"m", rest}});
}

std::string DeadlineText(text::Lang lang, std::int64_t deadline_us, std::int64_t now_us) {
  if (deadline_us == 0) return {};
  if (deadline_us >= now_us) {
    return text::Format(lang, "console.time.in", {{"time", Roughly(lang, deadline_us - now_us)}});
  }
  return text::Format(lang, "console.time.over", {{"time", Roughly(lang, now_us - deadline_us)}});
}

std::string AgeText(text::Lang lang, const v1::Intake& intake) {
  if (!intake.has_age_months()) return std::string(text::Get(lang, "console.age.unknown"));
  const int months = intake.age_months();
  if (months < 24) return text::Format(lang, "console.age.months", {{"n", std::to_string(months)}});
  return text::Format(lang, "console.age.years", {{"n", std::to_string(months / 12)}});
}

std::string SexText(text::Lang lang, v1::Sex sex) {
  if (sex == v1::SEX_FEMALE) return std::string(text::Get(lang, "console.sex.female_short"));
  if (sex == v1::SEX_MALE) return std::string(text::Get(lang, "console.sex.male_short"));
  return {};
}

int ParseAgeMonths(std::string_view typed) {
  while (!typed.empty() && typed.front() == ' ') typed.remove_prefix(1);
  int number = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  if (error != std::errc() || number < 0 || number > 12 * kAgeYearsMax) return -1;
  std::string_view unit = typed.substr(static_cast<std::size_t>(end - typed.data()));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  const char first =
      unit.empty() ? 'y' : static_cast<char>(std::tolower(static_cast<unsigned char>(unit.front())));
  if (first == 'm') return number;
  // A newborn's, in weeks or days, becomes whole months.
  constexpr int kDaysMax = 730;
  constexpr double kDaysInMonth = 30.44;
  const bool weeks = first == 'u' || first == 'w';
  if (weeks || first == 'd') {
    const int days = weeks ? number * 7 : number;
    return days > kDaysMax ? -1 : static_cast<int>(days / kDaysInMonth);
  }
  // "71", "71 år", "71 y": the å is two bytes in UTF-8.
  if (first == 'y' || unit.starts_with("å") || unit.starts_with("Å")) {
    return number > kAgeYearsMax ? -1 : number * 12;
  }
  return -1;
}

std::int64_t ParseClock(std::string_view typed, std::int64_t now_us, bool ahead) {
  std::string digits;
  std::size_t hour_digits = 0;
  for (const char c : typed) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if ((c == ':' || c == '.') && hour_digits == 0 && !digits.empty()) {
      hour_digits = digits.size();
    } else if (c != ' ') {
      return 0;
    }
  }
  if (digits.size() < 3 || digits.size() > 4) return 0;
  if (hour_digits == 0) hour_digits = digits.size() - 2;
  if (hour_digits > 2 || digits.size() - hour_digits != 2) return 0;
  const int hour = std::atoi(digits.substr(0, hour_digits).c_str());
  const int minute = std::atoi(digits.substr(hour_digits).c_str());
  if (hour > 23 || minute > 59) return 0;
  const absl::CivilSecond now = absl::ToCivilSecond(absl::FromUnixMicros(now_us), Norway());
  const auto at = [&](int days) {
    const absl::CivilSecond civil(now.year(), now.month(), now.day() + days, hour, minute, 0);
    return absl::ToUnixMicros(absl::FromCivil(civil, Norway()));
  };
  if (ahead) return at(0) >= now_us ? at(0) : at(1);
  return at(0) <= now_us ? at(0) : at(-1);
}

std::optional<std::int64_t> PromiseBy(std::string_view typed, std::int64_t now_us) {
  // A time of day further ahead than this is one that has been: no watch is so long.
  constexpr std::int64_t kAheadMaxUs = 18 * kHourUs;
  // Numbers and words in turn, however they are spaced: "1t30", "kl. 21:40".
  std::vector<std::string> parts;
  bool digits = false;
  bool gap = true;
  for (const char c : typed) {
    const auto byte = static_cast<unsigned char>(c);
    const bool digit = std::isdigit(byte) != 0;
    if (c == ' ') {
      gap = true;
      continue;
    }
    const bool time = (c == ':' || c == '.') && digits && !gap;
    if (gap || (digit != digits && !time)) parts.emplace_back();
    parts.back() += static_cast<char>(std::tolower(byte));
    digits = digit || time;
    gap = false;
  }
  const auto word = [&parts](std::size_t at, std::initializer_list<std::string_view> words) {
    return at < parts.size() && std::find(words.begin(), words.end(), parts[at]) != words.end();
  };
  // -1 where it is none.
  const auto number = [&parts](std::size_t at) {
    if (at >= parts.size() || parts[at].size() > 4) return -1;
    int value = 0;
    const char* end = parts[at].data() + parts[at].size();
    const auto read = std::from_chars(parts[at].data(), end, value);
    return read.ec == std::errc() && read.ptr == end ? value : -1;
  };
  const bool clock = word(0, {"kl", "kl.", "klokka", "klokken", "at"});
  const std::size_t first = clock ? 1 : 0;
  if (parts.size() == first + 1 &&
      (clock || parts[first].size() == 4 || parts[first].find_first_of(":.") != std::string::npos)) {
    const bool hour = clock && parts[first].size() <= 2 && number(first) >= 0;
    const std::int64_t at_us = ParseClock(hour ? parts[first] + ":00" : parts[first], now_us, true);
    if (at_us <= now_us || at_us - now_us > kAheadMaxUs) return std::nullopt;
    return at_us;
  }
  const auto minute_word = [&word](std::size_t at) {
    return word(at, {"m", "m.", "min", "min.", "minutt", "minutter", "minute", "minutes"});
  };
  int minutes = number(0);
  if (clock || minutes < 0) return std::nullopt;
  if (word(1, {"t", "t.", "time", "timer", "h", "h.", "hour", "hours"})) {
    const int rest = parts.size() == 2 ? 0 : number(2);
    if (rest < 0 || rest > 59 || parts.size() > 4 || (parts.size() == 4 && !minute_word(3)))
      return std::nullopt;
    minutes = minutes * 60 + rest;
  } else if (parts.size() > 2 || (parts.size() == 2 && !minute_word(1))) {
    return std::nullopt;
  }
  if (minutes <= 0 || minutes > 24 * 60) return std::nullopt;
  return now_us + minutes * kMinuteUs;
}

std::int64_t ParseDay(std::string_view typed, std::int64_t now_us, bool end) {
  while (!typed.empty() && typed.front() == ' ') typed.remove_prefix(1);
  while (!typed.empty() && typed.back() == ' ') typed.remove_suffix(1);
  const std::string_view date = typed.substr(0, typed.find(' '));
  const std::string_view time = typed.substr(date.size());
  if (date.find_first_not_of("0123456789.") != std::string_view::npos) return 0;
  int parts[3] = {0, 0, -1};
  std::size_t at = 0;
  for (int i = 0; i < 3 && at < date.size(); ++i) {
    const auto [stop, error] = std::from_chars(date.data() + at, date.data() + date.size(), parts[i]);
    if (error != std::errc()) return 0;
    at = static_cast<std::size_t>(stop - date.data());
    if (at < date.size() && date[at++] != '.') return 0;
  }
  if (at < date.size() || parts[1] == 0) return 0;
  const absl::CivilDay today = absl::ToCivilDay(absl::FromUnixMicros(now_us), Norway());
  const auto day_in = [&parts](absl::civil_year_t year) { return absl::CivilDay(year, parts[1], parts[0]); };
  absl::civil_year_t year = parts[2] < 0 ? today.year() : parts[2] + (parts[2] < 100 ? 2000 : 0);
  if (parts[2] < 0 && day_in(year) > today) --year;
  const absl::CivilDay day = day_in(year);
  // Civil time carries over: the 31st of June would be the 1st of July.
  if (day.month() != parts[1] || day.day() != parts[0] || year < 2000 || year > 2200) return 0;
  if (time.empty()) {
    const absl::CivilMinute minute = end ? absl::CivilMinute(day + 1) - 1 : absl::CivilMinute(day);
    return absl::ToUnixMicros(absl::FromCivil(minute, Norway()));
  }
  // The last such time before the day's end lies on the day.
  return ParseClock(time, ParseDay(date, now_us, true));
}

std::string PhoneText(std::string_view phone) {
  const bool national = phone.size() == 8 && std::all_of(phone.begin(), phone.end(), [](char c) {
                          return std::isdigit(static_cast<unsigned char>(c)) != 0;
                        });
  if (!national) return std::string(phone);
  // Mobile numbers are read 3-2-3, the others in pairs.
  const bool mobile = phone.front() == '4' || phone.front() == '9';
  std::string text(phone);
  if (mobile) return text.insert(5, " ").insert(3, " ");
  return text.insert(6, " ").insert(4, " ").insert(2, " ");
}

}  // namespace legevakt::console
