// What the benchmarks of the evaluator are given: many patients, over all complaints of a tool.
// Deterministic: the same tool gives the same inputs.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "triage/evaluator/draft.h"
#include "triage/evaluator/evaluate.h"

namespace legevakt::triage::bench {

// The whole file; empty where it cannot be read.
std::string ReadFile(const std::string& path);

struct Input {
  Index complaint = kNone;
  AnswerSet answers;
};

// As in a conversation: the facts, then what the complaint asks in its order, then the measurements, then
// others, until as many as drawn from `least_answers` to `most_answers` have an answer. How ill the patients
// are varies: from no single finding to one answer in four; values between the limits and on both sides of
// them, unknown among them.
std::vector<Input> MakeInputs(const Draft& draft, const Tool& tool, std::size_t count, int least_answers,
                              int most_answers);

}  // namespace legevakt::triage::bench
