// Times as people write and read them, in the region's time zone.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <string>

namespace legevakt::cli {

// "2026-12-01 07:00" or "2026-12-01T07:00" in the zone, or with an offset as "2026-12-01T07:00+01:00".
// INVALID_ARGUMENT with the sentence; also for a time that the clock skips or shows twice.
absl::StatusOr<std::int64_t> ParseLocalTime(const std::string& text, const std::string& time_zone);

// "1.12.2026 07:00".
std::string LocalTime(std::int64_t at_us, const std::string& time_zone);

// "2026-12-01T06:00:00Z"; for programs.
std::string UtcTime(std::int64_t at_us);

}  // namespace legevakt::cli
