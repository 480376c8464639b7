#include "triage/cli/try_words.h"

#include <algorithm>

#include "triage/reader/expression.h"

namespace legevakt::triage::cli {
namespace {

bool Blank(char c) {
  return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
}

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(word);
    word.clear();
  };
  for (const char c : Folded(text)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool part = byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (part) {
      word += c;
    } else {
      end_word();
    }
  }
  end_word();
  return words;
}

// What a complaint can be found by, as single words.
std::vector<std::string> Haystack(const Complaint& complaint, text::Lang lang) {
  std::vector<std::string> all = Words(complaint.id);
  for (const std::string& word : Words(In(complaint.name, lang))) all.push_back(word);
  for (const std::string& entry : complaint.words) {
    for (const std::string& word : Words(entry)) all.push_back(word);
  }
  return all;
}

template <typename Fits>
bool EveryWord(const std::vector<std::string>& wanted, const std::vector<std::string>& in, Fits fits) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
    return std::any_of(in.begin(), in.end(), [&](const std::string& one) { return fits(one, word); });
  });
}

}  // namespace

std::string Trimmed(std::string_view line) {
  while (!line.empty() && Blank(line.front())) line.remove_prefix(1);
  while (!line.empty() && Blank(line.back())) line.remove_suffix(1);
  return std::string(line);
}

std::string Folded(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    if (byte >= 'A' && byte <= 'Z') out[i] = static_cast<char>(byte + 0x20);
    // The capitals of Latin-1 in UTF-8 lie 0x20 before their small letters; 0x97 is no letter.
    const bool capital =
        i > 0 && static_cast<unsigned char>(out[i - 1]) == 0xC3 && byte >= 0x80 && byte <= 0x9E;
    if (capital && byte != 0x97) out[i] = static_cast<char>(byte + 0x20);
  }
  return out;
}

bool IsWord(std::string_view line, std::string_view words) {
  if (line.empty() || line.find(' ') != std::string_view::npos) return false;
  return (" " + std::string(words) + " ").find(" " + Folded(line) + " ") != std::string::npos;
}

std::size_t PositiveNumber(std::string_view text) {
  if (text.empty() || text.size() > 4) return 0;
  std::size_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return 0;
    number = number * 10 + static_cast<std::size_t>(c - '0');
  }
  return number;
}

std::vector<Index> FindComplaints(const Tool& tool, std::string_view line, text::Lang lang) {
  const std::string folded = Folded(line);
  const std::vector<std::string> wanted = Words(line);
  std::vector<Index> begins;
  std::vector<Index> has;
  for (std::size_t i = 0; i < tool.complaints().size(); ++i) {
    const Complaint& complaint = tool.complaints()[i];
    if (complaint.id == line || Folded(In(complaint.name, lang)) == folded) return {static_cast<Index>(i)};
    // Signs alone are nothing to search for.
    if (wanted.empty() && !line.empty()) continue;
    const std::vector<std::string> in = Haystack(complaint, lang);
    const auto begins_with = [](const std::string& one, const std::string& word) {
      return one.starts_with(word);
    };
    const auto contains = [](const std::string& one, const std::string& word) {
      return one.find(word) != std::string::npos;
    };
    if (EveryWord(wanted, in, begins_with)) {
      begins.push_back(static_cast<Index>(i));
    } else if (EveryWord(wanted, in, contains)) {
      has.push_back(static_cast<Index>(i));
    }
  }
  return begins.empty() ? has : begins;
}

std::string AnswerHint(const Question& question, text::Lang lang) {
  switch (question.type) {
    case AnswerType::kYesNo:
      return std::string(text::Get(lang, "try.hint_yes_no"));
    case AnswerType::kNumber: {
      const std::string unit = question.unit.empty() ? "" : " " + question.unit;
      return text::Format(lang, question.fact == Fact::kAgeMonths ? "try.hint_age" : "try.hint_number",
                          {{"min", NumberText(question, question.plausible_min, lang)},
                           {"max", NumberText(question, question.plausible_max, lang)},
                           {"unit", unit}});
    }
    case AnswerType::kChoice:
      break;
  }
  std::string list;
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    list += (list.empty() ? "" : ", ") + std::to_string(i + 1) + " " + In(question.choices[i].text, lang);
  }
  return text::Format(lang, "try.hint_choice", {{"list", list}});
}

std::string AsAnswer(const Question& question, const std::string& line, text::Lang lang) {
  const auto is = [&](std::string_view key) { return IsWord(line, text::Get(lang, key)); };
  if (is("try.word_unknown") || Folded(line) == text::Get(lang, "try.unknown")) return "unknown";
  switch (question.type) {
    case AnswerType::kYesNo:
      if (is("try.word_yes")) return "yes";
      if (is("try.word_no")) return "no";
      return line;
    case AnswerType::kNumber: {
      std::string number = line;
      std::replace(number.begin(), number.end(), ',', '.');
      return number;
    }
    case AnswerType::kChoice:
      break;
  }
  const std::size_t number = PositiveNumber(line);
  if (number >= 1 && number <= question.choices.size()) return question.choices[number - 1].id;
  for (const Choice& choice : question.choices) {
    if (Folded(In(choice.text, lang)) == Folded(line)) return choice.id;
  }
  return line;
}

}  // namespace legevakt::triage::cli
