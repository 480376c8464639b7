// What the map shows, in words: under the mouse, and on its card.
#include <algorithm>

#include "console/map/places.h"
#include "console/model/format.h"
#include "console/views/map.h"
#include "console/views/words.h"

namespace legevakt::console {
namespace {

bool IsOnMap(App& app, const std::string& number) {
  if (map::FindPlace(number) != nullptr) return true;
  const auto& borders = app.maps().borders;
  return borders != nullptr && borders->find(number) != borders->end();
}

}  // namespace

std::string PlaceName(App& app, const std::string& number) {
  if (number.empty()) return std::string(app.ui().T("console.map.no_place"));
  const auto& state = app.store().state();
  if (state.FindMunicipality(number) != nullptr) return MunicipalityName(state, number);
  const map::Place* place = map::FindPlace(number);
  return place == nullptr ? number : std::string(place->name);
}

std::string TripWords(App& app, const Trip& trip) {
  const auto& ui = app.ui();
  const std::string time = Roughly(ui.lang, app.now_us() - trip.told_us);
  return text::Format(
      ui.lang, ui.board ? "console.map.trip_board" : "console.map.trip",
      {{"who", trip.doctor->name()}, {"step", MissionStateWord(ui, trip.mission->state())}, {"time", time}});
}

std::string StationWords(App& app, const StationNow& station) {
  const auto& ui = app.ui();
  const auto& name = station.station->name();
  if (station.open) return text::Format(ui.lang, "console.map.station_open", {{"station", name}});
  if (station.changes_us == 0)
    return text::Format(ui.lang, "console.map.station_closed", {{"station", name}});
  return text::Format(ui.lang, "console.map.station_opens",
                      {{"station", name}, {"at", ClockOrDay(station.changes_us, app.now_us())}});
}

std::string PlaceWords(App& app, std::size_t place) {
  const auto& ui = app.ui();
  const auto& situation = app.picture().situation();
  const PlaceLoad& load = situation.places[place];
  const std::string name = PlaceName(app, load.number);
  std::string words = load.open == 0
                          ? text::Format(ui.lang, "console.map.none", {{"place", name}})
                          : text::Format(ui.lang, "console.map.open",
                                         {{"place", name},
                                          {"n", std::to_string(load.open)},
                                          {"urgency", EnumWord(ui, v1::Hastegrad_Name(load.first))}});
  for (const StationNow& station : situation.stations) {
    if (station.place == static_cast<int>(place)) words += " · " + StationWords(app, station);
  }
  for (const Trip& trip : situation.trips) {
    if (trip.to == static_cast<int>(place)) words += " · " + TripWords(app, trip);
  }
  return words;
}

std::string ElsewhereWords(App& app) {
  const auto& ui = app.ui();
  std::string places;
  const auto add = [&](const PlaceLoad& load) {
    places += (places.empty() ? "" : " · ") + PlaceName(app, load.number);
    if (load.open > 0) places += " " + std::to_string(load.open);
  };
  for (const PlaceLoad& load : app.picture().situation().elsewhere) add(load);
  // Of the region, and known to neither the table nor the borders: there, also where nobody waits.
  for (const PlaceLoad& load : app.picture().situation().places) {
    if (!IsOnMap(app, load.number)) add(load);
  }
  return places.empty() ? places : text::Format(ui.lang, "console.map.elsewhere", {{"places", places}});
}

const PlaceLoad* FirstElsewhere(App& app) {
  const PlaceLoad* first = nullptr;
  const auto look = [&first](const PlaceLoad& load) {
    if (load.open > 0 && (first == nullptr || load.turn < first->turn)) first = &load;
  };
  const auto& situation = app.picture().situation();
  std::for_each(situation.elsewhere.begin(), situation.elsewhere.end(), look);
  for (const PlaceLoad& load : situation.places) {
    if (!IsOnMap(app, load.number)) look(load);
  }
  return first;
}

void FilterByPlace(App& app, std::size_t place) {
  auto& view = app.view();
  const auto& state = app.store().state();
  std::string name = MunicipalityName(state, app.picture().situation().places[place].number);
  const bool already = view.list == ListView::kOpen && view.filter == name;
  view.list = ListView::kOpen;
  view.filtering = !already;
  view.filter = already ? std::string() : std::move(name);
}

}  // namespace legevakt::console
