#include "central/store/partial_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/text.h"

namespace legevakt::store {
namespace {

namespace fs = std::filesystem;

absl::StatusCode CodeOf(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return absl::StatusCode::kResourceExhausted;
    case ENOENT:
      return absl::StatusCode::kNotFound;
    case EACCES:
    case EPERM:
    case EROFS:
    case EISDIR:
    case ENOTDIR:
      return absl::StatusCode::kPermissionDenied;
    default:
      return absl::StatusCode::kInternal;
  }
}

absl::Status CannotWrite(const fs::path& file) {
  return FileError("store.cannot_write", file, errno);
}

// Runs `work` with a descriptor of the file, and closes it. An error of close is an error of the write.
template <typename Work>
absl::Status With(const fs::path& path, int flags, Work work) {
  const int fd = open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (fd < 0) return CannotWrite(path);
  absl::Status status = work(fd) ? absl::OkStatus() : CannotWrite(path);
  if (close(fd) != 0 && status.ok()) status = CannotWrite(path);
  return status;
}

bool WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

absl::Status FileError(std::string_view key, const fs::path& file, int error) {
  return MakeStatus(CodeOf(error), text::Format(text::ProcessLang(), key,
                                                {{"file", file.native()}, {"what", std::strerror(error)}}));
}

PartialFile::PartialFile(fs::path path) : path_(std::move(path)), partial_(path_.native() + ".partial") {}

PartialFile::~PartialFile() {
  std::error_code ignored;
  fs::remove(partial_, ignored);
  fs::remove(partial_.native() + "-journal", ignored);
}

absl::Status PartialFile::Create() {
  return With(partial_, O_CREAT | O_TRUNC | O_WRONLY, [](int) { return true; });
}

absl::Status PartialFile::Append(std::string_view bytes) {
  return With(partial_, O_WRONLY | O_APPEND, [bytes](int fd) { return WriteAll(fd, bytes); });
}

absl::Status PartialFile::Finish() {
  LV_RETURN_IF_ERROR(With(partial_, O_RDONLY, [](int fd) { return fsync(fd) == 0; }));
  if (rename(partial_.c_str(), path_.c_str()) != 0) return CannotWrite(path_);
  return With(fs::absolute(path_).parent_path(), O_RDONLY | O_DIRECTORY,
              [](int fd) { return fsync(fd) == 0; });
}

}  // namespace legevakt::store
