// The patients' way through the station: who is where, and what the next step is.
#pragma once

#include <cstdint>
#include <vector>

#include "central/domain/state.h"

namespace legevakt::console {

struct VisitLine {
  const v1::Mission* mission = nullptr;
  const v1::Contact* contact = nullptr;
  v1::VisitState state = v1::VISIT_STATE_UNSPECIFIED;
};

// One of the patients below; the wallboard counts the same ones.
bool InWaitingRoom(const domain::State& state, const v1::Mission& mission);

// Patients who are expected at, or are in, a station or a satellite: by state in the order of the way; within
// a state by urgency and then by how long.
std::vector<VisitLine> WaitingRoom(const domain::State& state);

// The step that most often follows; unspecified after the last.
v1::VisitState NextVisit(v1::VisitState state);
// What may happen instead: not turned up while expected, left before seen while waiting; unspecified for
// nothing.
// One step back, for whoever was taken too far a while ago; unspecified where there is none.
v1::VisitState VisitBefore(v1::VisitState state);
// Where a patient goes back to who was taken one step too far from `state`.
v1::VisitState TakenBackTo(v1::VisitState state);
v1::VisitState MissedVisit(v1::VisitState state);

}  // namespace legevakt::console
