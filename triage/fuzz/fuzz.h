// What the fuzz targets share: the list of them, bytes as a source of choices, and the check that ends the
// process where something is wrong. Not linked by any program of ours.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <string_view>

#include "base/text.h"
#include "triage/evaluator/draft.h"
#include "triage/evaluator/evaluate.h"
#include "triage/reader/loader.h"

namespace legevakt::triage::fuzz {

// Any bytes as a tool: the strict YAML reader, the loader, the linter, the evaluator.
void FuzzYaml(std::string_view bytes);
// Bytes as choices that make a small tool, mostly a valid one: what must hold for every tool, and cases,
// coverage, mutation and difference on it.
void FuzzTool(std::string_view bytes);
// Any bytes as a file of past contacts.
void FuzzCsv(std::string_view bytes);
// Any bytes as a column map.
void FuzzMap(std::string_view bytes);
// Any bytes as the cases of a tool.
void FuzzCases(std::string_view bytes);
// Any line as an answer, a test of a rule, a number or a phrase.
void FuzzAnswers(std::string_view bytes);
// Bytes as a command line of legevakt-triage with its files.
void FuzzCli(std::string_view bytes);

// Prints `what` and ends the process where `right` is false.
void Check(bool right, std::string_view what);

// A sentence for a person: not empty, valid UTF-8, without control characters other than line ends, and no
// key of the catalogue that has no text.
void CheckSentence(std::string_view sentence);
void CheckUtf8(std::string_view text);

// The bytes one after the other; zeros after the last.
class Source {
 public:
  explicit Source(std::string_view bytes) : bytes_(bytes) {}

  std::uint8_t Byte() { return at_ < bytes_.size() ? static_cast<std::uint8_t>(bytes_[at_++]) : 0; }
  // From lo to hi, both included.
  int Pick(int lo, int hi) {
    const unsigned wide = hi - lo > 255 ? Byte() * 256U + Byte() : Byte();
    return lo + static_cast<int>(wide % static_cast<unsigned>(hi - lo + 1));
  }
  bool Chance(int one_in) { return Pick(1, one_in) == 1; }
  std::string_view Rest() { return bytes_.substr(std::min(at_, bytes_.size())); }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

// The text of a tool. The same one from the same bytes.
std::string ToolText(Source& source);
// A tool that is right, with an answer of each type, a score and every fact: for the targets that need one.
const std::string& SmallToolText();
const Draft& SmallDraft();
const Tool& SmallTool();

// A column map for the small tool, and the first line of a table that it fits.
std::string_view SmallMapText();
std::string_view SmallMapHeader();

Value AnyValue(const Question& question, Source& source);
// What must hold for the evaluation of any tool. `proven`: the linter has proven that a worse answer never
// lowers.
void CheckEvaluation(const Draft& draft, const Tool& tool, bool proven, Source& source);

inline text::Lang LangOf(std::string_view bytes) {
  return bytes.size() % 2 == 0 ? text::Lang::kNb : text::Lang::kEn;
}

}  // namespace legevakt::triage::fuzz
