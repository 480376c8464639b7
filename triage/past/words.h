// From free text to a complaint of the triage tool: an ordered list of phrases, the first that fits wins.
//
// A phrase is a set of words that must all be in the text, in any order: "chest pain" fits "pain, chest". A
// word with * at its end fits as a beginning, with * at its front as an end, with both anywhere in a word.
// Thread: any; immutable after loading.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace legevakt::past {

// The words of a text: lower case, without punctuation. Letters of Latin-1 are lowered too.
std::vector<std::string> WordsOf(std::string_view text);

// In the file that the map was read from; 0 where it was not.
struct Place {
  int line = 0;
  int column = 0;
};

struct WordRule {
  std::string complaint;
  // Each a list of words as WordsOf gives them, with their asterisks kept.
  std::vector<std::vector<std::string>> phrases;
  // Only for patients under, or from, this age; and only with or without an injury.
  std::optional<int> age_under_months;
  std::optional<int> age_from_months;
  std::optional<bool> injury;
  // Of the complaint's (or question's) id.
  Place place{};
};

struct WordContext {
  std::optional<int> age_months;
  std::optional<bool> injury;
};

// The phrase's words; empty where it has none.
std::vector<std::string> PhraseOf(std::string_view phrase);
bool Fits(const std::vector<std::string>& phrase, const std::vector<std::string>& words);

// Whether one of the rule's phrases and its context fit.
bool RuleFits(const WordRule& rule, const std::vector<std::string>& words, const WordContext& context);
// Null where no rule fits.
const WordRule* FindRule(const std::vector<WordRule>& rules, std::string_view text,
                         const WordContext& context);

}  // namespace legevakt::past
