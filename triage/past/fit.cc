#include "triage/past/fit.h"

#include <algorithm>
#include <cstddef>

namespace legevakt::past {
namespace {

using triage::AnswerSet;
using triage::AnswerType;
using triage::Index;
using triage::Known;
using triage::Question;
using triage::Tool;
using triage::Value;

// Not asked where the question has no such choice.
Value ChoiceOf(const Question& question, const std::string& id) {
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    if (question.choices[i].id == id) return Value::Choice(static_cast<std::int32_t>(i));
  }
  return Value{};
}

Value ValueOf(const CaseAnswer& from, const Question& question) {
  switch (from.kind) {
    case CaseAnswer::Kind::kUnknown:
      break;
    case CaseAnswer::Kind::kYes:
      return Value::Yes();
    case CaseAnswer::Kind::kNo:
      return Value::No();
    case CaseAnswer::Kind::kChoice:
      return ChoiceOf(question, from.choice);
    case CaseAnswer::Kind::kNumber:
      if (from.number < question.plausible_min || from.number > question.plausible_max) break;
      return Value::Number(static_cast<std::int32_t>(from.number));
  }
  return Value::Unknown();
}

void DenyRest(Index complaint, const Tool& tool, AnswerSet& answers) {
  for (const Index index : tool.complaints()[complaint].must_ask) {
    Value& value = answers.values[index];
    if (tool.questions()[index].type == AnswerType::kYesNo && value.known == Known::kNotAsked)
      value = Value::No();
  }
}

// As central's FillFacts has them of an intake with the row's facts.
Value FactOf(const Case& row, const Question& question) {
  switch (question.fact) {
    case triage::Fact::kNone:
      return Value{};
    case triage::Fact::kAgeMonths:
      return row.age_months ? Value::Number(*row.age_months) : Value{};
    case triage::Fact::kSex:
      return ChoiceOf(question, row.sex);
    case triage::Fact::kCalls24h:
    case triage::Fact::kCalls72h:
      // The call itself, and the one that it repeats.
      return Value::Number(row.repeat_of == 0 ? 1 : 2);
    case triage::Fact::kCallerWithPatient:
      if (row.arrival == "walk_in" || row.relation == "self" || row.relation == "parent") return Value::Yes();
      return Value{};
    case triage::Fact::kChannel:
      return ChoiceOf(question, row.arrival);
    case triage::Fact::kPlace:
      return row.relation == "nursing_home" ? ChoiceOf(question, row.relation) : Value{};
  }
  return Value{};
}

void CheckAnswer(const AnswerMap& answer, const Tool& tool, std::vector<std::string>& unknown) {
  const Index index = tool.FindQuestion(answer.question);
  if (index == triage::kNone) {
    unknown.push_back(answer.question);
    return;
  }
  const Question& question = tool.questions()[index];
  for (const AnswerSource& source : answer.sources) {
    const bool number = source.codes.empty() && !source.yes_from;
    if (number && (question.type != AnswerType::kNumber || question.per_unit != source.number.per_unit)) {
      unknown.push_back(answer.question + " (" + std::to_string(source.number.per_unit) + ")");
    }
    for (const auto& [code, meaning] : source.codes) {
      const bool yes_no = question.type == AnswerType::kYesNo && (meaning == "yes" || meaning == "no");
      if (meaning == "unknown" || yes_no || ChoiceOf(question, meaning).known == Known::kValue) continue;
      unknown.push_back(answer.question + "=" + meaning);
    }
  }
}

}  // namespace

std::vector<std::string> UnknownToTool(const ColumnMap& map, const Tool& tool) {
  std::vector<std::string> unknown;
  for (const std::string& id : map.ComplaintIds()) {
    if (tool.FindComplaint(id) == triage::kNone) unknown.push_back(id);
  }
  for (const WordRule& rule : map.says) {
    const Index index = tool.FindQuestion(rule.complaint);
    if (index == triage::kNone || tool.questions()[index].type != AnswerType::kYesNo) {
      unknown.push_back(rule.complaint);
    }
  }
  for (const AnswerMap& answer : map.answers) CheckAnswer(answer, tool, unknown);
  return unknown;
}

Index ComplaintOf(const Case& row, const Tool& tool) {
  const Index complaint = tool.FindComplaint(row.complaint_id);
  return complaint == triage::kNone ? tool.fallback_complaint() : complaint;
}

AnswerSet AnswersOf(const Case& row, const Tool& tool) {
  AnswerSet answers(tool);
  for (const CaseAnswer& from : row.answers) {
    const Index index = tool.FindQuestion(from.question);
    if (index != triage::kNone) answers.values[index] = ValueOf(from, tool.questions()[index]);
  }
  if (row.denies_rest) DenyRest(ComplaintOf(row, tool), tool, answers);
  const auto questions = tool.questions();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (answers.values[i].known == Known::kNotAsked) answers.values[i] = FactOf(row, questions[i]);
  }
  return answers;
}

}  // namespace legevakt::past
