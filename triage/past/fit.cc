#include "triage/past/fit.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/yaml_reader.h"

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

template <typename List>
std::string Suggest(text::Lang lang, std::string_view id, const List& list) {
  std::vector<std::string_view> known;
  for (const auto& item : list) known.push_back(item.id);
  return DidYouMean(lang, id, known);
}

// Gathers what the map names and the tool does not have.
class Check {
 public:
  Check(const Tool& tool, text::Lang lang) : tool_(tool), lang_(lang) {}

  void Complaint(const std::string& id, Place place) {
    if (tool_.FindComplaint(id) != triage::kNone) return;
    Note(id, place, "past.unknown_complaint",
         {{"id", id}, {"tool", tool_.id()}, {"suggestion", Suggest(lang_, id, tool_.complaints())}});
  }

  void Says(const WordRule& rule) {
    const Question* question = Find(rule.complaint, rule.place);
    if (question == nullptr || question->type == AnswerType::kYesNo) return;
    Note(rule.complaint, rule.place, "past.not_yes_no", {{"id", rule.complaint}, {"tool", tool_.id()}});
  }

  void Answer(const AnswerMap& answer) {
    const Question* question = Find(answer.question, answer.place);
    if (question == nullptr) return;
    for (const AnswerSource& source : answer.sources) {
      const bool number = source.codes.empty() && !source.yes_from;
      if (number && (question->type != AnswerType::kNumber || question->per_unit != source.number.per_unit)) {
        Note(answer.question, answer.place, "past.not_in_steps",
             {{"id", answer.question},
              {"tool", tool_.id()},
              {"per_unit", std::to_string(source.number.per_unit)}});
      }
      if (source.yes_from && question->type != AnswerType::kYesNo) {
        Note(answer.question, answer.place, "past.not_yes_no",
             {{"id", answer.question}, {"tool", tool_.id()}});
      }
      for (const auto& [code, meaning] : source.codes) Choice(answer, *question, meaning);
    }
  }

  std::vector<Unknown> Take() { return std::move(found_); }

 private:
  void Choice(const AnswerMap& answer, const Question& question, const std::string& meaning) {
    const bool yes_no = question.type == AnswerType::kYesNo && (meaning == "yes" || meaning == "no");
    if (meaning == "unknown" || yes_no || ChoiceOf(question, meaning).known == Known::kValue) return;
    Note(answer.question + "=" + meaning, answer.place, "past.unknown_choice",
         {{"id", answer.question},
          {"choice", meaning},
          {"tool", tool_.id()},
          {"suggestion", Suggest(lang_, meaning, question.choices)}});
  }

  const Question* Find(const std::string& id, Place place) {
    const Index index = tool_.FindQuestion(id);
    if (index != triage::kNone) return &tool_.questions()[index];
    Note(id, place, "past.unknown_question",
         {{"id", id}, {"tool", tool_.id()}, {"suggestion", Suggest(lang_, id, tool_.questions())}});
    return nullptr;
  }

  void Note(const std::string& what, Place place, std::string_view key, text::Args args) {
    const bool known =
        std::any_of(found_.begin(), found_.end(), [&](const Unknown& other) { return other.what == what; });
    if (!known) found_.push_back({what, place, text::Format(lang_, key, args)});
  }

  const Tool& tool_;
  const text::Lang lang_;
  std::vector<Unknown> found_;
};

}  // namespace

std::vector<Unknown> UnknownToTool(const ColumnMap& map, const Tool& tool, text::Lang lang) {
  Check check(tool, lang);
  check.Complaint(map.otherwise, map.otherwise_place);
  check.Complaint(map.otherwise_injury, map.otherwise_injury_place);
  for (const WordRule& rule : map.words) check.Complaint(rule.complaint, rule.place);
  for (const WordRule& rule : map.says) check.Says(rule);
  for (const AnswerMap& answer : map.answers) check.Answer(answer);
  return check.Take();
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
