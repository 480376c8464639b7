// How long a batch has been on its way to the disk. A disk may hang without an error: then nothing that
// happens can be told, no alarm among it, so nobody may be told either that they are up to date; and in the
// end the process must go.
#pragma once

#include <algorithm>
#include <cstdint>

namespace legevakt::engine {

// From here on bookmarks are withheld and reads refused.
inline constexpr std::int64_t kCommitLateUs = 2'000'000;
// From here on it counts as an error of the store.
inline constexpr std::int64_t kCommitHangsUs = 10'000'000;

// Thread: one.
class CommitWatch {
 public:
  void Began(std::int64_t now_us) {
    seen_us_ = now_us;
    age_us_ = 0;
  }
  // To be asked several times a second while the batch is on its way: how long that has been.
  std::int64_t AgeUs(std::int64_t now_us) {
    // A machine that slept, or a process that was stopped, says nothing of the disk.
    constexpr std::int64_t kStepMaxUs = 500'000;
    age_us_ += std::clamp<std::int64_t>(now_us - seen_us_, 0, kStepMaxUs);
    seen_us_ = now_us;
    return age_us_;
  }

 private:
  std::int64_t seen_us_ = 0;
  std::int64_t age_us_ = 0;
};

}  // namespace legevakt::engine
