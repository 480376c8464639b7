#include "console/platform/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace legevakt::console {
namespace {

// A new name outlives a power cut only when its directory is on the disk as well. Some file
// systems have nothing to do for that, and say EINVAL.
bool NameIsKept(const std::string& path) {
  const std::string directory = std::filesystem::path(path).parent_path().string();
  const int file = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return false;
  const bool good = ::fsync(file) == 0 || errno == EINVAL;
  ::close(file);
  return good;
}

}  // namespace

std::string StatePath(std::string_view name, std::string_view user_id, std::string_view ending) {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  std::filesystem::path root = state != nullptr && *state != '\0' ? state
                               : home != nullptr && *home != '\0'
                                   ? std::filesystem::path(home) / ".local/state"
                                   : "/tmp";
  root /= "legevakt";
  std::error_code ignored;
  std::filesystem::create_directories(root, ignored);
  std::filesystem::permissions(root, std::filesystem::perms::owner_all, ignored);
  // A user id comes from the region file; it never becomes a path of its own.
  std::string file(name);
  file += "-";
  for (const char c : user_id) file += c == '/' || c == '.' ? '_' : c;
  file += ending;
  return (root / file).string();
}

std::string ReadFile(const std::string& path, std::size_t most) {
  std::string text;
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return text;
  char part[4096];
  for (ssize_t n = 0; text.size() <= most && (n = ::read(file, part, sizeof part)) > 0;)
    text.append(part, static_cast<std::size_t>(n));
  ::close(file);
  return text;
}

bool WriteFile(const std::string& path, const std::string& text) {
  if (path.empty()) return false;
  const std::string beside = path + ".new";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return false;
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t n = ::write(file, text.data() + written, text.size() - written);
    if (n <= 0) break;
    written += static_cast<std::size_t>(n);
  }
  const bool good = written == text.size() && ::fsync(file) == 0;
  ::close(file);
  return good && std::rename(beside.c_str(), path.c_str()) == 0 && NameIsKept(path);
}

std::string KeepFormer(const std::string& path) {
  constexpr int kMost = 9;
  const std::filesystem::path file(path);
  std::filesystem::path chosen;
  std::filesystem::file_time_type oldest;
  for (int i = 1; i <= kMost; ++i) {
    std::filesystem::path beside = file;
    beside.replace_filename(file.stem().string() + "-forrige" + (i == 1 ? "" : "-" + std::to_string(i)) +
                            file.extension().string());
    std::error_code none;
    const auto at = std::filesystem::last_write_time(beside, none);
    if (none) {
      chosen = beside;
      break;
    }
    if (chosen.empty() || at < oldest) {
      chosen = beside;
      oldest = at;
    }
  }
  return std::rename(path.c_str(), chosen.c_str()) == 0 ? chosen.string() : std::string();
}

}  // namespace legevakt::console
