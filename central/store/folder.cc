#include "central/store/folder.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "central/store/partial_file.h"

namespace legevakt::store {

namespace fs = std::filesystem;

absl::StatusOr<std::vector<fs::path>> ListFolder(const fs::path& dir) {
  std::error_code error;
  std::vector<fs::path> entries;
  // Step by step: a for over it would throw.
  for (fs::directory_iterator at(dir, error); !error && at != fs::directory_iterator(); at.increment(error)) {
    entries.push_back(at->path());
  }
  if (error) return FileError("store.cannot_read", dir, error.value());
  std::sort(entries.begin(), entries.end());
  return entries;
}

absl::Status MakeDirectoryDurable(const fs::path& dir, mode_t mode) {
  constexpr mode_t kAsUsual = 0777;
  const auto cannot = [&dir](int error) { return FileError("store.cannot_make", dir, error); };
  std::error_code error;
  const fs::file_type there = fs::status(dir, error).type();
  if (there == fs::file_type::directory && !fs::is_empty(dir, error)) return absl::OkStatus();
  if (there != fs::file_type::not_found && there != fs::file_type::directory)
    return cannot(error ? error.value() : ENOTDIR);
  fs::path path = fs::absolute(dir, error);
  if (error) return cannot(error.value());
  // With a slash at its end it would be its own parent.
  if (!path.has_filename()) path = path.parent_path();
  const fs::path parent = path.parent_path();
  if (there == fs::file_type::directory) {
    // Where a process was killed in the middle of this, the name may be in memory only. Whoever made it for
    // us may not let us look above it.
    static_cast<void>(SyncDirectory(parent));
    return absl::OkStatus();
  }
  if (parent == path) return cannot(ENOENT);
  LV_RETURN_IF_ERROR(MakeDirectoryDurable(parent, kAsUsual));
  if (mkdir(path.c_str(), mode) != 0) return errno == EEXIST ? absl::OkStatus() : cannot(errno);
  // Also where the process makes what it makes for its owner alone. Less than asked for is good enough.
  if (mode != kAsUsual) fs::permissions(path, static_cast<fs::perms>(mode), error);
  absl::Status synced = SyncDirectory(parent);
  // Else the next try would find it, and take it for one that stays.
  if (!synced.ok()) fs::remove(path, error);
  return synced;
}

}  // namespace legevakt::store
