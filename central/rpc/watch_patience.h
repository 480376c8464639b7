// When patience with one who watches ends: it does not read, or it lags and does not catch up.
//
// All of it is time in which central ran. A central that was stopped, or a machine that slept, says nothing
// of the client.
#pragma once

#include <algorithm>
#include <cstdint>

namespace legevakt::rpc {

// Thread: one.
class WatchPatience {
 public:
  // `slow_us`: so long may a message be on its way, and so long may a lag be without growing less.
  WatchPatience(std::int64_t slow_us, std::int64_t now_us) : slow_us_(slow_us), seen_us_(now_us) {}

  // Before what is asked below, each second.
  void Tick(std::int64_t now_us) {
    step_us_ = std::clamp<std::int64_t>(now_us - seen_us_, 0, kStepMaxUs);
    seen_us_ = now_us;
    waited_us_ += step_us_;
  }

  // Since the stream began.
  std::int64_t waited_us() const { return waited_us_; }

  // The message that has been on its way since then, 0 for none, is not taken.
  bool Unread(std::int64_t began_us) {
    const bool same = began_us == began_us_;
    began_us_ = began_us;
    unread_us_ = same ? unread_us_ + step_us_ : std::clamp<std::int64_t>(seen_us_ - began_us, 0, step_us_);
    return began_us > 0 && unread_us_ > slow_us_;
  }

  // It has applied everything up to `applied`, and `newest` is durable. A lag may last as long as it grows
  // less, for whoever comes back after an hour has much to read; but not for ever. An ack alone is no
  // progress: one who acks less than comes will never be there.
  bool TooSlow(std::int64_t applied, std::int64_t newest) {
    if (applied >= goal_) {
      goal_ = newest;
      least_lag_ = newest - applied;
      behind_us_ = stuck_us_ = 0;
      return false;
    }
    behind_us_ += step_us_;
    const std::int64_t lag = newest - applied;
    stuck_us_ = lag < least_lag_ ? 0 : stuck_us_ + step_us_;
    least_lag_ = std::min(lag, least_lag_);
    return stuck_us_ > slow_us_ || behind_us_ > kCatchUp * slow_us_;
  }

  // The same while it is sent what goes in parts, of which nothing is acked before the end.
  bool TooSlowWithParts() {
    behind_us_ += step_us_;
    return behind_us_ > kCatchUp * slow_us_;
  }

  // How many times `slow_us` it may take to catch up.
  static constexpr std::int64_t kCatchUp = 10;

 private:
  // Ticks come each second.
  static constexpr std::int64_t kStepMaxUs = 2'000'000;

  const std::int64_t slow_us_;
  std::int64_t seen_us_;
  std::int64_t step_us_ = 0;
  std::int64_t waited_us_ = 0;
  std::int64_t began_us_ = 0;
  std::int64_t unread_us_ = 0;
  // What was durable when it last had everything that it was to have.
  std::int64_t goal_ = 0;
  std::int64_t least_lag_ = 0;
  std::int64_t behind_us_ = 0;
  std::int64_t stuck_us_ = 0;
};

}  // namespace legevakt::rpc
