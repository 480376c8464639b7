// The clock seam. Nothing but a host's main reads the machine's clock.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

namespace legevakt {

class Clock {
 public:
  virtual ~Clock() = default;
  // Microseconds UTC. Never goes backwards within one process.
  virtual std::int64_t NowUs() = 0;
  // How far it is ahead of the machine's wall clock; negative where it is behind. 0 for a clock that knows of
  // none.
  virtual std::int64_t AheadOfWallUs() { return 0; }
};

// Wall time, as the machine has it. May step.
std::int64_t WallNowUs();
// CLOCK_BOOTTIME: monotonic, and goes on while the machine sleeps.
std::int64_t BootNowUs();

// The engine's time. Starts at max(wall, last journal time), runs on CLOCK_BOOTTIME and is slewed towards the
// wall by at most 1:1000. A wall step of more than 2 s moves nothing and is counted.
// Thread: one, save wall_steps.
class EngineClock : public Clock {
 public:
  using Source = std::function<std::int64_t()>;
  explicit EngineClock(std::int64_t last_journal_us, Source wall = &WallNowUs, Source boot = &BootNowUs);
  std::int64_t NowUs() override;
  std::int64_t AheadOfWallUs() override { return NowUs() - wall_(); }
  // How often the wall was seen to step. Any thread.
  std::int64_t wall_steps() const { return wall_steps_; }

 private:
  Source wall_;
  Source boot_;
  std::int64_t now_us_;
  std::int64_t boot_us_;
  std::int64_t wall_offset_us_;
  // Passed, and too little for a microsecond of slew.
  std::int64_t slew_rest_us_ = 0;
  std::atomic<std::int64_t> wall_steps_ = 0;
};

// For tests and for `plan`: stands still until it is moved.
class ManualClock : public Clock {
 public:
  explicit ManualClock(std::int64_t now_us) : now_us_(now_us) {}
  std::int64_t NowUs() override { return now_us_; }
  void Advance(std::int64_t by_us) { now_us_ += by_us; }

 private:
  std::int64_t now_us_;
};

}  // namespace legevakt
