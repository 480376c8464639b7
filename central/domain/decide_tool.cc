// Who may become the active triage tool, when, and the way back.
#include <algorithm>
#include <set>
#include <string>

#include "base/limits.h"
#include "central/domain/decide_internal.h"
#include "central/domain/tools.h"

namespace legevakt::domain {
namespace internal {
namespace {

bool MayBeUsed(Deciding& deciding, const ToolOrder& order) {
  const v1::ToolRecord& tool = order.tool;
  if (!tool.approver().empty() || order.demonstration || deciding.state.region.demonstration()) return true;
  return deciding.Refuse(v1::REASON_TOOL_NOT_APPROVED,
                         {{"tool", tool.tool_id()}, {"version", tool.version()}});
}

// One version has one content, for ever: what a nurse has read about it stays true.
bool VersionIsFree(Deciding& deciding, const v1::ToolRecord& tool) {
  const auto same = [&tool](const v1::ToolRecord& known) {
    return known.tool_id() == tool.tool_id() && known.version() == tool.version() &&
           known.tool_hash() != tool.tool_hash();
  };
  const State& state = deciding.state;
  const bool used = std::any_of(state.tools.begin(), state.tools.end(), same) ||
                    (state.planned_tool.has_value() && same(state.planned_tool->tool()));
  if (!used) return true;
  return deciding.Refuse(v1::REASON_TOOL_VERSION_USED,
                         {{"tool", tool.tool_id()}, {"version", tool.version()}});
}

// Somebody was quicker: a person looks again before anything is changed.
bool AgainstActive(Deciding& deciding, const ToolNews& news) {
  const std::string& active = deciding.state.active_tool_hash;
  if (news.against_hash == active) return true;
  const v1::ToolRecord* tool = deciding.state.FindTool(active);
  const bool none = tool == nullptr;
  return deciding.Refuse(v1::REASON_TOOL_NOT_ACTIVE,
                         {{"tool", none ? "" : tool->tool_id()}, {"version", none ? "" : tool->version()}});
}

v1::ToolActivation ActivationOf(const Deciding& deciding, const std::string& tool_hash, const ToolNews& news,
                                std::int64_t at_us) {
  v1::ToolActivation activation;
  activation.set_tool_hash(tool_hash);
  activation.set_at_us(at_us);
  *activation.mutable_by() = deciding.actor();
  if (const v1::ToolRecord* before = deciding.state.FindTool(deciding.state.active_tool_hash)) {
    activation.set_before_hash(before->tool_hash());
    activation.set_before_version(before->version());
    for (const v1::ToolChange& change : news.changes) *activation.add_changes() = change;
    activation.set_changes_left_out(news.left_out);
  }
  return activation;
}

// What no contact uses and no rollback reaches leaves the state, once `next` is the active tool.
void Retire(Deciding& deciding, const std::string& next) {
  const State& state = deciding.state;
  std::set<std::string> kept = {next};
  for (auto before = state.activations.rbegin(); before != state.activations.rend(); ++before) {
    if (kept.size() >= limits::kToolsKeptMax) break;
    kept.insert(before->tool_hash());
  }
  for (const auto& [id, contact] : state.contacts) {
    kept.insert(contact.tool_hash());
    for (const v1::Assessment& assessment : contact.assessments()) kept.insert(assessment.tool_hash());
  }
  for (const v1::ToolRecord& tool : state.tools) {
    if (tool.yaml().empty() || kept.contains(tool.tool_hash())) continue;
    deciding.Add().mutable_tool_retired()->set_tool_hash(tool.tool_hash());
  }
}

// Its own approvers said from which day: nobody takes it into use before that, now or by a plan.
bool IsValid(Deciding& deciding, const ToolOrder& order) {
  const std::int64_t begins_us = order.at_us != 0 ? order.at_us : deciding.now_us();
  return begins_us >= order.valid_from_us || deciding.Refuse(v1::REASON_TOOL_TIME);
}

void Plan(Deciding& deciding, const ToolOrder& order) {
  if (order.at_us <= deciding.now_us() || order.at_us > deciding.now_us() + limits::kToolPlanUs) {
    deciding.Refuse(v1::REASON_TOOL_TIME);
    return;
  }
  const auto& planned = deciding.state.planned_tool;
  if (planned.has_value() && planned->tool().tool_hash() == order.tool.tool_hash() &&
      planned->activation().at_us() == order.at_us) {
    return;
  }
  v1::PlannedTool& plan = *deciding.Add().mutable_tool_planned()->mutable_planned();
  *plan.mutable_tool() = order.tool;
  *plan.mutable_activation() = ActivationOf(deciding, order.tool.tool_hash(), order.news, order.at_us);
}

void Take(Deciding& deciding, const ToolOrder& order) {
  const v1::ToolRecord& tool = order.tool;
  if (!MayBeUsed(deciding, order) || !VersionIsFree(deciding, tool)) return;
  if (tool.tool_hash() == deciding.state.active_tool_hash) return;
  if (!AgainstActive(deciding, order.news) || !IsValid(deciding, order)) return;
  if (order.at_us != 0) return Plan(deciding, order);
  const auto& planned = deciding.state.planned_tool;
  if (planned.has_value() && planned->tool().tool_hash() != tool.tool_hash()) {
    deciding.Add().mutable_tool_plan_cancelled()->set_tool_hash(planned->tool().tool_hash());
  }
  v1::ToolActivated& activated = *deciding.Add().mutable_tool_activated();
  *activated.mutable_tool() = tool;
  *activated.mutable_activation() = ActivationOf(deciding, tool.tool_hash(), order.news, deciding.now_us());
  Retire(deciding, tool.tool_hash());
}

void RollBack(Deciding& deciding, const ToolNews& news) {
  const State& state = deciding.state;
  if (state.planned_tool.has_value()) {
    deciding.Add().mutable_tool_plan_cancelled()->set_tool_hash(state.planned_tool->tool().tool_hash());
    return;
  }
  const v1::ToolRecord* target = RollBackTarget(state);
  if (target == nullptr) {
    deciding.Refuse(v1::REASON_NO_EARLIER_TOOL);
    return;
  }
  if (!AgainstActive(deciding, news)) return;
  // Only to what can be used: a tool that this program cannot read is no way out.
  if (deciding.context.tools == nullptr || deciding.context.tools->Find(target->tool_hash()) == nullptr) {
    deciding.Refuse(v1::REASON_NO_TOOL);
    return;
  }
  v1::ToolRolledBack& back = *deciding.Add().mutable_tool_rolled_back();
  back.set_from_hash(state.active_tool_hash);
  *back.mutable_activation() = ActivationOf(deciding, target->tool_hash(), news, deciding.now_us());
  back.mutable_activation()->set_rolled_back(true);
}

void SeeNews(Deciding& deciding, const v1::SeeToolNews& command) {
  const v1::ToolActivation* active = ActiveTool(deciding.state);
  if (active == nullptr) {
    deciding.Refuse(v1::REASON_NO_TOOL);
    return;
  }
  if (!AgainstActive(deciding, {.against_hash = command.tool_hash(), .changes = {}})) return;
  if (!HasToolNews(deciding.state, deciding.actor().user_id())) return;
  deciding.Add().mutable_tool_news_seen()->set_tool_hash(command.tool_hash());
}

}  // namespace

bool DecideTool(Deciding& deciding, const v1::Command& command) {
  if (command.what_case() != v1::Command::kSeeToolNews) return false;
  SeeNews(deciding, command.see_tool_news());
  return true;
}

void ActivatePlanned(Deciding& deciding) {
  const v1::PlannedTool& planned = *deciding.state.planned_tool;
  v1::ToolActivated& activated = *deciding.Add().mutable_tool_activated();
  *activated.mutable_tool() = planned.tool();
  *activated.mutable_activation() = planned.activation();
  activated.mutable_activation()->set_at_us(deciding.now_us());
  Retire(deciding, planned.tool().tool_hash());
}

}  // namespace internal

Decision TakeToolIntoUse(const State& state, const ToolOrder& order, const Context& context) {
  internal::Deciding deciding{state, context, 0, {}};
  internal::Take(deciding, order);
  return std::move(deciding.decision);
}

Decision RollBackTool(const State& state, const ToolNews& news, const Context& context) {
  internal::Deciding deciding{state, context, 0, {}};
  internal::RollBack(deciding, news);
  return std::move(deciding.decision);
}

v1::Event CancelToolPlan(const State& state, const Context& context) {
  internal::Deciding deciding{state, context, 0, {}};
  v1::Event& event = deciding.Add();
  event.mutable_tool_plan_cancelled()->set_tool_hash(state.planned_tool->tool().tool_hash());
  return std::move(event);
}

}  // namespace legevakt::domain
