// Decide(state, command, now) -> events, or a refusal with a reason. Pure: no clock, disk, network or chance.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/domain/state.h"
#include "legevakt/v1/command.pb.h"
#include "legevakt/v1/event.pb.h"
#include "triage/evaluator/tool.h"

namespace legevakt::domain {

// The compiled tools of the state's ToolRecords; the host compiles them when it applies ToolActivated.
class ToolSet {
 public:
  virtual ~ToolSet() = default;
  // Null where there is none.
  virtual const triage::Tool* Find(const std::string& tool_hash) const = 0;
};

struct Context {
  // Engine time; never before state.at_us.
  std::int64_t now_us = 0;
  v1::Actor actor;
  const ToolSet* tools = nullptr;
};

struct Decision {
  // With revision, time and actor filled in, ready to apply in this order.
  std::vector<v1::Event> events;
  std::optional<v1::Refusal> refusal;
  // What was opened; 0 for none.
  std::int64_t call_id = 0;
  std::int64_t contact_id = 0;
  std::int64_t mission_id = 0;
};

// `expected_version` 0 checks nothing.
Decision Decide(const State& state, const v1::Command& command, std::int64_t expected_version,
                const Context& context);

// When time itself must act next; INT64_MAX for never.
std::int64_t NextDeadline(const State& state);
// What time does now: at most the one thing that is due first. Call again until it gives no events.
// The actor is the system.
std::vector<v1::Event> DecideTime(const State& state, std::int64_t now_us);

// Configuration enters as events too.
v1::Event LoadRegion(const State& state, const v1::Region& region, const Context& context);
// Triage tools: see tools.h.

// May this role give this command? An allow-list; what is not named is refused.
bool Allowed(v1::Role role, v1::Command::WhatCase command);

}  // namespace legevakt::domain
