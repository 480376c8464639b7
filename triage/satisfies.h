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
inline bool Satisfies(const Test& test, Value value) {
  switch (test.kind) {
    case TestKind::kYes:
      return value.known == Known::kYes;
    case TestKind::kNo:
      return value.known == Known::kNo;
    case TestKind::kRange:
      return value.known == Known::kValue && value.value >= test.lo && value.value <= test.hi;
    case TestKind::kChoice:
      return value.known == Known::kValue && value.value >= 0 && value.value < 32 &&
             ((test.mask >> static_cast<std::uint32_t>(value.value)) & 1U) != 0;
    case TestKind::kScore:
    case TestKind::kSinglePart:
      return false;
  }
  return false;
}

}  // namespace legevakt::triage
