// The alarms as one user sees them: those of central/domain/alarms.h, with what is only on this screen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "central/domain/alarms.h"

namespace legevakt::console {

namespace v1 = legevakt::v1;

using AlarmLevel = domain::AlarmPriority;

struct Alarm : domain::Alarm {
  // More of the same cause behind this one (from three on they are one row).
  int more = 0;
  // Acknowledged by somebody, or a red that this user has seen: no flashing for them.
  bool seen = false;
};

// Most urgent first, without those that are put aside. Missed deadlines and the like are grouped where there
// are more than `group_over`.
std::vector<Alarm> AlarmsOf(const domain::State& state, const std::string& user_id, std::int64_t now_us,
                            int group_over = 2);

}  // namespace legevakt::console
