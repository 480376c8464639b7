#include "central/domain/agenda.h"

#include <algorithm>

#include "base/limits.h"

namespace legevakt::domain {

AgendaItems ItemsOf(const v1::Call& call) {
  AgendaItems items;
  if (call.state() == v1::CALL_STATE_CALL_BACK_DUE && !call.callback_missed()) {
    items.Add(call.callback_due_us(), Due::kCallbackDue, call.call_id());
  }
  return items;
}

AgendaItems ItemsOf(const v1::Contact& contact) {
  AgendaItems items;
  const std::int64_t id = contact.contact_id();
  if (!IsOpen(contact)) {
    items.Add(contact.closed_us() + limits::kClosedKeptUs, Due::kArchive, id);
    return items;
  }
  const v1::Deadline& deadline = contact.deadline();
  if (!deadline.missed()) {
    items.Add(deadline.alarm_at_us() > 0 ? deadline.alarm_at_us() : deadline.at_us(), Due::kContactDeadline,
              id);
  }
  if (contact.has_claim()) items.Add(contact.claim().until_us(), Due::kClaimReturns, id);
  if (contact.has_promise() && !contact.promise().slipped()) {
    items.Add(contact.promise().by_us(), Due::kPromiseSlips, id);
  }
  if (!contact.red().missed() && IsPending(contact.red())) {
    items.Add(contact.red().confirm_by_us(), Due::kRedUnconfirmed, id);
  }
  return items;
}

AgendaItems ItemsOf(const v1::Mission& mission) {
  AgendaItems items;
  if (mission.state() == v1::MISSION_STATE_REQUESTED) {
    items.Add(mission.expires_us(), Due::kMissionExpires, mission.mission_id());
  }
  if (IsBegun(mission) && !mission.not_heard()) {
    items.Add(mission.not_heard_at_us(), Due::kMissionNotHeard, mission.mission_id());
  }
  if (IsOpen(mission) && !mission.visit().late()) {
    items.Add(mission.visit().late_at_us(), Due::kVisitLate, mission.mission_id());
  }
  return items;
}

AgendaItems ItemsOf(const v1::AlarmMark& mark) {
  AgendaItems items;
  items.Add(mark.shelved_until_us(), Due::kAlarmShelfEnds, mark.alarm().subject_id(), mark.alarm().kind());
  return items;
}

AgendaItems ItemsOf(const v1::Help& help) {
  AgendaItems items;
  if (help.answered_us() == 0) items.Add(help.next_us(), Due::kHelpPassesOn, help.help_id());
  return items;
}

AgendaItems ItemsOf(const v1::Warning& warning) {
  AgendaItems items;
  items.Add(warning.until_us(), Due::kWarningExpires, warning.warning_id());
  return items;
}

// There is at most one: it needs no id.
AgendaItems ItemsOf(const v1::PlannedTool& planned) {
  AgendaItems items;
  items.Add(planned.activation().at_us(), Due::kToolPlanned, 0);
  return items;
}

void Reschedule(State& state, const AgendaItems& before, const AgendaItems& after) {
  const auto has = [](const AgendaItems& items, const AgendaItem& item) {
    return std::find(items.begin(), items.end(), item) != items.end();
  };
  for (const AgendaItem& item : before) {
    if (!has(after, item)) state.agenda.erase(item);
  }
  for (const AgendaItem& item : after) {
    if (!has(before, item)) state.agenda.insert(item);
  }
}

void RebuildAgenda(State& state) {
  state.agenda.clear();
  for (const auto& [id, call] : state.calls) Schedule(state, call);
  for (const auto& [id, contact] : state.contacts) Schedule(state, contact);
  for (const auto& [id, mission] : state.missions) Schedule(state, mission);
  if (state.planned_tool.has_value()) Schedule(state, *state.planned_tool);
  for (const auto& [id, mark] : state.alarm_marks) Schedule(state, mark);
  for (const auto& [id, help] : state.help) Schedule(state, help);
  for (const auto& [id, warning] : state.warnings) Schedule(state, warning);
}

}  // namespace legevakt::domain
