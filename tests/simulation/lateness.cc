#include "tests/simulation/lateness.h"

namespace legevakt::simulation {
namespace {

std::string LateOf(const v1::Contact& contact, std::int64_t before_us) {
  const auto late = [before_us](std::int64_t at_us, bool dealt_with) {
    return at_us > 0 && at_us < before_us && !dealt_with;
  };
  const v1::Deadline& deadline = contact.deadline();
  if (late(deadline.alarm_at_us() > 0 ? deadline.alarm_at_us() : deadline.at_us(), deadline.missed())) {
    return "the deadline";
  }
  if (contact.has_claim() && late(contact.claim().until_us(), false)) return "the end of the claim";
  if (contact.has_promise() && late(contact.promise().by_us(), contact.promise().slipped())) {
    return "the promise";
  }
  const bool confirmed = !domain::IsPending(contact.red());
  if (late(contact.red().confirm_by_us(), confirmed || contact.red().missed())) return "the red";
  return "";
}

std::string LateOf(const v1::Mission& mission, std::int64_t before_us) {
  const auto late = [before_us](std::int64_t at_us) { return at_us > 0 && at_us < before_us; };
  if (mission.state() == v1::MISSION_STATE_REQUESTED && late(mission.expires_us())) return "the request";
  if (domain::IsBegun(mission) && !mission.not_heard() && late(mission.not_heard_at_us())) {
    return "not heard from";
  }
  if (domain::IsOpen(mission) && !mission.visit().late() && late(mission.visit().late_at_us())) {
    return "the visit";
  }
  return "";
}

std::string Of(const std::string& what, const char* kind, std::int64_t id) {
  return what + " of " + kind + " " + std::to_string(id);
}

}  // namespace

std::string WhatIsLate(const domain::State& state, std::int64_t before_us) {
  for (const auto& [id, contact] : state.contacts) {
    if (!domain::IsOpen(contact)) continue;
    if (const std::string late = LateOf(contact, before_us); !late.empty()) return Of(late, "contact", id);
  }
  for (const auto& [id, mission] : state.missions) {
    if (const std::string late = LateOf(mission, before_us); !late.empty()) return Of(late, "mission", id);
  }
  for (const auto& [id, call] : state.calls) {
    if (call.state() == v1::CALL_STATE_CALL_BACK_DUE && !call.callback_missed() &&
        call.callback_due_us() > 0 && call.callback_due_us() < before_us) {
      return Of("the callback", "call", id);
    }
  }
  if (state.planned_tool.has_value() && state.planned_tool->activation().at_us() < before_us) {
    return "the planned tool";
  }
  // Where it is due, central has ended, or has taken it back.
  if (const std::int64_t at_us = state.notice.restart_at_us(); at_us > 0 && at_us < before_us) {
    return "the announced restart";
  }
  return "";
}

}  // namespace legevakt::simulation
