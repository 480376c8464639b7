#include "central/store/partial_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "base/text.h"
#include "central/store/sqlite.h"

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

absl::Status ReadInParts(const fs::path& file, const std::function<bool(std::string_view)>& each) {
  constexpr std::size_t kAtOnce = 1 << 20;
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return FileError(errno == ENOENT ? "store.no_file" : "store.cannot_read", file, errno);
  std::string part(kAtOnce, '\0');
  ssize_t count = 0;
  int error = 0;
  do {
    count = read(fd, part.data(), part.size());
    error = count < 0 ? errno : 0;
    if (count > 0 && !each(std::string_view(part).substr(0, static_cast<std::size_t>(count)))) break;
  } while (count > 0 || error == EINTR);
  close(fd);
  return error == 0 ? absl::OkStatus() : FileError("store.cannot_read", file, error);
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

absl::Status PartialFile::TakeOver(const fs::path& from) {
  if (rename(from.c_str(), partial_.c_str()) == 0) return absl::OkStatus();
  if (errno != EXDEV) return CannotWrite(partial_);
  absl::Status read;
  const absl::Status written = With(partial_, O_WRONLY | O_TRUNC, [&](int to) {
    bool good = true;
    read = ReadInParts(from, [&](std::string_view bytes) {
      return !Interruptible::StopRequested() && (good = WriteAll(to, bytes));
    });
    return good;
  });
  if (Interruptible::StopRequested()) return absl::CancelledError();
  return read.ok() ? written : read;
}

absl::Status PartialFile::Finish() {
  LV_RETURN_IF_ERROR(With(partial_, O_RDONLY, [](int fd) { return fsync(fd) == 0; }));
  if (rename(partial_.c_str(), path_.c_str()) != 0) return CannotWrite(path_);
  return SyncDirectory(fs::absolute(path_).parent_path());
}

absl::Status SyncDirectory(const fs::path& dir) {
  return With(dir, O_RDONLY | O_DIRECTORY, [](int fd) { return fsync(fd) == 0; });
}

}  // namespace legevakt::store
