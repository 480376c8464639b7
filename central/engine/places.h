// How many places are taken, where one is held from a question until its answer has been given or dropped:
// what waits is counted to its end, whatever it waits for on the way. Any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

namespace legevakt::engine {

class Places {
 public:
  // Held by whoever owes the answer; given back when the last copy goes, also after `Places` itself.
  using Place = std::shared_ptr<const void>;

  Place Take() {
    ++*taken_;
    return Held();
  }
  // Null where `max` are taken. Of those who ask at once, as many get one as there are.
  Place TakeOneOf(std::int64_t max) {
    std::int64_t taken = *taken_;
    while (taken < max) {
      if (taken_->compare_exchange_weak(taken, taken + 1)) return Held();
    }
    return nullptr;
  }
  std::int64_t taken() const { return *taken_; }

 private:
  Place Held() const {
    return {taken_.get(), [taken = taken_](const void*) { --*taken; }};
  }

  const std::shared_ptr<std::atomic<std::int64_t>> taken_ = std::make_shared<std::atomic<std::int64_t>>(0);
};

}  // namespace legevakt::engine
