#include "triage/stats/kappa.h"

#include <algorithm>
#include <cmath>

namespace legevakt::stats {
namespace {

// The table as proportions, with what the formulas need of it.
struct Shares {
  explicit Shares(const Matrix& counts) : levels(counts.rows()), rows(levels), columns(levels) {
    const auto total = static_cast<double>(counts.Total());
    cells.reserve(levels * levels);
    for (std::size_t i = 0; i < levels; ++i) {
      for (std::size_t j = 0; j < levels; ++j) {
        const double p = static_cast<double>(counts.At(i, j)) / total;
        cells.push_back(p);
        rows[i] += p;
        columns[j] += p;
      }
    }
  }

  std::size_t levels;
  std::vector<double> cells;
  std::vector<double> rows;
  std::vector<double> columns;
};

// The variance of the estimate, times n.
double VarianceTimesN(const Shares& p, const std::vector<double>& w, double kappa, double expected) {
  const std::size_t k = p.levels;
  std::vector<double> row_mean(k);
  std::vector<double> column_mean(k);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      row_mean[i] += p.columns[j] * w[i * k + j];
      column_mean[j] += p.rows[i] * w[i * k + j];
    }
  }
  double sum = 0;
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      const double term = w[i * k + j] - (row_mean[i] + column_mean[j]) * (1 - kappa);
      sum += p.cells[i * k + j] * term * term;
    }
  }
  const double back = kappa - expected * (1 - kappa);
  return (sum - back * back) / ((1 - expected) * (1 - expected));
}

}  // namespace

std::vector<double> UnweightedWeights(std::size_t levels) {
  std::vector<double> weights(levels * levels, 0.0);
  for (std::size_t i = 0; i < levels; ++i) weights[i * levels + i] = 1;
  return weights;
}

std::vector<double> QuadraticWeights(std::size_t levels) {
  std::vector<double> weights(levels * levels, 1.0);
  const double widest = static_cast<double>(levels) - 1;
  for (std::size_t i = 0; i < levels; ++i) {
    for (std::size_t j = 0; j < levels; ++j) {
      const double apart = (static_cast<double>(i) - static_cast<double>(j)) / widest;
      if (i != j) weights[i * levels + j] = 1 - apart * apart;
    }
  }
  return weights;
}

Estimate WeightedKappa(const Matrix& counts, const std::vector<double>& weights) {
  // Below this, a difference from 0 is the rounding of the sums.
  constexpr double kTiny = 1e-12;
  Estimate out;
  out.n = counts.Total();
  if (out.n == 0) return out;
  const Shares p(counts);
  double observed = 0;
  double expected = 0;
  for (std::size_t i = 0; i < p.levels; ++i) {
    for (std::size_t j = 0; j < p.levels; ++j) {
      observed += weights[i * p.levels + j] * p.cells[i * p.levels + j];
      expected += weights[i * p.levels + j] * p.rows[i] * p.columns[j];
    }
  }
  if (1 - expected < kTiny) return out;
  const double kappa = (observed - expected) / (1 - expected);
  out.value = kappa;
  if (out.n < kKappaIntervalMin) return out;
  const double variance = VarianceTimesN(p, weights, kappa, expected) / static_cast<double>(out.n);
  if (variance < kTiny) return out;
  out.low = std::max(-1.0, kappa - kZ * std::sqrt(variance));
  out.high = std::min(1.0, kappa + kZ * std::sqrt(variance));
  out.method = Method::kFleissCohenEveritt;
  return out;
}

Estimate QuadraticKappa(const Matrix& counts) {
  return WeightedKappa(counts, QuadraticWeights(counts.rows()));
}

}  // namespace legevakt::stats
