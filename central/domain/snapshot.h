// The whole state as one message, and its hash.
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "central/domain/state.h"

namespace legevakt::domain {

// Repeated fields sorted by id.
v1::StateSnapshot ToSnapshot(const State& state);
State FromSnapshot(v1::StateSnapshot snapshot);

// Lower-case hex of BLAKE2b-256 over the snapshot's bytes.
std::string StateHash(const State& state);

}  // namespace legevakt::domain
