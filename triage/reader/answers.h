// Answers as people write them: "cold_sweat=yes", "temperature=38.5", "consciousness=voice", "spo2=unknown".
// For the command line and for files of cases.
#pragma once

#include <string>
#include <string_view>

#include "base/text.h"
#include "triage/evaluator/evaluate.h"

namespace legevakt::triage {

// Reads the answer to one question. False, and `problem` one sentence, where it does not fit. Age may be
// written "3 years" or "3 months" (or "år", "mnd").
bool ParseAnswer(const Question& question, std::string_view text, text::Lang lang, Value& value,
                 std::string& problem);

// Answers no to every yes/no question with an order that the complaint asks and that has no answer yet.
void AnswerRestNo(const Tool& tool, Index complaint, AnswerSet& answers);

// As ParseAnswer reads it.
std::string AnswerText(const Question& question, Value value);

}  // namespace legevakt::triage
