// Two judges on the same cases, each saying yes or no.
#pragma once

#include "triage/stats/estimate.h"

namespace legevakt::stats {

// How often both, only the first, only the second and neither said yes.
struct Pairs {
  long both = 0;
  long only_first = 0;
  long only_second = 0;
  long neither = 0;

  long Total() const { return both + only_first + only_second + neither; }
};

// The two-sided exact McNemar test: among the pairs that differ, "only the second" is binomial with 1/2
// where the judges are alike; twice the smaller tail, at most 1 (Q. McNemar, Psychometrika 12, 1947, 153-157;
// the exact form as in M. W. Fagerland, S. Lydersen and P. Laake, BMC Med. Res. Methodol. 13, 2013, 91).
// 1 where no pair differs.
double McNemarExact(const Pairs& pairs);

// The share of the second less the share of the first, with the adjusted Wald interval of D. G. Bonett and
// R. M. Price (J. Educ. Behav. Stat. 37, 2012, 479-488), cut at -1 and 1. Not defined without pairs.
Estimate PairedDifference(const Pairs& pairs);

}  // namespace legevakt::stats
