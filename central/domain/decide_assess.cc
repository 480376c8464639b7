// An assessment: the tool's suggestion, the operator's choice, the next deadline, and red in parallel.
#include <algorithm>
#include <optional>

#include "base/time_units.h"
#include "central/domain/decide_internal.h"
#include "central/domain/facts.h"
#include "central/domain/routing.h"
#include "triage/evaluator/evaluate.h"

namespace legevakt::domain::internal {
namespace {

using triage::AnswerSet;

v1::Suggestion ToProto(const triage::Tool& tool, const triage::Result& result) {
  v1::Suggestion suggestion;
  const triage::Level& level = tool.levels()[result.level];
  suggestion.set_level_id(level.id);
  suggestion.set_hastegrad(static_cast<v1::Hastegrad>(level.hastegrad));
  suggestion.set_rank(level.rank);
  for (const triage::Index rule : result.decided_by) suggestion.add_decided_by(tool.rules()[rule].id);
  for (const triage::Index rule : result.raised_by) suggestion.add_raised_by(tool.rules()[rule].id);
  if (result.least != triage::kNone) suggestion.set_least_level_id(tool.levels()[result.least].id);
  if (result.most != triage::kNone) suggestion.set_most_level_id(tool.levels()[result.most].id);
  for (const triage::Index question : result.missing) suggestion.add_missing(tool.questions()[question].id);
  if (result.next_question != triage::kNone) {
    suggestion.set_next_question_id(tool.questions()[result.next_question].id);
  }
  for (const triage::ScoreValue& value : result.scores) {
    v1::Score& score = *suggestion.add_scores();
    score.set_score_id(tool.scores()[value.score].id);
    score.set_points(value.points);
    score.set_complete(value.complete);
  }
  return suggestion;
}

// The tool that the contact began with, and where that is none, the active one.
const triage::Tool* ToolFor(const Deciding& deciding, const v1::Contact& contact) {
  if (deciding.context.tools == nullptr) return nullptr;
  const std::string& hash =
      contact.tool_hash().empty() ? deciding.state.active_tool_hash : contact.tool_hash();
  return deciding.context.tools->Find(hash);
}

bool BindAnswers(Deciding& deciding, const v1::AssessContact& command, const triage::Tool& tool,
                 AnswerSet& answers) {
  for (const v1::Answer& answer : command.answers()) {
    const triage::Index index = tool.FindQuestion(answer.question_id());
    const auto value = index == triage::kNone ? std::nullopt : ValueOf(tool.questions()[index], answer);
    // Of two answers to one question one would be overlooked, and it could be the worse one.
    if (!value || answers.values[index].known != triage::Known::kNotAsked) {
      return deciding.Refuse(v1::REASON_UNKNOWN_QUESTION, {{"question", answer.question_id()}});
    }
    answers.values[index] = *value;
  }
  return true;
}

// In order: not before the contact began, nor before it was assessed last.
bool HappenedFits(Deciding& deciding, const v1::Contact& contact, const v1::AssessContact& command) {
  if (command.happened_us() == 0) return true;
  std::int64_t not_before_us = contact.opened_us();
  for (const v1::Assessment& earlier : contact.assessments()) {
    not_before_us = std::max(not_before_us, earlier.at_us());
  }
  return PaperTimeFits(deciding, command.happened_us(), not_before_us, "happened_us");
}

}  // namespace

void RaiseRed(Deciding& deciding, const v1::Contact& contact) {
  if (IsAlerted(contact)) return;
  v1::RedRaised& raised = *deciding.Add().mutable_red_raised();
  raised.set_contact_id(contact.contact_id());
  raised.set_confirm_by_us(deciding.now_us() + deciding.targets().red_confirm_s() * kSecondUs);
  raised.set_doctor_id(DoctorForRed(deciding.state, contact));
}

void Assess(Deciding& deciding, const v1::AssessContact& command) {
  const v1::Contact* contact = deciding.OpenContactFor(command.contact_id());
  if (contact == nullptr || !HappenedFits(deciding, *contact, command)) return;
  const triage::Tool* tool = ToolFor(deciding, *contact);
  if (tool == nullptr) {
    deciding.Refuse(v1::REASON_NO_TOOL);
    return;
  }
  const triage::Index complaint = tool->FindComplaint(command.complaint_id());
  if (complaint == triage::kNone) {
    deciding.Refuse(v1::REASON_UNKNOWN_COMPLAINT, {{"complaint", command.complaint_id()}});
    return;
  }
  AnswerSet answers(*tool);
  if (!BindAnswers(deciding, command, *tool, answers)) return;
  const std::int64_t assessed_us = command.happened_us() != 0 ? command.happened_us() : deciding.now_us();
  FillFacts(deciding.state, *contact, contact->intake(), *tool, assessed_us, answers);
  const v1::Suggestion suggestion = ToProto(*tool, triage::Evaluate(*tool, complaint, answers));

  const std::string& level_id = command.level_id().empty() ? suggestion.level_id() : command.level_id();
  const triage::Index level_index = tool->FindLevel(level_id);
  if (level_index == triage::kNone) {
    deciding.Refuse(v1::REASON_UNKNOWN_LEVEL, {{"level", level_id}});
    return;
  }
  const triage::Level& level = tool->levels()[level_index];
  const bool lower = level.rank < suggestion.rank() || level.rank < contact->rank();
  if (lower && command.lowering_reason().empty()) {
    deciding.Refuse(v1::REASON_LOWERING_NEEDS_REASON);
    return;
  }

  v1::Event& event = deciding.Add();
  if (lower) event.mutable_personal()->set_text(command.lowering_reason());
  v1::ContactAssessed& assessed = *event.mutable_contact_assessed();
  assessed.set_contact_id(command.contact_id());
  v1::Assessment& assessment = *assessed.mutable_assessment();
  assessment.set_tool_hash(tool->hash());
  assessment.set_complaint_id(command.complaint_id());
  *assessment.mutable_answers() = command.answers();
  *assessment.mutable_suggestion() = suggestion;
  assessment.set_level_id(level.id);
  assessment.set_hastegrad(static_cast<v1::Hastegrad>(level.hastegrad));
  assessment.set_rank(level.rank);
  assessment.set_at_us(command.happened_us());
  // Counted from now also for a case from paper: what was due meanwhile is due anew, and nothing is missed in
  // silence. What a console sends when central is back counts from when it was assessed: the patient has
  // waited since. Sooner at the station than in a nursing home, where somebody is with the patient.
  const std::int64_t since_us = contact->from_paper() ? deciding.now_us() : assessed_us;
  const int minutes = tool->ReassessMinutes(complaint, level_index, triage::PlaceIn(*tool, answers));
  *assessed.mutable_deadline() = DeadlineAt(v1::DEADLINE_KIND_REASSESSMENT, since_us + minutes * kMinuteUs);
  // What is older than the news answers none of it.
  if (IsOlderThanNews(*contact, assessed_us)) {
    const v1::Deadline due = DueNow(*contact, deciding.now_us());
    if (due.at_us() < assessed.deadline().at_us()) *assessed.mutable_deadline() = due;
  }
  if (level.hastegrad == triage::Hastegrad::kAkutt) RaiseRed(deciding, *contact);
}

}  // namespace legevakt::domain::internal
