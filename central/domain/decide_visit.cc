// The patient's way through the station, from "given a time" to "done". Whoever does not turn up, or leaves
// before being seen, comes back to the operators with a deadline; "with doctor" and the mission's own step go
// together.
#include <algorithm>
#include <optional>

#include "base/limits.h"
#include "central/domain/decide_internal.h"
#include "central/domain/routing.h"
#include "triage/evaluator/evaluate.h"

namespace legevakt::domain::internal {
namespace {

// Where the region's journal is from before there was such a target.
constexpr std::int64_t kVisitLateUs = 30 * kMinuteUs;
// A time is given for tonight or tomorrow.
constexpr std::int64_t kAppointmentAheadUs = 2 * kDayUs;

// Backwards too, one way or another: whoever pressed on the wrong row must get the patient back where they
// are.
bool VisitAllowed(v1::VisitState from, v1::VisitState to) {
  switch (from) {
    case v1::VISIT_STATE_UNSPECIFIED:
      return to == v1::VISIT_STATE_GIVEN_TIME || to == v1::VISIT_STATE_EXPECTED ||
             to == v1::VISIT_STATE_ARRIVED;
    case v1::VISIT_STATE_GIVEN_TIME:
    case v1::VISIT_STATE_EXPECTED:
      // The same again is a new time.
      return to == v1::VISIT_STATE_GIVEN_TIME || to == v1::VISIT_STATE_EXPECTED ||
             to == v1::VISIT_STATE_ARRIVED || to == v1::VISIT_STATE_NOT_TURNED_UP;
    case v1::VISIT_STATE_ARRIVED:
      if (to == v1::VISIT_STATE_GIVEN_TIME || to == v1::VISIT_STATE_EXPECTED) return true;
      [[fallthrough]];
    case v1::VISIT_STATE_ASSESSED_ON_ARRIVAL:
    case v1::VISIT_STATE_WAITING_ROOM:
      return from != to && (to == v1::VISIT_STATE_ARRIVED || to == v1::VISIT_STATE_ASSESSED_ON_ARRIVAL ||
                            to == v1::VISIT_STATE_WAITING_ROOM || to == v1::VISIT_STATE_WITH_DOCTOR ||
                            to == v1::VISIT_STATE_LEFT_BEFORE_SEEN);
    case v1::VISIT_STATE_WITH_DOCTOR:
      return to == v1::VISIT_STATE_WAITING_ROOM || to == v1::VISIT_STATE_OBSERVATION ||
             to == v1::VISIT_STATE_DONE;
    case v1::VISIT_STATE_OBSERVATION:
      return to == v1::VISIT_STATE_WITH_DOCTOR || to == v1::VISIT_STATE_DONE;
    default:
      return false;
  }
}

bool AwaitsPatient(v1::VisitState state) {
  return state == v1::VISIT_STATE_GIVEN_TIME || state == v1::VISIT_STATE_EXPECTED;
}

// When a patient who is awaited counts as missed. Without a time the waiting is counted from now: never for
// ever.
std::int64_t LateAt(const Deciding& deciding, std::int64_t appointment_us) {
  const std::int64_t target_us = deciding.targets().visit_late_s() * kSecondUs;
  return std::max(appointment_us, deciding.now_us()) + (target_us > 0 ? target_us : kVisitLateUs);
}

// Somebody sees to whoever has come.
v1::Deadline OnArrival(const Deciding& deciding, const v1::Contact& contact) {
  return ReassessmentBy(contact, deciding.now_us() + deciding.targets().unassessed_s() * kSecondUs);
}

// Looked at in the flesh: the next time is by level and place, unless something new is to be assessed
// properly first.
std::optional<v1::Deadline> AssessedOnArrival(const Deciding& deciding, const v1::Contact& contact) {
  if (contact.new_information() || contact.hastegrad() == v1::HASTEGRAD_UNSPECIFIED) return {};
  const triage::Tool* tool =
      deciding.context.tools == nullptr ? nullptr : deciding.context.tools->Find(contact.tool_hash());
  if (tool == nullptr) return {};
  const triage::Index complaint = tool->FindComplaint(contact.complaint_id());
  const triage::Index level = tool->FindLevel(contact.level_id());
  if (complaint == triage::kNone || level == triage::kNone) return {};
  const int minutes = tool->ReassessMinutes(complaint, level, triage::Place::kStation);
  return DeadlineAt(v1::DEADLINE_KIND_REASSESSMENT, deciding.now_us() + minutes * kMinuteUs);
}

v1::VisitStepped& AddVisit(Deciding& deciding, std::int64_t mission_id, v1::VisitState state) {
  v1::VisitStepped& stepped = *deciding.Add().mutable_visit_stepped();
  stepped.set_mission_id(mission_id);
  stepped.set_state(state);
  return stepped;
}

v1::MissionStepped& AddStep(Deciding& deciding, std::int64_t mission_id, v1::MissionState state) {
  v1::MissionStepped& stepped = *deciding.Add().mutable_mission_stepped();
  stepped.set_mission_id(mission_id);
  stepped.set_state(state);
  return stepped;
}

// The doctor who takes the next patient has thereby accepted the request.
void TakenByDoctor(Deciding& deciding, const v1::Mission& mission) {
  if (mission.state() == v1::MISSION_STATE_WITH_PATIENT) return;
  const v1::Contact& contact = deciding.state.contacts.at(mission.contact_id());
  if (!IsBegun(mission)) {
    v1::MissionStepped& accepted = AddStep(deciding, mission.mission_id(), v1::MISSION_STATE_ACCEPTED);
    accepted.set_not_heard_at_us(NotHeardAt(deciding, v1::MISSION_STATE_ACCEPTED));
    *accepted.mutable_contact_deadline() = contact.deadline();
  }
  v1::MissionStepped& with = AddStep(deciding, mission.mission_id(), v1::MISSION_STATE_WITH_PATIENT);
  with.set_not_heard_at_us(NotHeardAt(deciding, v1::MISSION_STATE_WITH_PATIENT));
  *with.mutable_contact_deadline() =
      DeadlineAfter(contact, v1::MISSION_STATE_WITH_PATIENT, deciding.now_us(), deciding.targets());
}

// With the doctor by mistake: the mission goes back with the patient, and somebody sees to whoever waits
// again. A doctor who had accepted nothing has accepted nothing (TakenByDoctor).
void BackToWaiting(Deciding& deciding, const v1::Mission& mission) {
  const v1::Contact& contact = deciding.state.contacts.at(mission.contact_id());
  const bool accepted = mission.accepted_us() < mission.with_patient_us();
  const v1::MissionState state = accepted ? v1::MISSION_STATE_ACCEPTED : v1::MISSION_STATE_REQUESTED;
  v1::MissionStepped& stepped = AddStep(deciding, mission.mission_id(), state);
  if (accepted) stepped.set_not_heard_at_us(NotHeardAt(deciding, state));
  *stepped.mutable_contact_deadline() = OnArrival(deciding, contact);
}

// "Not turned up" and "left" end the mission. A slip of the hand is taken back within the time that an undo
// has, while nobody has planned anew; after that the patient is planned anew.
bool TakesBackMissed(const Deciding& deciding, const v1::Mission& mission, v1::VisitState to) {
  const v1::VisitState from = mission.visit().state();
  const bool awaited = from == v1::VISIT_STATE_NOT_TURNED_UP &&
                       (to == v1::VISIT_STATE_GIVEN_TIME || to == v1::VISIT_STATE_EXPECTED);
  const bool here = from == v1::VISIT_STATE_LEFT_BEFORE_SEEN &&
                    (to == v1::VISIT_STATE_ARRIVED || to == v1::VISIT_STATE_ASSESSED_ON_ARRIVAL ||
                     to == v1::VISIT_STATE_WAITING_ROOM);
  if (!awaited && !here) return false;
  if (deciding.now_us() > mission.ended_us() + limits::kUndoUs) return false;
  const v1::Contact& contact = deciding.state.contacts.at(mission.contact_id());
  const v1::DoctorDuty* duty = deciding.state.FindDuty(mission.owner_id());
  const bool there = !NeedsDoctor(mission.measure()) || (duty != nullptr && duty->on_duty());
  const auto& ids = contact.mission_ids();
  return there && IsOpen(contact) && std::none_of(ids.begin(), ids.end(), [&deciding](std::int64_t id) {
           const v1::Mission* other = deciding.state.FindMission(id);
           return other != nullptr && IsOpen(*other);
         });
}

// The wrong one was said to have left the observation.
bool IsObservedAgain(const Deciding& deciding, const v1::Mission& mission, const v1::Contact& contact,
                     v1::VisitState to) {
  return to == v1::VISIT_STATE_OBSERVATION && mission.visit().state() == v1::VISIT_STATE_DONE &&
         mission.outcome() == v1::OUTCOME_OBSERVATION && IsOpen(contact) &&
         deciding.now_us() <= mission.visit().since_us() + limits::kUndoUs;
}

void GoesOn(Deciding& deciding, const v1::Mission& mission) {
  v1::MissionStepped& stepped = AddStep(deciding, mission.mission_id(), v1::MISSION_STATE_ACCEPTED);
  stepped.set_not_heard_at_us(NotHeardAt(deciding, v1::MISSION_STATE_ACCEPTED));
  *stepped.mutable_contact_deadline() = deciding.state.contacts.at(mission.contact_id()).deadline();
}

void GivenBack(Deciding& deciding, const v1::Mission& mission) {
  v1::MissionStepped& stepped = AddStep(deciding, mission.mission_id(), v1::MISSION_STATE_NOT_TURNED_UP);
  stepped.set_outcome(v1::OUTCOME_NOT_TURNED_UP);
  *stepped.mutable_contact_deadline() =
      DeadlineAfter(deciding.state.contacts.at(mission.contact_id()), v1::MISSION_STATE_NOT_TURNED_UP,
                    deciding.now_us(), deciding.targets());
}

bool AppointmentFits(Deciding& deciding, const v1::StepVisit& command, const v1::Visit& visit) {
  const std::int64_t at_us = command.appointment_us();
  const bool past = at_us != 0 && (at_us < deciding.now_us() || !AwaitsPatient(command.state()));
  const bool missing = command.state() == v1::VISIT_STATE_GIVEN_TIME && at_us == 0;
  const bool same_again = command.state() == visit.state() && at_us == 0;
  if (!past && !missing && !same_again && at_us <= deciding.now_us() + kAppointmentAheadUs) return true;
  return deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "appointment_us"}});
}

void StepTheVisit(Deciding& deciding, const v1::StepVisit& command) {
  const v1::Mission* mission = deciding.MissionFor(command.mission_id());
  if (mission == nullptr || !MayAct(deciding, *mission)) return;
  const v1::Visit& visit = mission->visit();
  const v1::VisitState to = command.state();
  const v1::Contact* contact = deciding.state.FindContact(mission->contact_id());
  const bool taken_back = contact != nullptr && TakesBackMissed(deciding, *mission, to);
  // After the doctor is done only the observation goes on.
  const bool goes_on = IsOpen(*mission)
                           ? to != v1::VISIT_STATE_DONE
                           : visit.state() == v1::VISIT_STATE_OBSERVATION && to == v1::VISIT_STATE_DONE;
  const bool observed_again = contact != nullptr && IsObservedAgain(deciding, *mission, *contact, to);
  if (!IsAtStation(mission->measure()) || contact == nullptr ||
      (!taken_back && !observed_again && (!goes_on || !VisitAllowed(visit.state(), to)))) {
    deciding.Refuse(v1::REASON_WRONG_STATE,
                    {{"state", visit.state() == v1::VISIT_STATE_UNSPECIFIED || !goes_on
                                   ? v1::MissionState_Name(mission->state())
                                   : v1::VisitState_Name(visit.state())}});
    return;
  }
  if (!AppointmentFits(deciding, command, visit)) return;
  v1::VisitStepped& stepped = AddVisit(deciding, command.mission_id(), to);
  stepped.set_appointment_us(command.appointment_us() != 0 ? command.appointment_us()
                                                           : visit.appointment_us());
  if (AwaitsPatient(to)) stepped.set_late_at_us(LateAt(deciding, stepped.appointment_us()));
  if (taken_back) return GoesOn(deciding, *mission);
  switch (to) {
    case v1::VISIT_STATE_ARRIVED:
      *stepped.mutable_contact_deadline() = OnArrival(deciding, *contact);
      break;
    case v1::VISIT_STATE_ASSESSED_ON_ARRIVAL:
      if (const auto deadline = AssessedOnArrival(deciding, *contact)) {
        *stepped.mutable_contact_deadline() = *deadline;
      }
      break;
    case v1::VISIT_STATE_WAITING_ROOM:
      if (visit.state() == v1::VISIT_STATE_WITH_DOCTOR) BackToWaiting(deciding, *mission);
      break;
    case v1::VISIT_STATE_WITH_DOCTOR:
      TakenByDoctor(deciding, *mission);
      break;
    case v1::VISIT_STATE_NOT_TURNED_UP:
    case v1::VISIT_STATE_LEFT_BEFORE_SEEN:
      GivenBack(deciding, *mission);
      break;
    default:
      break;
  }
}

}  // namespace

void FollowMission(Deciding& deciding, const v1::Mission& mission, const v1::StepMission& step) {
  if (!IsAtStation(mission.measure())) return;
  switch (step.state()) {
    case v1::MISSION_STATE_WITH_PATIENT:
      AddVisit(deciding, mission.mission_id(), v1::VISIT_STATE_WITH_DOCTOR)
          .set_appointment_us(mission.visit().appointment_us());
      break;
    case v1::MISSION_STATE_DONE:
      AddVisit(deciding, mission.mission_id(),
               step.outcome() == v1::OUTCOME_OBSERVATION ? v1::VISIT_STATE_OBSERVATION : v1::VISIT_STATE_DONE)
          .set_appointment_us(mission.visit().appointment_us());
      break;
    case v1::MISSION_STATE_NOT_TURNED_UP:
      AddVisit(deciding, mission.mission_id(),
               mission.visit().arrived_us() != 0 ? v1::VISIT_STATE_LEFT_BEFORE_SEEN
                                                 : v1::VISIT_STATE_NOT_TURNED_UP)
          .set_appointment_us(mission.visit().appointment_us());
      break;
    case v1::MISSION_STATE_DIVERTED:
      // The doctor had to go: the patient waits again, and is seen to wait.
      if (mission.visit().state() == v1::VISIT_STATE_WITH_DOCTOR) {
        AddVisit(deciding, mission.mission_id(), v1::VISIT_STATE_WAITING_ROOM)
            .set_appointment_us(mission.visit().appointment_us());
      }
      break;
    default:
      break;
  }
}

void CarryVisitOver(Deciding& deciding, const v1::Contact& contact, const v1::RequestMission& request,
                    std::int64_t mission_id) {
  if (!IsAtStation(request.measure())) return;
  const auto& ids = contact.mission_ids();
  for (auto id = ids.rbegin(); id != ids.rend(); ++id) {
    const v1::Mission* before = deciding.state.FindMission(*id);
    if (before == nullptr || !IsAtStation(before->measure())) continue;
    if (IsOpen(*before) || before->state() == v1::MISSION_STATE_DONE) return;
    if (!IsUnderWay(before->visit())) return;
    const v1::Visit& visit = before->visit();
    // Whoever was with the doctor who had to go is back among those who wait.
    const bool seen =
        visit.state() == v1::VISIT_STATE_WITH_DOCTOR || visit.state() == v1::VISIT_STATE_OBSERVATION;
    v1::VisitStepped& stepped =
        AddVisit(deciding, mission_id, seen ? v1::VISIT_STATE_WAITING_ROOM : visit.state());
    stepped.set_appointment_us(visit.appointment_us());
    if (AwaitsPatient(visit.state())) stepped.set_late_at_us(LateAt(deciding, visit.appointment_us()));
    return;
  }
}

bool DecideVisit(Deciding& deciding, const v1::Command& command) {
  if (command.what_case() != v1::Command::kStepVisit) return false;
  StepTheVisit(deciding, command.step_visit());
  return true;
}

}  // namespace legevakt::domain::internal
