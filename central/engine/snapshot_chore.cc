#include "central/engine/snapshot_chore.h"

#include <spdlog/spdlog.h>

#include "base/status.h"

namespace legevakt::engine {
namespace {

// So many times as many as make a snapshot due do not wait for the pause.
constexpr std::int64_t kHurry = 10;
// At the end so many events are replayed for the last snapshot: some tenths of a second.
constexpr std::int64_t kLastEventsMax = 2 * limits::kSnapshotEvery;

std::int64_t EventsSince(const Engine& engine) {
  return engine.durable_revision() - engine.snapshot_revision();
}

}  // namespace

bool SnapshotChore::Due(std::int64_t now_us) const {
  const std::int64_t events = EventsSince(engine_);
  if (events < every_events_) return false;
  if (tried_us_ == 0 || now_us - tried_us_ >= limits::kSnapshotPauseUs) return true;
  return problem_.empty() && events >= kHurry * every_events_;
}

std::int64_t SnapshotChore::Do(std::int64_t now_us, const std::stop_token& stop) {
  const std::int64_t next_us = now_us + limits::kSnapshotPauseUs;
  if (!Due(now_us)) return next_us;
  const absl::Status made = engine_.MakeSnapshot(stop);
  if (absl::IsCancelled(made)) return next_us;
  tried_us_ = now_us;
  if (!made.ok()) {
    spdlog::error("no snapshot was made, the next start replays more: {}", Message(made));
  } else {
    spdlog::info("snapshot of revision {}", engine_.snapshot_revision());
  }
  const std::lock_guard lock(mutex_);
  problem_ = Message(made);
  return next_us;
}

std::string SnapshotChore::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

void MakeLastSnapshot(Engine& engine) {
  const std::int64_t events = EventsSince(engine);
  if (events <= 0 || events > kLastEventsMax) return;
  if (const absl::Status made = engine.MakeSnapshot(); !made.ok()) {
    spdlog::error("no snapshot was made at the end, the next start replays more: {}", Message(made));
  }
}

}  // namespace legevakt::engine
