#include "triage/stats/proportion.h"

#include <algorithm>
#include <cmath>

namespace legevakt::stats {

Estimate Proportion(long k, long n) {
  Estimate out;
  out.k = k;
  out.n = n;
  if (n <= 0) return out;
  const auto count = static_cast<double>(n);
  const double p = static_cast<double>(k) / count;
  const double z2 = kZ * kZ;
  const double centre = (p + z2 / (2 * count)) / (1 + z2 / count);
  const double half = kZ / (1 + z2 / count) * std::sqrt(p * (1 - p) / count + z2 / (4 * count * count));
  out.value = p;
  // At 0 and at n of n the bound is exact, and rounding may not move it past the value.
  out.low = k == 0 ? 0.0 : std::max(0.0, centre - half);
  out.high = k == n ? 1.0 : std::min(1.0, centre + half);
  out.method = Method::kWilson;
  return out;
}

}  // namespace legevakt::stats
