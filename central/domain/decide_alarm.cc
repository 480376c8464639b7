// Alarms that somebody acknowledges or puts aside. An alarm goes only when its cause goes.
#include "base/limits.h"
#include "central/domain/alarms.h"
#include "central/domain/decide_internal.h"

namespace legevakt::domain::internal {
namespace {

std::optional<Alarm> Standing(Deciding& deciding, const v1::AlarmRef& alarm) {
  auto found = FindAlarm(deciding.state, {alarm.kind(), alarm.subject_id()}, deciding.now_us());
  if (!found) deciding.Refuse(v1::REASON_UNKNOWN_ALARM);
  return found;
}

void Acknowledge(Deciding& deciding, const v1::AcknowledgeAlarm& command) {
  const auto alarm = Standing(deciding, command.alarm());
  if (!alarm || alarm->acknowledged()) return;
  *deciding.Add().mutable_alarm_acknowledged()->mutable_alarm() = command.alarm();
}

void Shelve(Deciding& deciding, const v1::ShelveAlarm& command) {
  const auto alarm = Standing(deciding, command.alarm());
  if (!alarm) return;
  if (alarm->priority == AlarmPriority::kHigh) {
    deciding.Refuse(v1::REASON_ALARM_CANNOT_BE_SHELVED);
    return;
  }
  if (command.reason().empty()) {
    deciding.Refuse(v1::REASON_NEEDS_REASON);
    return;
  }
  if (command.until_us() <= deciding.now_us() ||
      command.until_us() > deciding.now_us() + limits::kAlarmShelvedUs) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "until_us"}});
    return;
  }
  v1::Event& event = deciding.Add();
  event.mutable_personal()->set_text(command.reason());
  *event.mutable_alarm_shelved()->mutable_alarm() = command.alarm();
  event.mutable_alarm_shelved()->set_until_us(command.until_us());
}

void Unshelve(Deciding& deciding, const v1::UnshelveAlarm& command) {
  const auto mark = deciding.state.alarm_marks.find({command.alarm().kind(), command.alarm().subject_id()});
  if (mark == deciding.state.alarm_marks.end() || mark->second.shelved_until_us() == 0) {
    deciding.Refuse(v1::REASON_UNKNOWN_ALARM);
    return;
  }
  *deciding.Add().mutable_alarm_unshelved()->mutable_alarm() = command.alarm();
}

}  // namespace

void EndShelf(Deciding& deciding, AlarmId id) {
  *deciding.Add().mutable_alarm_unshelved()->mutable_alarm() = deciding.state.alarm_marks.at(id).alarm();
}

bool DecideAlarm(Deciding& deciding, const v1::Command& command) {
  switch (command.what_case()) {
    case v1::Command::kAcknowledgeAlarm:
      Acknowledge(deciding, command.acknowledge_alarm());
      return true;
    case v1::Command::kShelveAlarm:
      Shelve(deciding, command.shelve_alarm());
      return true;
    case v1::Command::kUnshelveAlarm:
      Unshelve(deciding, command.unshelve_alarm());
      return true;
    default:
      return false;
  }
}

}  // namespace legevakt::domain::internal
