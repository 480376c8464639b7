#include "base/clock.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <utility>

namespace legevakt {
namespace {

constexpr std::int64_t kStepUs = 2'000'000;
constexpr std::int64_t kSlewDivisor = 1000;

std::int64_t Read(clockid_t id) {
  timespec time{};
  clock_gettime(id, &time);
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000 + time.tv_nsec / 1000;
}

// Later than a reading lets it be, give or take what was slewed after it: another program has written the
// journal since, with a time of its own.
constexpr std::int64_t kForeignUs = 60'000'000;

// Where the reading leads to; nothing where it is of no use.
std::optional<std::int64_t> GoOnUs(const std::optional<ClockReading>& on_this_boot, std::int64_t boot_us,
                                   std::int64_t last_journal_us) {
  // Boot time never goes back: then it is the reading of another machine or container.
  if (!on_this_boot.has_value() || on_this_boot->boot_us > boot_us) return std::nullopt;
  const std::int64_t now_us = on_this_boot->engine_us + (boot_us - on_this_boot->boot_us);
  if (last_journal_us - now_us > kForeignUs) return std::nullopt;
  return now_us;
}

}  // namespace

std::int64_t WallNowUs() {
  return Read(CLOCK_REALTIME);
}
std::int64_t BootNowUs() {
  return Read(CLOCK_BOOTTIME);
}

EngineClock::EngineClock(std::int64_t last_journal_us, Source wall, Source boot,
                         const std::optional<ClockReading>& on_this_boot)
    : wall_(std::move(wall)),
      boot_(std::move(boot)),
      boot_us_(boot_()),
      goes_on_(GoOnUs(on_this_boot, boot_us_, last_journal_us).has_value()),
      now_us_(std::max(GoOnUs(on_this_boot, boot_us_, last_journal_us).value_or(wall_()), last_journal_us)),
      ahead_of_boot_us_(now_us_ - boot_us_),
      wall_offset_us_(wall_() - boot_us_) {}

std::int64_t EngineClock::NowUs() {
  const std::int64_t boot_us = boot_();
  const std::int64_t passed_us = std::max<std::int64_t>(0, boot_us - boot_us_);
  boot_us_ = boot_us;
  now_us_ += passed_us;

  const std::int64_t wall_us = wall_();
  const std::int64_t offset_us = wall_us - boot_us;
  if (std::abs(offset_us - wall_offset_us_) > kStepUs) ++wall_steps_;
  wall_offset_us_ = offset_us;

  // Slew only what a slow drift explains; a step is for people to mend.
  const std::int64_t error_us = wall_us - now_us_;
  if (std::abs(error_us) <= kStepUs) {
    // What is too little for a whole microsecond is kept: a busy engine asks many times in a millisecond.
    const std::int64_t room_us = slew_rest_us_ + passed_us;
    const std::int64_t slew_max_us = room_us / kSlewDivisor;
    slew_rest_us_ = room_us % kSlewDivisor;
    // Towards a wall that is behind it slows down, and never goes back.
    now_us_ += std::max(std::clamp(error_us, -slew_max_us, slew_max_us), -passed_us);
  }
  ahead_of_boot_us_ = now_us_ - boot_us;
  return now_us_;
}

}  // namespace legevakt
