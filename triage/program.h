// A tool as the evaluator reads it: flat arrays of small structs, no strings. Private to triage/.
#pragma once

#include <cstdint>
#include <vector>

#include "triage/draft.h"
#include "triage/tool.h"

namespace legevakt::triage::internal {

// A part of one of Program's arrays.
struct Span {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
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

struct Table {
  Span when;
  Span ranges;
  std::int16_t points_min = 0;
  std::int16_t points_max = 0;
};

struct Part {
  Index question = kNone;
  Span tables;
};

struct Score {
  Span parts;
  Span except;
};

struct Program {
  std::vector<Test> tests;
  std::vector<PointRange> ranges;
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
  Span measured_when;
  std::vector<Index> measured;
  // Per question: 1 where it is in `measured`.
  std::vector<std::uint8_t> is_measured;
  // complaint * levels + level.
  std::vector<Advice> advice;
  Index rule_must_ask = kNone;
  Index rule_none = kNone;
};

}  // namespace legevakt::triage::internal
