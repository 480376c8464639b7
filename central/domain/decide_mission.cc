#include <algorithm>

#include "base/limits.h"
#include "central/domain/decide_internal.h"
#include "central/domain/routing.h"

namespace legevakt::domain::internal {
namespace {

std::int64_t ExpiresIn(const v1::Targets& targets, v1::Hastegrad hastegrad) {
  switch (hastegrad) {
    case v1::HASTEGRAD_AKUTT:
      return targets.request_akutt_s() * kSecondUs;
    case v1::HASTEGRAD_HASTER:
      return targets.request_haster_s() * kSecondUs;
    default:
      return targets.request_vanlig_s() * kSecondUs;
  }
}

bool DoctorFits(Deciding& deciding, const v1::RequestMission& command) {
  if (!NeedsDoctor(command.measure())) {
    if (command.doctor_id().empty()) return true;
    return deciding.Refuse(v1::REASON_MEASURE_HAS_NO_DOCTOR);
  }
  const v1::Doctor* doctor = deciding.state.FindDoctor(command.doctor_id());
  if (doctor == nullptr) return deciding.Refuse(v1::REASON_UNKNOWN_DOCTOR);
  const v1::DoctorDuty* duty = deciding.state.FindDuty(command.doctor_id());
  if (duty == nullptr || !duty->on_duty()) {
    return deciding.Refuse(v1::REASON_DOCTOR_OFF_DUTY, {{"who", doctor->name()}});
  }
  const auto& measures = doctor->measures();
  if (std::find(measures.begin(), measures.end(), command.measure()) == measures.end()) {
    return deciding.Refuse(v1::REASON_DOCTOR_CANNOT, {{"who", doctor->name()}});
  }
  return true;
}

void Request(Deciding& deciding, const v1::RequestMission& command) {
  const v1::Contact* contact = deciding.OpenContactFor(command.contact_id());
  if (contact == nullptr) return;
  if (contact->hastegrad() == v1::HASTEGRAD_UNSPECIFIED) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", "not_assessed"}});
    return;
  }
  if (!DoctorFits(deciding, command)) return;
  for (const std::int64_t id : contact->mission_ids()) {
    const v1::Mission* mission = deciding.state.FindMission(id);
    if (mission != nullptr && IsOpen(*mission) && mission->measure() == command.measure() &&
        mission->owner_id() == command.doctor_id()) {
      deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", "already_requested"}});
      return;
    }
  }
  v1::UndoPoint undo;
  undo.set_kind(v1::UNDO_KIND_REQUEST);
  undo.set_until_us(deciding.now_us() + limits::kUndoUs);
  undo.set_state_before(contact->state());
  undo.set_measure_before(contact->measure());
  if (contact->measure() == v1::MEASURE_UNSPECIFIED) {
    // Asking for it is deciding it.
    v1::MeasureDecided& decided = *deciding.Add().mutable_measure_decided();
    decided.set_contact_id(command.contact_id());
    decided.set_measure(command.measure());
    *decided.mutable_undo() = undo;
  }
  deciding.decision.mission_id = deciding.NextRevision();
  v1::MissionRequested& requested = *deciding.Add().mutable_mission_requested();
  requested.set_contact_id(command.contact_id());
  requested.set_measure(command.measure());
  requested.set_doctor_id(command.doctor_id());
  requested.set_station_id(command.station_id());
  requested.set_expires_us(deciding.now_us() + ExpiresIn(deciding.targets(), contact->hastegrad()));
  *requested.mutable_undo() = undo;
  CarryVisitOver(deciding, *contact, command, deciding.decision.mission_id);
}

// The table of StepMission in command.proto.
bool StepAllowed(v1::MissionState from, v1::MissionState to) {
  switch (from) {
    case v1::MISSION_STATE_PLANNED:
    case v1::MISSION_STATE_REQUESTED:
      return to == v1::MISSION_STATE_ACCEPTED || to == v1::MISSION_STATE_REFUSED ||
             to == v1::MISSION_STATE_CANCELLED;
    case v1::MISSION_STATE_ACCEPTED:
      return to == v1::MISSION_STATE_UNDER_WAY || to == v1::MISSION_STATE_WITH_PATIENT ||
             to == v1::MISSION_STATE_CANCELLED || to == v1::MISSION_STATE_NOT_TURNED_UP ||
             to == v1::MISSION_STATE_DIVERTED;
    case v1::MISSION_STATE_UNDER_WAY:
      return to == v1::MISSION_STATE_WITH_PATIENT || to == v1::MISSION_STATE_DIVERTED ||
             to == v1::MISSION_STATE_CANCELLED;
    case v1::MISSION_STATE_WITH_PATIENT:
      return to == v1::MISSION_STATE_DONE || to == v1::MISSION_STATE_DIVERTED;
    default:
      return false;
  }
}

bool StepHasWhatItNeeds(Deciding& deciding, const v1::StepMission& command) {
  if (command.state() == v1::MISSION_STATE_REFUSED &&
      command.cannot_reason() == v1::CANNOT_REASON_UNSPECIFIED) {
    return deciding.Refuse(v1::REASON_NEEDS_REASON);
  }
  if (command.state() == v1::MISSION_STATE_DONE && command.outcome() == v1::OUTCOME_UNSPECIFIED) {
    return deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "outcome"}});
  }
  if (command.state() == v1::MISSION_STATE_DIVERTED) {
    const v1::Contact* red = deciding.state.FindContact(command.diverted_to());
    if (red == nullptr || !IsOpen(*red) || red->hastegrad() != v1::HASTEGRAD_AKUTT) {
      return deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "diverted_to"}});
    }
  }
  return true;
}

void Step(Deciding& deciding, const v1::StepMission& command) {
  const v1::Mission* mission = deciding.MissionFor(command.mission_id());
  if (mission == nullptr || !MayAct(deciding, *mission)) return;
  if (!StepAllowed(mission->state(), command.state())) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", v1::MissionState_Name(mission->state())}});
    return;
  }
  if (!StepHasWhatItNeeds(deciding, command)) return;
  v1::Event& event = deciding.Add();
  *event.mutable_personal() = command.personal();
  v1::MissionStepped& stepped = *event.mutable_mission_stepped();
  stepped.set_mission_id(command.mission_id());
  stepped.set_state(command.state());
  stepped.set_cannot_reason(command.cannot_reason());
  stepped.set_outcome(command.outcome());
  stepped.set_diverted_to(command.diverted_to());
  stepped.set_not_heard_at_us(NotHeardAt(deciding, command.state()));
  if (const v1::Contact* contact = deciding.state.FindContact(mission->contact_id())) {
    *stepped.mutable_contact_deadline() =
        DeadlineAfter(*contact, command.state(), deciding.now_us(), deciding.targets());
  }
  FollowMission(deciding, *mission, command);
}

void Hear(Deciding& deciding, const v1::HearMission& command) {
  const v1::Mission* mission = deciding.MissionFor(command.mission_id());
  if (mission == nullptr || !MayAct(deciding, *mission)) return;
  if (!IsBegun(*mission)) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", v1::MissionState_Name(mission->state())}});
    return;
  }
  v1::MissionHeard& heard = *deciding.Add().mutable_mission_heard();
  heard.set_mission_id(command.mission_id());
  heard.set_not_heard_at_us(NotHeardAt(deciding, mission->state()));
}

v1::DutyRole RoleNow(const v1::Doctor& doctor, std::int64_t now_us) {
  for (const v1::Shift& shift : doctor.shifts()) {
    if (shift.from_us() <= now_us && now_us < shift.to_us()) return shift.duty_role();
  }
  const auto& measures = doctor.measures();
  const auto can = [&](v1::Measure measure) {
    return std::find(measures.begin(), measures.end(), measure) != measures.end();
  };
  if (can(v1::MEASURE_STATION)) return v1::DUTY_ROLE_STATION;
  if (can(v1::MEASURE_HOME_VISIT)) return v1::DUTY_ROLE_DRIVING;
  return v1::DUTY_ROLE_VIDEO;
}

void SetDuty(Deciding& deciding, const v1::SetDuty& command) {
  const v1::Doctor* doctor = deciding.state.FindDoctor(command.doctor_id());
  if (doctor == nullptr) {
    deciding.Refuse(v1::REASON_UNKNOWN_DOCTOR);
    return;
  }
  if (deciding.actor().role() == v1::ROLE_DOCTOR && deciding.actor().user_id() != command.doctor_id()) {
    deciding.Refuse(v1::REASON_NOT_ALLOWED);
    return;
  }
  const v1::DoctorDuty* duty = deciding.state.FindDuty(command.doctor_id());
  if (duty != nullptr && deciding.expected_version != 0 && duty->version() != deciding.expected_version) {
    deciding.Refuse(v1::REASON_STALE_VERSION, {{"who", doctor->name()}});
    return;
  }
  if ((duty != nullptr && duty->on_duty()) == command.on_duty()) return;
  // Nobody leaves while owning something: what is begun, and what has been asked.
  if (!command.on_duty()) {
    for (const auto& [id, mission] : deciding.state.missions) {
      if (mission.owner_id() == command.doctor_id() && IsOpen(mission)) {
        deciding.Refuse(v1::REASON_STILL_OPEN, {{"what", "mission"}});
        return;
      }
    }
  }
  v1::DutyChanged& changed = *deciding.Add().mutable_duty_changed();
  changed.set_doctor_id(command.doctor_id());
  changed.set_on_duty(command.on_duty());
  changed.set_duty_role(RoleNow(*doctor, deciding.now_us()));
}

}  // namespace

std::int64_t NotHeardAt(const Deciding& deciding, v1::MissionState state) {
  const bool begun = state == v1::MISSION_STATE_ACCEPTED || state == v1::MISSION_STATE_UNDER_WAY ||
                     state == v1::MISSION_STATE_WITH_PATIENT;
  return begun ? deciding.now_us() + deciding.targets().not_heard_s() * kSecondUs : 0;
}

bool MayAct(Deciding& deciding, const v1::Mission& mission) {
  if (deciding.actor().role() != v1::ROLE_DOCTOR || mission.owner_id() == deciding.actor().user_id())
    return true;
  const v1::Doctor* owner = deciding.state.FindDoctor(mission.owner_id());
  return deciding.Refuse(v1::REASON_NOT_OWNER,
                         {{"who", owner != nullptr ? owner->name() : mission.owner_id()}});
}

v1::Deadline DeadlineAfter(const v1::Contact& contact, v1::MissionState step, std::int64_t now_us,
                           const v1::Targets& targets) {
  switch (step) {
    case v1::MISSION_STATE_WITH_PATIENT:
      return DeadlineAt(v1::DEADLINE_KIND_FOLLOW_UP, now_us + kBeingSeenUs);
    case v1::MISSION_STATE_DONE:
      return DeadlineAt(v1::DEADLINE_KIND_FOLLOW_UP, now_us + targets.plan_s() * kSecondUs);
    case v1::MISSION_STATE_DIVERTED:
      // The patient left behind is planned again and phoned.
      return DueNow(contact, now_us);
    case v1::MISSION_STATE_NOT_TURNED_UP:
      // Somebody must call, the sooner the more urgent.
      return ReassessmentBy(contact, now_us + ExpiresIn(targets, contact.hastegrad()));
    default:
      // Given back, or on its way: it must be planned soon.
      if (step == v1::MISSION_STATE_ACCEPTED || step == v1::MISSION_STATE_UNDER_WAY)
        return contact.deadline();
      return ReassessmentBy(contact, now_us + targets.plan_s() * kSecondUs);
  }
}

bool DecideMission(Deciding& deciding, const v1::Command& command) {
  switch (command.what_case()) {
    case v1::Command::kRequestMission:
      Request(deciding, command.request_mission());
      return true;
    case v1::Command::kStepMission:
      Step(deciding, command.step_mission());
      return true;
    case v1::Command::kHearMission:
      Hear(deciding, command.hear_mission());
      return true;
    case v1::Command::kSetDuty:
      SetDuty(deciding, command.set_duty());
      return true;
    default:
      return false;
  }
}

}  // namespace legevakt::domain::internal
