// What needs somebody now and would otherwise be missed. Few: a new call is no alarm. Made from the state
// alone.
#pragma once

#include <cstdint>
#include <vector>

#include "central/domain/state.h"

namespace legevakt::console {

namespace v1 = legevakt::v1;

enum class AlarmKind : std::uint8_t {
  kRedUnconfirmed,
  kNotHeard,
  kDeadlineMissed,
  kPromiseSlipped,
  kCallbackMissed,
};
enum class AlarmLevel : std::uint8_t { kHigh, kMedium, kLow };

struct Alarm {
  AlarmKind kind;
  AlarmLevel level;
  // The contact, mission or call it is about; 0 where there is none.
  std::int64_t contact_id = 0;
  std::int64_t mission_id = 0;
  std::int64_t call_id = 0;
  std::int64_t since_us = 0;
  // More of the same cause behind this one (from three on they are one row).
  int more = 0;
  // This user has seen the red: no flashing for them.
  bool seen = false;
};

// Most urgent first. Missed deadlines and the like are grouped where there are more than `group_over`.
std::vector<Alarm> AlarmsOf(const domain::State& state, const std::string& user_id, int group_over = 2);

}  // namespace legevakt::console
