#include "console/model/divert.h"

#include <algorithm>
#include <tuple>

namespace legevakt::console {

std::vector<const v1::Mission*> Divertible(const domain::State& state, const v1::Contact& red) {
  std::vector<const v1::Mission*> missions;
  if (red.hastegrad() != v1::HASTEGRAD_AKUTT || !domain::IsOpen(red)) return missions;
  const auto rank = [&state](const v1::Mission* mission) {
    return state.FindContact(mission->contact_id())->rank();
  };
  for (const auto& [id, mission] : state.missions) {
    const bool running =
        mission.state() == v1::MISSION_STATE_UNDER_WAY || mission.state() == v1::MISSION_STATE_WITH_PATIENT;
    const v1::Contact* contact = state.FindContact(mission.contact_id());
    if (!running || contact == nullptr || contact->hastegrad() == v1::HASTEGRAD_AKUTT) continue;
    const v1::Doctor* doctor = state.FindDoctor(mission.owner_id());
    const bool drives = doctor != nullptr && std::find(doctor->measures().begin(), doctor->measures().end(),
                                                       v1::MEASURE_HOME_VISIT) != doctor->measures().end();
    if (drives) missions.push_back(&mission);
  }
  std::sort(missions.begin(), missions.end(), [&](const v1::Mission* a, const v1::Mission* b) {
    return std::tuple(a->state(), rank(a), a->mission_id()) <
           std::tuple(b->state(), rank(b), b->mission_id());
  });
  return missions;
}

}  // namespace legevakt::console
