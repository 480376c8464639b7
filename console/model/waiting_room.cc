#include "console/model/waiting_room.h"

#include <algorithm>
#include <tuple>

#include "central/domain/queue_order.h"

namespace legevakt::console {

bool IsLastAtStation(const domain::State& state, const v1::Mission& mission) {
  const v1::Contact* contact = state.FindContact(mission.contact_id());
  if (contact == nullptr || !domain::IsOpen(*contact)) return false;
  return domain::LastAtStation(state, *contact) == &mission;
}

bool InWaitingRoom(const domain::State& state, const v1::Mission& mission) {
  const v1::Contact* contact = state.FindContact(mission.contact_id());
  if (!domain::IsAtStation(mission.measure()) || contact == nullptr || !domain::IsOpen(*contact))
    return false;
  if (domain::IsOpen(mission)) return mission.visit().state() < v1::VISIT_STATE_DONE;
  // The doctor is done, or did not answer: the patient is in the house all the same.
  if (mission.visit().state() == v1::VISIT_STATE_OBSERVATION) return true;
  const bool here = mission.visit().state() >= v1::VISIT_STATE_ARRIVED;
  return here && domain::IsUnderWay(mission.visit()) && IsLastAtStation(state, mission);
}

std::vector<VisitLine> WaitingRoom(const domain::State& state) {
  std::vector<VisitLine> lines;
  for (const auto& [id, mission] : state.missions) {
    if (!InWaitingRoom(state, mission)) continue;
    lines.push_back({&mission, state.FindContact(mission.contact_id()), mission.visit().state()});
  }
  std::sort(lines.begin(), lines.end(), [](const VisitLine& a, const VisitLine& b) {
    return std::tuple(static_cast<int>(a.state), domain::KeyOf(*a.contact).inverse_rank,
                      a.mission->visit().since_us(), a.mission->mission_id()) <
           std::tuple(static_cast<int>(b.state), domain::KeyOf(*b.contact).inverse_rank,
                      b.mission->visit().since_us(), b.mission->mission_id());
  });
  return lines;
}

v1::VisitState NextVisit(const v1::Mission& mission) {
  const v1::VisitState state = mission.visit().state();
  const bool observed = state == v1::VISIT_STATE_OBSERVATION;
  // Whoever is under observation goes when the doctor is done; before that the doctor says how it ended.
  if (!domain::IsOpen(mission)) return observed ? v1::VISIT_STATE_DONE : v1::VISIT_STATE_UNSPECIFIED;
  switch (state) {
    case v1::VISIT_STATE_UNSPECIFIED:
    case v1::VISIT_STATE_GIVEN_TIME:
    case v1::VISIT_STATE_EXPECTED:
      return v1::VISIT_STATE_ARRIVED;
    case v1::VISIT_STATE_ARRIVED:
      return v1::VISIT_STATE_ASSESSED_ON_ARRIVAL;
    case v1::VISIT_STATE_ASSESSED_ON_ARRIVAL:
      return v1::VISIT_STATE_WAITING_ROOM;
    case v1::VISIT_STATE_WAITING_ROOM:
      return v1::VISIT_STATE_WITH_DOCTOR;
    case v1::VISIT_STATE_WITH_DOCTOR:
      return v1::VISIT_STATE_OBSERVATION;
    default:
      return v1::VISIT_STATE_UNSPECIFIED;
  }
}

v1::VisitState VisitBefore(const v1::Mission& mission) {
  if (!domain::IsOpen(mission)) return v1::VISIT_STATE_UNSPECIFIED;
  switch (mission.visit().state()) {
    case v1::VISIT_STATE_ARRIVED:
      return v1::VISIT_STATE_EXPECTED;
    case v1::VISIT_STATE_ASSESSED_ON_ARRIVAL:
      return v1::VISIT_STATE_ARRIVED;
    case v1::VISIT_STATE_WAITING_ROOM:
      return v1::VISIT_STATE_ASSESSED_ON_ARRIVAL;
    case v1::VISIT_STATE_WITH_DOCTOR:
      return v1::VISIT_STATE_WAITING_ROOM;
    default:
      return v1::VISIT_STATE_UNSPECIFIED;
  }
}

// An appointment that is past cannot be given again; who is awaited is awaited, and keeps its time.
v1::VisitState TakenBackTo(v1::VisitState state) {
  return state < v1::VISIT_STATE_ARRIVED ? v1::VISIT_STATE_EXPECTED : state;
}

v1::VisitState MissedVisit(const v1::Mission& mission) {
  if (!domain::IsOpen(mission)) return v1::VISIT_STATE_UNSPECIFIED;
  switch (mission.visit().state()) {
    case v1::VISIT_STATE_GIVEN_TIME:
    case v1::VISIT_STATE_EXPECTED:
      return v1::VISIT_STATE_NOT_TURNED_UP;
    case v1::VISIT_STATE_ARRIVED:
    case v1::VISIT_STATE_ASSESSED_ON_ARRIVAL:
    case v1::VISIT_STATE_WAITING_ROOM:
      return v1::VISIT_STATE_LEFT_BEFORE_SEEN;
    default:
      return v1::VISIT_STATE_UNSPECIFIED;
  }
}

}  // namespace legevakt::console
