// Whom to call about what: the region's directory, what is open now first.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "legevakt/v1/region.pb.h"

namespace legevakt::console {

namespace v1 = legevakt::v1;

struct DirectoryLine {
  const v1::DirectoryEntry* entry = nullptr;
  bool open = false;
  // It answers for the municipality that was asked for.
  bool here = false;
  // When it opens or closes next; 0 where it never changes.
  std::int64_t changes_us = 0;
};

// Those for `municipality` (empty: any) first; among them what is open now; then in the region's order.
std::vector<DirectoryLine> DirectoryAt(const v1::Region& region, const std::string& municipality,
                                       std::int64_t now_us);

}  // namespace legevakt::console
