#include "central/domain/agenda.h"

#include <array>

#include "base/limits.h"

namespace legevakt::domain {
namespace {

// At most one item of each kind a record.
struct Items {
  std::array<AgendaItem, 5> item{};
  std::size_t size = 0;

  void Add(std::int64_t at_us, Due due, std::int64_t id, int part = 0) {
    if (at_us > 0) item[size++] = {at_us, due, id, part};
  }
  const AgendaItem* begin() const { return item.data(); }
  const AgendaItem* end() const { return item.data() + size; }
};

Items ItemsOf(const v1::Call& call) {
  Items items;
  if (call.state() == v1::CALL_STATE_CALL_BACK_DUE && !call.callback_missed()) {
    items.Add(call.callback_due_us(), Due::kCallbackDue, call.call_id());
  }
  return items;
}

Items ItemsOf(const v1::Contact& contact) {
  Items items;
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

Items ItemsOf(const v1::Mission& mission) {
  Items items;
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

Items ItemsOf(const v1::AlarmMark& mark) {
  Items items;
  items.Add(mark.shelved_until_us(), Due::kAlarmShelfEnds, mark.alarm().subject_id(), mark.alarm().kind());
  return items;
}

Items ItemsOf(const v1::Help& help) {
  Items items;
  if (help.answered_us() == 0) items.Add(help.next_us(), Due::kHelpPassesOn, help.help_id());
  return items;
}

Items ItemsOf(const v1::Warning& warning) {
  Items items;
  items.Add(warning.until_us(), Due::kWarningExpires, warning.warning_id());
  return items;
}

// There is at most one: it needs no id.
Items ItemsOf(const v1::PlannedTool& planned) {
  Items items;
  items.Add(planned.activation().at_us(), Due::kToolPlanned, 0);
  return items;
}

template <typename Record>
void Insert(State& state, const Record& record) {
  for (const AgendaItem& item : ItemsOf(record)) state.agenda.insert(item);
}

template <typename Record>
void Erase(State& state, const Record& record) {
  for (const AgendaItem& item : ItemsOf(record)) state.agenda.erase(item);
}

}  // namespace

void Schedule(State& state, const v1::Call& call) {
  Insert(state, call);
}
void Schedule(State& state, const v1::Contact& contact) {
  Insert(state, contact);
}
void Schedule(State& state, const v1::Mission& mission) {
  Insert(state, mission);
}
void Schedule(State& state, const v1::PlannedTool& planned) {
  Insert(state, planned);
}
void Schedule(State& state, const v1::AlarmMark& mark) {
  Insert(state, mark);
}
void Schedule(State& state, const v1::Help& help) {
  Insert(state, help);
}
void Schedule(State& state, const v1::Warning& warning) {
  Insert(state, warning);
}
void Unschedule(State& state, const v1::Call& call) {
  Erase(state, call);
}
void Unschedule(State& state, const v1::Contact& contact) {
  Erase(state, contact);
}
void Unschedule(State& state, const v1::Mission& mission) {
  Erase(state, mission);
}
void Unschedule(State& state, const v1::PlannedTool& planned) {
  Erase(state, planned);
}
void Unschedule(State& state, const v1::AlarmMark& mark) {
  Erase(state, mark);
}
void Unschedule(State& state, const v1::Help& help) {
  Erase(state, help);
}
void Unschedule(State& state, const v1::Warning& warning) {
  Erase(state, warning);
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
