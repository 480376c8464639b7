#include "central/domain/apply.h"

#include <string>
#include <utility>

#include "base/status.h"
#include "central/domain/alarms.h"
#include "central/domain/apply_internal.h"

namespace legevakt::domain {
namespace internal {
namespace {

using What = v1::Event::WhatCase;

// Every id that the event speaks of, so that no part of Apply can meet a record that is not there.
struct References {
  std::int64_t call = 0;
  std::int64_t contact = 0;
  std::int64_t other_contact = 0;
  std::int64_t mission = 0;
  std::int64_t help = 0;
  std::int64_t note = 0;
  std::int64_t warning = 0;
};

template <typename Body>
References RefsOf(const Body& body) {
  References refs;
  if constexpr (requires { body.call_id(); }) refs.call = body.call_id();
  if constexpr (requires { body.contact_id(); }) refs.contact = body.contact_id();
  if constexpr (requires { body.mission_id(); }) refs.mission = body.mission_id();
  if constexpr (requires { body.help_id(); }) refs.help = body.help_id();
  if constexpr (requires { body.note_id(); }) refs.note = body.note_id();
  if constexpr (requires { body.warning_id(); }) refs.warning = body.warning_id();
  if constexpr (requires { body.other_contact_id(); }) refs.other_contact = body.other_contact_id();
  if constexpr (requires { body.moved_to(); }) refs.other_contact = body.moved_to();
  if constexpr (requires { body.from_contact_id(); }) refs.contact = body.from_contact_id();
  if constexpr (requires { body.into_contact_id(); }) refs.other_contact = body.into_contact_id();
  return refs;
}

References ReferencesOf(const v1::Event& event) {
  switch (event.what_case()) {
    case What::kCallAnswered:
      return RefsOf(event.call_answered());
    case What::kCallEnded:
      return RefsOf(event.call_ended());
    case What::kCallLost:
      return RefsOf(event.call_lost());
    case What::kCallbackTried:
      return RefsOf(event.callback_tried());
    case What::kCallLinked:
      return RefsOf(event.call_linked());
    case What::kCallUnlinked:
      return RefsOf(event.call_unlinked());
    case What::kCallbackMissed:
      return RefsOf(event.callback_missed());
    case What::kIntakeRecorded:
      return RefsOf(event.intake_recorded());
    case What::kContactAssessed:
      return RefsOf(event.contact_assessed());
    case What::kContactClaimed:
      return RefsOf(event.contact_claimed());
    case What::kClaimReleased:
      return RefsOf(event.claim_released());
    case What::kMeasureDecided:
      return RefsOf(event.measure_decided());
    case What::kPromiseMade:
      return RefsOf(event.promise_made());
    case What::kContactClosed:
      return RefsOf(event.contact_closed());
    case What::kContactReopened:
      return RefsOf(event.contact_reopened());
    case What::kWrongPatientMarked:
      return RefsOf(event.wrong_patient_marked());
    case What::kContactsMerged:
      return RefsOf(event.contacts_merged());
    case What::kContactsLinked:
      return RefsOf(event.contacts_linked());
    case What::kNoteAdded:
      return RefsOf(event.note_added());
    case What::kNoteEntered:
      return RefsOf(event.note_entered());
    case What::kTimeCorrected:
      return RefsOf(event.time_corrected());
    case What::kInformationArrived:
      return RefsOf(event.information_arrived());
    case What::kDeadlineMissed:
      return RefsOf(event.deadline_missed());
    case What::kPromiseSlipped:
      return RefsOf(event.promise_slipped());
    case What::kContactArchived:
      return RefsOf(event.contact_archived());
    case What::kMeasureUndone:
      return RefsOf(event.measure_undone());
    case What::kRedRaised:
      return RefsOf(event.red_raised());
    case What::kRedConfirmed:
      return RefsOf(event.red_confirmed());
    case What::kRedSeen:
      return RefsOf(event.red_seen());
    case What::kRedMissed:
      return RefsOf(event.red_missed());
    case What::kRedGivenBack:
      return RefsOf(event.red_given_back());
    case What::kMissionRequested:
      return RefsOf(event.mission_requested());
    case What::kMissionStepped:
      return RefsOf(event.mission_stepped());
    case What::kMissionNotHeard:
      return RefsOf(event.mission_not_heard());
    case What::kMissionHeard:
      return RefsOf(event.mission_heard());
    case What::kInvariantRepaired:
      return RefsOf(event.invariant_repaired());
    case What::kVisitStepped:
      return RefsOf(event.visit_stepped());
    case What::kVisitMissed:
      return RefsOf(event.visit_missed());
    case What::kContactSplit:
      return RefsOf(event.contact_split());
    case What::kConsultRequested:
      return RefsOf(event.consult_requested());
    case What::kConsultAnswered:
      return RefsOf(event.consult_answered());
    case What::kHelpPassedOn:
      return RefsOf(event.help_passed_on());
    case What::kHelpEnded:
      return RefsOf(event.help_ended());
    case What::kShiftNoteFinished:
      return RefsOf(event.shift_note_finished());
    case What::kWarningCleared:
      return RefsOf(event.warning_cleared());
    case What::kRegionLoaded:
    case What::kToolActivated:
    case What::kToolPlanned:
    case What::kToolPlanCancelled:
    case What::kToolRolledBack:
    case What::kToolNewsSeen:
    case What::kToolRetired:
    case What::kTelephonyChanged:
    case What::kNoticeChanged:
    case What::kCallRang:
    case What::kContactOpened:
    case What::kDutyChanged:
    case What::kHelpRequested:
    case What::kAlarmAcknowledged:
    case What::kAlarmShelved:
    case What::kAlarmUnshelved:
    case What::kShiftNoteAdded:
    case What::kTakenOver:
    case What::kShiftEnded:
    case What::kWarningSet:
    case What::kRecordSearched:
    case What::kRecordRead:
    case What::WHAT_NOT_SET:
      break;
  }
  return {};
}

absl::Status CheckReferences(const State& state, const v1::Event& event) {
  const References refs = ReferencesOf(event);
  const char* missing = nullptr;
  if (refs.call != 0 && state.FindCall(refs.call) == nullptr) missing = "call";
  if (refs.contact != 0 && state.FindContact(refs.contact) == nullptr) missing = "contact";
  if (refs.other_contact != 0 && state.FindContact(refs.other_contact) == nullptr) missing = "other contact";
  if (refs.mission != 0 && state.FindMission(refs.mission) == nullptr) missing = "mission";
  if (refs.help != 0 && !state.help.contains(refs.help)) missing = "call for help";
  if (refs.note != 0 && !state.shift_notes.contains(refs.note)) missing = "note";
  if (refs.warning != 0 && !state.warnings.contains(refs.warning)) missing = "warning";
  for (const std::int64_t id : event.taken_over().contact_ids()) {
    if (state.FindContact(id) == nullptr) missing = "contact";
  }
  if (missing == nullptr && event.what_case() == What::WHAT_NOT_SET) missing = "content";
  if (missing == nullptr) {
    const std::string fault = ToolFault(state, event);
    return fault.empty() ? absl::OkStatus() : MakeStatus(absl::StatusCode::kDataLoss, fault);
  }
  return MakeStatus(absl::StatusCode::kDataLoss, "Event " + std::to_string(event.revision()) +
                                                     " speaks of a " + missing + " that is not there.");
}

namespace {

// Whoever acknowledged what was found before has not seen what is found now.
void TakeNotice(State& state, const v1::ServiceNotice& now) {
  const v1::ServiceNotice before = std::exchange(state.notice, now);
  if (before.record_problem() != now.record_problem()) {
    ForgetMark(state, {v1::ALARM_KIND_RECORD_PROBLEM, kAlarmOfDamage});
  }
  if (before.clock_problem() != now.clock_problem()) {
    ForgetMark(state, {v1::ALARM_KIND_RECORD_PROBLEM, kAlarmOfClock});
  }
}

}  // namespace

void ApplyToService(Applying& applying) {
  State& state = applying.state;
  const v1::Event& event = applying.event;
  switch (event.what_case()) {
    case What::kRegionLoaded:
      state.region = event.region_loaded().region();
      break;
    case What::kTelephonyChanged:
      state.telephony.set_connected(event.telephony_changed().connected());
      state.telephony.set_source(event.telephony_changed().source());
      state.telephony.set_since_us(event.at_us());
      break;
    case What::kNoticeChanged:
      TakeNotice(state, event.notice_changed().notice());
      break;
    case What::kDutyChanged: {
      v1::DoctorDuty& duty = state.duties[event.duty_changed().doctor_id()];
      duty.set_doctor_id(event.duty_changed().doctor_id());
      duty.set_on_duty(event.duty_changed().on_duty());
      duty.set_duty_role(event.duty_changed().duty_role());
      duty.set_since_us(event.at_us());
      duty.set_version(event.revision());
      break;
    }
    default:
      break;  // the other parts'
  }
}

}  // namespace

void MergePersonal(const v1::Personal& from, v1::Personal& into) {
  if (from.has_name()) into.set_name(from.name());
  if (from.has_national_id()) into.set_national_id(from.national_id());
  if (from.has_phone()) into.set_phone(from.phone());
  if (from.has_address()) into.set_address(from.address());
  if (from.has_caller_name()) into.set_caller_name(from.caller_name());
  if (from.has_text()) into.set_text(from.text());
}

}  // namespace internal

absl::Status Apply(State& state, const v1::Event& event) {
  if (event.revision() != state.revision + 1) {
    return MakeStatus(absl::StatusCode::kFailedPrecondition,
                      "Expected revision " + std::to_string(state.revision + 1) + " and got " +
                          std::to_string(event.revision()) + ".");
  }
  LV_RETURN_IF_ERROR(internal::CheckReferences(state, event));

  internal::Applying applying{state, event};
  internal::ApplyToService(applying);
  internal::ApplyToCalls(applying);
  internal::ApplyToContacts(applying);
  internal::ApplyCorrections(applying);
  internal::ApplyToMissions(applying);
  internal::ApplyToTools(applying);
  internal::ApplyToAlarms(applying);
  internal::ApplyToShift(applying);
  state.revision = event.revision();
  state.at_us = event.at_us();
  internal::ForgetMarksOfPastAlarms(state);
  internal::ForgetWhatIsPast(state);
  return absl::OkStatus();
}

}  // namespace legevakt::domain
