// Runs a command line as a person does, in a shell. For the tests of this room.
#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

namespace legevakt::triage::testing {

struct Ran {
  int exit_code = -1;
  std::string out;
};

// What the command writes to stdout. `command` is ours, and a shell is what a person uses.
inline Ran RunInShell(const std::string& command) {
  Ran ran;
  // NOLINTNEXTLINE(cert-env33-c)
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return ran;
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    ran.out.append(buffer.data(), n);
  const int status = pclose(pipe);
  ran.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

}  // namespace legevakt::triage::testing
