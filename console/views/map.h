// The map of the region: how many wait where and how urgent the first of them is, what is open, and which
// doctor is bound where, with the step that was told last. Not where a doctor is. Everything on it stands in
// words elsewhere too: in the queue, among the doctors, on the map's card.
#pragma once

#include <string>

#include "console/views/app.h"
#include "console/views/map_layout.h"

namespace legevakt::console {

// The type of a map in the console's zones, and of one on a wall.
MapType ZoneMapType(const ui::Ui& ui);
MapType BoardMapType(const ui::Ui& ui);

// What DrawMap would say of a rectangle of this size.
bool MapFits(App& app, MapPlace place, ImVec2 size, const MapType& type);
// True where it was drawn. Where it has no room to be read, or the region no place on it, nothing is.
bool DrawMap(App& app, MapPlace place, ui::Rect rect, const MapType& type);

// The region's name for it, else the table's, else the number; words for none where nobody has said.
std::string PlaceName(App& app, const std::string& number);
// What a municipality of the region has: "Kinn: 3 åpne, mest haster: Haster · ...".
std::string PlaceWords(App& app, std::size_t place);
// "Jon Berg: Kvittert for 16 min siden"; without names on a wall.
std::string TripWords(App& app, const Trip& trip);
// "Snåsa satellitt: stengt, åpner 15:30".
std::string StationWords(App& app, const StationNow& station);
// Those who wait where the map has no place: "Utenfor kartet: Bergen 1"; empty for none.
std::string ElsewhereWords(App& app);
// Of those, the one to take first; null where nobody waits there.
const PlaceLoad* FirstElsewhere(App& app);

// The queue shows this municipality alone; all of it where it did already.
void FilterByPlace(App& app, std::size_t place);

}  // namespace legevakt::console
