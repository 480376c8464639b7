// What is kept of an alarm: that somebody acknowledged it, or put it aside. It goes when the alarm goes.
#include <limits>

#include "central/domain/alarms.h"
#include "central/domain/apply_internal.h"

namespace legevakt::domain::internal {
namespace {

AlarmId IdOf(const v1::AlarmRef& alarm) {
  return {alarm.kind(), alarm.subject_id()};
}

template <typename Change>
void EditMark(Applying& applying, const v1::AlarmRef& alarm, Change change) {
  v1::AlarmMark& mark = applying.state.alarm_marks[IdOf(alarm)];
  Unschedule(applying.state, mark);
  *mark.mutable_alarm() = alarm;
  change(mark);
  if (mark.acknowledged_us() == 0 && mark.shelved_until_us() == 0) {
    applying.state.alarm_marks.erase(IdOf(alarm));
    return;
  }
  Schedule(applying.state, mark);
}

}  // namespace

void ForgetMark(State& state, AlarmId id) {
  const auto found = state.alarm_marks.find(id);
  if (found == state.alarm_marks.end()) return;
  Unschedule(state, found->second);
  state.alarm_marks.erase(found);
}

void ForgetMarksOfPastAlarms(State& state) {
  for (auto next = state.alarm_marks.begin(); next != state.alarm_marks.end();) {
    const auto mark = next++;
    // Time alone only brings alarms: one that stands at the end of time stands, or will.
    if (FindAlarm(state, mark->first, std::numeric_limits<std::int64_t>::max())) continue;
    Unschedule(state, mark->second);
    state.alarm_marks.erase(mark);
  }
}

void ApplyToAlarms(Applying& applying) {
  const v1::Event& event = applying.event;
  switch (event.what_case()) {
    case v1::Event::kAlarmAcknowledged:
      EditMark(applying, event.alarm_acknowledged().alarm(), [&](v1::AlarmMark& mark) {
        mark.set_acknowledged_us(event.at_us());
        *mark.mutable_acknowledged_by() = event.actor();
      });
      break;
    case v1::Event::kAlarmShelved:
      EditMark(applying, event.alarm_shelved().alarm(), [&](v1::AlarmMark& mark) {
        mark.set_shelved_until_us(event.alarm_shelved().until_us());
        *mark.mutable_shelved_by() = event.actor();
        mark.set_reason(event.personal().text());
      });
      break;
    case v1::Event::kAlarmUnshelved:
      EditMark(applying, event.alarm_unshelved().alarm(), [](v1::AlarmMark& mark) {
        mark.set_shelved_until_us(0);
        mark.clear_shelved_by();
        mark.clear_reason();
      });
      break;
    default:
      break;  // the other parts'
  }
}

}  // namespace legevakt::domain::internal
