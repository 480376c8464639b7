#include "console/model/draft.h"

#include <google/protobuf/message.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "central/domain/state.h"
#include "console/model/format.h"
#include "console/model/language.h"
#include "console/model/vitals.h"

namespace legevakt::console {
namespace {

void Follow(IntakeDraft& draft, const v1::Contact& contact) {
  const auto& intake = contact.intake();
  const auto& personal = contact.personal();
  draft = {};
  draft.phone = personal.phone();
  draft.name = personal.name();
  draft.caller_name = personal.caller_name();
  draft.national_id = personal.national_id();
  draft.address = personal.address();
  draft.situation = personal.text();
  draft.interpreter = intake.interpreter();
  draft.municipality = intake.municipality();
  if (intake.has_age_months()) {
    const int months = intake.age_months();
    draft.age = months < 24 && months % 12 != 0 ? std::to_string(months) + " m" : std::to_string(months / 12);
  }
  draft.sex = intake.sex();
  draft.relation = intake.relation();
  if (intake.has_with_patient()) draft.with_patient = intake.with_patient() ? v1::TRI_YES : v1::TRI_NO;
  draft.airway = intake.airway_threat();
  draft.breathing = intake.breathing_trouble();
  draft.consciousness = intake.reduced_consciousness();
  if (intake.has_safe_to_call_back()) {
    draft.safe_to_call_back = intake.safe_to_call_back() ? v1::TRI_YES : v1::TRI_NO;
  }
  draft.care_plan = intake.care_plan();
  draft.threat = intake.threat();
  draft.hearing_impaired = intake.hearing_impaired();
  draft.protected_address = intake.protected_address();
}

void Follow(AssessmentDraft& draft, const v1::Contact& contact, const triage::Tool* tool, bool comma) {
  draft = {};
  // What was made on another patient and has been moved is not this one's.
  const v1::Assessment* assessed = domain::LastAssessment(contact);
  if (assessed == nullptr) return;
  const v1::Assessment& last = *assessed;
  draft.complaint_id = last.complaint_id();
  for (const auto& answer : last.answers()) {
    draft.answers[answer.question_id()] = answer;
    const triage::Index index = tool == nullptr ? triage::kNone : tool->FindQuestion(answer.question_id());
    if (index == triage::kNone || !answer.has_scaled()) continue;
    draft.typed[answer.question_id()] =
        NumberText(tool->questions()[index], static_cast<std::int32_t>(answer.scaled()), comma);
  }
  if (last.level_id() != last.suggestion().level_id()) {
    draft.level_id = last.level_id();
    draft.lowering_reason = last.lowering_reason();
    draft.chosen_against = last.suggestion().rank();
  }
}

void Follow(MeasureDraft& draft, const v1::Contact& contact) {
  MeasureDraft fresh;
  fresh.promise = std::move(draft.promise);
  fresh.promise_of = std::move(draft.promise_of);
  fresh.promise_by_us = draft.promise_by_us;
  draft = std::move(fresh);
  draft.measure = contact.measure();
  draft.safety_net = contact.safety_net().text();
  draft.safety_net_typed = !draft.safety_net.empty();
  draft.not_relevant = contact.safety_net().not_relevant();
}

v1::RecordIntake WholeOf(const IntakeDraft& draft) {
  v1::RecordIntake command;
  auto& personal = *command.mutable_personal();
  personal.set_phone(draft.phone);
  personal.set_name(draft.name);
  personal.set_caller_name(draft.caller_name);
  personal.set_national_id(draft.national_id);
  personal.set_address(draft.address);
  personal.set_text(draft.situation);
  auto& intake = *command.mutable_intake();
  if (!draft.municipality.empty()) intake.set_municipality(draft.municipality);
  if (draft.sex != v1::SEX_UNSPECIFIED) intake.set_sex(draft.sex);
  if (const int months = ParseAgeMonths(draft.age); months >= 0) intake.set_age_months(months);
  if (draft.relation != v1::CALLER_RELATION_UNSPECIFIED) intake.set_relation(draft.relation);
  if (draft.with_patient == v1::TRI_YES || draft.with_patient == v1::TRI_NO) {
    intake.set_with_patient(draft.with_patient == v1::TRI_YES);
  }
  if (!draft.interpreter.empty()) intake.set_interpreter(LanguageCode(draft.interpreter));
  if (draft.airway != v1::TRI_UNSPECIFIED) intake.set_airway_threat(draft.airway);
  if (draft.breathing != v1::TRI_UNSPECIFIED) intake.set_breathing_trouble(draft.breathing);
  if (draft.consciousness != v1::TRI_UNSPECIFIED) intake.set_reduced_consciousness(draft.consciousness);
  if (draft.safe_to_call_back == v1::TRI_YES || draft.safe_to_call_back == v1::TRI_NO) {
    intake.set_safe_to_call_back(draft.safe_to_call_back == v1::TRI_YES);
  }
  intake.set_care_plan(draft.care_plan);
  intake.set_threat(draft.threat);
  intake.set_hearing_impaired(draft.hearing_impaired);
  intake.set_protected_address(draft.protected_address);
  return command;
}

bool SameField(const google::protobuf::Message& a, const google::protobuf::Message& b,
               const google::protobuf::FieldDescriptor& field) {
  using google::protobuf::FieldDescriptor;
  const auto& reflection = *a.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetString(a, &field) == reflection.GetString(b, &field);
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(a, &field) == reflection.GetBool(b, &field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnumValue(a, &field) == reflection.GetEnumValue(b, &field);
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.GetInt32(a, &field) == reflection.GetInt32(b, &field);
    default:
      // Rather sent again than not at all.
      return false;
  }
}

// What was known before, or has been sent since, and is said no more. An age that cannot be read is none that
// has been taken away.
void AddCleared(v1::RecordIntake& command, const v1::Intake& before, const v1::Intake& sent, bool age) {
  const auto& reflection = *before.GetReflection();
  for (int i = 0; i < before.GetDescriptor()->field_count(); ++i) {
    const auto* field = before.GetDescriptor()->field(i);
    const bool known = reflection.HasField(before, field) || reflection.HasField(sent, field);
    if (!age && field->number() == v1::Intake::kAgeMonthsFieldNumber) continue;
    if (known && !reflection.HasField(command.intake(), field)) command.add_cleared(field->name());
  }
}

// Takes out of `now` what it says as `before` did, but nothing that was sent since.
void LeaveChanged(google::protobuf::Message& now, const google::protobuf::Message& before,
                  const google::protobuf::Message& sent,
                  const google::protobuf::RepeatedPtrField<std::string>& cleared) {
  const auto& reflection = *now.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(now, &fields);
  for (const auto* field : fields) {
    const bool same = reflection.HasField(before, field) && SameField(now, before, *field);
    const bool gone = std::find(cleared.begin(), cleared.end(), field->name()) != cleared.end();
    if (same && !gone && !reflection.HasField(sent, field)) reflection.ClearField(&now, field);
  }
}

}  // namespace

std::int64_t MeasureDraft::FixPromise(std::int64_t now_us) {
  if (promise_by_us == 0 || promise_of != promise) {
    promise_by_us = PromiseBy(promise, now_us).value_or(0);
    promise_of = promise;
  }
  return promise_by_us;
}

bool MeasureDraft::BadPromise(std::int64_t now_us) const {
  if (promise.empty() || (promise_by_us != 0 && promise_of == promise)) return false;
  return !PromiseBy(promise, now_us);
}

void Draft::Follow(const v1::Contact& contact, const triage::Tool* tool, bool comma) {
  if (!intake.touched) {
    console::Follow(intake, contact);
    written = intake;
    sent.Clear();
  }
  if (!assessment.touched) console::Follow(assessment, contact, tool, comma);
  if (!measure.touched) console::Follow(measure, contact);
  for (auto [touched, version] :
       {std::pair(intake.touched, &intake.version), std::pair(assessment.touched, &assessment.version),
        std::pair(measure.touched, &measure.version)}) {
    if (!touched) *version = contact.version();
  }
}

void Draft::Carry(std::int64_t before, std::int64_t revision) {
  for (std::int64_t* version : {&intake.version, &assessment.version, &measure.version}) {
    if (*version != 0 && *version >= before) *version = std::max(*version, revision);
  }
}

bool CanBeRead(const IntakeDraft& draft) {
  return draft.age.empty() || ParseAgeMonths(draft.age) >= 0;
}

v1::RecordIntake Draft::IntakeNow(std::int64_t contact_id) const {
  v1::RecordIntake command = WholeOf(intake);
  if (written) {
    const v1::RecordIntake before = WholeOf(*written);
    LeaveChanged(*command.mutable_personal(), before.personal(), sent.personal(), {});
    AddCleared(command, before.intake(), sent.intake(), CanBeRead(intake));
    LeaveChanged(*command.mutable_intake(), before.intake(), sent.intake(), sent.cleared());
  }
  command.set_contact_id(contact_id);
  return command;
}

v1::RecordIntake Draft::TakeIntake(std::int64_t contact_id) {
  v1::RecordIntake command = IntakeNow(contact_id);
  sent.MergeFrom(command);
  return command;
}

void Draft::SettleIntake() {
  intake.touched = false;
  sent.Clear();
}

v1::AssessContact ToCommand(std::int64_t contact_id, const AssessmentDraft& draft, const triage::Tool& tool) {
  v1::AssessContact command;
  command.set_contact_id(contact_id);
  command.set_complaint_id(draft.complaint_id);
  for (const auto& question : tool.questions()) {
    const auto found = draft.answers.find(question.id);
    if (found != draft.answers.end()) *command.add_answers() = found->second;
  }
  command.set_level_id(draft.level_id);
  command.set_lowering_reason(draft.lowering_reason);
  return command;
}

v1::DecideMeasure ToCommand(std::int64_t contact_id, const MeasureDraft& draft) {
  v1::DecideMeasure command;
  command.set_contact_id(contact_id);
  command.set_measure(draft.measure);
  if (!draft.safety_net.empty() || draft.not_relevant) {
    command.mutable_safety_net()->set_text(draft.not_relevant ? "" : draft.safety_net);
    command.mutable_safety_net()->set_not_relevant(draft.not_relevant);
  }
  return command;
}

}  // namespace legevakt::console
