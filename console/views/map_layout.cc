#include "console/views/map_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "console/ui/marks.h"

namespace legevakt::console {
namespace {

// Between the paper's edge and the land.
constexpr float kMargin = 6;

int StationsIn(const v1::Region& region, const std::string& number) {
  return static_cast<int>(
      std::count_if(region.stations().begin(), region.stations().end(),
                    [&number](const v1::Station& station) { return station.municipality() == number; }));
}

bool SameNames(const std::vector<MapName>& names, const v1::Region& region) {
  if (names.size() != static_cast<std::size_t>(region.municipalities_size())) return false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& now = region.municipalities(static_cast<int>(i));
    if (names[i].number != now.number() || names[i].name != now.name() ||
        names[i].inhabitants != now.inhabitants() || names[i].stations != StationsIn(region, now.number()))
      return false;
  }
  return true;
}

std::vector<MapName> NamesOf(const v1::Region& region) {
  std::vector<MapName> names;
  for (const auto& each : region.municipalities())
    names.push_back({each.number(), each.name(), each.inhabitants(), StationsIn(region, each.number())});
  return names;
}

// Where many live comes first: their names stand nearest to their places.
std::vector<std::size_t> InOrder(std::span<const MapName> names) {
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return names[a].inhabitants > names[b].inhabitants; });
  return order;
}

// Gives each known municipality its block: the marks first, at their places, then the names where there is
// room. False where that is too little to be read.
bool PlaceBlocks(const ui::Ui& ui, std::span<const MapName> names, const MapType& type, const map::Box& paper,
                 MapLayout& layout) {
  const float tag_height = type.badge + ui.Px(4);
  const float tag_width = MapBadgeWidth(type) + ui.Px(10) + ui::TextWidth(ui, type.count, "99");
  const std::vector<std::size_t> order = InOrder(names);
  std::vector<map::Box> taken;
  std::size_t known = 0;
  // So far from its place that only a line tells what it belongs to.
  std::size_t astray = 0;
  layout.blocks.assign(names.size(), {});
  for (const std::size_t i : order) {
    const map::Spot& spot = layout.sheet.spots[i];
    if (!spot.known) continue;
    const auto tag = map::PlaceNear(spot.at, tag_width, tag_height, paper, taken);
    if (!tag) return false;
    layout.blocks[i].tag = *tag;
    taken.push_back(*tag);
    ++known;
    if (map::Away(*tag, spot.at) > type.badge) ++astray;
  }
  std::size_t nameless = 0;
  for (const std::size_t i : order) {
    if (!layout.sheet.spots[i].known) continue;
    const float icons = static_cast<float>(names[i].stations) * (MapIcon(type) + ui.Px(4));
    const float width =
        std::ceil(ui::TextWidth(ui, type.name, names[i].name)) + icons + 2 * ui.Px(kNamePad) + 1;
    const auto name = map::PlaceBeside(layout.blocks[i].tag, width, MapNameHeight(type), paper, taken);
    layout.blocks[i].named = name.has_value();
    if (!name) {
      ++nameless;
      continue;
    }
    layout.blocks[i].name = *name;
    taken.push_back(*name);
  }
  return known > 0 && nameless * 2 <= known && astray * 3 <= known;
}

}  // namespace

float MapNameHeight(const MapType& type) {
  return std::round(type.name->FontSize * 1.25F);
}

float MapBadgeWidth(const MapType& type) {
  return std::round(type.badge * ui::kBadgeWidth / ui::kBadgeHeight);
}

float MapIcon(const MapType& type) {
  return std::round(type.name->FontSize * 0.8F);
}

MapLayout& MapShelf::At(const ui::Ui& ui, MapPlace place, const v1::Region& region, const MapType& type,
                        float width, float height) {
  Slot& slot = slots_.at(static_cast<std::size_t>(place));
  if (slot.width == width && slot.height == height && slot.scale == ui.scale && slot.type == type &&
      slot.borders == borders.get() && SameNames(slot.names, region))
    return slot.layout;
  ++made_;
  slot = {NamesOf(region), type, width, height, ui.scale, borders.get(), {}};
  std::vector<std::string> numbers;
  for (const MapName& name : slot.names) numbers.push_back(name.number);
  slot.layout.sheet = map::MakeSheet(numbers, borders.get(), width, height, ui.Px(kMargin));
  const map::Box paper{{ui.Px(2), ui.Px(2)}, {width - ui.Px(2), height - ui.Px(2)}};
  slot.layout.fits = PlaceBlocks(ui, slot.names, type, paper, slot.layout);
  return slot.layout;
}

}  // namespace legevakt::console
