// The parts of central that a simulation may break on purpose, whole or broken as its options say. What is
// broken is written here, around the real parts: nothing of it is in central.
#pragma once

#include <memory>

#include "base/clock.h"
#include "legevakt/v1/record.pb.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/loop_runner.h"
#include "tests/simulation/world.h"

namespace legevakt::simulation {

std::unique_ptr<DiskStore> MakeStore(World& world, std::shared_ptr<Life> life);
std::unique_ptr<LoopRunner> MakeRunner(World& world, const std::shared_ptr<Life>& life);
std::shared_ptr<Clock> MakeClock(World& world, std::int64_t last_journal_us);
v1::StateSnapshot MakeSnapshot(World& world, const domain::State& state);

}  // namespace legevakt::simulation
