// What should have happened by now, read off the records themselves: not from the agenda, which may have lost
// it.
#pragma once

#include <string>

#include "central/domain/state.h"

namespace legevakt::simulation {

// The first thing that was due before this time and that time has not dealt with; empty for none.
std::string WhatIsLate(const domain::State& state, std::int64_t before_us);

}  // namespace legevakt::simulation
