// One process owns a data directory: flock on DIR/lock, let go by the kernel when the process ends, however
// it ends.
#pragma once

#include <filesystem>

#include "base/status.h"

namespace legevakt::store {

class DirLock {
 public:
  // kOwn: the one that serves or writes. kRead: an offline command, which keeps an owner from starting
  // meanwhile; several may read at once.
  enum class Mode { kOwn, kRead };

  // UNAVAILABLE where another process has it; NOT_FOUND where there is no such directory.
  // A kRead lock on a directory that cannot be written to, with no lock file in it, holds nothing.
  static absl::StatusOr<DirLock> Acquire(const std::filesystem::path& dir, Mode mode);

  DirLock(DirLock&& other) noexcept;
  DirLock& operator=(DirLock&& other) noexcept;
  ~DirLock();

 private:
  explicit DirLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace legevakt::store
