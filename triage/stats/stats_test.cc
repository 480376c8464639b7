// Published worked examples, values that can be counted on paper, and properties over random tables.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "triage/stats/kappa.h"
#include "triage/stats/matrix.h"
#include "triage/stats/paired.h"
#include "triage/stats/proportion.h"

namespace legevakt::stats {
namespace {

Matrix Of(std::size_t columns, std::initializer_list<long> cells) {
  Matrix matrix(cells.size() / columns, columns);
  std::size_t at = 0;
  for (const long n : cells) {
    matrix.Add(at / columns, at % columns, n);
    ++at;
  }
  return matrix;
}

Matrix RandomMatrix(std::mt19937& rng, std::size_t levels) {
  Matrix matrix(levels, levels);
  for (std::size_t i = 0; i < levels; ++i) {
    for (std::size_t j = 0; j < levels; ++j) matrix.Add(i, j, static_cast<long>(rng() % 30));
  }
  return matrix;
}

// Newcombe 1998, table I, method 3.
TEST(Proportion, TheWorkedExamplesOfNewcombe) {
  const struct {
    long k;
    long n;
    double low;
    double high;
  } kExamples[] = {
      {81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0.0000, 0.1611}, {1, 29, 0.0061, 0.1718}};
  for (const auto& example : kExamples) {
    const Estimate got = Proportion(example.k, example.n);
    EXPECT_NEAR(*got.low, example.low, 5e-5) << example.k;
    EXPECT_NEAR(*got.high, example.high, 5e-5) << example.k;
    EXPECT_EQ(Name(got.method), "Wilson score");
  }
}

TEST(Proportion, NothingOfNothingIsNoFigure) {
  const Estimate got = Proportion(0, 0);
  EXPECT_FALSE(got.value || got.low || got.high);
  EXPECT_EQ(got.method, Method::kNone);
}

TEST(Proportion, IsMirroredHoldsItsValueAndNarrowsWithN) {
  for (long n = 1; n <= 60; ++n) {
    for (long k = 0; k <= n; ++k) {
      const Estimate got = Proportion(k, n);
      const Estimate mirror = Proportion(n - k, n);
      EXPECT_NEAR(*got.low, 1 - *mirror.high, 1e-12);
      EXPECT_LE(*got.low, *got.value);
      EXPECT_LE(*got.value, *got.high);
      EXPECT_GE(*got.low, 0.0);
      EXPECT_LE(*got.high, 1.0);
      const Estimate twice = Proportion(2 * k, 2 * n);
      EXPECT_LT(*twice.high - *twice.low, *got.high - *got.low);
    }
  }
}

// Cohen 1968, table 1: 200 cases, weights of disagreement 0 1 3 / 1 0 6 / 3 6 0.
TEST(Kappa, TheWorkedExampleOfCohen) {
  const Matrix counts = Of(3, {88, 14, 18, 10, 40, 10, 2, 6, 12});
  EXPECT_NEAR(*WeightedKappa(counts, UnweightedWeights(3)).value, 0.492, 5e-4);
  const std::vector<double> weights = {1, 5.0 / 6, 0.5, 5.0 / 6, 1, 0, 0.5, 0, 1};
  EXPECT_NEAR(*WeightedKappa(counts, weights).value, 0.348, 5e-4);
}

// Fleiss, Statistical Methods for Rates and Proportions, table 18.1 (13.1 in older editions): 100 subjects,
// kappa 0.68, standard error for the interval 0.087.
TEST(Kappa, TheWorkedExampleOfFleiss) {
  const Matrix counts = Of(3, {75, 1, 4, 5, 4, 1, 0, 0, 10});
  const Estimate got = WeightedKappa(counts, UnweightedWeights(3));
  EXPECT_NEAR(*got.value, 0.68, 5e-3);
  EXPECT_NEAR((*got.high - *got.low) / (2 * kZ), 0.087, 1e-3);
  EXPECT_EQ(got.method, Method::kFleissCohenEveritt);
}

TEST(Kappa, IsOneOnTheDiagonalZeroByChanceAndMinusOneAtWorst) {
  const Estimate perfect = QuadraticKappa(Of(3, {20, 0, 0, 0, 30, 0, 0, 0, 7}));
  EXPECT_DOUBLE_EQ(*perfect.value, 1.0);
  EXPECT_FALSE(perfect.low) << "perfect agreement has no variance, and no certainty either";
  // Each row in the same proportions.
  EXPECT_NEAR(*QuadraticKappa(Of(3, {10, 20, 30, 20, 40, 60, 5, 10, 15})).value, 0.0, 1e-12);
  EXPECT_NEAR(*QuadraticKappa(Of(2, {0, 25, 25, 0})).value, -1.0, 1e-12);
}

TEST(Kappa, IsNotDefinedWhereOneLevelIsAllThereIs) {
  EXPECT_FALSE(QuadraticKappa(Of(2, {40, 0, 0, 0})).value);
  EXPECT_FALSE(QuadraticKappa(Of(2, {0, 0, 0, 0})).value);
}

TEST(Kappa, FewObservationsHaveAValueAndNoInterval) {
  const Estimate got = QuadraticKappa(Of(2, {8, 2, 3, 6}));
  EXPECT_TRUE(got.value);
  EXPECT_FALSE(got.low);
  EXPECT_TRUE(QuadraticKappa(Of(2, {8, 3, 3, 6})).low);
}

// With quadratic weights kappa is 2 cov / (var + var + (difference of the means)^2): computed the other way.
TEST(Kappa, QuadraticIsTheConcordanceOfTheLevels) {
  std::mt19937 rng(7);
  for (std::size_t round = 0; round < 200; ++round) {
    const Matrix counts = RandomMatrix(rng, 3 + round % 4);
    double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
    for (std::size_t i = 0; i < counts.rows(); ++i) {
      for (std::size_t j = 0; j < counts.rows(); ++j) {
        const auto c = static_cast<double>(counts.At(i, j));
        const auto x = static_cast<double>(i);
        const auto y = static_cast<double>(j);
        n += c;
        sx += c * x;
        sy += c * y;
        sxx += c * x * x;
        syy += c * y * y;
        sxy += c * x * y;
      }
    }
    const double mx = sx / n;
    const double my = sy / n;
    const double expected =
        2 * (sxy / n - mx * my) / (sxx / n - mx * mx + syy / n - my * my + (mx - my) * (mx - my));
    EXPECT_NEAR(*QuadraticKappa(counts).value, expected, 1e-9);
  }
}

TEST(Kappa, IsTheSameWithTheJudgesOrTheOrderTurnedAndWithAllCountsDoubled) {
  std::mt19937 rng(11);
  for (int round = 0; round < 200; ++round) {
    const std::size_t k = 2 + static_cast<std::size_t>(round) % 4;
    const Matrix counts = RandomMatrix(rng, k);
    Matrix turned(k, k);
    Matrix reversed(k, k);
    Matrix doubled(k, k);
    for (std::size_t i = 0; i < k; ++i) {
      for (std::size_t j = 0; j < k; ++j) {
        turned.Add(j, i, counts.At(i, j));
        reversed.Add(k - 1 - i, k - 1 - j, counts.At(i, j));
        doubled.Add(i, j, 2 * counts.At(i, j));
      }
    }
    const Estimate got = QuadraticKappa(counts);
    for (const Matrix* other : {&turned, &reversed}) {
      EXPECT_NEAR(*got.value, *QuadraticKappa(*other).value, 1e-12);
      EXPECT_NEAR(*got.low, *QuadraticKappa(*other).low, 1e-9);
    }
    const Estimate more = QuadraticKappa(doubled);
    EXPECT_NEAR(*got.value, *more.value, 1e-12);
    EXPECT_LE(*more.high - *more.low, *got.high - *got.low);
    EXPECT_LE(*got.value, 1.0);
  }
}

// The interval's width against what drawing the cases anew gives.
TEST(Kappa, TheIntervalIsThatOfTheBootstrap) {
  const Matrix counts = Of(3, {60, 15, 5, 20, 90, 30, 4, 25, 80});
  const Estimate got = QuadraticKappa(counts);
  std::mt19937 rng(3);
  std::vector<double> weights;
  for (std::size_t at = 0; at < 9; ++at) weights.push_back(static_cast<double>(counts.At(at / 3, at % 3)));
  std::discrete_distribution<std::size_t> draw(weights.begin(), weights.end());
  std::vector<double> kappas;
  for (int round = 0; round < 2000; ++round) {
    Matrix again(3, 3);
    for (long i = 0; i < counts.Total(); ++i) {
      const std::size_t at = draw(rng);
      again.Add(at / 3, at % 3);
    }
    kappas.push_back(*QuadraticKappa(again).value);
  }
  std::sort(kappas.begin(), kappas.end());
  EXPECT_NEAR(kappas[50], *got.low, 0.015);
  EXPECT_NEAR(kappas[1950], *got.high, 0.015);
}

TEST(Paired, McNemarCountedOnPaper) {
  EXPECT_DOUBLE_EQ(McNemarExact({3, 0, 0, 4}), 1.0);
  // 2 * 1/32; 2 * (1 + 10) / 1024; both halves alike.
  EXPECT_NEAR(McNemarExact({0, 0, 5, 0}), 0.0625, 1e-12);
  EXPECT_NEAR(McNemarExact({9, 1, 9, 9}), 22.0 / 1024, 1e-12);
  EXPECT_DOUBLE_EQ(McNemarExact({0, 7, 7, 0}), 1.0);
  // Fagerland, Lydersen and Laake 2013: airway hyper-responsiveness before and after transplantation.
  EXPECT_NEAR(McNemarExact({1, 1, 7, 12}), 0.0703, 5e-5);
  // Thousands of pairs do not underflow.
  EXPECT_GT(McNemarExact({0, 2000, 2100, 0}), 0.1);
  EXPECT_LT(McNemarExact({0, 1000, 2100, 0}), 1e-50);
}

TEST(Paired, McNemarDoesNotCareWhoComesFirstNorForPairsThatAgree) {
  for (long b = 0; b < 30; ++b) {
    for (long c = 0; c < 30; ++c) {
      const double p = McNemarExact({0, b, c, 0});
      EXPECT_DOUBLE_EQ(p, McNemarExact({50, c, b, 70}));
      EXPECT_GT(p, 0.0);
      EXPECT_LE(p, 1.0);
    }
  }
}

// The same 21 children, by the formula of Bonett and Price: 8/23 - 2/23 +/- z sqrt((10/23 - (6/23)^2) / 23).
TEST(Paired, TheDifferenceOfBonettAndPrice) {
  const Estimate got = PairedDifference({1, 1, 7, 12});
  EXPECT_NEAR(*got.value, 6.0 / 21, 1e-12);
  const double half = kZ * std::sqrt((10.0 / 23 - 36.0 / 529) / 23);
  EXPECT_NEAR(*got.low, 6.0 / 23 - half, 1e-12);
  EXPECT_NEAR(*got.high, 0.5084, 5e-5);
  EXPECT_FALSE(PairedDifference({}).value);
  const Estimate turned = PairedDifference({1, 7, 1, 12});
  EXPECT_NEAR(*turned.high, -*got.low, 1e-12);
}

TEST(Matrix, CountsOfATableThatIsNotSquare) {
  const Matrix counts = Of(3, {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(counts.rows(), 2u);
  EXPECT_EQ(counts.columns(), 3u);
  EXPECT_EQ(counts.RowSum(1), 15);
  EXPECT_EQ(counts.ColumnSum(2), 9);
  EXPECT_EQ(counts.Total(), 21);
  EXPECT_EQ(Matrix().rows(), 0u);
}

}  // namespace
}  // namespace legevakt::stats
