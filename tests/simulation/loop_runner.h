// The engine's strand and store thread as steps of the loop: each task is a step of its own, and central may
// end between any two.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <utility>

#include "central/engine/runner.h"
#include "tests/simulation/chaos.h"
#include "tests/simulation/life.h"
#include "tests/simulation/loop.h"

namespace legevakt::simulation {

class LoopRunner : public engine::Runner {
 public:
  LoopRunner(Loop& loop, Chaos& chaos, std::shared_ptr<Life> life)
      : loop_(loop), chaos_(chaos), life_(std::move(life)) {}

  void Start(engine::EventStore& store, Committed committed) override;
  bool Post(Task task) override;
  void WakeAfter(std::int64_t wait_us, Task task) override;
  void CancelWake() override { at_wake_ = nullptr; }
  void Commit(engine::Batch batch) override;
  void Await(const std::future<void>& done) override;
  void End() override;

  // Something is on its way through it.
  bool busy() const { return committing_.has_value() || hangs_ || !tasks_.empty(); }
  // Which batch is on its way to the disk; 0 for none.
  std::int64_t on_its_way() const { return on_its_way_; }

 private:
  void Later(std::int64_t wait_us, Task step) { InLife(loop_, life_, wait_us, std::move(step)); }
  void SetTimer();
  void StepSoon();
  void RunStep();
  void Append();

  Loop& loop_;
  Chaos& chaos_;
  const std::shared_ptr<Life> life_;
  engine::EventStore* store_ = nullptr;
  Committed committed_;
  std::deque<Task> tasks_;
  bool step_due_ = false;
  bool ended_ = false;
  // The wake that is asked for, and the timer that is set for it or for an earlier one.
  Task at_wake_;
  std::int64_t wake_at_us_ = 0;
  std::int64_t timer_at_us_ = 0;
  std::uint64_t timer_ = 0;
  std::optional<engine::Batch> committing_;
  // The batch on its way never comes back.
  bool hangs_ = false;
  std::int64_t committed_so_far_ = 0;
  std::int64_t on_its_way_ = 0;
};

}  // namespace legevakt::simulation
