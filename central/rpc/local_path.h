// A file in a directory by a path that is short enough for a Unix socket, wherever the directory lies: such
// an address holds 107 bytes. The directory is held open, and the file is named through its descriptor.
#pragma once

#include <absl/status/statusor.h>

#include <filesystem>
#include <string>

namespace legevakt::rpc {

class LocalPath {
 public:
  // UNAVAILABLE with the reason where the directory cannot be opened.
  static absl::StatusOr<LocalPath> Open(const std::filesystem::path& dir, std::string name);
  LocalPath(LocalPath&& other) noexcept;
  LocalPath& operator=(LocalPath&& other) noexcept;
  ~LocalPath();

  // For this process, and only as long as this lives.
  std::string path() const;
  void Remove() const;

 private:
  LocalPath(int dir_fd, std::string name) : dir_fd_(dir_fd), name_(std::move(name)) {}
  int dir_fd_;
  std::string name_;
};

}  // namespace legevakt::rpc
