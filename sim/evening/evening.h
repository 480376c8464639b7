// A seeded evening: who calls, when and why, from a load profile. The same seed gives the same bytes
// everywhere.
//
// Arrivals are a Poisson process whose rate follows the hour. Times are the region's own clock; an hour that
// daylight saving skips or repeats is treated as any other.
#pragma once

#include <absl/status/statusor.h>
#include <absl/time/civil_time.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/evening/profile.h"

namespace legevakt::sim {

struct EveningOptions {
  absl::CivilSecond start;
  int hours = 8;
  int inhabitants = 61'400;
  std::uint64_t seed = 1;
};

// A CSV that sim/maps/evening.yaml reads, with its header.
std::string GenerateEvening(const Profile& profile, const EveningOptions& options);

// "2026-11-21T18:00"; INVALID_ARGUMENT where it is no such time.
absl::StatusOr<absl::CivilSecond> ParseStart(std::string_view text);

}  // namespace legevakt::sim
