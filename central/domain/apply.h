// Apply(state, event) -> the state, changed. Computes no policy: an event carries its results.
#pragma once

#include <absl/status/status.h>

#include "central/domain/state.h"
#include "legevakt/v1/event.pb.h"

namespace legevakt::domain {

// FAILED_PRECONDITION where the event's revision is not state.revision + 1 (a gap: ask for a resync).
// DATA_LOSS where the event speaks of a record that is not there, or brings a triage tool's file that does
// not have the tool's hash (a journal that is not ours or is broken). The state is unchanged in both cases.
absl::Status Apply(State& state, const v1::Event& event);

}  // namespace legevakt::domain
