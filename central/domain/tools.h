// Triage tools: which one is active, who may become it and when, and the way back.
//
// A tool comes into the state by an event that carries its file, and its file stays there for as long as the
// tool is active, planned, within reach of a rollback, or kept by a contact. So central needs no file on disk
// but the journal. Pure, as decide.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "central/domain/decide.h"
#include "central/domain/state.h"
#include "legevakt/v1/admin.pb.h"

namespace legevakt::domain {

// What is new in one tool against another, in sentences.
struct ToolNews {
  // The other: empty for none.
  std::string against_hash;
  std::vector<v1::ToolChange> changes;
  int left_out = 0;
};

// A tool that somebody wants taken into use. The host has read and linted it.
struct ToolOrder {
  // With its file, and with an empty approver where nobody has approved it.
  v1::ToolRecord tool;
  // Against the active tool.
  ToolNews news;
  // 0 for now.
  std::int64_t at_us = 0;
  // The beginning of the day that the file says it is valid from, where the site is; 0 where it says none.
  std::int64_t valid_from_us = 0;
  // Take it although nobody has approved it.
  bool demonstration = false;
};

// Refused as TOOL_NOT_APPROVED, TOOL_VERSION_USED, TOOL_TIME (also before it is valid); as TOOL_NOT_ACTIVE
// where the active tool is not the one that the news are against. Neither events nor a refusal: it is so
// already. Now or planned, it takes the place of what was planned before.
Decision TakeToolIntoUse(const State& state, const ToolOrder& order, const Context& context);

// Takes back the plan where there is one, else goes to the tool that was active before, with `news` against
// the active one. Refused as NO_EARLIER_TOOL, as NO_TOOL where the host cannot read that one any more, or as
// TOOL_NOT_ACTIVE as above.
Decision RollBackTool(const State& state, const ToolNews& news, const Context& context);
// The tool that a rollback would make active; null where it would only take back a plan, or cannot.
const v1::ToolRecord* RollBackTarget(const State& state);

// The plan cannot be kept: the host cannot read the tool any more.
v1::Event CancelToolPlan(const State& state, const Context& context);

// How the tool came to be active; null where none is.
const v1::ToolActivation* ActiveTool(const State& state);
// This user has not yet confirmed what is new in the active tool. The first tool brings no news.
bool HasToolNews(const State& state, const std::string& user_id);

// Every tool of the state and how it is used.
std::vector<v1::ToolUse> ToolUses(const State& state);

}  // namespace legevakt::domain
