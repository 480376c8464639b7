// Two triage tools on the same past contacts: what a change of tool would have done. Pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "triage/evaluator/tool.h"
#include "triage/past/case_reader.h"
#include "triage/past/column_map.h"
#include "triage/past/validation.h"
#include "triage/stats/estimate.h"
#include "triage/stats/matrix.h"
#include "triage/stats/paired.h"

namespace legevakt::past {

// A level's share with the first and with the second tool, and the change, on the same rows.
struct Shift {
  stats::Estimate before;
  stats::Estimate after;
  // Second less first.
  stats::Estimate change;
  // Of McNemar's exact test.
  double p = 1;
};

struct ComplaintShift {
  // Of the first tool.
  triage::Index complaint = triage::kNone;
  long n = 0;
  // More, and less, urgent with the second tool.
  long up = 0;
  long down = 0;
  Shift red;
};

// Both against the same reference, on the rows that have one.
struct AgainstReference {
  Judged first;
  Judged second;
  // Among the urgent by the reference (the others): who is right about it, the first tool, the second, both.
  stats::Pairs urgent;
  stats::Pairs not_urgent;
};

struct Comparison {
  std::vector<Outcome> first;
  // The same rows in the same order.
  std::vector<Outcome> second;
  // Rows the first tool's levels, columns the second's.
  stats::Matrix matrix;
  // True where the tools have as many levels with the same hastegrad: compared level by level. Else by
  // hastegrad (akutt, haster, vanlig), which every level of every tool has.
  bool by_level = false;
  // For each level its place on the scale that both share, 0 the most urgent.
  std::vector<std::size_t> first_place;
  std::vector<std::size_t> second_place;
  stats::Estimate agreement;
  // Quadratic weights, on the scale that both share.
  stats::Estimate kappa;
  // Akutt, haster, vanlig.
  std::array<Shift, 3> hastegrad;
  // Positions in `first`, the largest change first; `up` is more urgent with the second tool.
  std::vector<std::size_t> up;
  std::vector<std::size_t> down;
  // Most rows that changed first, then most rows.
  std::vector<ComplaintShift> by_complaint;
  // Where the file has a reference.
  std::optional<AgainstReference> reference;
};

// The rows must outlive it. The options count for both tools.
std::optional<Comparison> Compare(const CaseFile& file, const ColumnMap& map, const triage::Tool& first,
                                  const triage::Tool& second, const ValidateOptions& options);

}  // namespace legevakt::past
