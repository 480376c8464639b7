// Agreement of two judges beyond chance.
#pragma once

#include <cstddef>
#include <vector>

#include "triage/stats/estimate.h"
#include "triage/stats/matrix.h"

namespace legevakt::stats {

// Fewer observations than this give a value without an interval: the variance is that of large samples.
inline constexpr long kKappaIntervalMin = 20;

// Weights of agreement: 1 on the diagonal, row by row.
std::vector<double> UnweightedWeights(std::size_t levels);
// 1 - (i - j)^2 / (levels - 1)^2 (J. L. Fleiss and J. Cohen, Educ. Psychol. Meas. 33, 1973, 613-619).
std::vector<double> QuadraticWeights(std::size_t levels);

// Weighted kappa (J. Cohen, Psychol. Bull. 70, 1968, 213-220) of a square table, with the interval of its
// asymptotic variance (J. L. Fleiss, J. Cohen and B. S. Everitt, Psychol. Bull. 72, 1969, 323-327), cut at -1
// and 1. Not defined where chance alone agrees fully (both judges give one and the same level throughout). No
// interval where there are fewer than kKappaIntervalMin, or where the variance is 0 (perfect agreement): it
// would claim a certainty that nobody has.
Estimate WeightedKappa(const Matrix& counts, const std::vector<double>& weights);

// What is usual for ordered levels.
Estimate QuadraticKappa(const Matrix& counts);

}  // namespace legevakt::stats
