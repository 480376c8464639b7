// The system's calls on files, so that the n-th can fail: those of SQLite, of our own code and of the
// standard library alike, because a program's own functions come before those of the libraries. The standard
// library opens its streams with fopen64, and lists a directory with openat, fdopendir and readdir.
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "tests/faults/fault_plan.h"

namespace {

using legevakt::faults::Fails;
using legevakt::faults::IsWatched;
using legevakt::faults::Room;
using legevakt::faults::Target;

constexpr int kFilesMax = 4096;
bool watched_files[kFilesMax];

bool Watched(int fd) {
  return fd >= 0 && fd < kFilesMax && watched_files[fd];
}

long Failed(int error) {
  errno = error;
  return -1;
}

void Forget(int fd) {
  if (fd >= 0 && fd < kFilesMax) watched_files[fd] = false;
}

// A call that lists a directory, or reads a file that is not SQLite's.
bool LookFails() {
  return Fails(Target::kCall) || Fails(Target::kLook);
}

int OpenAt(const char* path, int flags, mode_t mode, int folder = AT_FDCWD) {
  const bool watched = IsWatched(path);
  if (watched && Fails(Target::kCall)) return static_cast<int>(Failed(EIO));
  const int fd = static_cast<int>(syscall(SYS_openat, folder, path, flags, mode));
  if (fd >= 0 && fd < kFilesMax) watched_files[fd] = watched;
  return fd;
}

// The flags of fopen's mode.
int FlagsOf(const char* mode) {
  const int access = std::strchr(mode, '+') != nullptr ? O_RDWR : mode[0] == 'r' ? O_RDONLY : O_WRONLY;
  const int making = mode[0] == 'r' ? 0 : mode[0] == 'a' ? O_CREAT | O_APPEND : O_CREAT | O_TRUNC;
  return access | making | (std::strchr(mode, 'e') != nullptr ? O_CLOEXEC : 0);
}

// What has no call of the system alone: the C library's own.
template <typename Function>
Function* Real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

long Write(long call, int fd, const void* from, size_t size, off_t offset) {
  if (!Watched(fd)) return syscall(call, fd, from, size, offset);
  if (Fails(Target::kCall)) {
    // Something may have been written all the same.
    syscall(call, fd, from, size / 2, offset);
    return Failed(EIO);
  }
  const size_t room = Room(size);
  if (room == 0 && size > 0) return Failed(ENOSPC);
  return syscall(call, fd, from, room, offset);
}

mode_t ModeOf(int flags, va_list rest) {
  return (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = ModeOf(flags, rest);
  va_end(rest);
  return OpenAt(path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = ModeOf(flags, rest);
  va_end(rest);
  return OpenAt(path, flags, mode);
}
int openat(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = ModeOf(flags, rest);
  va_end(rest);
  if (IsWatched(path) && Fails(Target::kLook)) return static_cast<int>(Failed(EIO));
  return OpenAt(path, flags, mode, folder);
}
FILE* fopen64(const char* path, const char* mode) {
  const int fd = OpenAt(path, FlagsOf(mode), 0666);
  return fd < 0 ? nullptr : fdopen(fd, mode);
}
int fclose(FILE* file) {
  static auto* const real = Real<int(FILE*)>("fclose");
  Forget(fileno(file));
  return real(file);
}
DIR* fdopendir(int fd) {
  static auto* const real = Real<DIR*(int)>("fdopendir");
  if (Watched(fd) && LookFails()) {
    errno = ENOMEM;
    return nullptr;
  }
  return real(fd);
}
dirent* readdir(DIR* folder) {
  static auto* const real = Real<dirent*(DIR*)>("readdir");
  if (Watched(dirfd(folder)) && LookFails()) {
    errno = EIO;
    return nullptr;
  }
  return real(folder);
}
int closedir(DIR* folder) {
  static auto* const real = Real<int(DIR*)>("closedir");
  Forget(dirfd(folder));
  return real(folder);
}
int close(int fd) {
  Forget(fd);
  return static_cast<int>(syscall(SYS_close, fd));
}
ssize_t read(int fd, void* to, size_t size) {
  if (Watched(fd) && LookFails()) return Failed(EIO);
  return syscall(SYS_read, fd, to, size);
}
ssize_t pread(int fd, void* to, size_t size, off_t offset) {
  if (Watched(fd) && Fails(Target::kCall)) return Failed(EIO);
  return syscall(SYS_pread64, fd, to, size, offset);
}
ssize_t pread64(int fd, void* to, size_t size, off64_t offset) {
  return pread(fd, to, size, offset);
}
ssize_t write(int fd, const void* from, size_t size) {
  return Write(SYS_write, fd, from, size, 0);
}
ssize_t pwrite(int fd, const void* from, size_t size, off_t offset) {
  return Write(SYS_pwrite64, fd, from, size, offset);
}
ssize_t pwrite64(int fd, const void* from, size_t size, off64_t offset) {
  return Write(SYS_pwrite64, fd, from, size, offset);
}
int fsync(int fd) {
  if (Watched(fd) && Fails(Target::kCall)) return static_cast<int>(Failed(EIO));
  return static_cast<int>(syscall(SYS_fsync, fd));
}
int fdatasync(int fd) {
  if (Watched(fd) && Fails(Target::kCall)) return static_cast<int>(Failed(EIO));
  return static_cast<int>(syscall(SYS_fdatasync, fd));
}
int ftruncate(int fd, off_t size) noexcept {
  if (Watched(fd) && Fails(Target::kCall)) return static_cast<int>(Failed(EIO));
  return static_cast<int>(syscall(SYS_ftruncate, fd, size));
}
int ftruncate64(int fd, off64_t size) noexcept {
  return ftruncate(fd, size);
}
int fcntl(int fd, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void* const argument = va_arg(rest, void*);
  va_end(rest);
  const bool locks = command == F_SETLK || command == F_SETLKW || command == F_GETLK;
  if (locks && Watched(fd) && Fails(Target::kCall)) return static_cast<int>(Failed(EIO));
  return static_cast<int>(syscall(SYS_fcntl, fd, command, argument));
}
int fcntl64(int fd, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void* const argument = va_arg(rest, void*);
  va_end(rest);
  return fcntl(fd, command, argument);
}
int flock(int fd, int operation) noexcept {
  if (Watched(fd) && Fails(Target::kCall)) return static_cast<int>(Failed(EIO));
  return static_cast<int>(syscall(SYS_flock, fd, operation));
}
void* mmap(void* at, size_t size, int protection, int flags, int fd, off_t offset) noexcept {
  if (Watched(fd) && Fails(Target::kCall)) {
    errno = ENOMEM;
    return MAP_FAILED;
  }
  // The address comes back as a number; an error is the highest one.
  const long result = syscall(SYS_mmap, at, size, protection, flags, fd, offset);
  return reinterpret_cast<void*>(result);
}
void* mmap64(void* at, size_t size, int protection, int flags, int fd, off64_t offset) noexcept {
  return mmap(at, size, protection, flags, fd, offset);
}
int fstat(int fd, struct stat* about) noexcept {
  if (Watched(fd) && Fails(Target::kCall)) return static_cast<int>(Failed(EIO));
  return static_cast<int>(syscall(SYS_fstat, fd, about));
}
int fstat64(int fd, struct stat64* about) noexcept {
  if (Watched(fd) && Fails(Target::kCall)) return static_cast<int>(Failed(EIO));
  return static_cast<int>(syscall(SYS_fstat, fd, about));
}
int stat(const char* path, struct stat* about) noexcept {
  if (IsWatched(path) && Fails(Target::kCall)) return static_cast<int>(Failed(EIO));
  return static_cast<int>(syscall(SYS_stat, path, about));
}
int stat64(const char* path, struct stat64* about) noexcept {
  if (IsWatched(path) && Fails(Target::kCall)) return static_cast<int>(Failed(EIO));
  return static_cast<int>(syscall(SYS_stat, path, about));
}
int statvfs(const char* path, struct statvfs* about) noexcept {
  static auto* const real = Real<int(const char*, struct statvfs*)>("statvfs");
  if (IsWatched(path) && Fails(Target::kCall)) return static_cast<int>(Failed(EIO));
  return real(path, about);
}
int mkdir(const char* path, mode_t mode) noexcept {
  if (IsWatched(path) && Fails(Target::kCall)) return static_cast<int>(Failed(EIO));
  return static_cast<int>(syscall(SYS_mkdir, path, mode));
}
int unlink(const char* path) noexcept {
  if (IsWatched(path) && Fails(Target::kCall)) return static_cast<int>(Failed(EIO));
  return static_cast<int>(syscall(SYS_unlink, path));
}
int remove(const char* path) noexcept {
  static auto* const real = Real<int(const char*)>("remove");
  if (IsWatched(path) && Fails(Target::kCall)) return static_cast<int>(Failed(EIO));
  return real(path);
}
int rename(const char* from, const char* to) noexcept {
  if (IsWatched(from) && Fails(Target::kCall)) return static_cast<int>(Failed(EIO));
  return static_cast<int>(syscall(SYS_rename, from, to));
}
// SQLite waits for a lock that fails, seconds in all.
int usleep(useconds_t) {
  return 0;
}

}  // extern "C"
