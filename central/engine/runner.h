// What the engine runs on: its strand, the strand's one timer, and where batches become durable.
//
// The service runs on threads (thread_runner.h). A simulation runs the same engine in one thread, under a
// clock and a chance of its own.
#pragma once

#include <absl/status/status.h>

#include <cstdint>
#include <functional>
#include <future>

#include "central/engine/event_store.h"

namespace legevakt::engine {

class Runner {
 public:
  using Task = std::function<void()>;
  // Called on the strand with the store's answer; the batch is given back.
  using Committed = std::function<void(absl::Status, Batch)>;

  virtual ~Runner() = default;

  // Once, before everything else. `store` must outlive the runner.
  virtual void Start(EventStore& store, Committed committed) = 0;

  // Any thread. Runs `task` on the strand, in the order of posting. False, and `task` is destroyed, after
  // End.
  virtual bool Post(Task task) = 0;

  // The strand. Runs `task` after that long, in place of the one that waits.
  virtual void WakeAfter(std::int64_t wait_us, Task task) = 0;
  virtual void CancelWake() = 0;

  // The strand. Makes the batch durable; only when the one before has been given back.
  virtual void Commit(Batch batch) = 0;

  // Any thread but the strand. Returns when `done` is ready.
  virtual void Await(const std::future<void>& done) = 0;

  // Not the strand. Waits for what runs; what was posted and has not run yet is run on the calling thread.
  virtual void End() = 0;
};

}  // namespace legevakt::engine
