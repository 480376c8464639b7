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
  const auto cannot = [&dir] {
    return LockError(absl::StatusCode::kPermissionDenied, "store.cannot_lock", dir, std::strerror(errno));
  };
  const bool own = mode == Mode::kOwn;
  DirLock lock;
  lock.dir_ = open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  // Whoever may not read the directory may not read what is in it either. Any other error must not be taken
  // for a directory that nobody has.
  if (lock.dir_ < 0 && (own || errno != EACCES)) return cannot();
  lock.file_ = open((dir / "lock").c_str(), (own ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC, 0640);
  if (lock.file_ < 0 && (own || (errno != ENOENT && errno != EACCES))) return cannot();
  for (const int fd : {lock.dir_, lock.file_}) {
    if (fd < 0 || flock(fd, (own ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) continue;
    if (errno != EWOULDBLOCK) return cannot();
    return LockError(absl::StatusCode::kUnavailable, "store.in_use", dir, PidIn(lock.file_));
  }
  if (own) {
    // For people and for the sentence above; the lock itself is the kernel's.
    const std::string pid = std::to_string(getpid());
    if (ftruncate(lock.file_, 0) != 0 || pwrite(lock.file_, pid.data(), pid.size(), 0) < 0) return cannot();
  }
  return lock;
}

DirLock::DirLock(DirLock&& other) noexcept
    : dir_(std::exchange(other.dir_, -1)), file_(std::exchange(other.file_, -1)) {}

DirLock& DirLock::operator=(DirLock&& other) noexcept {
  std::swap(dir_, other.dir_);
  std::swap(file_, other.file_);
  return *this;
}

DirLock::~DirLock() {
  if (file_ >= 0) close(file_);
  if (dir_ >= 0) close(dir_);
}

}  // namespace legevakt::store
