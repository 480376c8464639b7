// What a triage tool says, in words: for the note, the case in ISBAR form and the extract. Pure.
#pragma once

#include <string>

#include "base/text.h"
#include "legevakt/v1/common.pb.h"
#include "triage/evaluator/tool.h"

namespace legevakt::domain {

namespace v1 = legevakt::v1;

// In this language, else in Norwegian.
const std::string& In(text::Lang lang, const triage::Text& words);

// The id itself where there is no such tool, or where it knows no such thing.
std::string ComplaintWords(text::Lang lang, const triage::Tool* tool, const std::string& complaint_id);
std::string RuleWords(text::Lang lang, const triage::Tool* tool, const std::string& rule_id);

// "ja", "112 /min", "36,8 °C", or the words of a choice.
std::string ValueWords(text::Lang lang, const triage::Question& question, const v1::Answer& answer);

}  // namespace legevakt::domain
