// One life of central's process: it may end at any moment, and be stopped for a while.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "tests/simulation/loop.h"

namespace legevakt::simulation {

struct Life {
  bool alive = true;
  std::int64_t stopped_until_us = 0;
  // Called once, when it ends; must not destroy what calls it.
  std::function<void()> on_end;

  // From here on nothing that it does is seen by anybody.
  void End() {
    if (!std::exchange(alive, false)) return;
    if (on_end) on_end();
  }
};

// Runs `step` in this life, when the process is not stopped.
inline void InLife(Loop& loop, const std::shared_ptr<Life>& life, std::int64_t wait_us, Loop::Task step) {
  loop.After(wait_us, [&loop, life, step = std::move(step)]() mutable {
    if (!life->alive) return;
    const std::int64_t stopped_us = life->stopped_until_us - loop.now_us();
    if (stopped_us > 0) return InLife(loop, life, stopped_us, std::move(step));
    step();
  });
}

}  // namespace legevakt::simulation
