// A disk that fails, for a process that is not ours to change: preloaded into legevakt-central (LD_PRELOAD),
// it makes each sync of a file under LEGEVAKT_FAULT_DIR fail from the moment on at which the file
// LEGEVAKT_FAULT_DIR/fail-syncs is there.
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

// True for a file of the directory once the disk has begun to fail.
bool FailsFor(int fd) {
  const char* dir = std::getenv("LEGEVAKT_FAULT_DIR");
  if (dir == nullptr) return false;
  char name[4096];
  std::snprintf(name, sizeof name, "%s/fail-syncs", dir);
  if (syscall(SYS_access, name, F_OK) != 0) return false;
  char link[64];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const long size = syscall(SYS_readlink, link, name, sizeof name - 1);
  return size > 0 && std::strncmp(name, dir, std::strlen(dir)) == 0;
}

int Sync(long call, int fd) {
  if (!FailsFor(fd)) return static_cast<int>(syscall(call, fd));
  errno = EIO;
  return -1;
}

}  // namespace

extern "C" {

int fsync(int fd) {
  return Sync(SYS_fsync, fd);
}
int fdatasync(int fd) {
  return Sync(SYS_fdatasync, fd);
}

}  // extern "C"
