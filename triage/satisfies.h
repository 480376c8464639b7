// Whether an answer satisfies one test of a rule: the one place that decides it, for the evaluator, the
// proofs and the tests alike.
#pragma once

#include "triage/draft.h"
#include "triage/evaluate.h"

namespace legevakt::triage {

inline bool IsScore(const Test& test) {
  return test.kind == TestKind::kScore || test.kind == TestKind::kSinglePart;
}

// False for what is not asked or not known, for an answer of another type, for a choice that there is not,
// and for a test of a score.
//
// All parts are worked out and none is jumped over: a processor cannot guess which kind of test comes next,
// and a wrong guess costs more than all of it.
inline bool Satisfies(const Test& test, Value value) {
  const bool yes = (test.kind == TestKind::kYes) & (value.known == Known::kYes);
  const bool no = (test.kind == TestKind::kNo) & (value.known == Known::kNo);
  const bool valued = value.known == Known::kValue;
  const bool in_range = (value.value >= test.lo) & (value.value <= test.hi);
  const auto position = static_cast<std::uint32_t>(value.value);
  const bool in_mask = (position < 32U) & (((test.mask >> (position & 31U)) & 1U) != 0);
  const bool range = (test.kind == TestKind::kRange) & valued & in_range;
  const bool choice = (test.kind == TestKind::kChoice) & valued & in_mask;
  return yes | no | range | choice;
}

}  // namespace legevakt::triage
