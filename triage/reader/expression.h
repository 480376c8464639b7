// The tests that a rule is written with: `cold_sweat`, `temperature >= 39.0`, `age < 3 months`,
// `consciousness = voice | pain`, `news2 >= 7`, `news2 single >= 3`, `place = nursing_home`.
// docs/triage-format.md has them all. Part of the loader.
#pragma once

#include <string>
#include <string_view>

#include "base/text.h"
#include "triage/evaluator/draft.h"

namespace legevakt::triage {

// Reads one test against the questions and scores of `draft`. False, and `problem` one sentence, where it is
// none.
bool ParseTest(std::string_view expression, const Draft& draft, text::Lang lang, Test& test,
               std::string& problem);

// What a test says, in words: "temperatur 39.0 °C eller høyere". Without a capital.
std::string Describe(const Test& test, const Draft& draft, text::Lang lang);
// A whole condition, with a capital.
std::string Describe(const Condition& condition, const Draft& draft, text::Lang lang);

// The text of one language.
const std::string& In(const Text& text, text::Lang lang);

// "36.8" of 368 steps of 1 / 10, as it is written in the file.
std::string NumberText(const Question& question, std::int32_t steps);
// As a person reads it: with a decimal comma in Norwegian.
std::string NumberText(const Question& question, std::int32_t steps, text::Lang lang);

}  // namespace legevakt::triage
