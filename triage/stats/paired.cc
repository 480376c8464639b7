#include "triage/stats/paired.h"

#include <algorithm>
#include <cmath>

namespace legevakt::stats {

double McNemarExact(const Pairs& pairs) {
  const long differ = pairs.only_first + pairs.only_second;
  const long fewer = std::min(pairs.only_first, pairs.only_second);
  if (differ == 0) return 1;
  // Each term of the tail through its logarithm: 2^-n underflows where there are many.
  const auto n = static_cast<double>(differ);
  double tail = 0;
  for (long i = 0; i <= fewer; ++i) {
    const auto k = static_cast<double>(i);
    tail += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) - n * std::log(2.0));
  }
  return std::min(1.0, 2 * tail);
}

Estimate PairedDifference(const Pairs& pairs) {
  Estimate out;
  out.n = pairs.Total();
  if (out.n == 0) return out;
  const auto n = static_cast<double>(out.n);
  const auto first = static_cast<double>(pairs.only_first);
  const auto second = static_cast<double>(pairs.only_second);
  const double p_first = (first + 1) / (n + 2);
  const double p_second = (second + 1) / (n + 2);
  const double difference = p_second - p_first;
  const double half = kZ * std::sqrt((p_first + p_second - difference * difference) / (n + 2));
  out.value = (second - first) / n;
  out.low = std::max(-1.0, difference - half);
  out.high = std::min(1.0, difference + half);
  out.method = Method::kBonettPrice;
  return out;
}

}  // namespace legevakt::stats
