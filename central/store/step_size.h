// How many pages of the write-ahead log may gather, where commits never pause, before a step moves them into
// the file.
//
// Many, because a step writes each page once, however often the log has it; and no more than this disk writes
// in a short time, because commits wait for the step (ADR 22).
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace legevakt::store {

// Thread: one.
class StepSize {
 public:
  StepSize(int least, int most) : least_(least), most_(std::max(least, most)) {
    pages_ = std::clamp(kFirst, least_, most_);
  }

  int pages() const { return pages_; }

  // A step of so many pages has been taken.
  void Took(int pages, std::chrono::microseconds time) {
    if (time > kLong) {
      const auto fitting = static_cast<std::int64_t>(pages) * kLong.count() / time.count();
      pages_ = std::max(least_, static_cast<int>(std::min<std::int64_t>(pages_, fitting)));
    } else if (pages >= pages_) {
      pages_ = static_cast<int>(std::min<std::int64_t>(most_, std::int64_t{2} * pages_));
    }
  }

 private:
  // Far from what a commit may take before screens say so (engine/commit_watch.h).
  static constexpr std::chrono::microseconds kLong{250'000};
  static constexpr int kFirst = 1024;

  const int least_;
  const int most_;
  int pages_;
};

}  // namespace legevakt::store
