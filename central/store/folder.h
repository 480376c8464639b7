// Directories as values: what lies in one, and a new one that is there after a power loss too. No error is
// thrown, and none is taken for an empty directory.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <vector>

#include "base/status.h"

namespace legevakt::store {

// What lies in `dir`, by name. NOT_FOUND where there is no such directory. An error in the middle is an error
// of the whole, for half a list would be taken for all of it.
absl::StatusOr<std::vector<std::filesystem::path>> ListFolder(const std::filesystem::path& dir);

// Makes `dir`, where it is not there, with the rights `mode`, and what is missing above it. Every new name is
// on the disk afterwards; where it cannot be brought there, there is none.
absl::Status MakeDirectoryDurable(const std::filesystem::path& dir, mode_t mode);

}  // namespace legevakt::store
