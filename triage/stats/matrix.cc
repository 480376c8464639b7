#include "triage/stats/matrix.h"

#include <numeric>

namespace legevakt::stats {

long Matrix::RowSum(std::size_t row) const {
  long sum = 0;
  for (std::size_t column = 0; column < columns_; ++column) sum += At(row, column);
  return sum;
}

long Matrix::ColumnSum(std::size_t column) const {
  long sum = 0;
  for (std::size_t row = 0; row < rows(); ++row) sum += At(row, column);
  return sum;
}

long Matrix::Total() const {
  return std::accumulate(cells_.begin(), cells_.end(), 0L);
}

long Matrix::Diagonal() const {
  long sum = 0;
  for (std::size_t i = 0; i < columns_; ++i) sum += At(i, i);
  return sum;
}

}  // namespace legevakt::stats
