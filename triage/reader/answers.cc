#include "triage/reader/answers.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include "base/time_units.h"
#include "base/yaml_reader.h"
#include "triage/reader/expression.h"

namespace legevakt::triage {
namespace {

bool ParseChoice(const Question& question, std::string_view text, text::Lang lang, Value& value,
                 std::string& problem) {
  std::vector<std::string_view> known;
  std::string choices;
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    if (question.choices[i].id == text) {
      value = Value::Choice(static_cast<std::int32_t>(i));
      return true;
    }
    known.push_back(question.choices[i].id);
    choices += (i == 0 ? "" : ", ") + question.choices[i].id;
  }
  problem = text::Format(lang, "triage.cli.answer_choice",
                         {{"choices", choices}, {"suggestion", DidYouMean(lang, text, known)}});
  return false;
}

bool ParseNumber(const Question& question, std::string_view text, text::Lang lang, Value& value,
                 std::string& problem) {
  std::int64_t factor = 1;
  if (question.fact == Fact::kAgeMonths) {
    for (const std::string_view unit : std::array<std::string_view, 4>{" years", " år", " months", " mnd"}) {
      if (!text.ends_with(unit)) continue;
      text.remove_suffix(unit.size());
      if (unit == " years" || unit == " år") factor = kMonthsPerYear;
    }
  }
  std::int64_t steps = 0;
  // No question goes further than this, and a year of it still fits.
  constexpr std::int64_t kStepsMax = 1'000'000'000;
  const bool number = ParseSteps(text, question.per_unit, steps) && std::abs(steps) <= kStepsMax;
  steps *= number ? factor : 0;
  if (number && steps >= question.plausible_min && steps <= question.plausible_max) {
    value = Value::Number(static_cast<std::int32_t>(steps));
    return true;
  }
  problem = text::Format(lang, "triage.cli.answer_number",
                         {{"min", NumberText(question, question.plausible_min)},
                          {"max", NumberText(question, question.plausible_max)}});
  return false;
}

}  // namespace

bool ParseAnswer(const Question& question, std::string_view text, text::Lang lang, Value& value,
                 std::string& problem) {
  if (text == "unknown") {
    value = Value::Unknown();
    return true;
  }
  switch (question.type) {
    case AnswerType::kChoice:
      return ParseChoice(question, text, lang, value, problem);
    case AnswerType::kNumber:
      return ParseNumber(question, text, lang, value, problem);
    case AnswerType::kYesNo:
      break;
  }
  value = text == "yes" ? Value::Yes() : Value::No();
  if (text == "yes" || text == "no") return true;
  problem = text::Get(lang, "triage.cli.answer_yes_no");
  return false;
}

void AnswerRestNo(const Tool& tool, Index complaint, AnswerSet& answers) {
  for (const Index index : tool.complaints()[complaint].questions) {
    const Question& question = tool.questions()[index];
    const bool open = answers.values[index].known == Known::kNotAsked;
    if (open && question.type == AnswerType::kYesNo && !question.context) answers.values[index] = Value::No();
  }
}

std::string AnswerText(const Question& question, Value value) {
  switch (value.known) {
    case Known::kNotAsked:
      return "";
    case Known::kUnknown:
      return "unknown";
    case Known::kYes:
      return "yes";
    case Known::kNo:
      return "no";
    case Known::kValue:
      break;
  }
  if (question.type == AnswerType::kNumber) return NumberText(question, value.value);
  const auto at = static_cast<std::size_t>(value.value);
  return at < question.choices.size() ? question.choices[at].id : "";
}

}  // namespace legevakt::triage
