// Warnings about the address or the number of a contact.
#pragma once

#include <string>
#include <vector>

#include "central/domain/state.h"
#include "console/model/draft.h"

namespace legevakt::console {

// Those that hold for what is typed, the oldest first.
std::vector<const v1::Warning*> WarningsFor(const domain::State& state, const IntakeDraft& draft);

}  // namespace legevakt::console
