// True time, and what happens in it: one thread, one queue, nothing waits. What is due at the same time
// happens in the order in which it was asked for.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace legevakt::simulation {

class Loop {
 public:
  using Task = std::function<void()>;

  // Microseconds since the simulation began.
  std::int64_t now_us() const { return now_us_; }
  std::uint64_t steps() const { return steps_; }

  void At(std::int64_t at_us, Task task) {
    std::size_t place = tasks_.size();
    if (free_.empty()) {
      tasks_.push_back(std::move(task));
    } else {
      place = free_.back();
      free_.pop_back();
      tasks_[place] = std::move(task);
    }
    queue_.push_back({std::max(at_us, now_us_), ++sequence_, place});
    std::push_heap(queue_.begin(), queue_.end(), Later());
  }
  void After(std::int64_t wait_us, Task task) { At(now_us_ + wait_us, std::move(task)); }

  // False where nothing is left to do.
  bool RunOne() {
    if (queue_.empty()) return false;
    std::pop_heap(queue_.begin(), queue_.end(), Later());
    const Entry next = queue_.back();
    queue_.pop_back();
    now_us_ = next.at_us;
    ++steps_;
    const Task task = std::exchange(tasks_[next.place], nullptr);
    free_.push_back(next.place);
    task();
    return true;
  }

 private:
  struct Entry {
    std::int64_t at_us;
    std::uint64_t sequence;
    // Of its task.
    std::size_t place;
  };
  // A type, so that the heap's code has it inline.
  struct Later {
    bool operator()(const Entry& a, const Entry& b) const {
      return a.at_us != b.at_us ? a.at_us > b.at_us : a.sequence > b.sequence;
    }
  };

  std::int64_t now_us_ = 0;
  std::uint64_t sequence_ = 0;
  std::uint64_t steps_ = 0;
  std::vector<Entry> queue_;
  // The tasks stay where they are while the queue is put in order.
  std::vector<Task> tasks_;
  std::vector<std::size_t> free_;
};

}  // namespace legevakt::simulation
