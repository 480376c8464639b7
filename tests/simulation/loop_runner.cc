#include "tests/simulation/loop_runner.h"

#include <chrono>
#include <utility>

namespace legevakt::simulation {
namespace {

constexpr std::int64_t kStepUs = 20;
constexpr std::int64_t kCommitUsMin = 100;
constexpr std::int64_t kCommitUsMax = 4'000;
constexpr std::int64_t kSlowCommitUsMax = 3'000'000;

bool IsReady(const std::future<void>& done) {
  return done.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

}  // namespace

void LoopRunner::Start(engine::EventStore& store, Committed committed) {
  store_ = &store;
  committed_ = std::move(committed);
}

bool LoopRunner::Post(Task task) {
  if (!life_->alive || ended_) return false;
  tasks_.push_back(std::move(task));
  StepSoon();
  return true;
}

void LoopRunner::StepSoon() {
  if (tasks_.empty() || std::exchange(step_due_, true)) return;
  Later(kStepUs, [this] { RunStep(); });
}

void LoopRunner::RunStep() {
  step_due_ = false;
  if (tasks_.empty()) return;
  const Task task = std::move(tasks_.front());
  tasks_.pop_front();
  task();
  if (life_->alive) StepSoon();
}

void LoopRunner::WakeAfter(std::int64_t wait_us, Task task) {
  at_wake_ = std::move(task);
  wake_at_us_ = loop_.now_us() + wait_us;
  if (timer_at_us_ == 0 || timer_at_us_ > wake_at_us_) SetTimer();
}

// Mostly the wake is moved ahead before it comes, so the timer that is set stays, and looks again when it
// rings.
void LoopRunner::SetTimer() {
  timer_at_us_ = wake_at_us_;
  Later(wake_at_us_ - loop_.now_us(), [this, timer = ++timer_] {
    if (timer != timer_) return;
    timer_at_us_ = 0;
    if (at_wake_ == nullptr) return;
    if (loop_.now_us() < wake_at_us_) return SetTimer();
    const Task now = std::exchange(at_wake_, nullptr);
    now();
  });
}

void LoopRunner::Commit(engine::Batch batch) {
  if (!life_->alive || ended_) return;
  committing_ = std::move(batch);
  if (chaos_.Strikes(Failpoint::kCrashDecided, 400)) return life_->End();
  on_its_way_ = ++committed_so_far_;
  hangs_ = chaos_.Strikes(Failpoint::kDiskHangs, 700);
  const bool slow = chaos_.Strikes(Failpoint::kDiskSlow, 150);
  Later(chaos_.random().Between(kCommitUsMin, slow ? kSlowCommitUsMax : kCommitUsMax), [this] { Append(); });
}

void LoopRunner::Append() {
  if (!committing_.has_value()) return;
  engine::Batch batch = *std::exchange(committing_, std::nullopt);
  // Of what hangs nobody knows whether it is on the disk.
  if (hangs_ && chaos_.random().OneIn(2)) return;
  absl::Status status = store_->Append(batch);
  if (!life_->alive || hangs_) return;
  on_its_way_ = 0;
  Post([this, status = std::move(status), batch = std::move(batch)]() mutable {
    committed_(std::move(status), std::move(batch));
  });
}

// What the calling thread of the service waits for is done here and now.
void LoopRunner::Await(const std::future<void>& done) {
  while (life_->alive && !IsReady(done)) {
    if (tasks_.empty()) {
      Append();
      if (tasks_.empty()) return;
    }
    RunStep();
  }
}

void LoopRunner::End() {
  if (std::exchange(ended_, true)) return;
  const std::deque<Task> left = std::exchange(tasks_, {});
  for (const Task& task : left) task();
}

}  // namespace legevakt::simulation
