// Questions about the state's triage tools.
#include <algorithm>

#include "central/domain/tools.h"

namespace legevakt::domain {
namespace {

// Below the active tool's, and still with a file.
const v1::ToolActivation* Previous(const State& state) {
  return state.activations.size() < 2 ? nullptr : &state.activations[state.activations.size() - 2];
}

v1::ToolStanding StandingOf(const State& state, const v1::ToolRecord& tool) {
  if (tool.tool_hash() == state.active_tool_hash) return v1::TOOL_STANDING_ACTIVE;
  const v1::ToolActivation* previous = Previous(state);
  if (previous != nullptr && previous->tool_hash() == tool.tool_hash()) return v1::TOOL_STANDING_PREVIOUS;
  return tool.yaml().empty() ? v1::TOOL_STANDING_RETIRED : v1::TOOL_STANDING_EARLIER;
}

v1::ToolUse UseOf(const State& state, const v1::ToolRecord& tool) {
  v1::ToolUse use;
  use.set_tool_hash(tool.tool_hash());
  use.set_tool_id(tool.tool_id());
  use.set_version(tool.version());
  use.set_author(tool.author());
  use.set_approver(tool.approver());
  use.set_standing(StandingOf(state, tool));
  use.set_at_us(tool.activated_us());
  use.set_by(tool.activated_by());
  const auto keeps = std::count_if(state.contacts.begin(), state.contacts.end(), [&tool](const auto& entry) {
    return IsOpen(entry.second) && entry.second.tool_hash() == tool.tool_hash();
  });
  use.set_open_contacts(static_cast<std::int32_t>(keeps));
  return use;
}

}  // namespace

const v1::ToolRecord* RollBackTarget(const State& state) {
  if (state.planned_tool.has_value() || Previous(state) == nullptr) return nullptr;
  return state.FindTool(Previous(state)->tool_hash());
}

const v1::ToolActivation* ActiveTool(const State& state) {
  return state.activations.empty() ? nullptr : &state.activations.back();
}

bool HasToolNews(const State& state, const std::string& user_id) {
  const v1::ToolActivation* active = ActiveTool(state);
  if (active == nullptr || active->before_hash().empty()) return false;
  return std::find(active->seen_by().begin(), active->seen_by().end(), user_id) == active->seen_by().end();
}

std::vector<v1::ToolUse> ToolUses(const State& state) {
  std::vector<v1::ToolUse> uses;
  const auto& planned = state.planned_tool;
  for (const v1::ToolRecord& tool : state.tools) {
    if (planned.has_value() && planned->tool().tool_hash() == tool.tool_hash()) continue;
    uses.push_back(UseOf(state, tool));
  }
  if (planned.has_value()) {
    v1::ToolUse use = UseOf(state, planned->tool());
    use.set_standing(v1::TOOL_STANDING_PLANNED);
    use.set_at_us(planned->activation().at_us());
    use.set_by(planned->activation().by().name());
    uses.push_back(std::move(use));
  }
  return uses;
}

}  // namespace legevakt::domain
