// A data directory that somebody names on the command line: dead, and then held so that no central starts
// meanwhile; or live, and then the running central answers.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "base/status.h"
#include "central/cli/remote.h"
#include "central/store/dir_lock.h"

namespace legevakt::cli {

struct Directory {
  // Present for a dead directory; let go when this goes.
  std::optional<store::DirLock> lock;
  // Present for a live one.
  std::unique_ptr<Remote> remote;
};

// NOT_FOUND where there is no such directory; UNAVAILABLE where a process has it but does not answer.
absl::StatusOr<Directory> OpenDirectory(const std::filesystem::path& dir);

// The central that runs on it. UNAVAILABLE where none does.
absl::StatusOr<std::unique_ptr<Remote>> RunningCentral(const std::filesystem::path& dir);

}  // namespace legevakt::cli
