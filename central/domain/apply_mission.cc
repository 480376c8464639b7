#include <algorithm>

#include "central/domain/apply_internal.h"

namespace legevakt::domain::internal {
namespace {

// What the contact's state is, after one of its missions took a step.
v1::ContactState StateAfter(const State& state, const v1::Contact& contact, v1::MissionState step) {
  if (!IsOpen(contact)) return contact.state();
  bool open = false;
  for (const std::int64_t id : contact.mission_ids()) {
    const v1::Mission* mission = state.FindMission(id);
    if (mission == nullptr) continue;
    if (mission->state() == v1::MISSION_STATE_WITH_PATIENT) return v1::CONTACT_STATE_BEING_SEEN;
    open = open || IsOpen(*mission);
  }
  if (open) return v1::CONTACT_STATE_WAITING;
  return step == v1::MISSION_STATE_DONE ? v1::CONTACT_STATE_SEEN : v1::CONTACT_STATE_DECIDED;
}

void DutyHas(State& state, const v1::Mission& mission) {
  const auto duty = state.duties.find(mission.owner_id());
  if (duty == state.duties.end()) return;
  auto* ids = duty->second.mutable_mission_ids();
  ids->erase(std::remove(ids->begin(), ids->end(), mission.mission_id()), ids->end());
  if (IsBegun(mission)) ids->Add(mission.mission_id());
}

void Request(Applying& applying) {
  State& state = applying.state;
  const v1::Event& event = applying.event;
  const v1::MissionRequested& requested = event.mission_requested();
  v1::Mission& mission = state.missions[event.revision()];
  mission.set_mission_id(event.revision());
  mission.set_version(event.revision());
  mission.set_contact_id(requested.contact_id());
  mission.set_measure(requested.measure());
  mission.set_state(v1::MISSION_STATE_REQUESTED);
  mission.set_owner_id(requested.doctor_id().empty() ? event.actor().user_id() : requested.doctor_id());
  mission.set_station_id(requested.station_id());
  mission.set_planned_us(event.at_us());
  mission.set_requested_us(event.at_us());
  mission.set_expires_us(requested.expires_us());
  *mission.mutable_requested_by() = event.actor();
  *mission.mutable_last_step_by() = event.actor();
  Schedule(state, mission);
  applying.EditContact(requested.contact_id(), [&](v1::Contact& contact) {
    contact.add_mission_ids(event.revision());
    contact.set_state(StateAfter(state, contact, v1::MISSION_STATE_REQUESTED));
    *contact.mutable_undo() = requested.undo();
    contact.mutable_undo()->set_revision(event.revision());
    contact.mutable_undo()->set_mission_id(event.revision());
  });
}

void Stamp(v1::Mission& mission, v1::MissionState step, std::int64_t at_us) {
  switch (step) {
    case v1::MISSION_STATE_REQUESTED:
    case v1::MISSION_STATE_ACCEPTED:
      // Where a later step is taken back, that step did not happen, and the earlier one when it did.
      if (step == v1::MISSION_STATE_REQUESTED) mission.set_accepted_us(0);
      if (step == v1::MISSION_STATE_ACCEPTED && mission.accepted_us() == 0) mission.set_accepted_us(at_us);
      mission.set_with_patient_us(0);
      mission.set_ended_us(0);
      break;
    case v1::MISSION_STATE_UNDER_WAY:
      mission.set_under_way_us(at_us);
      break;
    case v1::MISSION_STATE_WITH_PATIENT:
      mission.set_with_patient_us(at_us);
      break;
    default:
      mission.set_ended_us(at_us);
      break;
  }
}

void Step(Applying& applying) {
  State& state = applying.state;
  const v1::Event& event = applying.event;
  const v1::MissionStepped& stepped = event.mission_stepped();
  std::int64_t contact_id = 0;
  applying.EditMission(stepped.mission_id(), [&](v1::Mission& mission) {
    contact_id = mission.contact_id();
    mission.set_state(stepped.state());
    Stamp(mission, stepped.state(), event.at_us());
    mission.set_cannot_reason(stepped.cannot_reason());
    mission.set_outcome(stepped.outcome());
    mission.set_diverted_to(stepped.diverted_to());
    mission.set_last_heard_us(event.at_us());
    mission.set_not_heard_at_us(stepped.not_heard_at_us());
    mission.set_not_heard(false);
    *mission.mutable_last_step_by() = event.actor();
    MergePersonal(event.personal(), *mission.mutable_personal());
  });
  DutyHas(state, state.missions.at(stepped.mission_id()));
  if (!state.contacts.contains(contact_id)) return;
  applying.EditContact(contact_id, [&](v1::Contact& contact) {
    contact.set_state(StateAfter(state, contact, stepped.state()));
    if (stepped.state() == v1::MISSION_STATE_DONE) HasMoreToEnter(contact);
    if (stepped.has_contact_deadline()) *contact.mutable_deadline() = stepped.contact_deadline();
    if (stepped.undo_of() != 0) contact.clear_undo();
  });
}

void StepVisit(Applying& applying) {
  const v1::Event& event = applying.event;
  const v1::VisitStepped& stepped = event.visit_stepped();
  applying.EditMission(stepped.mission_id(), [&](v1::Mission& mission) {
    v1::Visit& visit = *mission.mutable_visit();
    visit.set_state(stepped.state());
    visit.set_appointment_us(stepped.appointment_us());
    visit.set_since_us(event.at_us());
    visit.set_late_at_us(stepped.late_at_us());
    visit.set_late(false);
    const bool there = stepped.state() >= v1::VISIT_STATE_ARRIVED && stepped.state() <= v1::VISIT_STATE_DONE;
    const bool awaited = stepped.state() < v1::VISIT_STATE_ARRIVED;
    if (there && visit.arrived_us() == 0) visit.set_arrived_us(event.at_us());
    if (awaited) visit.set_arrived_us(0);
  });
  const std::int64_t contact_id = applying.state.missions.at(stepped.mission_id()).contact_id();
  if (!stepped.has_contact_deadline() || !applying.state.contacts.contains(contact_id)) return;
  applying.EditContact(
      contact_id, [&](v1::Contact& contact) { *contact.mutable_deadline() = stepped.contact_deadline(); });
}

}  // namespace

void ApplyToMissions(Applying& applying) {
  const v1::Event& event = applying.event;
  switch (event.what_case()) {
    case v1::Event::kMissionRequested:
      Request(applying);
      break;
    case v1::Event::kMissionStepped:
      Step(applying);
      break;
    case v1::Event::kMissionNotHeard:
      applying.EditMission(event.mission_not_heard().mission_id(),
                           [](v1::Mission& mission) { mission.set_not_heard(true); });
      break;
    case v1::Event::kMissionHeard:
      applying.EditMission(event.mission_heard().mission_id(), [&](v1::Mission& mission) {
        mission.set_not_heard(false);
        mission.set_last_heard_us(event.at_us());
        mission.set_not_heard_at_us(event.mission_heard().not_heard_at_us());
      });
      break;
    case v1::Event::kVisitStepped:
      StepVisit(applying);
      break;
    case v1::Event::kVisitMissed:
      applying.EditMission(event.visit_missed().mission_id(),
                           [](v1::Mission& mission) { mission.mutable_visit()->set_late(true); });
      break;
    default:
      break;  // the other parts'
  }
}

}  // namespace legevakt::domain::internal
