// What a table of a reference against a judge (a triage tool, a nurse) says: agreement, and how often and
// which way the judge errs. Pure functions.
#pragma once

#include <cstddef>
#include <vector>

#include "triage/stats/estimate.h"
#include "triage/stats/matrix.h"

namespace legevakt::past {

// How the reference's levels and the judge's belong together.
struct Scales {
  // For each level of the reference the judge's level that means the same. Empty where nobody has said: then
  // there is no agreement, kappa, over- or under-triage.
  std::vector<std::size_t> same;
  // How many levels, from the most urgent, count as urgent: of the reference, and of the judge.
  std::size_t urgent_reference = 1;
  std::size_t urgent_judge = 1;
};

// The two most urgent of five or more, else the most urgent one.
std::size_t UrgentByDefault(std::size_t levels);

// The lowest levels that no patient of the most urgent level should have: two of four or more, else one.
std::size_t LowestLevels(std::size_t levels);

struct Figures {
  long n = 0;
  // Share given the level that means the same.
  stats::Estimate agreement;
  // Quadratic weights, on the judge's scale.
  stats::Estimate kappa;
  // Of the urgent by the reference, how many are urgent by the judge; of the others, how many are not.
  stats::Estimate sensitivity;
  stats::Estimate specificity;
  // Of all, how many are given a less (more) urgent level than the reference.
  stats::Estimate under_triage;
  stats::Estimate over_triage;
  // Of the reference's most urgent level, how many are given one of the judge's lowest.
  stats::Estimate most_urgent_lowest;
};

Figures FiguresOf(const stats::Matrix& matrix, const Scales& scales);

}  // namespace legevakt::past
