#include "console/model/situation.h"

#include <algorithm>
#include <string_view>

#include "central/domain/queue_order.h"

namespace legevakt::console {
namespace {

int PlaceIn(const v1::Region& region, std::string_view number) {
  const auto& all = region.municipalities();
  const auto found = std::find_if(
      all.begin(), all.end(), [number](const auto& municipality) { return municipality.number() == number; });
  return found == all.end() ? -1 : static_cast<int>(found - all.begin());
}

const v1::Station* FindStation(const v1::Region& region, std::string_view id) {
  const auto& all = region.stations();
  const auto found =
      std::find_if(all.begin(), all.end(), [id](const auto& station) { return station.station_id() == id; });
  return found == all.end() ? nullptr : &*found;
}

// In the order of the queue: the first of each municipality is the one to take first there.
void CountOpen(const domain::State& state, Situation& situation) {
  int turn = 0;
  for (const v1::Contact* contact : domain::Queue(state)) {
    const std::string& number = contact->intake().municipality();
    const int place = PlaceIn(state.region, number);
    PlaceLoad* load = place < 0 ? nullptr : &situation.places[static_cast<std::size_t>(place)];
    if (load == nullptr) {
      auto& others = situation.elsewhere;
      const auto found = std::find_if(others.begin(), others.end(),
                                      [&number](const PlaceLoad& other) { return other.number == number; });
      load = found == others.end() ? &others.emplace_back(PlaceLoad{.number = number}) : &*found;
    }
    if (load->open++ == 0) {
      load->first = contact->hastegrad();
      load->turn = turn;
    }
    ++turn;
  }
}

void AddTrips(const domain::State& state, Situation& situation) {
  for (const auto& [id, mission] : state.missions) {
    if (!domain::IsBegun(mission) || !GoesOut(mission.measure())) continue;
    const v1::Contact* contact = state.FindContact(mission.contact_id());
    const v1::Doctor* doctor = state.FindDoctor(mission.owner_id());
    if (contact == nullptr || doctor == nullptr) continue;
    const v1::Station* station = FindStation(state.region, doctor->station_id());
    situation.trips.push_back(
        {&mission, doctor, station == nullptr ? -1 : PlaceIn(state.region, station->municipality()),
         PlaceIn(state.region, contact->intake().municipality()),
         std::max({mission.accepted_us(), mission.under_way_us(), mission.with_patient_us()})});
  }
}

// The first letter, whole.
std::string Letter(std::string_view word) {
  std::size_t size = std::min<std::size_t>(1, word.size());
  while (size < word.size() && (static_cast<unsigned char>(word[size]) & 0xC0U) == 0x80U) ++size;
  return std::string(word.substr(0, size));
}

std::string_view LastWord(std::string_view name) {
  const std::size_t space = name.find_last_of(' ');
  return space == std::string_view::npos ? name : name.substr(space + 1);
}

std::string Initials(std::string_view name) {
  const std::string_view last = LastWord(name);
  return last.size() == name.size() ? Letter(name) : Letter(name) + Letter(last);
}

}  // namespace

bool GoesOut(v1::Measure measure) {
  return measure == v1::MEASURE_HOME_VISIT || measure == v1::MEASURE_OWN_TEAM;
}

Situation SituationOf(const domain::State& state, std::int64_t now_us) {
  Situation situation;
  for (const auto& municipality : state.region.municipalities())
    situation.places.push_back({.number = municipality.number()});
  CountOpen(state, situation);
  AddTrips(state, situation);
  for (const auto& station : state.region.stations()) {
    const int place = PlaceIn(state.region, station.municipality());
    if (place >= 0) situation.stations.push_back({&station, place, true, 0});
  }
  FollowStations(situation, now_us);
  return situation;
}

void FollowStations(Situation& situation, std::int64_t now_us) {
  for (StationNow& each : situation.stations) {
    // Without hours it is always open.
    each.open = each.station->open().empty();
    each.changes_us = 0;
    for (const auto& hours : each.station->open()) {
      const bool within = hours.from_us() <= now_us && now_us < hours.to_us();
      each.open = each.open || within;
      const std::int64_t next_us = within ? hours.to_us() : hours.from_us();
      if (next_us > now_us && (each.changes_us == 0 || next_us < each.changes_us)) each.changes_us = next_us;
    }
  }
}

std::string ShortName(const v1::Region& region, const v1::Doctor& doctor) {
  std::string initials = Initials(doctor.name());
  const bool other = std::any_of(region.doctors().begin(), region.doctors().end(), [&](const auto& each) {
    return each.doctor_id() != doctor.doctor_id() && Initials(each.name()) == initials;
  });
  return other ? std::string(LastWord(doctor.name())) : initials;
}

}  // namespace legevakt::console
