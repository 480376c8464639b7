#include "tests/faults/nth_call.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>

#include "base/status.h"
#include "central/store/testing.h"
#include "tests/faults/hosted_run.h"

namespace legevakt::faults {
namespace {

// Nobody waits longer for a run that hangs.
constexpr unsigned kPatienceS = 120;

// --- from the child to the parent: two strings with their sizes in front, each time

void Put(int fd, const std::string& bytes) {
  const std::uint64_t size = bytes.size();
  if (write(fd, &size, sizeof size) < 0 || write(fd, bytes.data(), bytes.size()) < 0) _exit(30);
}

bool Get(int fd, void* to, std::size_t size) {
  char* at = static_cast<char*>(to);
  while (size > 0) {
    const ssize_t count = read(fd, at, size);
    if (count <= 0) return false;
    at += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

bool Get(int fd, std::string& bytes) {
  std::uint64_t size = 0;
  if (!Get(fd, &size, sizeof size)) return false;
  bytes.resize(size);
  return Get(fd, bytes.data(), size);
}

// Nothing that is thrown leaves it: it ends the process, as in a thread of the service.
[[noreturn]] void Child(const FaultPlan& plan, const std::filesystem::path& dir, bool early,
                        int out) noexcept {
  const rlimit no_core{.rlim_cur = 0, .rlim_max = 0};
  setrlimit(RLIMIT_CORE, &no_core);
  // What it says of its end is no news.
  if (const int null = open("/dev/null", O_WRONLY); null >= 0) {
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
  }
  alarm(kPatienceS);
  Arm(plan, dir.native());
  const Ending ending = RunHosted(
      dir,
      [out](const Acknowledged& one) {
        const NoFaults none;
        Put(out, one.request);
        Put(out, one.response);
      },
      early);
  const std::int64_t counted = Counted();
  Disarm();
  // Last, and alone: how many calls there were.
  Put(out, std::to_string(counted));
  _exit(static_cast<int>(ending));
}

struct Result {
  std::string ending;
  bool right = false;
  std::vector<Acknowledged> acknowledged;
  std::int64_t counted = 0;
};

void Judge(int status, Target target, Result& result) {
  if (WIFSIGNALED(status)) {
    // Out of memory ends in terminate, or in protobuf, whose messages do not survive an exception. An error
    // of the disk is a value everywhere.
    result.right =
        target == Target::kAllocation && (WTERMSIG(status) == SIGABRT || WTERMSIG(status) == SIGSEGV);
    result.ending = WTERMSIG(status) == SIGALRM ? "hangs" : strsignal(WTERMSIG(status));
    return;
  }
  switch (static_cast<Ending>(WEXITSTATUS(status))) {
    case Ending::kThrough:
      result.ending = "through";
      break;
    case Ending::kCannotStart:
      result.ending = "cannot start";
      break;
    case Ending::kFailStop:
      result.ending = "fail-stop";
      break;
    case Ending::kAcknowledgedAfterFailure:
      result.ending = "acknowledged after a failure";
      return;
    case Ending::kSilent:
      result.ending = "goes on and does not answer";
      return;
    default:
      result.ending = "exit code " + std::to_string(WEXITSTATUS(status));
      return;
  }
  result.right = true;
}

Result RunOnce(const FaultPlan& plan, const std::filesystem::path& dir, bool early) {
  Result result;
  int ends[2];
  if (pipe(ends) != 0) return result;
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    Child(plan, dir, early, ends[1]);
  }
  close(ends[1]);
  std::string first;
  while (Get(ends[0], first)) {
    std::string second;
    if (!Get(ends[0], second)) {
      result.counted = std::stoll(first);
      break;
    }
    result.acknowledged.push_back({.request = first, .response = second});
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  Judge(status, plan.target, result);
  return result;
}

}  // namespace

NthCallReport TryNthCall(const NthCallOptions& options) {
  NthCallReport report;
  {
    const store::TempDir dir;
    // What is made once in a process, such as the texts, is there before the first run, and so the same for
    // all.
    RunHosted(dir.path() / "warm", [](const Acknowledged&) {});
    const Result all = RunOnce({.target = options.target}, dir.path() / "data", false);
    report.calls = all.counted;
    if (all.ending != "through") {
      report.faults.push_back("the run itself: " + all.ending);
      return report;
    }
  }
  for (std::int64_t n = options.first; n <= report.calls; n += options.every) {
    const store::TempDir dir;
    const Result result = RunOnce({.target = options.target, .n = n, .for_good = options.for_good},
                                  dir.path() / "data", options.acknowledges_early);
    ++report.runs;
    ++report.endings[result.ending];
    report.acknowledged += static_cast<std::int64_t>(result.acknowledged.size());
    const absl::Status after = CheckAfter(dir.path() / "data", result.acknowledged);
    if (!result.right) report.faults.push_back("n = " + std::to_string(n) + ": " + result.ending);
    if (!after.ok())
      report.faults.push_back("n = " + std::to_string(n) + ", " + result.ending + ": " + Message(after));
    if (report.faults.size() >= options.faults_max) break;
  }
  return report;
}

}  // namespace legevakt::faults
