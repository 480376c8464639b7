// Ends the process where it does not come to its end by itself: a thread that waits for a disk or a directory
// that hangs cannot be stopped, nor waited for.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace legevakt::cli {

class LastResort {
 public:
  // After `within` from now, `last_words` says why, and gives the exit code.
  LastResort(std::chrono::milliseconds within, std::function<int()> last_words);
  // It came to its end.
  ~LastResort();
  LastResort(const LastResort&) = delete;
  LastResort& operator=(const LastResort&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable over_;
  bool is_over_ = false;
  // Last: it ends before the rest goes.
  std::thread thread_;
};

}  // namespace legevakt::cli
