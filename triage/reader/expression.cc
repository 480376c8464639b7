#include "triage/reader/expression.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/time_units.h"
#include "base/yaml_reader.h"

namespace legevakt::triage {
namespace {

std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

class Parser {
 public:
  Parser(std::string_view expression, const Draft& draft, text::Lang lang, Test& test, std::string& problem)
      : words_(Words(expression)), draft_(draft), lang_(lang), test_(test), problem_(problem) {}

  bool Parse() {
    if (words_.empty()) return Fail("triage.test_empty", {});
    for (std::size_t i = 0; i < draft_.questions.size(); ++i) {
      if (draft_.questions[i].question.id == words_[0]) return ParseQuestion(static_cast<Index>(i));
    }
    for (std::size_t i = 0; i < draft_.scores.size(); ++i) {
      if (draft_.scores[i].info.id == words_[0]) return ParseScore(static_cast<Index>(i));
    }
    return FailUnknown();
  }

 private:
  bool Fail(std::string_view key, text::Args args) {
    problem_ = text::Format(lang_, key, args);
    return false;
  }

  bool FailUnknown() {
    std::vector<std::string_view> known;
    for (const DraftQuestion& question : draft_.questions) known.push_back(question.question.id);
    for (const DraftScore& score : draft_.scores) known.push_back(score.info.id);
    return Fail("triage.unknown_question",
                {{"id", words_[0]}, {"suggestion", DidYouMean(lang_, words_[0], known)}});
  }

  bool ParseQuestion(Index index) {
    question_ = &draft_.questions[index].question;
    test_.what = index;
    switch (question_->type) {
      case AnswerType::kYesNo:
        return ParseYesNo();
      case AnswerType::kChoice:
        return ParseChoice();
      case AnswerType::kNumber:
        return ParseNumber();
    }
    return false;
  }

  bool ParseYesNo() {
    test_.kind = TestKind::kYes;
    if (words_.size() == 1) return true;
    const bool shape = words_.size() == 3 && words_[1] == "=";
    if (shape && words_[2] == "yes") return true;
    if (!shape || words_[2] != "no") return Fail("triage.test_yes_no", {{"id", question_->id}});
    if (!question_->context) return Fail("triage.test_negation", {{"id", question_->id}});
    test_.kind = TestKind::kNo;
    return true;
  }

  bool ParseChoice() {
    test_.kind = TestKind::kChoice;
    if (words_.size() < 3 || (words_[1] != "=" && words_[1] != ">=")) {
      return Fail("triage.test_choice", {{"id", question_->id}});
    }
    for (std::size_t i = 2; i < words_.size(); i += 2) {
      std::size_t position = 0;
      if (!FindChoice(words_[i], position)) return false;
      test_.mask |= 1U << position;
      const bool more = i + 1 < words_.size();
      if (more && (words_[i + 1] != "|" || i + 2 >= words_.size())) {
        return Fail("triage.test_choice", {{"id", question_->id}});
      }
    }
    if (words_[1] == "=") return true;
    if (question_->context || words_.size() != 3) return Fail("triage.test_choice", {{"id", question_->id}});
    const std::uint32_t all = (1U << question_->choices.size()) - 1U;
    test_.mask = all & ~(test_.mask - 1U);
    return true;
  }

  bool FindChoice(std::string_view id, std::size_t& position) {
    std::vector<std::string_view> known;
    for (const Choice& choice : question_->choices) known.push_back(choice.id);
    const auto it = std::find(known.begin(), known.end(), id);
    position = static_cast<std::size_t>(it - known.begin());
    if (it != known.end()) return true;
    return Fail("triage.unknown_choice",
                {{"id", id}, {"question", question_->id}, {"suggestion", DidYouMean(lang_, id, known)}});
  }

  bool ParseNumber() {
    test_.kind = TestKind::kRange;
    test_.lo = kLeast;
    test_.hi = kMost;
    if (words_.size() < 3) return Fail("triage.test_number", {{"id", question_->id}});
    std::int32_t value = 0;
    if (words_[1] == "in") return ParseBetween();
    if (!ParseValue(words_[2], value)) return false;
    const std::string_view op = words_[1];
    if (op == ">=") {
      test_.lo = value;
    } else if (op == ">") {
      test_.lo = value + 1;
    } else if (op == "<=") {
      test_.hi = value;
    } else if (op == "<") {
      test_.hi = value - 1;
    } else {
      return Fail("triage.test_number", {{"id", question_->id}});
    }
    return true;
  }

  // `in 88..92`
  bool ParseBetween() {
    const std::size_t dots = words_[2].find("..");
    if (dots == std::string_view::npos) return Fail("triage.test_number", {{"id", question_->id}});
    if (!ParseValue(words_[2].substr(0, dots), test_.lo)) return false;
    if (!ParseValue(words_[2].substr(dots + 2), test_.hi)) return false;
    return test_.lo <= test_.hi || Fail("triage.test_number", {{"id", question_->id}});
  }

  // A number and, for age, "months" or "years".
  bool ParseValue(std::string_view word, std::int32_t& value) {
    std::int64_t steps = 0;
    if (!ParseSteps(word, question_->per_unit, steps)) return FailValue(word);
    // Before it is multiplied: a year of the largest number would not fit.
    if (steps > question_->plausible_max) return FailValue(word);
    if (words_.size() == 4 && question_->fact == Fact::kAgeMonths && words_[3] == "years") {
      steps *= kMonthsPerYear;
    } else if (words_.size() == 4 && (question_->fact != Fact::kAgeMonths || words_[3] != "months")) {
      return Fail("triage.test_number", {{"id", question_->id}});
    }
    if (words_.size() > 4) return Fail("triage.test_number", {{"id", question_->id}});
    if (steps < question_->plausible_min || steps > question_->plausible_max) return FailValue(word);
    value = static_cast<std::int32_t>(steps);
    return true;
  }

  bool FailValue(std::string_view word) {
    return Fail("triage.test_value", {{"found", word},
                                      {"id", question_->id},
                                      {"min", NumberText(*question_, question_->plausible_min)},
                                      {"max", NumberText(*question_, question_->plausible_max)}});
  }

  // `news2 >= 7` or `news2 single >= 3`
  bool ParseScore(Index index) {
    test_.what = index;
    const bool single = words_.size() == 4 && words_[1] == "single";
    test_.kind = single ? TestKind::kSinglePart : TestKind::kScore;
    std::int64_t points = 0;
    const bool shape = words_.size() == (single ? 4U : 3U) && words_[words_.size() - 2] == ">=";
    if (!shape || !ParseSteps(words_.back(), 1, points) || points < 1 || points > 1000) {
      return Fail("triage.test_score", {{"id", words_[0]}});
    }
    test_.lo = static_cast<std::int32_t>(points);
    return true;
  }

  std::vector<std::string_view> words_;
  const Draft& draft_;
  text::Lang lang_;
  Test& test_;
  std::string& problem_;
  const Question* question_ = nullptr;
};

std::string Capital(std::string text) {
  if (text.empty()) return text;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  } else if (text.size() > 1 && byte(0) == 0xC3 && byte(1) >= 0xA0) {
    // æ, ø, å and their like: two bytes, 0x20 apart.
    text[1] = static_cast<char>(byte(1) - 0x20);
  }
  return text;
}

// "Systolisk blodtrykk" within a sentence. A name such as SpO2 or NEWS2 stays as it is: its first word has
// another capital or a figure.
std::string Small(std::string text) {
  const std::string_view word = std::string_view(text).substr(0, text.find(' '));
  const auto is_name = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  if (word.size() < 2 || std::any_of(word.begin() + 1, word.end(), is_name)) return text;
  if (text[0] >= 'A' && text[0] <= 'Z') {
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  } else if (static_cast<unsigned char>(text[0]) == 0xC3 && static_cast<unsigned char>(text[1]) >= 0x80 &&
             static_cast<unsigned char>(text[1]) < 0x9F) {
    text[1] = static_cast<char>(static_cast<unsigned char>(text[1]) + 0x20);
  }
  return text;
}

// "a, b og c"
std::string Join(const std::vector<std::string>& items, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? " " + std::string(last) + " " : ", ";
    out += items[i];
  }
  return out;
}

std::string AgeText(std::int32_t months, text::Lang lang) {
  const bool years = months >= 2 * kMonthsPerYear && months % kMonthsPerYear == 0;
  if (months == 1) return std::string(text::Get(lang, "triage.one_month"));
  return text::Format(lang, years ? "triage.years" : "triage.months",
                      {{"n", std::to_string(years ? months / kMonthsPerYear : months)}});
}

std::string DescribeAge(const Test& test, text::Lang lang) {
  // "age <= 55 years" is in whole months too: 660, and not "under 661 months".
  if (test.lo == kLeast && test.hi >= 2 * kMonthsPerYear && test.hi % kMonthsPerYear == 0) {
    return text::Format(lang, "triage.age_up_to", {{"age", AgeText(test.hi, lang)}});
  }
  if (test.lo == kLeast) return text::Format(lang, "triage.age_under", {{"age", AgeText(test.hi + 1, lang)}});
  if (test.hi == kMost) return text::Format(lang, "triage.age_from", {{"age", AgeText(test.lo, lang)}});
  return text::Format(lang, "triage.age_between",
                      {{"from", AgeText(test.lo, lang)}, {"to", AgeText(test.hi, lang)}});
}

std::string DescribeNumber(const Test& test, const Question& question, text::Lang lang) {
  if (question.fact == Fact::kAgeMonths) return DescribeAge(test, lang);
  const std::string unit = question.unit.empty() ? "" : " " + question.unit;
  const std::string_view key = test.lo == kLeast  ? "triage.number_at_most"
                               : test.hi == kMost ? "triage.number_at_least"
                                                  : "triage.number_between";
  return text::Format(lang, key,
                      {{"what", Small(In(question.text, lang))},
                       {"lo", NumberText(question, test.lo, lang)},
                       {"hi", NumberText(question, test.hi, lang)},
                       {"unit", unit}});
}

std::string DescribeChoice(const Test& test, const Question& question, text::Lang lang) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    if (((test.mask >> i) & 1U) != 0) names.push_back(In(question.choices[i].text, lang));
  }
  return Small(In(question.text, lang)) + ": " + Join(names, text::Get(lang, "triage.or"));
}

}  // namespace

bool ParseTest(std::string_view expression, const Draft& draft, text::Lang lang, Test& test,
               std::string& problem) {
  test = {};
  return Parser(expression, draft, lang, test, problem).Parse();
}

const std::string& In(const Text& text, text::Lang lang) {
  return lang == text::Lang::kEn && !text.en.empty() ? text.en : text.nb;
}

std::string NumberText(const Question& question, std::int32_t steps) {
  if (question.per_unit <= 1) return std::to_string(steps);
  const std::int64_t magnitude = steps < 0 ? -static_cast<std::int64_t>(steps) : steps;
  const std::string digits = std::to_string(question.per_unit + magnitude % question.per_unit).substr(1);
  return (steps < 0 ? "-" : "") + std::to_string(magnitude / question.per_unit) + "." + digits;
}

std::string NumberText(const Question& question, std::int32_t steps, text::Lang lang) {
  std::string text = NumberText(question, steps);
  if (lang == text::Lang::kNb) std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

std::string Describe(const Test& test, const Draft& draft, text::Lang lang) {
  if (test.kind == TestKind::kScore || test.kind == TestKind::kSinglePart) {
    const std::string_view key =
        test.kind == TestKind::kScore ? "triage.score_at_least" : "triage.score_single";
    return text::Format(
        lang, key, {{"score", In(draft.scores[test.what].info.name, lang)}, {"n", std::to_string(test.lo)}});
  }
  const DraftQuestion& question = draft.questions[test.what];
  switch (test.kind) {
    case TestKind::kRange:
      return DescribeNumber(test, question.question, lang);
    case TestKind::kChoice:
      return DescribeChoice(test, question.question, lang);
    case TestKind::kNo:
      return text::Format(lang, "triage.not", {{"what", In(question.finding, lang)}});
    default:
      return In(question.finding, lang);
  }
}

std::string Describe(const Condition& condition, const Draft& draft, text::Lang lang) {
  std::vector<std::string> parts;
  for (const Test& test : condition.tests) parts.push_back(Describe(test, draft, lang));
  return Capital(Join(parts, text::Get(lang, condition.all ? "triage.and" : "triage.or")));
}

}  // namespace legevakt::triage
