#include "triage/past/words.h"

#include <algorithm>
#include <cstddef>

namespace legevakt::past {
namespace {

// Words in lower case; `keep` names one more character that belongs to a word.
std::vector<std::string> Split(std::string_view text, char keep) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(word);
    word.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c >= 'A' && c <= 'Z') {
      word += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == keep && keep != 0)) {
      word += c;
    } else if (byte == 0xC3 && i + 1 < text.size()) {
      // U+00C0 to U+00FF: capitals lie 0x20 below their small letters.
      const auto next = static_cast<unsigned char>(text[++i]);
      const bool capital = next >= 0x80 && next <= 0x9E && next != 0x97;
      word += c;
      word += static_cast<char>(capital ? next + 0x20 : next);
    } else if (byte >= 0x80) {
      word += c;
    } else {
      end_word();
    }
  }
  end_word();
  return words;
}

bool WordFits(std::string_view pattern, std::string_view word) {
  const bool open_front = !pattern.empty() && pattern.front() == '*';
  if (open_front) pattern.remove_prefix(1);
  const bool open_end = !pattern.empty() && pattern.back() == '*';
  if (open_end) pattern.remove_suffix(1);
  if (open_front && open_end) return word.find(pattern) != std::string_view::npos;
  if (open_end) return word.substr(0, pattern.size()) == pattern;
  if (open_front)
    return word.size() >= pattern.size() && word.substr(word.size() - pattern.size()) == pattern;
  return word == pattern;
}

bool ContextFits(const WordRule& rule, const WordContext& context) {
  if (rule.age_under_months && !(context.age_months && *context.age_months < *rule.age_under_months))
    return false;
  if (rule.age_from_months && !(context.age_months && *context.age_months >= *rule.age_from_months))
    return false;
  return !rule.injury || context.injury == rule.injury;
}

}  // namespace

std::vector<std::string> WordsOf(std::string_view text) {
  return Split(text, 0);
}

std::vector<std::string> PhraseOf(std::string_view phrase) {
  return Split(phrase, '*');
}

bool Fits(const std::vector<std::string>& phrase, const std::vector<std::string>& words) {
  return std::all_of(phrase.begin(), phrase.end(), [&](const std::string& pattern) {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return WordFits(pattern, word); });
  });
}

bool RuleFits(const WordRule& rule, const std::vector<std::string>& words, const WordContext& context) {
  if (!ContextFits(rule, context)) return false;
  return std::any_of(rule.phrases.begin(), rule.phrases.end(), [&](const std::vector<std::string>& phrase) {
    return !phrase.empty() && Fits(phrase, words);
  });
}

const WordRule* FindRule(const std::vector<WordRule>& rules, std::string_view text,
                         const WordContext& context) {
  const std::vector<std::string> words = WordsOf(text);
  for (const WordRule& rule : rules) {
    if (RuleFits(rule, words, context)) return &rule;
  }
  return nullptr;
}

}  // namespace legevakt::past
