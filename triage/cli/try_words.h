// What a person writes in `try`, whatever it is: searching complaints by words, and reading an answer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "triage/evaluator/tool.h"

namespace legevakt::triage::cli {

// Without blanks and control characters at the ends.
std::string Trimmed(std::string_view line);

// In small letters, æ, ø, å and their like too.
std::string Folded(std::string_view text);

// Whether `line` is one of the words of `words`, which stand with blanks between; case does not matter.
bool IsWord(std::string_view line, std::string_view words);

// 0 where it is no number from 1 to 9999.
std::size_t PositiveNumber(std::string_view text);

// The complaints that `line` may mean, best first: the one whose id or name it is; else those that have every
// word of it at the beginning of a word in name or search words; else anywhere in them. All for an empty
// line.
std::vector<Index> FindComplaints(const Tool& tool, std::string_view line, text::Lang lang);

// What may be answered: "[J ja, N nei, V vet ikke]", or the choices with their numbers.
std::string AnswerHint(const Question& question, text::Lang lang);

// A person's answer as ParseAnswer reads it: J, N, V (Y, N, U), a choice's number or text, a decimal comma.
// What is none of these is given back as it is.
std::string AsAnswer(const Question& question, const std::string& line, text::Lang lang);

}  // namespace legevakt::triage::cli
