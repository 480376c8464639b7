// Whether an answer satisfies one test of a rule: the one place that decides it, for the evaluator, the
// proofs and the tests alike.
#pragma once

#include <cstdint>
#include <limits>

#include "triage/evaluator/draft.h"
#include "triage/evaluator/evaluate.h"

namespace legevakt::triage {

constexpr bool IsScore(TestKind kind) {
  return kind == TestKind::kScore || kind == TestKind::kSinglePart;
}
inline bool IsScore(const Test& test) {
  return IsScore(test.kind);
}

// What an answer must be, whatever the kind of the test, so that no kind needs a jump of its own: a processor
// cannot guess which kind comes next, and a wrong guess costs more than all the comparisons.
struct Criterion {
  Known known = Known::kNotAsked;
  std::int32_t lo = std::numeric_limits<std::int32_t>::min();
  std::int32_t hi = std::numeric_limits<std::int32_t>::max();
  // The bit of the value, of the last five of its bits where it is no choice.
  std::uint32_t mask = 0xFFFFFFFF;
};

// For a test of a score: its least points, and what no answer satisfies.
constexpr Criterion CriterionOf(const Test& test) {
  constexpr std::int32_t kLastChoice = 31;
  switch (test.kind) {
    case TestKind::kYes:
      return {.known = Known::kYes};
    case TestKind::kNo:
      return {.known = Known::kNo};
    case TestKind::kRange:
      return {.known = Known::kValue, .lo = test.lo, .hi = test.hi};
    case TestKind::kChoice:
      return {.known = Known::kValue, .lo = 0, .hi = kLastChoice, .mask = test.mask};
    case TestKind::kScore:
    case TestKind::kSinglePart:
      break;
  }
  return {.known = Known::kValue, .lo = test.lo, .mask = 0};
}

inline bool Satisfies(const Criterion& criterion, Value value) {
  const bool in_range = (value.value >= criterion.lo) & (value.value <= criterion.hi);
  const bool in_mask = ((criterion.mask >> (static_cast<std::uint32_t>(value.value) & 31U)) & 1U) != 0;
  return (value.known == criterion.known) & in_range & in_mask;
}

// False for what is not asked or not known, for an answer of another type, for a choice that there is not,
// and for a test of a score.
inline bool Satisfies(const Test& test, Value value) {
  return Satisfies(CriterionOf(test), value);
}

}  // namespace legevakt::triage
