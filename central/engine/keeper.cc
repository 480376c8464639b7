#include "central/engine/keeper.h"

#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <new>
#include <utility>

#include "base/time_units.h"

namespace legevakt::engine {
namespace {

// A chore is asked at least this often: its clock may be slewed, and what it waits for is not only time.
constexpr std::int64_t kRoundUs = 1'000'000;

// Of the calling thread alone. Not SCHED_IDLE, which need not run at all on a busy machine. Where the system
// refuses, the chores are done all the same.
void LowerPriority() {
  constexpr int kNicest = 19;
  const auto self = static_cast<id_t>(syscall(SYS_gettid));
  setpriority(PRIO_PROCESS, self, kNicest);
  // IOPRIO_WHO_PROCESS, and the last place in the best-effort class: glibc has no header for these.
  constexpr int kWhoProcess = 1;
  constexpr int kBestEffortLast = (2 << 13) | 7;
  syscall(SYS_ioprio_set, kWhoProcess, self, kBestEffortLast);
}

// A chore that throws is wrong, and may throw each time: it is left alone for so long.
constexpr std::int64_t kRestUs = 10 * kMinuteUs;

// A chore that does not end the service, whatever it throws. But where there is no memory nothing in the
// process can be trusted any more, and that ends it.
class Caught {
 public:
  explicit Caught(Chore* chore) : chore_(chore) {}

  std::int64_t Do(std::int64_t now_us, const std::stop_token& stop) {
    if (now_us < rests_until_us_) return rests_until_us_;
    try {
      return chore_->Do(now_us, stop);
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& error) {
      spdlog::error("work on the record was broken off, and rests for ten minutes: {}", error.what());
    }
    return rests_until_us_ = now_us + kRestUs;
  }

 private:
  Chore* const chore_;
  std::int64_t rests_until_us_ = 0;
};

}  // namespace

Keeper::Keeper(std::vector<Chore*> chores, std::function<std::int64_t()> now_us)
    : chores_(std::move(chores)),
      now_us_(std::move(now_us)),
      thread_([this](const std::stop_token& stop) { Run(stop); }) {}

Keeper::~Keeper() {
  thread_.request_stop();
  thread_.join();
}

void Keeper::Run(const std::stop_token& stop) {
  LowerPriority();
  std::vector<Caught> chores(chores_.begin(), chores_.end());
  while (!stop.stop_requested()) {
    std::int64_t next_us = now_us_() + kRoundUs;
    for (Caught& chore : chores) next_us = std::min(next_us, chore.Do(now_us_(), stop));
    const std::int64_t wait_us = next_us - now_us_();
    if (wait_us <= 0) continue;
    std::unique_lock lock(mutex_);
    wakes_.wait_for(lock, stop, std::chrono::microseconds(std::min(wait_us, kRoundUs)), [] { return false; });
  }
}

}  // namespace legevakt::engine
