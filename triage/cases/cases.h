// A tool's regression cases: answers, the level that is expected, and why. In a file beside the tool
// (docs/triage-format.md) that central never loads. With them: which rules and limits the cases reach, and
// whether they notice when the tool is changed (mutation).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "triage/evaluator/draft.h"
#include "triage/evaluator/evaluate.h"
#include "triage/reader/loader.h"

namespace legevakt::triage {

struct ExpectedScore {
  Index score = kNone;
  int points = 0;
};

struct Case {
  Index complaint = kNone;
  AnswerSet answers;
  Index level = kNone;
  // A rule or modifier that must be among the reasons; empty where any will do.
  std::string rule;
  std::vector<ExpectedScore> scores;
  std::string because;
  FilePlace place;
};

struct CasesResult {
  std::vector<Case> cases;
  std::vector<Diagnostic> problems;
};

// Reads a file of cases for `tool`.
CasesResult LoadCases(std::string_view yaml, std::string_view file_name, const Tool& tool, text::Lang lang);

// Empty where the case comes out as expected, else what came instead.
std::string RunCase(const Tool& tool, const Case& one, text::Lang lang);
// The same without words, for mutants.
bool Passes(const Tool& tool, const Case& one);

struct Coverage {
  std::int64_t rules = 0;
  std::int64_t rules_reached = 0;
  // Each limit of a number counts twice, once for each side.
  std::int64_t limits = 0;
  std::int64_t limits_reached = 0;
  // "fever_child.age+fever", "news2 respiratory_rate 8"
  std::vector<std::string> missed;
};

// Which rules decided or raised in some case, and which limits were met from both sides.
Coverage Measure(const Draft& draft, const Tool& tool, const std::vector<Case>& cases);

struct Mutant {
  std::string what;
  FilePlace place;
};

struct MutationResult {
  std::int64_t mutants = 0;
  // Those that no case noticed.
  std::vector<Mutant> survivors;
};

// Changes one thing at a time: a rule removed, a limit one step up and down, a level one up and down, and/or
// swapped, one of several tests of a rule dropped, a point more and less, a condition of a table dropped.
// Runs every case on each.
MutationResult Mutate(const Draft& draft, const std::vector<Case>& cases);

}  // namespace legevakt::triage
