// Loaded into central before everything else (LD_PRELOAD): while the file that LEGEVAKT_HANG names is there,
// a sync does not come back, and there is no error. So does a disk whose cable or server is gone.
#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>

namespace {

void HangWhileTold() {
  constexpr useconds_t kLookEveryUs = 10'000;
  const char* const file = std::getenv("LEGEVAKT_HANG");
  while (file != nullptr && access(file, F_OK) == 0) usleep(kLookEveryUs);
}

int Real(const char* name, int fd) {
  return reinterpret_cast<int (*)(int)>(dlsym(RTLD_NEXT, name))(fd);
}

}  // namespace

extern "C" int fsync(int fd) {
  HangWhileTold();
  return Real("fsync", fd);
}

extern "C" int fdatasync(int fd) {
  HangWhileTold();
  return Real("fdatasync", fd);
}
