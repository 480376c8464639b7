// What every night begins with: a small region, a small triage tool, and two doctors on duty. Made once a
// process; read by all.
#pragma once

#include <vector>

#include "central/domain/decide.h"

namespace legevakt::simulation {

// The journal's first events, from this time on.
std::vector<v1::Event> FirstEvents(std::int64_t at_us);
const domain::ToolSet& Tools();

}  // namespace legevakt::simulation
