#include "console/model/waiting_room.h"

#include <algorithm>
#include <tuple>

#include "central/domain/queue_order.h"

namespace legevakt::console {

bool InWaitingRoom(const domain::State& state, const v1::Mission& mission) {
  const bool station = mission.measure() == v1::MEASURE_STATION || mission.measure() == v1::MEASURE_SATELLITE;
  const v1::Contact* contact = state.FindContact(mission.contact_id());
  return station && contact != nullptr && domain::IsOpen(*contact) && domain::IsOpen(mission) &&
         mission.visit().state() < v1::VISIT_STATE_DONE;
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

v1::VisitState NextVisit(v1::VisitState state) {
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
    case v1::VISIT_STATE_OBSERVATION:
      return v1::VISIT_STATE_DONE;
    default:
      return v1::VISIT_STATE_UNSPECIFIED;
  }
}

v1::VisitState VisitBefore(v1::VisitState state) {
  switch (state) {
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

v1::VisitState MissedVisit(v1::VisitState state) {
  switch (state) {
    case v1::VISIT_STATE_GIVEN_TIME:
    case v1::VISIT_STATE_EXPECTED:
      return v1::VISIT_STATE_NOT_TURNED_UP;
    case v1::VISIT_STATE_ARRIVED:
    case v1::VISIT_STATE_ASSESSED_ON_ARRIVAL:
    case v1::VISIT_STATE_WAITING_ROOM:
      return v1::VISIT_STATE_LEFT_BEFORE_SEEN;
    case v1::VISIT_STATE_WITH_DOCTOR:
      return v1::VISIT_STATE_DONE;
    default:
      return v1::VISIT_STATE_UNSPECIFIED;
  }
}

}  // namespace legevakt::console
