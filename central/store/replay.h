// The journal's story told again: every event through the one Apply, from the first to the last.
#pragma once

#include <cstdint>
#include <functional>

#include "central/domain/state.h"
#include "central/store/reader.h"

namespace legevakt::store {

// `see` is called with each event and the state before it. DATA_LOSS with the position where the chain
// breaks, where an event cannot be applied to what came before it, or where the journal goes on behind its
// head.
using See = std::function<void(const domain::State& before, const v1::Event& event)>;
absl::Status Replay(Reader& reader, std::int64_t last, domain::State& state, const See& see = nullptr);

}  // namespace legevakt::store
