#include "tests/integration/central_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <sstream>
#include <thread>

namespace legevakt::tests {
namespace {

constexpr std::chrono::seconds kReadyWithin(60);

std::string ReadFile(int fd) {
  std::string bytes;
  char buffer[4096];
  ssize_t size = 0;
  lseek(fd, 0, SEEK_SET);
  while ((size = read(fd, buffer, sizeof buffer)) > 0) bytes.append(buffer, static_cast<std::size_t>(size));
  return bytes;
}

// In the child: no allocation from here to exec.
[[noreturn]] void Become(char* const* argv, int out, int err,
                         const std::vector<CentralProcess::Limit>& limits) {
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  for (const CentralProcess::Limit& limit : limits) {
    const rlimit both{limit.value, limit.value};
    if (setrlimit(static_cast<__rlimit_resource>(limit.resource), &both) != 0) _exit(126);
  }
  execv(argv[0], argv);
  _exit(127);
}

}  // namespace

TempDir::TempDir() {
  std::string name = (std::filesystem::temp_directory_path() / "legevakt-it-XXXXXX").native();
  if (mkdtemp(name.data()) == nullptr) std::abort();
  path_ = name;
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::vector<std::string> CentralProcess::Arguments(const std::string& data_dir) {
  const std::string source = LEGEVAKT_SOURCE_DIR;
  return {"serve",
          "--region",
          source + "/central/demo/region.yaml",
          "--data",
          data_dir,
          "--tools",
          source + "/triage/tools",
          "--listen",
          "127.0.0.1:0",
          "--web",
          "127.0.0.1:0"};
}

CentralProcess::CentralProcess(const std::vector<std::string>& arguments, const std::vector<Limit>& limits) {
  std::vector<std::string> words = {LEGEVAKT_BIN_DIR "/legevakt-central"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  // Files and not pipes: nobody need read for the process to go on.
  out_ = memfd_create("stdout", MFD_CLOEXEC);
  err_ = memfd_create("stderr", MFD_CLOEXEC);
  pid_ = fork();
  if (pid_ == 0) Become(argv.data(), out_, err_, limits);
}

CentralProcess::~CentralProcess() {
  if (!exit_.has_value()) {
    Signal(SIGKILL);
    Wait(std::chrono::seconds(60));
  }
  close(out_);
  close(err_);
}

bool CentralProcess::AwaitReady() {
  for (const auto end = std::chrono::steady_clock::now() + kReadyWithin;
       std::chrono::steady_clock::now() < end;) {
    std::istringstream lines(ReadFile(out_));
    std::string ready;
    lines >> ready >> grpc_ >> web_;
    if (ready == "ready" && grpc_.starts_with("grpc=") && web_.starts_with("web=")) {
      grpc_ = grpc_.substr(5);
      web_ = web_.substr(4);
      return true;
    }
    if (Wait(std::chrono::milliseconds(10)).has_value()) return false;
  }
  return false;
}

void CentralProcess::Signal(int signal) const {
  if (pid_ > 0) kill(pid_, signal);
}

std::optional<int> CentralProcess::Wait(std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!exit_.has_value()) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      exit_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    } else if (std::chrono::steady_clock::now() >= end) {
      break;
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  return exit_;
}

std::string CentralProcess::ReadErrors() {
  return ReadFile(err_);
}

std::string CentralProcess::ReadOutput() {
  return ReadFile(out_);
}

}  // namespace legevakt::tests
