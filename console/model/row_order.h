// Rows never jump under the hand: the queue is re-sorted only when the operator has been still for a second,
// or asks for it.
#pragma once

#include <cstdint>
#include <vector>

namespace legevakt::console {

class RowOrder {
 public:
  // `wanted` is the right order now. While `still` is false, rows keep their places: what is gone leaves,
  // what is new comes last.
  void Update(const std::vector<std::int64_t>& wanted, bool still);
  const std::vector<std::int64_t>& rows() const { return rows_; }
  // Rows that are out of place until the next sorting.
  int out_of_place() const { return out_of_place_; }

 private:
  // What was wanted the last time.
  std::vector<std::int64_t> wanted_;
  std::vector<std::int64_t> rows_;
  int out_of_place_ = 0;
};

}  // namespace legevakt::console
