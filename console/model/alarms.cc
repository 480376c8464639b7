#include "console/model/alarms.h"

#include <algorithm>

namespace legevakt::console {
namespace {

bool Unconfirmed(const v1::Contact& contact) {
  return contact.has_red() &&
         (contact.red().amk_confirmed_us() == 0 || contact.red().doctor_confirmed_us() == 0);
}

void FromContact(const v1::Contact& contact, const std::string& user_id, std::vector<Alarm>& alarms) {
  const auto id = contact.contact_id();
  if (Unconfirmed(contact)) {
    const auto& seen_by = contact.red().seen_by();
    const bool seen = std::find(seen_by.begin(), seen_by.end(), user_id) != seen_by.end();
    alarms.push_back(
        {AlarmKind::kRedUnconfirmed, AlarmLevel::kHigh, id, 0, 0, contact.red().raised_us(), 0, seen});
  }
  if (contact.deadline().missed()) {
    const bool akutt = contact.hastegrad() == v1::HASTEGRAD_AKUTT;
    alarms.push_back({AlarmKind::kDeadlineMissed, akutt ? AlarmLevel::kHigh : AlarmLevel::kMedium, id, 0, 0,
                      contact.deadline().at_us(), 0, false});
  }
  if (contact.promise().slipped()) {
    alarms.push_back(
        {AlarmKind::kPromiseSlipped, AlarmLevel::kMedium, id, 0, 0, contact.promise().by_us(), 0, false});
  }
}

// Keeps the oldest of each kind and says how many more there are.
std::vector<Alarm> Grouped(std::vector<Alarm> alarms, int over) {
  std::vector<Alarm> result;
  for (const auto& alarm : alarms) {
    const auto same = [&alarm](const Alarm& a) { return a.kind == alarm.kind && a.level == alarm.level; };
    const auto count = std::count_if(alarms.begin(), alarms.end(), same);
    const auto first = std::find_if(result.begin(), result.end(), same);
    if (alarm.kind != AlarmKind::kRedUnconfirmed && count > over && first != result.end()) {
      ++first->more;
    } else {
      result.push_back(alarm);
    }
  }
  return result;
}

}  // namespace

std::vector<Alarm> AlarmsOf(const domain::State& state, const std::string& user_id, int group_over) {
  std::vector<Alarm> alarms;
  for (const auto& [id, contact] : state.contacts) {
    if (domain::IsOpen(contact)) FromContact(contact, user_id, alarms);
  }
  for (const auto& [id, mission] : state.missions) {
    if (!domain::IsOpen(mission) || !mission.not_heard()) continue;
    alarms.push_back({AlarmKind::kNotHeard, AlarmLevel::kMedium, mission.contact_id(), id, 0,
                      mission.last_heard_us(), 0, false});
  }
  for (const auto& [id, call] : state.calls) {
    if (call.state() != v1::CALL_STATE_CALL_BACK_DUE || !call.callback_missed()) continue;
    alarms.push_back(
        {AlarmKind::kCallbackMissed, AlarmLevel::kMedium, 0, 0, id, call.callback_due_us(), 0, false});
  }
  std::stable_sort(alarms.begin(), alarms.end(), [](const Alarm& a, const Alarm& b) {
    if (a.level != b.level) return a.level < b.level;
    if (a.kind != b.kind) return a.kind < b.kind;
    return a.since_us < b.since_us;
  });
  return Grouped(std::move(alarms), group_over);
}

}  // namespace legevakt::console
