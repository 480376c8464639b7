#include "triage/past/figures.h"

#include "triage/stats/kappa.h"
#include "triage/stats/proportion.h"

namespace legevakt::past {
namespace {

using stats::Matrix;

// The table on the judge's scale. Square.
Matrix OnOneScale(const Matrix& matrix, const Scales& scales) {
  Matrix out(matrix.columns(), matrix.columns());
  for (std::size_t row = 0; row < matrix.rows(); ++row) {
    for (std::size_t column = 0; column < matrix.columns(); ++column) {
      out.Add(scales.same[row], column, matrix.At(row, column));
    }
  }
  return out;
}

// Urgent by the judge among the rows from `from` to `to`.
long Urgent(const Matrix& matrix, std::size_t from, std::size_t to, const Scales& scales) {
  long sum = 0;
  for (std::size_t row = from; row < to; ++row) {
    for (std::size_t column = 0; column < scales.urgent_judge; ++column) sum += matrix.At(row, column);
  }
  return sum;
}

long RowSums(const Matrix& matrix, std::size_t from, std::size_t to) {
  long sum = 0;
  for (std::size_t row = from; row < to; ++row) sum += matrix.RowSum(row);
  return sum;
}

void FillAgreement(const Matrix& square, Figures& out) {
  long less = 0;
  long more = 0;
  for (std::size_t row = 0; row < square.rows(); ++row) {
    for (std::size_t column = 0; column < square.columns(); ++column) {
      if (column > row) less += square.At(row, column);
      if (column < row) more += square.At(row, column);
    }
  }
  out.agreement = stats::Proportion(square.Diagonal(), out.n);
  out.kappa = stats::QuadraticKappa(square);
  out.under_triage = stats::Proportion(less, out.n);
  out.over_triage = stats::Proportion(more, out.n);
}

}  // namespace

std::size_t UrgentByDefault(std::size_t levels) {
  return levels >= 5 ? 2 : 1;
}

std::size_t LowestLevels(std::size_t levels) {
  return levels >= 4 ? 2 : 1;
}

Figures FiguresOf(const Matrix& matrix, const Scales& scales) {
  Figures out;
  out.n = matrix.Total();
  if (!scales.same.empty()) FillAgreement(OnOneScale(matrix, scales), out);
  const std::size_t rows = matrix.rows();
  const long urgent = RowSums(matrix, 0, scales.urgent_reference);
  out.sensitivity = stats::Proportion(Urgent(matrix, 0, scales.urgent_reference, scales), urgent);
  out.specificity = stats::Proportion(out.n - urgent - Urgent(matrix, scales.urgent_reference, rows, scales),
                                      out.n - urgent);
  if (rows == 0) return out;
  long lowest = 0;
  for (std::size_t i = 0; i < LowestLevels(matrix.columns()); ++i)
    lowest += matrix.At(0, matrix.columns() - 1 - i);
  out.most_urgent_lowest = stats::Proportion(lowest, matrix.RowSum(0));
  return out;
}

}  // namespace legevakt::past
