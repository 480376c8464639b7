// The load profile: profile.yaml as the generator uses it. Thread: any; immutable after loading.
#pragma once

#include <absl/status/statusor.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace legevakt::sim {

// A, H and V, in this order, wherever something goes by urgency.
inline constexpr std::size_t kUrgencies = 3;

struct Reason {
  std::vector<std::string> texts;
  std::array<std::int64_t, kUrgencies> weights{};
  int from_years = 0;
  int to_years = 120;
  // "female", "male" or "" for both.
  std::string sex;
  bool injury = false;
  bool fever = false;
};

struct AgeBand {
  int from_years = 0;
  int to_years = 0;
  std::int64_t weight = 0;
};

struct Profile {
  std::int64_t calls_per_1000_year = 0;
  std::int64_t weekend_percent = 100;
  // Tenths of a per cent of the day's calls.
  std::array<std::int64_t, 24> weekday_hours{};
  std::array<std::int64_t, 24> weekend_hours{};
  std::array<std::int64_t, kUrgencies> urgency{};
  std::int64_t walk_in_percent = 0;
  std::int64_t professional_percent = 0;
  std::int64_t repeat_percent = 0;
  std::int64_t hangs_up_soon_percent = 0;
  std::int64_t hangs_up_later_percent = 0;
  std::vector<AgeBand> ages;
  std::vector<std::pair<std::string, std::int64_t>> municipalities;
  std::vector<Reason> reasons;
  std::vector<std::string> female_names;
  std::vector<std::string> male_names;
  std::vector<std::string> last_names;
  std::vector<std::string> streets;

  // Calls expected in one hour of a weekday or a day at a weekend, for so many inhabitants.
  double CallsInHour(int inhabitants, bool weekend, int hour) const;
};

// INVALID_ARGUMENT with each problem as "file:line:column: sentence".
absl::StatusOr<Profile> LoadProfile(std::string_view yaml, std::string_view file_name, text::Lang lang);

// The one that is built in.
const Profile& BuiltInProfile();

}  // namespace legevakt::sim
