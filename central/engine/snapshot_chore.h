// When a snapshot of the state is made, so that a start need not replay what lies far back.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

#include "base/limits.h"
#include "central/engine/chore.h"
#include "central/engine/engine.h"

namespace legevakt::engine {

class SnapshotChore : public Chore {
 public:
  // `engine` must outlive this.
  explicit SnapshotChore(Engine& engine, std::int64_t every_events = limits::kSnapshotEvery)
      : engine_(engine), every_events_(every_events) {}

  // One is due when `every_events` have come since the last, but not more often than once in
  // limits::kSnapshotPauseUs, unless ten times as many have come. What could not be made is tried again after
  // that pause.
  std::int64_t Do(std::int64_t now_us, const std::stop_token& stop) override;

  // Why the last one could not be made, in one sentence; empty where it could. Any thread.
  std::string problem() const;

 private:
  bool Due(std::int64_t now_us) const;

  Engine& engine_;
  const std::int64_t every_events_;
  // 0 for never.
  std::int64_t tried_us_ = 0;
  mutable std::mutex mutex_;
  std::string problem_;
};

// The last one, when the engine has been stopped in good order: of what lies after the newest snapshot, where
// that is little enough not to hold the end up.
void MakeLastSnapshot(Engine& engine);

}  // namespace legevakt::engine
