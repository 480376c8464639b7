// What is done where an answer does not come: owned by the callback that the engine may destroy without
// calling it (Engine::Read), for whoever must not wait for ever.
#pragma once

#include <functional>
#include <utility>

namespace legevakt::engine {

class Unanswered {
 public:
  explicit Unanswered(std::function<void()> lost) : lost_(std::move(lost)) {}
  ~Unanswered() {
    if (lost_) lost_();
  }
  Unanswered(const Unanswered&) = delete;
  Unanswered& operator=(const Unanswered&) = delete;

  // The answer has come.
  void Answered() { lost_ = nullptr; }

 private:
  std::function<void()> lost_;
};

}  // namespace legevakt::engine
