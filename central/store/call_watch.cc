#include "central/store/call_watch.h"

#include <dlfcn.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <string>
#include <system_error>

namespace legevakt::store {
namespace {

void Tell(const std::function<void(const std::filesystem::path&)>& told, int fd) {
  if (!told) return;
  std::error_code error;
  const auto path = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(fd), error);
  if (!error) told(path);
}

}  // namespace

CallWatch& WatchCalls() {
  static CallWatch watch;
  return watch;
}

}  // namespace legevakt::store

using legevakt::store::Tell;
using legevakt::store::WatchCalls;

extern "C" {

ssize_t write(int fd, const void* from, size_t size) {
  Tell(WatchCalls().on_write, fd);
  return syscall(SYS_write, fd, from, size);
}
ssize_t pwrite64(int fd, const void* from, size_t size, off64_t offset) {
  Tell(WatchCalls().on_write, fd);
  return syscall(SYS_pwrite64, fd, from, size, offset);
}
int fsync(int fd) {
  Tell(WatchCalls().on_sync, fd);
  return static_cast<int>(syscall(SYS_fsync, fd));
}
int statvfs(const char* path, struct statvfs* about) noexcept {
  static auto* const real =
      reinterpret_cast<int (*)(const char*, struct statvfs*)>(dlsym(RTLD_NEXT, "statvfs"));
  const int result = real(path, about);
  if (const auto room = WatchCalls().room; room.has_value() && result == 0) {
    about->f_bavail = *room / about->f_frsize;
  }
  return result;
}

}  // extern "C"
