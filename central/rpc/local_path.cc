#include "central/rpc/local_path.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/status.h"

namespace legevakt::rpc {

absl::StatusOr<LocalPath> LocalPath::Open(const std::filesystem::path& dir, std::string name) {
  const int fd = open(dir.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return MakeStatus(absl::StatusCode::kUnavailable, std::generic_category().message(errno));
  return LocalPath(fd, std::move(name));
}

LocalPath::LocalPath(LocalPath&& other) noexcept
    : dir_fd_(std::exchange(other.dir_fd_, -1)), name_(std::move(other.name_)) {}

LocalPath& LocalPath::operator=(LocalPath&& other) noexcept {
  std::swap(dir_fd_, other.dir_fd_);
  std::swap(name_, other.name_);
  return *this;
}

LocalPath::~LocalPath() {
  if (dir_fd_ >= 0) close(dir_fd_);
}

std::string LocalPath::path() const {
  return "/proc/self/fd/" + std::to_string(dir_fd_) + "/" + name_;
}

void LocalPath::Remove() const {
  unlinkat(dir_fd_, name_.c_str(), 0);
}

}  // namespace legevakt::rpc
