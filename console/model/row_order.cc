#include "console/model/row_order.h"

#include <algorithm>

namespace legevakt::console {

void RowOrder::Update(const std::vector<std::int64_t>& wanted, bool still) {
  out_of_place_ = 0;
  if (still || rows_.empty()) {
    rows_ = wanted;
    return;
  }
  if (rows_ == wanted) return;
  std::erase_if(rows_, [&wanted](std::int64_t id) {
    return std::find(wanted.begin(), wanted.end(), id) == wanted.end();
  });
  for (const auto id : wanted) {
    if (std::find(rows_.begin(), rows_.end(), id) == rows_.end()) rows_.push_back(id);
  }
  for (std::size_t i = 0; i < rows_.size(); ++i) out_of_place_ += rows_[i] == wanted[i] ? 0 : 1;
}

}  // namespace legevakt::console
