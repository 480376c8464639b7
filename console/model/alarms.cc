#include "console/model/alarms.h"

#include <algorithm>

namespace legevakt::console {
namespace {

bool SeenBy(const domain::State& state, const domain::Alarm& alarm, const std::string& user_id) {
  if (alarm.acknowledged()) return true;
  if (alarm.kind != v1::ALARM_KIND_RED_NOT_CONFIRMED) return false;
  const v1::Contact* contact = state.FindContact(alarm.contact_id);
  if (contact == nullptr) return false;
  const auto& seen_by = contact->red().seen_by();
  return std::find(seen_by.begin(), seen_by.end(), user_id) != seen_by.end();
}

// Keeps the oldest of each kind and says how many more there are.
std::vector<Alarm> Grouped(std::vector<Alarm> alarms, int over) {
  std::vector<Alarm> result;
  for (auto& alarm : alarms) {
    const auto same = [&alarm](const Alarm& a) {
      return a.kind == alarm.kind && a.priority == alarm.priority;
    };
    const auto count = std::count_if(alarms.begin(), alarms.end(), same);
    const auto first = std::find_if(result.begin(), result.end(), same);
    if (alarm.kind != v1::ALARM_KIND_RED_NOT_CONFIRMED && count > over && first != result.end()) {
      ++first->more;
    } else {
      result.push_back(alarm);
    }
  }
  return result;
}

}  // namespace

std::vector<Alarm> AlarmsOf(const domain::State& state, const std::string& user_id, std::int64_t now_us,
                            int group_over) {
  std::vector<Alarm> alarms;
  for (domain::Alarm& alarm : domain::AlarmsOf(state, now_us)) {
    if (alarm.shelved()) continue;
    const bool seen = SeenBy(state, alarm, user_id);
    alarms.push_back({std::move(alarm), 0, seen});
  }
  return Grouped(std::move(alarms), group_over);
}

}  // namespace legevakt::console
