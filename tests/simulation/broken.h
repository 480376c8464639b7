// The parts of central that a simulation may break on purpose, whole or broken as its options say. What is
// broken is written here, around the real parts: nothing of it is in central.
#pragma once

#include <memory>

#include "base/clock.h"
#include "central/engine/engine.h"
#include "legevakt/v1/record.pb.h"
#include "legevakt/v1/watch.pb.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/loop_runner.h"
#include "tests/simulation/world.h"

namespace legevakt::simulation {

std::unique_ptr<DiskStore> MakeStore(World& world, std::shared_ptr<Life> life);
std::unique_ptr<LoopRunner> MakeRunner(World& world, const std::shared_ptr<Life>& life);
// Goes on from what the disk has of this boot.
std::shared_ptr<Clock> MakeClock(World& world, std::int64_t last_journal_us);
v1::StateSnapshot MakeSnapshot(World& world, const domain::State& state);

// Bookmarks that ask for nothing but that a second has passed: each says that the last revision that was sent
// is all there is, now.
class RashBookmarks {
 public:
  // The client has everything up to `revision`; 0 where it begins anew.
  void Begins(std::int64_t revision) {
    sent_ = revision;
    due_ = true;
  }
  void IsDue() { due_ = true; }
  // What the feed has given.
  void OnSent(const v1::WatchResponse& message);
  // The next, where one is due.
  bool Take(v1::WatchResponse& message, engine::Engine& engine);

 private:
  bool due_ = false;
  // Nothing may come between the parts of one message.
  bool in_parts_ = false;
  std::int64_t sent_ = 0;
};

}  // namespace legevakt::simulation
