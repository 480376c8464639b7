// The file of municipalities' borders that a site names, from this machine's disk.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>

#include "console/map/borders.h"

namespace legevakt::console {

// Null where `path` is empty: none are wanted. Else see ReadBorders; NOT_FOUND with a sentence where there is
// nothing to read. Reads no more than it takes to see that a file is too large.
absl::StatusOr<std::shared_ptr<const map::Borders>> BordersFromFile(const std::string& path);

}  // namespace legevakt::console
