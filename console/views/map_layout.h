// How a map stands on its paper: the ground, and where each municipality's mark and name are. Worked out once
// for a size, a type and a region; a frame draws it. A name stays where it is whoever waits.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "console/map/boxes.h"
#include "console/map/sheet.h"
#include "console/model/row_order.h"
#include "console/model/situation.h"
#include "console/ui/ui.h"

namespace legevakt::console {

// The maps that a screen may have at the same time; each keeps its own layout.
enum class MapPlace : std::uint8_t { kZone, kBoard, kCard };
inline constexpr std::size_t kMapPlaces = 3;

// Of one map.
struct MapType {
  ImFont* name = nullptr;
  ImFont* count = nullptr;
  // Of the letter in an urgency's badge.
  ImFont* mark = nullptr;
  // Height of an urgency's badge, in points of the screen.
  float badge = 0;
  friend bool operator==(const MapType&, const MapType&) = default;
};

// Room for the badge and how many wait, and for the name beside it.
struct MapBlock {
  map::Box tag;
  map::Box name;
  // False where there was no room for the name.
  bool named = true;
};

// A doctor who is bound for a municipality, beside its block.
struct MapTrip {
  // Place in Situation::trips.
  std::size_t trip = 0;
  map::Box box;
  std::string text;
};

struct MapLayout {
  map::Sheet sheet;
  // As many as the region has municipalities; of those that the sheet knows.
  std::vector<MapBlock> blocks;
  // Every municipality that the sheet knows has its mark, two of three at their place, and half of them
  // their name.
  bool fits = false;

  // Of Picture::changes(); made anew with the state and the second.
  std::int64_t trips_of = -1;
  std::vector<MapTrip> trips;
};

// A region's municipality, as far as the layout goes.
struct MapName {
  std::string number;
  std::string name;
  int inhabitants = 0;
  int stations = 0;
  friend bool operator==(const MapName&, const MapName&) = default;
};

class MapShelf {
 public:
  // Null: without borders.
  std::shared_ptr<const map::Borders> borders;
  // The rows of the map's card: they do not jump under the hand.
  RowOrder rows;
  // How much of a zone is kept free for what may come above it, so that the map keeps its place; worked out
  // anew where the zone is another.
  struct Reserve {
    float width = 0;
    float room = 0;
    float scale = 0;
    int municipalities = -1;
    int rows = 0;
  };
  Reserve reserve;
  // The frame in which the card was drawn last.
  int rows_drawn = -1;

  // Made anew where anything that it is made of is another.
  MapLayout& At(const ui::Ui& ui, MapPlace place, const v1::Region& region, const MapType& type, float width,
                float height);
  // How many times one was made, for a test: no frame at rest makes one.
  int made() const { return made_; }

 private:
  struct Slot {
    std::vector<MapName> names;
    MapType type;
    float width = 0;
    float height = 0;
    float scale = 0;
    const map::Borders* borders = nullptr;
    MapLayout layout;
  };
  std::array<Slot, kMapPlaces> slots_;
  int made_ = 0;
};

// --- measures that layout and drawing share
// On both sides of a name.
inline constexpr float kNamePad = 3;
float MapNameHeight(const MapType& type);
float MapBadgeWidth(const MapType& type);
float MapIcon(const MapType& type);

}  // namespace legevakt::console
