#include "central/domain/alarms.h"

#include <algorithm>
#include <limits>

#include "base/time_units.h"

namespace legevakt::domain {
namespace {

using Found = std::optional<Alarm>;

// The answer time is nearly used up when this much of it is.
constexpr std::int64_t kAnswerTimeUsedPercent = 80;

Alarm Of(v1::AlarmKind kind, std::int64_t subject_id, AlarmPriority priority, std::int64_t since_us,
         std::int64_t deadline_us) {
  Alarm alarm;
  alarm.kind = kind;
  alarm.subject_id = subject_id;
  alarm.priority = priority;
  alarm.since_us = since_us;
  alarm.deadline_us = deadline_us;
  return alarm;
}

Alarm About(const v1::Contact& contact, v1::AlarmKind kind, AlarmPriority priority, std::int64_t since_us,
            std::int64_t deadline_us) {
  Alarm alarm = Of(kind, contact.contact_id(), priority, since_us, deadline_us);
  alarm.contact_id = contact.contact_id();
  return alarm;
}

Alarm About(const v1::Mission& mission, v1::AlarmKind kind, AlarmPriority priority, std::int64_t since_us,
            std::int64_t deadline_us) {
  Alarm alarm = Of(kind, mission.mission_id(), priority, since_us, deadline_us);
  alarm.contact_id = mission.contact_id();
  alarm.mission_id = mission.mission_id();
  return alarm;
}

Alarm About(const v1::Call& call, v1::AlarmKind kind, std::int64_t since_us, std::int64_t deadline_us) {
  Alarm alarm = Of(kind, call.call_id(), AlarmPriority::kMedium, since_us, deadline_us);
  alarm.call_id = call.call_id();
  return alarm;
}

// It stays until both have confirmed, from the first second: the limit is its deadline.
Found Red(const v1::Contact& contact) {
  if (!IsOpen(contact) || !IsPending(contact.red())) return {};
  return About(contact, v1::ALARM_KIND_RED_NOT_CONFIRMED, AlarmPriority::kHigh, contact.red().raised_us(),
               contact.red().confirm_by_us());
}

Found Deadline(const v1::Contact& contact) {
  if (!IsOpen(contact) || !contact.deadline().missed()) return {};
  const bool red = contact.hastegrad() == v1::HASTEGRAD_AKUTT;
  return About(contact, v1::ALARM_KIND_DEADLINE_MISSED, red ? AlarmPriority::kHigh : AlarmPriority::kMedium,
               contact.deadline().at_us(), contact.deadline().at_us());
}

Found Promise(const v1::Contact& contact) {
  if (!IsOpen(contact) || !contact.promise().slipped()) return {};
  return About(contact, v1::ALARM_KIND_PROMISE_SLIPPED, AlarmPriority::kMedium, contact.promise().by_us(),
               contact.promise().by_us());
}

// Of several questions the oldest counts.
Found Consult(const v1::Contact& contact) {
  if (!IsOpen(contact)) return {};
  for (const v1::Consult& consult : contact.consults()) {
    if (consult.answered_us() != 0) continue;
    return About(contact, v1::ALARM_KIND_CONSULT_WAITS, AlarmPriority::kLow, consult.at_us(), 0);
  }
  return {};
}

// A request came back, and nobody has yet chosen what is done instead.
Found Returned(const State& state, const v1::Mission& mission) {
  if (mission.state() != v1::MISSION_STATE_REFUSED && mission.state() != v1::MISSION_STATE_NO_ANSWER)
    return {};
  const v1::Contact* contact = state.FindContact(mission.contact_id());
  if (contact == nullptr || !IsOpen(*contact)) return {};
  // The ids are in order: a later mission is the answer to this one.
  const auto& ids = contact->mission_ids();
  if (ids.empty() || *ids.rbegin() != mission.mission_id()) return {};
  for (const std::int64_t id : ids) {
    const v1::Mission* other = state.FindMission(id);
    if (other != nullptr && IsOpen(*other)) return {};
  }
  const v1::UndoPoint& undo = contact->undo();
  if (undo.kind() == v1::UNDO_KIND_MEASURE && undo.revision() > mission.mission_id()) return {};
  return About(mission, v1::ALARM_KIND_REQUEST_RETURNED, AlarmPriority::kMedium, mission.ended_us(),
               contact->deadline().at_us());
}

Found NotHeard(const v1::Mission& mission) {
  if (!IsOpen(mission) || !mission.not_heard()) return {};
  return About(mission, v1::ALARM_KIND_NOT_HEARD_FROM, AlarmPriority::kMedium, mission.last_heard_us(),
               mission.not_heard_at_us());
}

Found VisitMissed(const v1::Mission& mission) {
  if (!IsOpen(mission) || !mission.visit().late()) return {};
  const v1::Visit& visit = mission.visit();
  return About(mission, v1::ALARM_KIND_VISIT_MISSED, AlarmPriority::kMedium, visit.late_at_us(),
               visit.appointment_us());
}

// Not reached after all the tries: from then on, until somebody reaches the caller or ends it. It has no
// deadline of its own: something is to be done now.
Found Callback(const v1::Call& call) {
  if (call.state() == v1::CALL_STATE_ESCALATED)
    return About(call, v1::ALARM_KIND_CALLBACK_MISSED, std::max(call.callback_due_us(), call.lost_us()), 0);
  if (call.state() != v1::CALL_STATE_CALL_BACK_DUE || !call.callback_missed()) return {};
  return About(call, v1::ALARM_KIND_CALLBACK_MISSED, call.callback_due_us(), call.callback_due_us());
}

// When the answer time of a call is nearly used up.
std::int64_t NearlyUsedUs(const State& state, const v1::Call& call) {
  const std::int64_t allowed_us = state.region.targets().answer_s() * kSecondUs;
  return call.ringing_us() + allowed_us * kAnswerTimeUsedPercent / 100;
}

// A link that is down tells nobody whether the call rings still: there is nothing to count.
bool Heard(const State& state) {
  return state.telephony.connected() || state.telephony.source().empty();
}

Found AnswerTime(const State& state, const v1::Call& call, std::int64_t now_us) {
  if (call.state() != v1::CALL_STATE_RINGING || !Heard(state)) return {};
  const std::int64_t allowed_us = state.region.targets().answer_s() * kSecondUs;
  const std::int64_t since_us = NearlyUsedUs(state, call);
  if (allowed_us == 0 || now_us < since_us) return {};
  return About(call, v1::ALARM_KIND_ANSWER_TIME, since_us, call.ringing_us() + allowed_us);
}

Found Help(const v1::Help& help) {
  if (help.answered_us() != 0) return {};
  Alarm alarm =
      Of(v1::ALARM_KIND_HELP, help.help_id(), AlarmPriority::kHigh, help.since_us(), help.next_us());
  alarm.help_id = help.help_id();
  alarm.contact_id = help.contact_id();
  return alarm;
}

// Only a link that has been there can be down.
Found TelephonyDown(const State& state) {
  if (Heard(state)) return {};
  return Of(v1::ALARM_KIND_TELEPHONY_DOWN, 0, AlarmPriority::kLow, state.telephony.since_us(), 0);
}

// Three alarms: whoever has acknowledged that there is no backup has not seen that the journal is damaged.
Found RecordProblem(const State& state, std::int64_t subject_id) {
  const v1::ServiceNotice& notice = state.notice;
  const auto of = [subject_id](const std::string& problem, std::int64_t since_us) {
    return problem.empty()
               ? Found()
               : Of(v1::ALARM_KIND_RECORD_PROBLEM, subject_id, AlarmPriority::kMedium, since_us, 0);
  };
  switch (subject_id) {
    case kAlarmOfBackup:
      return of(notice.backup_problem(), notice.backup_verified_us());
    case kAlarmOfDamage:
      return of(notice.record_problem(), 0);
    case kAlarmOfClock:
      return of(notice.clock_problem(), 0);
    default:
      return {};
  }
}

void Marked(const State& state, Alarm& alarm, std::int64_t now_us) {
  const auto found = state.alarm_marks.find(alarm.id());
  if (found == state.alarm_marks.end()) return;
  const v1::AlarmMark& mark = found->second;
  alarm.acknowledged_us = mark.acknowledged_us();
  alarm.acknowledged_by = mark.acknowledged_by().name();
  if (alarm.priority != AlarmPriority::kHigh && mark.shelved_until_us() > now_us) {
    alarm.shelved_until_us = mark.shelved_until_us();
  }
}

Found Derive(const State& state, AlarmId id, std::int64_t now_us) {
  const auto [kind, subject_id] = id;
  const v1::Contact* contact = state.FindContact(subject_id);
  const v1::Mission* mission = state.FindMission(subject_id);
  const v1::Call* call = state.FindCall(subject_id);
  switch (kind) {
    case v1::ALARM_KIND_RED_NOT_CONFIRMED:
      return contact == nullptr ? Found() : Red(*contact);
    case v1::ALARM_KIND_DEADLINE_MISSED:
      return contact == nullptr ? Found() : Deadline(*contact);
    case v1::ALARM_KIND_PROMISE_SLIPPED:
      return contact == nullptr ? Found() : Promise(*contact);
    case v1::ALARM_KIND_CONSULT_WAITS:
      return contact == nullptr ? Found() : Consult(*contact);
    case v1::ALARM_KIND_NOT_HEARD_FROM:
      return mission == nullptr ? Found() : NotHeard(*mission);
    case v1::ALARM_KIND_REQUEST_RETURNED:
      return mission == nullptr ? Found() : Returned(state, *mission);
    case v1::ALARM_KIND_VISIT_MISSED:
      return mission == nullptr ? Found() : VisitMissed(*mission);
    case v1::ALARM_KIND_CALLBACK_MISSED:
      return call == nullptr ? Found() : Callback(*call);
    case v1::ALARM_KIND_ANSWER_TIME:
      return call == nullptr ? Found() : AnswerTime(state, *call, now_us);
    case v1::ALARM_KIND_HELP: {
      const auto found = state.help.find(subject_id);
      return found == state.help.end() ? Found() : Help(found->second);
    }
    case v1::ALARM_KIND_TELEPHONY_DOWN:
      return subject_id == 0 ? TelephonyDown(state) : Found();
    case v1::ALARM_KIND_RECORD_PROBLEM:
      return RecordProblem(state, subject_id);
    default:
      return {};
  }
}

// Null where none rings.
const v1::Call* LongestRinging(const State& state) {
  const v1::Call* longest = nullptr;
  for (const auto& [id, call] : state.calls) {
    if (call.state() != v1::CALL_STATE_RINGING) continue;
    if (longest == nullptr || call.ringing_us() < longest->ringing_us()) longest = &call;
  }
  return longest;
}

}  // namespace

std::vector<Alarm> AlarmsOf(const State& state, std::int64_t now_us) {
  std::vector<Alarm> alarms;
  const auto add = [&](Found found) {
    if (!found) return;
    Marked(state, *found, now_us);
    alarms.push_back(std::move(*found));
  };
  for (const auto& [id, contact] : state.contacts) {
    add(Red(contact));
    add(Deadline(contact));
    add(Promise(contact));
    add(Consult(contact));
  }
  for (const auto& [id, mission] : state.missions) {
    add(NotHeard(mission));
    add(Returned(state, mission));
    add(VisitMissed(mission));
  }
  for (const auto& [id, call] : state.calls) add(Callback(call));
  if (const v1::Call* longest = LongestRinging(state)) add(AnswerTime(state, *longest, now_us));
  for (const auto& [id, help] : state.help) add(Help(help));
  add(TelephonyDown(state));
  add(RecordProblem(state, kAlarmOfDamage));
  add(RecordProblem(state, kAlarmOfBackup));
  add(RecordProblem(state, kAlarmOfClock));
  const auto key = [](const Alarm& alarm) {
    return std::tuple(alarm.shelved(), alarm.priority, alarm.kind, alarm.since_us, alarm.subject_id);
  };
  std::sort(alarms.begin(), alarms.end(), [&](const Alarm& a, const Alarm& b) { return key(a) < key(b); });
  return alarms;
}

std::int64_t AlarmsStandUntil(const State& state, const std::vector<Alarm>& alarms, std::int64_t now_us) {
  std::int64_t until_us = std::numeric_limits<std::int64_t>::max();
  const auto changes_at = [&](std::int64_t at_us) {
    if (at_us > now_us) until_us = std::min(until_us, at_us);
  };
  for (const Alarm& alarm : alarms) changes_at(alarm.shelved_until_us);
  if (const v1::Call* longest = LongestRinging(state)) changes_at(NearlyUsedUs(state, *longest));
  return until_us;
}

std::optional<Alarm> FindAlarm(const State& state, AlarmId id, std::int64_t now_us) {
  Found found = Derive(state, id, now_us);
  if (found) Marked(state, *found, now_us);
  return found;
}

}  // namespace legevakt::domain
