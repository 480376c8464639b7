// The finite partition of a question's answers: values between the same thresholds behave alike in the whole
// tool, so one value of each cell stands for all. Part of the linter.
#pragma once

#include <vector>

#include "triage/evaluator/draft.h"
#include "triage/evaluator/evaluate.h"
#include "triage/evaluator/satisfies.h"

namespace legevakt::triage {

// One value of each cell of each question: both yes/no answers, each choice, and for a number the least
// plausible value of each stretch between thresholds.
class Partition {
 public:
  explicit Partition(const Draft& draft);
  const std::vector<Value>& Cells(Index question) const { return cells_[question]; }

 private:
  void AddThresholds(const Draft& draft, std::vector<std::vector<std::int32_t>>& starts) const;

  std::vector<std::vector<Value>> cells_;
};

// Whether `b` is at least as bad an answer as `a`, where `best` holds the best numbers. Not for context.
bool AtLeastAsBad(const Question& question, const DraftQuestion::Best* best, Value a, Value b);

}  // namespace legevakt::triage
