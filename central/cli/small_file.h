// A small file beside the journal that another process reads: whole, or as it was before.
#pragma once

#include <absl/status/status.h>

#include <filesystem>
#include <string_view>

namespace legevakt::cli {

// Not synced: what is in it is of use only as long as the machine runs.
absl::Status WriteSmallFile(const std::filesystem::path& path, std::string_view bytes);

}  // namespace legevakt::cli
