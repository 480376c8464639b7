// What every night begins with: a small region, a small triage tool, and two doctors on duty. Made once a
// process; read by all.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "central/domain/decide.h"
#include "central/engine/tool_intake.h"

namespace legevakt::simulation {

// The journal's first events, from this time on.
std::vector<v1::Event> FirstEvents(std::int64_t at_us);
const domain::ToolSet& Tools();
// The file of each of them; the first is the one that the night begins with.
inline constexpr int kTools = 3;
const std::string& ToolYaml(int tool);
// Reads each file once: a text always gives the same tool.
std::shared_ptr<const engine::ToolReader> TheToolReader();

}  // namespace legevakt::simulation
