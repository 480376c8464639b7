// One proportion.
#pragma once

#include "triage/stats/estimate.h"

namespace legevakt::stats {

// k of n, with the Wilson score interval without continuity correction (E. B. Wilson, JASA 22, 1927, 209-212;
// method 3 of R. G. Newcombe, Statistics in Medicine 17, 1998, 857-872). It never leaves 0 to 1 and is never
// empty, not even at 0 of n. Not defined where n is 0. 0 <= k <= n.
Estimate Proportion(long k, long n);

}  // namespace legevakt::stats
