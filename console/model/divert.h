// For a red: which running, less urgent mission of a doctor who drives may be taken away.
#pragma once

#include <vector>

#include "central/domain/state.h"

namespace legevakt::console {

// Missions under way or with a patient for contacts that are not red: on the road before at a bedside, the
// least urgent first. Empty where `red` is not red.
std::vector<const v1::Mission*> Divertible(const domain::State& state, const v1::Contact& red);

}  // namespace legevakt::console
