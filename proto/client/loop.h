// One thread that runs tasks and timers in order. Internal to the client.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace legevakt::client {

class Loop {
 public:
  using Task = std::function<void()>;
  using TimerId = std::pair<std::chrono::steady_clock::time_point, std::uint64_t>;

  Loop();
  // Stops.
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Any thread. After Stop the task is dropped.
  void Post(Task task);
  TimerId After(std::chrono::milliseconds delay, Task task);
  void Cancel(TimerId timer);
  bool OnThread() const;
  // Runs `task` on the loop and waits for it. Not on the loop. Does nothing after Stop.
  void RunAndWait(Task task);
  // Ends the thread when the current task is done; drops the rest. Not on the loop.
  void Stop();

 private:
  void Run();

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopped_ = false;
  std::uint64_t timers_made_ = 0;
  std::deque<Task> tasks_;
  std::map<TimerId, Task> timers_;
  std::thread thread_;
};

}  // namespace legevakt::client
