// A table of counts: rows are one judge's levels, columns another's, most urgent first. Need not be square.
#pragma once

#include <cstddef>
#include <vector>

namespace legevakt::stats {

class Matrix {
 public:
  Matrix() = default;
  Matrix(std::size_t rows, std::size_t columns) : columns_(columns), cells_(rows * columns) {}

  std::size_t rows() const { return columns_ == 0 ? 0 : cells_.size() / columns_; }
  std::size_t columns() const { return columns_; }
  long At(std::size_t row, std::size_t column) const { return cells_[row * columns_ + column]; }
  void Add(std::size_t row, std::size_t column, long n = 1) { cells_[row * columns_ + column] += n; }

  long RowSum(std::size_t row) const;
  long ColumnSum(std::size_t column) const;
  long Total() const;
  // What both judges gave the same level. Square only.
  long Diagonal() const;

 private:
  std::size_t columns_ = 0;
  std::vector<long> cells_;
};

}  // namespace legevakt::stats
