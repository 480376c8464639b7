#include "proto/client/loop.h"

#include <future>

namespace legevakt::client {

Loop::Loop() : thread_([this] { Run(); }) {}

Loop::~Loop() {
  Stop();
}

void Loop::Post(Task task) {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    tasks_.push_back(std::move(task));
  }
  wake_.notify_one();
}

Loop::TimerId Loop::After(std::chrono::milliseconds delay, Task task) {
  TimerId id;
  {
    const std::lock_guard lock(mutex_);
    id = {std::chrono::steady_clock::now() + delay, ++timers_made_};
    if (stopped_) return id;
    timers_.emplace(id, std::move(task));
  }
  wake_.notify_one();
  return id;
}

void Loop::Cancel(TimerId timer) {
  Task dropped;
  const std::lock_guard lock(mutex_);
  const auto it = timers_.find(timer);
  if (it == timers_.end()) return;
  dropped = std::move(it->second);
  timers_.erase(it);
}

bool Loop::OnThread() const {
  return std::this_thread::get_id() == thread_.get_id();
}

void Loop::RunAndWait(Task task) {
  auto finished = std::make_shared<std::promise<void>>();
  std::future<void> future = finished->get_future();
  Post([task = std::move(task), finished] {
    task();
    finished->set_value();
  });
  finished.reset();
  // A task that Stop dropped breaks its promise, which is an end of waiting too.
  future.wait();
}

void Loop::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
  // What tasks own may post again when it goes, so it goes outside the lock.
  std::deque<Task> tasks;
  std::map<TimerId, Task> timers;
  const std::lock_guard lock(mutex_);
  tasks.swap(tasks_);
  timers.swap(timers_);
}

void Loop::Run() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    Task task;
    if (!timers_.empty() && timers_.begin()->first.first <= std::chrono::steady_clock::now()) {
      task = std::move(timers_.begin()->second);
      timers_.erase(timers_.begin());
    } else if (!tasks_.empty()) {
      task = std::move(tasks_.front());
      tasks_.pop_front();
    } else if (!timers_.empty()) {
      wake_.wait_until(lock, timers_.begin()->first.first);
      continue;
    } else {
      wake_.wait(lock);
      continue;
    }
    lock.unlock();
    task();
    task = nullptr;
    lock.lock();
  }
}

}  // namespace legevakt::client
