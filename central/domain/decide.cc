#include "central/domain/decide.h"

#include <algorithm>

#include "base/limits.h"
#include "central/domain/decide_internal.h"

namespace legevakt::domain {
namespace internal {
namespace {

// The text that people put in is bounded wherever it comes in.
bool PersonalFits(Deciding& deciding, const v1::Personal& personal) {
  return TextFits(deciding, personal.name(), limits::kShortTextBytesMax, "name") &&
         TextFits(deciding, personal.national_id(), limits::kShortTextBytesMax, "national_id") &&
         TextFits(deciding, personal.phone(), limits::kShortTextBytesMax, "phone") &&
         TextFits(deciding, personal.address(), limits::kShortTextBytesMax, "address") &&
         TextFits(deciding, personal.caller_name(), limits::kShortTextBytesMax, "caller_name") &&
         TextFits(deciding, personal.text(), limits::kTextBytesMax, "text");
}

bool FieldsFit(Deciding& deciding, const v1::Command& command) {
  switch (command.what_case()) {
    case v1::Command::kRingCall:
      return PersonalFits(deciding, command.ring_call().personal()) &&
             TextFits(deciding, command.ring_call().external_ref(), limits::kShortTextBytesMax,
                      "external_ref");
    case v1::Command::kRecordCall:
      return PersonalFits(deciding, command.record_call().personal());
    case v1::Command::kRecordIntake:
      return PersonalFits(deciding, command.record_intake().personal());
    case v1::Command::kStepMission:
      return PersonalFits(deciding, command.step_mission().personal());
    case v1::Command::kAddNote:
      return TextFits(deciding, command.add_note().text(), limits::kTextBytesMax, "text");
    case v1::Command::kDecideMeasure:
      return TextFits(deciding, command.decide_measure().safety_net().text(), limits::kTextBytesMax,
                      "safety_net");
    case v1::Command::kCloseContact:
      return TextFits(deciding, command.close_contact().safety_net().text(), limits::kTextBytesMax,
                      "safety_net");
    case v1::Command::kAssessContact:
      if (command.assess_contact().answers_size() > limits::kAnswersMax) {
        return deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "answers"}});
      }
      return TextFits(deciding, command.assess_contact().lowering_reason(), limits::kTextBytesMax,
                      "lowering_reason");
    case v1::Command::kRequestConsult:
      return PersonalFits(deciding, command.request_consult().personal());
    case v1::Command::kAnswerConsult:
      return PersonalFits(deciding, command.answer_consult().personal());
    case v1::Command::kAddShiftNote:
      return PersonalFits(deciding, command.add_shift_note().personal());
    case v1::Command::kSetWarning:
      return PersonalFits(deciding, command.set_warning().personal());
    case v1::Command::kClearWarning:
      return TextFits(deciding, command.clear_warning().reason(), limits::kShortTextBytesMax, "reason");
    case v1::Command::kShelveAlarm:
      return TextFits(deciding, command.shelve_alarm().reason(), limits::kShortTextBytesMax, "reason");
    default:
      return true;  // no text
  }
}

}  // namespace

v1::Event& Deciding::Add() {
  v1::Event event;
  event.set_revision(NextRevision());
  event.set_at_us(now_us());
  *event.mutable_actor() = actor();
  return decision.events.emplace_back(std::move(event));
}

bool Deciding::Refuse(v1::Reason reason, Args args) {
  v1::Refusal refusal;
  refusal.set_reason(reason);
  for (const auto& [key, value] : args) {
    v1::RefusalArg& arg = *refusal.add_args();
    arg.set_key(std::string(key));
    arg.set_value(value);
  }
  decision = Decision{};
  decision.refusal = std::move(refusal);
  return false;
}

const v1::Call* Deciding::CallFor(std::int64_t id) {
  const v1::Call* call = state.FindCall(id);
  if (call == nullptr) {
    Refuse(v1::REASON_UNKNOWN_CALL);
    return nullptr;
  }
  if (expected_version != 0 && call->version() != expected_version) {
    Refuse(v1::REASON_STALE_VERSION, {{"who", call->answered_by().name()}});
    return nullptr;
  }
  return call;
}

const v1::Contact* Deciding::ContactFor(std::int64_t id) {
  const v1::Contact* contact = state.FindContact(id);
  if (contact == nullptr) {
    Refuse(v1::REASON_UNKNOWN_CONTACT);
    return nullptr;
  }
  const bool stale = expected_version < contact->changed_revision() || expected_version > contact->version();
  if (expected_version != 0 && stale) {
    Refuse(v1::REASON_STALE_VERSION, {{"who", contact->changed_by().name()},
                                      {"what", contact->changed_what()},
                                      {"at_us", std::to_string(contact->changed_us())}});
    return nullptr;
  }
  return contact;
}

const v1::Contact* Deciding::OpenContactFor(std::int64_t id) {
  const v1::Contact* contact = ContactFor(id);
  if (contact == nullptr) return nullptr;
  if (!IsOpen(*contact)) {
    Refuse(v1::REASON_WRONG_STATE, {{"state", v1::ContactState_Name(contact->state())}});
    return nullptr;
  }
  if (contact->has_claim() && contact->claim().by().user_id() != actor().user_id() &&
      IsStaff(actor().role())) {
    Refuse(v1::REASON_CLAIMED_BY_OTHER, {{"who", contact->claim().by().name()}});
    return nullptr;
  }
  return contact;
}

const v1::Mission* Deciding::MissionFor(std::int64_t id) {
  const v1::Mission* mission = state.FindMission(id);
  if (mission == nullptr) {
    Refuse(v1::REASON_UNKNOWN_MISSION);
    return nullptr;
  }
  if (expected_version != 0 && mission->version() != expected_version) {
    Refuse(v1::REASON_STALE_VERSION, {{"who", mission->last_step_by().name()}});
    return nullptr;
  }
  return mission;
}

v1::Deadline DeadlineAt(v1::DeadlineKind kind, std::int64_t at_us) {
  v1::Deadline deadline;
  deadline.set_kind(kind);
  deadline.set_at_us(at_us);
  return deadline;
}

v1::Deadline ReassessmentBy(const v1::Contact& contact, std::int64_t by_us) {
  v1::Deadline deadline = contact.deadline();
  if (deadline.at_us() <= 0 || deadline.at_us() > by_us)
    return DeadlineAt(v1::DEADLINE_KIND_REASSESSMENT, by_us);
  if (deadline.kind() != v1::DEADLINE_KIND_FOLLOW_UP) return deadline;
  // A follow-up that was missed, and silenced since a doctor was there, is no silenced re-assessment.
  deadline.set_kind(v1::DEADLINE_KIND_REASSESSMENT);
  deadline.set_missed(false);
  return deadline;
}

v1::Deadline DueNow(const v1::Contact& contact, std::int64_t now_us) {
  v1::Deadline deadline = contact.deadline();
  const bool followed = deadline.kind() == v1::DEADLINE_KIND_FOLLOW_UP;
  if (deadline.at_us() > 0 && deadline.at_us() <= now_us && !followed) return deadline;
  deadline.set_kind(contact.hastegrad() == v1::HASTEGRAD_UNSPECIFIED ? v1::DEADLINE_KIND_FIRST_ASSESSMENT
                                                                     : v1::DEADLINE_KIND_REASSESSMENT);
  const std::int64_t alarm_before_us = deadline.alarm_at_us() > 0 ? deadline.alarm_at_us() : deadline.at_us();
  const std::int64_t alarm_us = now_us + kAtOnceGraceUs;
  deadline.set_alarm_at_us(alarm_before_us > 0 ? std::min(alarm_before_us, alarm_us) : alarm_us);
  deadline.set_at_us(now_us);
  deadline.set_missed(false);
  return deadline;
}

bool TextFits(Deciding& deciding, std::string_view text, std::size_t bytes_max, std::string_view field) {
  if (text.size() <= bytes_max) return true;
  return deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", std::string(field)}});
}

}  // namespace internal

Decision Decide(const State& state, const v1::Command& command, std::int64_t expected_version,
                const Context& context) {
  internal::Deciding deciding{state, context, expected_version, {}};
  if (!Allowed(context.actor.role(), command.what_case())) {
    deciding.Refuse(v1::REASON_NOT_ALLOWED);
    return std::move(deciding.decision);
  }
  if (!internal::FieldsFit(deciding, command)) return std::move(deciding.decision);
  if (!internal::DecideCall(deciding, command) && !internal::DecideContact(deciding, command) &&
      !internal::DecideCorrection(deciding, command) && !internal::DecideMission(deciding, command) &&
      !internal::DecideVisit(deciding, command) && !internal::DecideConsult(deciding, command) &&
      !internal::DecideHelp(deciding, command) && !internal::DecideAlarm(deciding, command) &&
      !internal::DecideShift(deciding, command) && !internal::DecideWarning(deciding, command) &&
      !internal::DecideTool(deciding, command)) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "command"}});
  }
  return std::move(deciding.decision);
}

v1::Event LoadRegion(const State& state, const v1::Region& region, const Context& context) {
  internal::Deciding deciding{state, context, 0, {}};
  v1::Event& event = deciding.Add();
  *event.mutable_region_loaded()->mutable_region() = region;
  return std::move(event);
}

}  // namespace legevakt::domain
