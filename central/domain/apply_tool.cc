// What events do to triage tools, and what must be true of their copies.
#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "central/domain/apply_internal.h"

namespace legevakt::domain::internal {
namespace {

std::string Fault(std::string_view key, const v1::ToolRecord& tool) {
  return text::Format(text::ProcessLang(), key,
                      {{"tool", tool.tool_id()}, {"version", tool.version()}, {"hash", tool.tool_hash()}});
}

// The file came with the event: is it the tool that the event speaks of?
std::string FaultOfCopy(const v1::ToolRecord& tool) {
  if (tool.yaml().empty()) return Fault("tool.copy_missing", tool);
  return ToHex(Blake2b(tool.yaml())) == tool.tool_hash() ? "" : Fault("tool.copy_wrong", tool);
}

// The state must have the file of a tool that is used.
std::string FaultOfUse(const State& state, const std::string& tool_hash) {
  const v1::ToolRecord* tool = state.FindTool(tool_hash);
  if (tool != nullptr && !tool->yaml().empty()) return {};
  v1::ToolRecord unknown;
  unknown.set_tool_hash(tool_hash);
  return Fault("tool.copy_missing", tool != nullptr ? *tool : unknown);
}

void ForgetPlan(State& state) {
  if (!state.planned_tool.has_value()) return;
  Unschedule(state, *state.planned_tool);
  state.planned_tool.reset();
}

void Push(State& state, v1::ToolActivation activation) {
  std::erase_if(state.activations, [&activation](const v1::ToolActivation& earlier) {
    return earlier.tool_hash() == activation.tool_hash();
  });
  for (v1::ToolRecord& tool : state.tools) {
    if (tool.tool_hash() != activation.tool_hash()) continue;
    tool.set_activated_us(activation.at_us());
    tool.set_activated_by(activation.by().name());
  }
  state.active_tool_hash = activation.tool_hash();
  state.activations.push_back(std::move(activation));
}

void Activate(Applying& applying) {
  State& state = applying.state;
  const v1::ToolActivated& activated = applying.event.tool_activated();
  const v1::ToolRecord& tool = activated.tool();
  const auto known =
      std::find_if(state.tools.begin(), state.tools.end(),
                   [&tool](const v1::ToolRecord& other) { return other.tool_hash() == tool.tool_hash(); });
  if (known == state.tools.end()) {
    state.tools.push_back(tool);
  } else {
    *known = tool;
  }
  v1::ToolActivation activation = activated.activation();
  activation.set_tool_hash(tool.tool_hash());
  activation.set_at_us(applying.event.at_us());
  if (!activation.has_by()) *activation.mutable_by() = applying.event.actor();
  Push(state, std::move(activation));
  if (state.planned_tool.has_value() && state.planned_tool->tool().tool_hash() == tool.tool_hash())
    ForgetPlan(state);
}

void RollBack(Applying& applying) {
  State& state = applying.state;
  const v1::ToolRolledBack& back = applying.event.tool_rolled_back();
  std::erase_if(state.activations, [&back](const v1::ToolActivation& activation) {
    return activation.tool_hash() == back.from_hash();
  });
  Push(state, back.activation());
}

void SeeNews(Applying& applying) {
  for (v1::ToolActivation& activation : applying.state.activations) {
    if (activation.tool_hash() == applying.event.tool_news_seen().tool_hash())
      activation.add_seen_by(applying.event.actor().user_id());
  }
}

void Retire(State& state, const std::string& tool_hash) {
  for (v1::ToolRecord& tool : state.tools) {
    if (tool.tool_hash() == tool_hash) tool.clear_yaml();
  }
  std::erase_if(state.activations, [&tool_hash](const v1::ToolActivation& activation) {
    return activation.tool_hash() == tool_hash;
  });
}

}  // namespace

std::string ToolFault(const State& state, const v1::Event& event) {
  switch (event.what_case()) {
    case v1::Event::kToolActivated:
      return FaultOfCopy(event.tool_activated().tool());
    case v1::Event::kToolPlanned:
      return FaultOfCopy(event.tool_planned().planned().tool());
    case v1::Event::kToolRolledBack:
      return FaultOfUse(state, event.tool_rolled_back().activation().tool_hash());
    case v1::Event::kContactOpened:
      return event.contact_opened().tool_hash().empty()
                 ? ""
                 : FaultOfUse(state, event.contact_opened().tool_hash());
    case v1::Event::kContactAssessed:
      return FaultOfUse(state, event.contact_assessed().assessment().tool_hash());
    case v1::Event::kToolRetired:
      // The active one is in use even where no contact has it yet.
      return event.tool_retired().tool_hash() == state.active_tool_hash
                 ? FaultOfUse(State(), state.active_tool_hash)
                 : "";
    default:
      return {};
  }
}

void ApplyToTools(Applying& applying) {
  State& state = applying.state;
  const v1::Event& event = applying.event;
  switch (event.what_case()) {
    case v1::Event::kToolActivated:
      Activate(applying);
      break;
    case v1::Event::kToolPlanned:
      ForgetPlan(state);
      state.planned_tool = event.tool_planned().planned();
      Schedule(state, *state.planned_tool);
      break;
    case v1::Event::kToolPlanCancelled:
      ForgetPlan(state);
      break;
    case v1::Event::kToolRolledBack:
      RollBack(applying);
      break;
    case v1::Event::kToolNewsSeen:
      SeeNews(applying);
      break;
    case v1::Event::kToolRetired:
      Retire(state, event.tool_retired().tool_hash());
      break;
    default:
      break;  // the other parts'
  }
}

}  // namespace legevakt::domain::internal
