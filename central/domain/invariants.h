// Rule 1 of the design: every open contact has exactly one responsible list, a next deadline and an operator
// who answers for it; every open mission exactly one owner. Checked after every event, in production too. And
// what can be read off a contact of rule 2: a red has its alert to AMK and doctor, with a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/domain/state.h"
#include "legevakt/v1/event.pb.h"

namespace legevakt::domain {

struct Violation {
  std::int64_t contact_id = 0;
  std::int64_t mission_id = 0;
  std::string what;
  // Mended by the alert, and not by a deadline.
  bool red_without_alert = false;
};

// The records that this event touched, in `state` after the event. Cheap.
std::vector<Violation> CheckTouched(const State& state, const v1::Event& event);
// Every record.
std::vector<Violation> CheckAll(const State& state);
// The event that mends a violation. It makes the contact due now, or raises the red that was not alerted, so
// that an alarm brings somebody to it.
v1::Event Repair(const State& state, const Violation& violation, std::int64_t now_us);

}  // namespace legevakt::domain
