// From a journal to the state: the newest snapshot, and the events after it. And the way back: the snapshot
// that the next start begins with.
//
// A snapshot is made of what lies in the store, never of the state in memory that serves: so it cannot be
// ahead of what is durable, and making it takes nothing from the strand.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "central/domain/state.h"
#include "central/engine/event_store.h"

namespace legevakt::engine {

struct LoadedState {
  domain::State state;
  // Where the replay began; 0 without a snapshot.
  std::int64_t snapshot_revision = 0;
  // Snapshots that are damaged and were passed over: one sentence each.
  std::vector<std::string> passed_over;
};

// The state at `revision`, which the store must have. `see` gets each event that was replayed, in order; it
// may keep it. A snapshot that is damaged or that another code has made is passed over: then the one before
// it counts, and in the end the whole journal. DATA_LOSS with the position where the journal is broken.
using SeeReplayed = std::function<void(v1::Event&& event)>;
absl::StatusOr<LoadedState> LoadState(EventStore& store, std::int64_t revision,
                                      const SeeReplayed& see = nullptr);

// Keeps a snapshot of what is durable now, and gives its revision. Reads beside the service, and takes the
// memory of a second state while it works. CANCELLED soon after a stop is requested. Any thread but the
// strand, one at a time.
absl::StatusOr<std::int64_t> KeepSnapshot(EventStore& store, const std::stop_token& stop = {});

}  // namespace legevakt::engine
