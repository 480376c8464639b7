// What needs somebody now and would otherwise be missed. Few: a new call is no alarm. Derived from the state
// and the time, by this one function in central and in the console; what is kept of an alarm is only that
// somebody acknowledged it or put it aside.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/domain/state.h"

namespace legevakt::domain {

// Whom ALARM_KIND_RECORD_PROBLEM is about, as AlarmRef.subject_id.
inline constexpr std::int64_t kAlarmOfBackup = 0;
inline constexpr std::int64_t kAlarmOfDamage = 1;
inline constexpr std::int64_t kAlarmOfClock = 2;

enum class AlarmPriority : std::uint8_t { kHigh, kMedium, kLow };

struct Alarm {
  v1::AlarmKind kind = v1::ALARM_KIND_UNSPECIFIED;
  // As in AlarmRef: together with the kind it names the alarm for as long as it stands.
  std::int64_t subject_id = 0;
  AlarmPriority priority = AlarmPriority::kLow;
  // The records it is about; 0 where there is none.
  std::int64_t contact_id = 0;
  std::int64_t mission_id = 0;
  std::int64_t call_id = 0;
  std::int64_t help_id = 0;
  // Since when somebody ought to have acted.
  std::int64_t since_us = 0;
  // When what it waits for is due, or was; 0 where there is no such time.
  std::int64_t deadline_us = 0;
  // 0 where nobody has.
  std::int64_t acknowledged_us = 0;
  std::string acknowledged_by;
  // Put aside until then; 0 where it is not. An alarm that has become high is not put aside, whatever was
  // said before.
  std::int64_t shelved_until_us = 0;

  AlarmId id() const { return {kind, subject_id}; }
  bool acknowledged() const { return acknowledged_us != 0; }
  bool shelved() const { return shelved_until_us != 0; }
};

// Every alarm that stands: the shelved ones last, the rest most urgent first and the oldest first among
// equals.
std::vector<Alarm> AlarmsOf(const State& state, std::int64_t now_us);

// `alarms` are AlarmsOf at `now_us`: without an event they stay as they are until this time. The greatest
// there is where time changes nothing.
std::int64_t AlarmsStandUntil(const State& state, const std::vector<Alarm>& alarms, std::int64_t now_us);

// Nothing where that alarm does not stand.
std::optional<Alarm> FindAlarm(const State& state, AlarmId id, std::int64_t now_us);

}  // namespace legevakt::domain
