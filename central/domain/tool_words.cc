#include "central/domain/tool_words.h"

#include <algorithm>
#include <cstdint>

namespace legevakt::domain {

using text::Get;
using text::Lang;

const std::string& In(Lang lang, const triage::Text& words) {
  return lang == Lang::kEn && !words.en.empty() ? words.en : words.nb;
}

std::string ComplaintWords(Lang lang, const triage::Tool* tool, const std::string& complaint_id) {
  const triage::Index index = tool == nullptr ? triage::kNone : tool->FindComplaint(complaint_id);
  return index == triage::kNone ? complaint_id : In(lang, tool->complaints()[index].name);
}

std::string RuleWords(Lang lang, const triage::Tool* tool, const std::string& rule_id) {
  if (tool != nullptr) {
    for (const triage::Rule& rule : tool->rules()) {
      if (rule.id == rule_id) return In(lang, rule.reason);
    }
  }
  return rule_id;
}

std::string ValueWords(Lang lang, const triage::Question& question, const v1::Answer& answer) {
  switch (answer.value_case()) {
    case v1::Answer::kTri:
      return std::string(Get(lang, answer.tri() == v1::TRI_YES  ? "domain.answer_yes"
                                   : answer.tri() == v1::TRI_NO ? "domain.answer_no"
                                                                : "domain.answer_unknown"));
    case v1::Answer::kChoice:
      for (const triage::Choice& choice : question.choices) {
        if (choice.id == answer.choice()) return In(lang, choice.text);
      }
      return answer.choice();
    case v1::Answer::kScaled: {
      const std::int64_t per_unit = std::max(1, question.per_unit);
      std::string number = std::to_string(answer.scaled() / per_unit);
      if (per_unit == 10)
        number += (lang == Lang::kNb ? "," : ".") + std::to_string(std::abs(answer.scaled() % 10));
      return question.unit.empty() ? number : number + " " + question.unit;
    }
    case v1::Answer::VALUE_NOT_SET:
      return {};
  }
  return {};
}

}  // namespace legevakt::domain
