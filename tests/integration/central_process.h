// A central as a process of its own, in a data directory of its own.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace legevakt::tests {

// Goes away with what is in it.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  std::string Path(const std::string& name) const { return (path_ / name).native(); }

 private:
  std::filesystem::path path_;
};

class CentralProcess {
 public:
  // `serve` with the demonstration region and the shipped tools, unless `arguments` says otherwise; ports 0.
  static std::vector<std::string> Arguments(const std::string& data_dir);

  struct Limit {
    int resource;
    rlim_t value;
  };
  // Starts; `limits` hold for the process.
  explicit CentralProcess(const std::vector<std::string>& arguments, const std::vector<Limit>& limits = {});
  // Killed if it still runs.
  ~CentralProcess();
  CentralProcess(const CentralProcess&) = delete;
  CentralProcess& operator=(const CentralProcess&) = delete;

  // Waits for the ready line; false where the process ended before.
  bool AwaitReady();
  // From the ready line.
  const std::string& grpc() const { return grpc_; }
  const std::string& web() const { return web_; }
  void Signal(int signal) const;
  // The exit code; -signal where a signal ended it. Nothing where it still runs after `patience`.
  std::optional<int> Wait(std::chrono::milliseconds patience);
  // All of stderr and stdout, after the end.
  std::string ReadErrors();
  std::string ReadOutput();
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  int out_ = -1;
  int err_ = -1;
  std::optional<int> exit_;
  std::string output_;
  std::string grpc_;
  std::string web_;
};

}  // namespace legevakt::tests
