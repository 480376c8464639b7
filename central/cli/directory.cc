#include "central/cli/directory.h"

#include <utility>

#include "base/text.h"

namespace legevakt::cli {

absl::StatusOr<Directory> OpenDirectory(const std::filesystem::path& dir) {
  Directory directory;
  auto lock = store::DirLock::Acquire(dir, store::DirLock::Mode::kRead);
  if (lock.ok()) {
    directory.lock = std::move(*lock);
    return directory;
  }
  if (!absl::IsUnavailable(lock.status())) return lock.status();
  LV_ASSIGN_OR_RETURN(directory.remote, Remote::Connect(dir));
  return directory;
}

absl::StatusOr<std::unique_ptr<Remote>> RunningCentral(const std::filesystem::path& dir) {
  LV_ASSIGN_OR_RETURN(Directory directory, OpenDirectory(dir));
  if (directory.remote != nullptr) return std::move(directory.remote);
  return MakeStatus(absl::StatusCode::kUnavailable,
                    text::Format(text::ProcessLang(), "cli.tool_needs_central", {{"dir", dir.native()}}));
}

}  // namespace legevakt::cli
