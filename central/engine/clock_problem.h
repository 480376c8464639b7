// Whether the engine's time is that of the machine's clock, for every screen. It need not be: a wall that
// stepped moves no deadline, and a journal from a time ahead is gone on from there, for time never goes back
// in it.
#pragma once

#include <cstdint>
#include <string>

namespace legevakt::engine {

// Thread: one.
class ClockProblem {
 public:
  // What is said from now on; empty where they agree to 2 s. It changes only where the difference has by more
  // than people read: a drift is no news.
  const std::string& Look(std::int64_t ahead_us);

 private:
  std::int64_t told_us_ = 0;
  std::string sentence_;
};

}  // namespace legevakt::engine
