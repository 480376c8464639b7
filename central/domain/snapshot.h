// The whole state as one message, its bytes, and its hash.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>

#include "central/domain/state.h"

namespace legevakt::domain {

// Repeated fields sorted by id.
v1::StateSnapshot ToSnapshot(const State& state);
State FromSnapshot(v1::StateSnapshot snapshot);

// The snapshot in its canonical form: what StateHash is taken over, and what is kept for the next start.
std::string SnapshotBytes(const State& state);
// DATA_LOSS where the bytes are no snapshot.
absl::StatusOr<State> FromSnapshotBytes(std::string_view bytes);

// Lower-case hex of BLAKE2b-256 over SnapshotBytes.
std::string StateHash(const State& state);

// Which code makes states here, in 64 characters: a hash over the sources of the domain and of the messages.
// Bytes that another code has kept need not be what a replay gives today.
std::string_view StateMaker();

}  // namespace legevakt::domain
