// The thread that looks after the record: it does the chores one after the other, beside everything else.
//
// It has the lowest priority that still gets its turn, for processor and disk, so that a command never waits
// for it; what it holds, nobody else needs.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "central/engine/chore.h"

namespace legevakt::engine {

class Keeper {
 public:
  // Begins at once. The chores must outlive this, and are done in this order. `now_us` is engine time, and is
  // asked on the keeper's thread. A chore that throws all the same is logged, and rests.
  Keeper(std::vector<Chore*> chores, std::function<std::int64_t()> now_us);
  // Ends what is in work, and waits for it.
  ~Keeper();
  // What is in work shall end, and nothing more is begun. Does not wait.
  void RequestStop() { thread_.request_stop(); }
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

 private:
  void Run(const std::stop_token& stop);

  const std::vector<Chore*> chores_;
  const std::function<std::int64_t()> now_us_;
  std::mutex mutex_;
  std::condition_variable_any wakes_;
  // Last: it ends before the rest goes.
  std::jthread thread_;
};

}  // namespace legevakt::engine
