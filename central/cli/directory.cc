#include "central/cli/directory.h"

#include <utility>

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

}  // namespace legevakt::cli
