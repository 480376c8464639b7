// Lengths of time, in microseconds where nothing else is said: the unit of every time in the journal and in
// the protos.
#pragma once

#include <cstdint>

namespace legevakt {

inline constexpr std::int64_t kSecondUs = 1'000'000;
inline constexpr std::int64_t kMinuteUs = 60 * kSecondUs;
inline constexpr std::int64_t kHourUs = 60 * kMinuteUs;
inline constexpr std::int64_t kDayUs = 24 * kHourUs;

// Ages are in months.
inline constexpr std::int32_t kMonthsPerYear = 12;

}  // namespace legevakt
