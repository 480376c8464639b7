// A tool as the evaluator reads it: flat arrays of small structs, no strings. Private to this room.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "triage/evaluator/draft.h"
#include "triage/evaluator/satisfies.h"
#include "triage/evaluator/tool.h"

namespace legevakt::triage::internal {

// A part of one of Program's arrays.
struct Span {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

struct CompiledTest {
  Criterion criterion;
  // A question, or a score whose least points are `criterion.lo`.
  Index what = kNone;
  TestKind kind = TestKind::kYes;
};

struct Clause {
  Span tests;
  Index level = kNone;
  // Into Tool::rules().
  Index rule = kNone;
  bool all = true;
};

struct Modifier {
  Clause clause;
  std::uint16_t steps = 1;
  Index at_most = 0;
};

// From the value `from[i]` on, a table gives `change[i]` more points (or fewer). Eight at a time, so that
// they are compared at once; what is over changes nothing.
struct Steps {
  static constexpr std::size_t kCount = 8;
  std::array<std::int32_t, kCount> from{};
  std::array<std::int32_t, kCount> change{};
};

struct Table {
  Span when;
  Span steps;
  std::int16_t points_min = 0;
  std::int16_t points_max = 0;
};

struct Part {
  Index question = kNone;
  Span tables;
  // While the question is open, the least and the most that any table gives. Where the tables agree on that,
  // it does not matter which of them holds.
  bool agree = false;
  std::int16_t open_min = 0;
  std::int16_t open_max = 0;
};

struct Score {
  Span parts;
  Span except;
};

// A question that must be answered before the lowest level.
struct MustAsk {
  Index question = kNone;
  // A yes keeps the lowest level away: it has an order, and this complaint asks it.
  bool must_be_no = false;
};

struct Program {
  std::vector<CompiledTest> tests;
  std::vector<Steps> steps;
  std::vector<Table> tables;
  std::vector<Part> parts;
  std::vector<Score> scores;
  // For each complaint its own rules and those of every complaint, most urgent first.
  std::vector<Clause> clauses;
  std::vector<Span> complaint_clauses;
  std::vector<Modifier> modifiers;
  // complaint * questions + question: when it is asked, or kNone where it is not asked for this complaint.
  std::vector<Index> order;
  // Per question: not asked where one of these is known to be false.
  std::vector<Span> relevant_if;
  // For each complaint what it must ask, and what must be measured beside that where somebody can.
  std::vector<MustAsk> must_ask;
  std::vector<Span> complaint_must_ask;
  std::vector<Span> complaint_must_measure;
  Span measured_when;
  // Per question: 1 where it is measured.
  std::vector<std::uint8_t> is_measured;
  // complaint * levels + level.
  std::vector<Advice> advice;
  Index rule_must_ask = kNone;
  Index rule_none = kNone;
};

}  // namespace legevakt::triage::internal
