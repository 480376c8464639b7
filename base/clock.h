// The clock seam. Nothing but a host's main reads the machine's clock.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>

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

// The engine's time, and what BootNowUs was then.
struct ClockReading {
  std::int64_t boot_us = 0;
  std::int64_t engine_us = 0;
};

// The engine's time. Runs on CLOCK_BOOTTIME and is slewed towards the wall by at most 1:1000. A wall step of
// more than 2 s moves nothing and is counted. Starts no earlier than the journal's last time: where the
// engine's time was read on this same boot of the machine, it goes on from there, whatever the wall has done
// since; else it is the wall's (docs/adr/0019).
// Thread: one, save wall_steps and Reading.
class EngineClock : public Clock {
 public:
  using Source = std::function<std::int64_t()>;
  explicit EngineClock(std::int64_t last_journal_us, Source wall = &WallNowUs, Source boot = &BootNowUs,
                       const std::optional<ClockReading>& on_this_boot = std::nullopt);
  std::int64_t NowUs() override;
  std::int64_t AheadOfWallUs() override { return NowUs() - wall_(); }
  // From a reading of this boot, and not from the wall. Any thread.
  bool goes_on() const { return goes_on_; }
  // How often the wall was seen to step. Any thread.
  std::int64_t wall_steps() const { return wall_steps_; }
  // For the next start on this boot. Both are of one moment, whatever holds the thread up. Any thread.
  ClockReading Reading() const {
    const std::int64_t boot_us = boot_();
    return {.boot_us = boot_us, .engine_us = boot_us + ahead_of_boot_us_};
  }

 private:
  Source wall_;
  Source boot_;
  std::int64_t boot_us_;
  const bool goes_on_;
  std::int64_t now_us_;
  std::atomic<std::int64_t> ahead_of_boot_us_;
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
