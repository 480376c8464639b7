// For tests: the evaluation once more, written from the rules of docs/triage-format.md and with no thought
// for speed, as an oracle for Evaluate(). Works on the draft, so that it sees the compiler's mistakes too,
// and shares no code with what it checks.
#pragma once

#include <string>
#include <vector>

#include "triage/evaluator/draft.h"
#include "triage/evaluator/evaluate.h"

namespace legevakt::triage::testing {

// A Result in words: ids instead of positions, lists of any length.
struct Outcome {
  std::string level;
  std::string least;
  std::string most;
  std::vector<std::string> decided_by;
  std::vector<std::string> raised_by;
  std::vector<std::string> missing;
  std::string next_question;
  // "news2 7", "news2 at least 3"
  std::vector<std::string> scores;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome OutcomeOf(const Tool& tool, const Result& result);
// "level akutt, least ...": for a test that fails.
std::string ToString(const Outcome& outcome);

Outcome ReferenceEvaluate(const Draft& draft, Index complaint, const AnswerSet& answers);

}  // namespace legevakt::triage::testing
