#include "console/platform/host.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace legevakt::console {

std::string HostName() {
  char name[256] = "console";
  ::gethostname(name, sizeof name - 1);
  return name;
}

bool OpenWithViewer(const std::string& path) {
  // xdg-open returns as soon as it has handed the file over; waited for through a child of a child, so that a
  // slow one never holds the screen and none is left behind.
  std::string command = "xdg-open \"$1\" >/dev/null 2>&1 &";
  char* const arguments[] = {const_cast<char*>("sh"), const_cast<char*>("-c"),         command.data(),
                             const_cast<char*>("sh"), const_cast<char*>(path.c_str()), nullptr};
  ::pid_t child = 0;
  if (::posix_spawn(&child, "/bin/sh", nullptr, nullptr, arguments, environ) != 0) return false;
  int status = 0;
  ::waitpid(child, &status, 0);
  return status == 0 && ::access("/usr/bin/xdg-open", X_OK) == 0;
}

}  // namespace legevakt::console
