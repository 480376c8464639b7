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

// The contact is open, and this is the last that was planned for it at a station.
bool IsLastAtStation(const domain::State& state, const v1::Mission& mission);
// One of the patients below; the wallboard counts the same ones. Also who is in the house although the doctor
// did not answer, or is done and has them observed.
bool InWaitingRoom(const domain::State& state, const v1::Mission& mission);

// Patients who are expected at, or are in, a station or a satellite: by state in the order of the way; within
// a state by urgency and then by how long.
std::vector<VisitLine> WaitingRoom(const domain::State& state);

// The step that most often follows; unspecified where none can be taken here.
v1::VisitState NextVisit(const v1::Mission& mission);
// One step back, for whoever was taken too far a while ago; unspecified where there is none.
v1::VisitState VisitBefore(const v1::Mission& mission);
// Where a patient goes back to who was taken one step too far from `state`.
v1::VisitState TakenBackTo(v1::VisitState state);
// What may happen instead: not turned up while expected, left before seen while waiting; unspecified for
// nothing.
v1::VisitState MissedVisit(const v1::Mission& mission);

}  // namespace legevakt::console
