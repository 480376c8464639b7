// One process owns a data directory: flock on the directory and on DIR/lock (the one that versions up to
// 0.1.0 look at), let go by the kernel when the process ends, however it ends.
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
  // kRead makes no file. On a directory that this process may not read it holds nothing.
  static absl::StatusOr<DirLock> Acquire(const std::filesystem::path& dir, Mode mode);

  DirLock(DirLock&& other) noexcept;
  DirLock& operator=(DirLock&& other) noexcept;
  ~DirLock();

 private:
  DirLock() = default;
  // -1 for none.
  int dir_ = -1;
  int file_ = -1;
};

}  // namespace legevakt::store
