#include "central/store/dir_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "base/text.h"

namespace legevakt::store {
namespace {

constexpr int kNoFile = -1;

std::string PidIn(int fd) {
  char text[32] = {};
  const ssize_t size = pread(fd, text, sizeof text - 1, 0);
  return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : "?";
}

absl::Status LockError(absl::StatusCode code, std::string_view key, const std::filesystem::path& dir,
                       std::string_view what) {
  return MakeStatus(code, text::Format(text::ProcessLang(), key, {{"dir", dir.native()}, {"what", what}}));
}

}  // namespace

absl::StatusOr<DirLock> DirLock::Acquire(const std::filesystem::path& dir, Mode mode) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(dir, ignored)) {
    return LockError(absl::StatusCode::kNotFound, "store.no_directory", dir, "");
  }
  const std::filesystem::path path = dir / "lock";
  int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (fd < 0 && mode == Mode::kRead) {
    fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return DirLock(kNoFile);
  }
  if (fd < 0) {
    return LockError(absl::StatusCode::kPermissionDenied, "store.cannot_lock", dir, std::strerror(errno));
  }
  DirLock lock(fd);
  if (flock(fd, (mode == Mode::kOwn ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      return LockError(absl::StatusCode::kPermissionDenied, "store.cannot_lock", dir, std::strerror(errno));
    }
    return LockError(absl::StatusCode::kUnavailable, "store.in_use", dir, PidIn(fd));
  }
  if (mode == Mode::kOwn) {
    // For people and for the sentence above; the lock itself is the kernel's.
    const std::string pid = std::to_string(getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, pid.data(), pid.size(), 0) < 0) {
      return LockError(absl::StatusCode::kPermissionDenied, "store.cannot_lock", dir, std::strerror(errno));
    }
  }
  return lock;
}

DirLock::DirLock(DirLock&& other) noexcept : fd_(std::exchange(other.fd_, kNoFile)) {}

DirLock& DirLock::operator=(DirLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

DirLock::~DirLock() {
  if (fd_ >= 0) close(fd_);
}

}  // namespace legevakt::store
