#include "console/model/row_order.h"

#include <algorithm>
#include <unordered_map>

namespace legevakt::console {
namespace {

// The fewest rows that must be moved to get from `rows` to `wanted` (the same rows in another order): all but
// the longest run that is in order already.
int Misplaced(const std::vector<std::int64_t>& rows, const std::vector<std::int64_t>& wanted) {
  std::unordered_map<std::int64_t, int> place;
  for (std::size_t i = 0; i < wanted.size(); ++i) place[wanted[i]] = static_cast<int>(i);
  std::vector<int> ends;
  for (const auto id : rows) {
    const int at = place[id];
    const auto end = std::lower_bound(ends.begin(), ends.end(), at);
    if (end == ends.end()) {
      ends.push_back(at);
    } else {
      *end = at;
    }
  }
  return static_cast<int>(rows.size() - ends.size());
}

}  // namespace

void RowOrder::Update(const std::vector<std::int64_t>& wanted, bool still) {
  if (!still && !rows_.empty() && wanted == wanted_) return;
  wanted_ = wanted;
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
  out_of_place_ = Misplaced(rows_, wanted);
}

}  // namespace legevakt::console
