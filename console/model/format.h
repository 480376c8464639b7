// Numbers and times as a person reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"
#include "legevakt/v1/record.pb.h"

namespace legevakt::console {

namespace v1 = legevakt::v1;

// Wall time in Norway: "21:05", "21:05:09", "22.11.".
std::string ClockHm(std::int64_t us);
std::string ClockHms(std::int64_t us);
std::string DayMonth(std::int64_t us);
// "08:00"; "30.11. 08:00" where it is more than a day ahead, and the time alone would name another day.
std::string ClockOrDay(std::int64_t us, std::int64_t now_us);
// "22.11.2026".
std::string DayMonthYear(std::int64_t us);
// Minutes east of UTC in Norway at this time.
int UtcOffsetMinutes(std::int64_t us);

// "04:07", from an hour on "1:04:07". Negative counts as zero.
std::string Timer(std::int64_t duration_us);
// "under 1 min", "12 min", "1 t 05 min".
std::string Roughly(text::Lang lang, std::int64_t duration_us);
// "om 12 min" before, "12 min over" after.
std::string DeadlineText(text::Lang lang, std::int64_t deadline_us, std::int64_t now_us);

// "71 år", "14 mnd", "ukjent alder".
std::string AgeText(text::Lang lang, const v1::Intake& intake);
// "K", "M", empty where unknown.
std::string SexText(text::Lang lang, v1::Sex sex);
// Age as typed: "71", "71 år", "8 mnd", "8m", "2 uker", "3 dager". -1 where it cannot be read or is not
// plausible.
int ParseAgeMonths(std::string_view typed);
// A time of day as typed, "21:40", "2140" or "9.05": the last such time that has been, or (`ahead`) the next
// one. 0 where it cannot be read.
std::int64_t ParseClock(std::string_view typed, std::int64_t now_us, bool ahead = false);
// By when a caller is promised an answer, as typed: minutes ("15", "15 min"), hours ("1 t", "2 timer", "1 t
// 30") or a time of day ahead ("21:40", "2140", "kl 22"). Nothing where any of it cannot be read, or the time
// of day has just been: a promise of tomorrow night is a slip of the hand.
std::optional<std::int64_t> PromiseBy(std::string_view typed, std::int64_t now_us);
// A day as typed, "12.11.", "12.11.25" or "12.11.2025", alone or with a time of day behind it: "12.11.
// 21:40". Without a year the last such day that has been. Alone it is the beginning of the day, with `end`
// its last minute. 0 where it cannot be read.
std::int64_t ParseDay(std::string_view typed, std::int64_t now_us, bool end = false);
// "412 34 567" and "57 00 01 02" for eight digits; other numbers as they are.
std::string PhoneText(std::string_view phone);

}  // namespace legevakt::console
