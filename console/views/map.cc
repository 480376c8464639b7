#include "console/views/map.h"

#include <algorithm>
#include <cmath>

#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

// Less than this is no map; and some badges must stand above each other.
constexpr float kLeastWidth = 200;
constexpr float kLeastHeight = 96;
constexpr float kLeastBadges = 4.5F;
constexpr float kFoot = 22;

ImVec2 On(const Rect& paper, map::Point p) {
  return {paper.min.x + p.x, paper.min.y + p.y};
}

Rect On(const Rect& paper, const map::Box& box) {
  return {On(paper, box.min), On(paper, box.max)};
}

void FillLand(const Rect& paper, const map::Land& land, ImU32 colour) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->PrimReserve(static_cast<int>(land.triangles.size()), static_cast<int>(land.outline.size()));
  const auto first = static_cast<ImDrawIdx>(draw->_VtxCurrentIdx);
  for (const std::uint16_t i : land.triangles) draw->PrimWriteIdx(static_cast<ImDrawIdx>(first + i));
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  for (const map::Point p : land.outline) draw->PrimWriteVtx(On(paper, p), white, colour);
}

void StrokeLand(const Rect& paper, const map::Land& land, ImU32 colour, float thickness) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (const map::Point p : land.outline) draw->PathLineTo(On(paper, p));
  draw->PathStroke(colour, ImDrawFlags_Closed, thickness);
}

// The number of the open contact's municipality; empty for none.
std::string_view OpenPlace(const App& app) {
  const v1::Contact* contact = app.contact();
  return contact == nullptr ? std::string_view() : std::string_view(contact->intake().municipality());
}

// Quiet: the land is a shade and a line, the neighbours a fainter shade.
void DrawGround(App& app, const Rect& paper, const MapLayout& layout) {
  const auto& ui = app.ui();
  for (const map::Land& land : layout.sheet.around) {
    FillLand(paper, land, ui.Colour(Role::kField, 0.3F));
    StrokeLand(paper, land, ui.Colour(Role::kPanel), 1);
  }
  for (const map::Spot& spot : layout.sheet.spots) {
    for (const map::Land& land : spot.lands) FillLand(paper, land, ui.Colour(Role::kField));
  }
  for (const map::Spot& spot : layout.sheet.spots) {
    for (const map::Land& land : spot.lands) StrokeLand(paper, land, ui.Colour(Role::kBorder), 1);
  }
  const std::string_view open = OpenPlace(app);
  const auto& places = app.picture().situation().places;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (open.empty() || places[i].number != open) continue;
    for (const map::Land& land : layout.sheet.spots[i].lands)
      StrokeLand(paper, land, ui.Colour(Role::kAccent), ui.Px(2));
  }
}

// Where the line from `from` to the middle of the box meets its edge.
ImVec2 EdgeOf(const Rect& box, ImVec2 from) {
  const ImVec2 to = box.middle();
  const float dx = from.x - to.x;
  const float dy = from.y - to.y;
  const float by = std::max(std::abs(dx) / std::max(1.0F, box.width() / 2),
                            std::abs(dy) / std::max(1.0F, box.height() / 2));
  if (by <= 1) return to;
  return {to.x + dx / by, to.y + dy / by};
}

// From where the doctor belongs to where the mission goes: dashed, since nobody has told where on it.
void DrawWay(const ui::Ui& ui, ImVec2 from, ImVec2 to) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImU32 colour = ui.Colour(Role::kAccent);
  const float length = std::hypot(to.x - from.x, to.y - from.y);
  const float head = ui.Px(9);
  if (length < 2 * head) return;
  const ImVec2 along{(to.x - from.x) / length, (to.y - from.y) / length};
  const float dash = ui.Px(6);
  for (float at = 0; at < length - head; at += 2 * dash) {
    const float end = std::min(at + dash, length - head);
    draw->AddLine({from.x + along.x * at, from.y + along.y * at},
                  {from.x + along.x * end, from.y + along.y * end}, colour, ui.Px(2));
  }
  const ImVec2 foot{to.x - along.x * head, to.y - along.y * head};
  const float half = head * 0.5F;
  draw->AddTriangleFilled(to, {foot.x - along.y * half, foot.y + along.x * half},
                          {foot.x + along.y * half, foot.y - along.x * half}, colour);
}

void DrawWays(App& app, const Rect& paper, const MapLayout& layout) {
  for (const Trip& trip : app.picture().situation().trips) {
    if (trip.from < 0 || trip.to < 0 || trip.from == trip.to) continue;
    const auto from = static_cast<std::size_t>(trip.from);
    const auto to = static_cast<std::size_t>(trip.to);
    if (!layout.sheet.spots[from].known || !layout.sheet.spots[to].known) continue;
    const Rect from_box = On(paper, layout.blocks[from].tag);
    const Rect to_box = On(paper, layout.blocks[to].tag);
    DrawWay(app.ui(), EdgeOf(from_box, to_box.middle()), EdgeOf(to_box, from_box.middle()));
  }
}

// A house: whole where it is open, an outline that is crossed out where it is closed. Smaller for a
// satellite.
void DrawStation(const ui::Ui& ui, ImVec2 middle, float size, const StationNow& station) {
  const float half = size / 2 * (station.station->kind() == v1::STATION_KIND_SATELLITE ? 0.8F : 1.0F);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->PathLineTo({middle.x, middle.y - half});
  draw->PathLineTo({middle.x + half, middle.y - half * 0.1F});
  draw->PathLineTo({middle.x + half * 0.75F, middle.y + half * 0.9F});
  draw->PathLineTo({middle.x - half * 0.75F, middle.y + half * 0.9F});
  draw->PathLineTo({middle.x - half, middle.y - half * 0.1F});
  const ImU32 colour = ui.Colour(station.open ? Role::kText : Role::kTextDim);
  if (station.open) return draw->PathFillConvex(colour);
  draw->PathStroke(colour, ImDrawFlags_Closed, std::max(1.0F, ui.Px(1)));
  draw->AddLine({middle.x - half, middle.y + half}, {middle.x + half, middle.y - half}, colour, ui.Px(2));
}

// A dot where nobody waits; what stands away from its place is tied to it.
void DrawTies(App& app, const Rect& paper, const MapLayout& layout, const MapType& type) {
  const auto& ui = app.ui();
  const auto& places = app.picture().situation().places;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (std::size_t i = 0; i < layout.blocks.size(); ++i) {
    const map::Spot& spot = layout.sheet.spots[i];
    if (!spot.known) continue;
    const map::Box& tag = layout.blocks[i].tag;
    const bool astray = map::Away(tag, spot.at) > type.badge / 4;
    const ImVec2 at = On(paper, spot.at);
    if (astray) draw->AddLine(at, EdgeOf(On(paper, tag), at), ui.Colour(Role::kBorder), 1);
    if (astray || places[i].open == 0) draw->AddCircleFilled(at, ui.Px(2), ui.Colour(Role::kBorder));
  }
}

void DrawTag(App& app, Rect tag, const PlaceLoad& load, const MapType& type) {
  auto& ui = app.ui();
  ui::Fill(ui, tag, Role::kPanel, ui.Px(3));
  // The open contact is here: its land may be small, or lie below the marks.
  if (load.number == OpenPlace(app)) ui::Frame(ui, tag.Inset(-ui.Px(2)), Role::kAccent, ui.Px(2), ui.Px(4));
  tag = tag.Inset(ui.Px(2));
  ui::UrgencyBadge(ui, tag.CutLeft(MapBadgeWidth(type)), load.first, type.mark);
  Label(ui, tag, type.count, Role::kText,
        app.Words("map.count", load.open, [&] { return std::to_string(load.open); }), Align::kCentre);
}

// The name, with its stations in front.
void DrawName(App& app, const Rect& name, std::size_t i, const MapType& type) {
  auto& ui = app.ui();
  const auto& situation = app.picture().situation();
  // So that no border runs through a word.
  ImGui::GetWindowDrawList()->AddRectFilled(name.min, name.max, ui.Colour(Role::kField, 0.8F), ui.Px(3));
  Rect rest = name.Inset(ui.Px(kNamePad), 0);
  for (const StationNow& station : situation.stations) {
    if (station.place != static_cast<int>(i)) continue;
    DrawStation(ui, rest.CutLeft(MapIcon(type)).middle(), MapIcon(type), station);
    rest.CutLeft(ui.Px(4));
  }
  Label(ui, rest, type.name, situation.places[i].open > 0 ? Role::kText : Role::kTextDim,
        app.store().state().region.municipalities(static_cast<int>(i)).name());
}

void DrawBlock(App& app, const Rect& paper, const MapLayout& layout, std::size_t i, const MapType& type) {
  auto& ui = app.ui();
  const PlaceLoad& load = app.picture().situation().places[i];
  const MapBlock& block = layout.blocks[i];
  const Rect tag = On(paper, block.tag);
  if (ui.probe != nullptr) ui.probe->Widget(ui::Id("map", load.number).name(), tag.min, tag.max, true, false);
  if (block.named) DrawName(app, On(paper, block.name), i, type);
  if (load.open == 0) return;
  const float width =
      MapBadgeWidth(type) + ui.Px(12) + ui::TextWidth(ui, type.count, load.open > 9 ? "99" : "9");
  const float left = std::round(tag.middle().x - width / 2);
  DrawTag(app, {{left, tag.min.y}, {left + width, tag.max.y}}, load, type);
}

std::string TripText(App& app, const Trip& trip) {
  const auto& ui = app.ui();
  std::string text;
  if (!ui.board) text = ShortName(app.store().state().region, *trip.doctor) + " · ";
  text += MissionStateWord(ui, trip.mission->state());
  return text + " · " + Roughly(ui.lang, app.now_us() - trip.told_us);
}

// Beside the block of where it goes. Where there is no room for the words, the doctors' lines above have
// them.
void PlaceTrips(App& app, const MapType& type, float width, float height, MapLayout& layout) {
  auto& ui = app.ui();
  if (layout.trips_of == app.picture().changes()) return;
  layout.trips_of = app.picture().changes();
  layout.trips.clear();
  std::vector<map::Box> taken;
  for (std::size_t i = 0; i < layout.blocks.size(); ++i) {
    if (!layout.sheet.spots[i].known) continue;
    if (app.picture().situation().places[i].open > 0) taken.push_back(layout.blocks[i].tag);
    if (layout.blocks[i].named) taken.push_back(layout.blocks[i].name);
  }
  const map::Box paper{{0, 0}, {width, height}};
  const auto& trips = app.picture().situation().trips;
  for (std::size_t i = 0; i < trips.size(); ++i) {
    const int to = trips[i].to;
    if (to < 0 || !layout.sheet.spots[static_cast<std::size_t>(to)].known) continue;
    const MapBlock& block = layout.blocks[static_cast<std::size_t>(to)];
    std::string text = TripText(app, trips[i]);
    const float mark = trips[i].mission->not_heard() ? ui.Px(16) : 0;
    const float high = MapNameHeight(type) + ui.Px(2);
    for (int whole = 1; whole >= 0; --whole) {
      if (whole == 0)
        text = ui.board ? std::string() : ShortName(app.store().state().region, *trips[i].doctor);
      if (text.empty()) break;
      const float wide = std::ceil(ui::TextWidth(ui, type.name, text)) + mark + ui.Px(10);
      auto box = map::PlaceBeside(block.named ? block.name : block.tag, wide, high, paper, taken);
      if (!box) box = map::PlaceBeside(block.tag, wide, high, paper, taken);
      if (!box)
        box = map::PlaceNear({(block.tag.min.x + block.tag.max.x) / 2, block.tag.max.y}, wide, high, paper,
                             taken);
      if (!box) continue;
      taken.push_back(*box);
      layout.trips.push_back({i, *box, text});
      break;
    }
  }
}

void DrawTrips(App& app, const Rect& paper, const MapLayout& layout, const MapType& type) {
  auto& ui = app.ui();
  for (const MapTrip& placed : layout.trips) {
    const Trip& trip = app.picture().situation().trips[placed.trip];
    Rect box = On(paper, placed.box);
    ui::Fill(ui, box, Role::kPanel, ui.Px(3));
    ui::Frame(ui, box, Role::kAccent, 1, ui.Px(3));
    box = box.Inset(ui.Px(4), 0);
    if (trip.mission->not_heard()) {
      const Rect mark = box.CutLeft(ui.Px(16));
      ui::Shape(ui, mark.middle(), ui.Px(11), ui::MarkShape::kDiamond, ui.Colour(ui::Attention(ui)));
    }
    Label(ui, box, type.name, Role::kText, placed.text, Align::kCentre);
  }
}

// What the map itself has no place for: that it is old, and who waits elsewhere.
std::string FootWords(App& app) {
  std::string words;
  if (app.stale()) {
    const std::int64_t at_us = app.now_us() - app.store().freshness().AgeUs(app.mono_us());
    words = text::Format(app.ui().lang, "console.map.as_of", {{"time", ClockHms(at_us)}});
  }
  const std::string elsewhere = ElsewhereWords(app);
  if (!words.empty() && !elsewhere.empty()) words += " · ";
  return words + elsewhere;
}

void DrawFoot(App& app, Rect foot, const std::string& words, const MapType& type) {
  auto& ui = app.ui();
  if (const PlaceLoad* first = FirstElsewhere(app)) {
    ui::UrgencyBadge(ui, foot.CutLeft(MapBadgeWidth(type)).Inset(0, (foot.height() - type.badge) / 2),
                     first->first, type.mark);
    foot.CutLeft(ui.Px(6));
  }
  Label(ui, foot, type.name, Role::kText, words);
}

// The municipality under the mouse; -1 for none.
int PlaceUnder(const Rect& paper, const MapLayout& layout) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const map::Point at{mouse.x - paper.min.x, mouse.y - paper.min.y};
  const map::Box dot{at, {at.x + 1, at.y + 1}};
  const auto find = [&](auto holds) {
    for (std::size_t i = 0; i < layout.blocks.size(); ++i) {
      if (layout.sheet.spots[i].known && holds(i)) return static_cast<int>(i);
    }
    return -1;
  };
  // What is written lies above the land.
  const int block = find([&](std::size_t i) {
    const MapBlock& each = layout.blocks[i];
    return map::Overlap(each.tag, dot) || (each.named && map::Overlap(each.name, dot));
  });
  return block >= 0 ? block : find([&](std::size_t i) { return map::Holds(layout.sheet.spots[i], at); });
}

void FollowMouse(App& app, const Rect& paper, const MapLayout& layout) {
  auto& ui = app.ui();
  if (ui.board) return;
  ImGui::SetCursorScreenPos(paper.min);
  const bool clicked = ImGui::InvisibleButton("map", paper.size());
  if (!ImGui::IsItemHovered()) return;
  const int place = PlaceUnder(paper, layout);
  if (place < 0) {
    // Beside the land: the large one.
    if (clicked && app.view().overlay == Overlay::kNone) app.Open(Overlay::kMap);
    return;
  }
  const auto at = static_cast<std::size_t>(place);
  if (clicked) return FilterByPlace(app, at);
  ui::Tip(ui, On(paper, layout.blocks[at].named ? layout.blocks[at].name : layout.blocks[at].tag),
          ui.fonts.small, app.Words("map.under", place, [&] { return PlaceWords(app, at); }));
}

// Cuts the foot off; null where the rest cannot be read.
MapLayout* LayoutFor(App& app, MapPlace place, Rect& rect, Rect& foot, const MapType& type) {
  auto& ui = app.ui();
  const std::string& words = app.Words("map.foot", app.stale() ? 1 : 0, [&] { return FootWords(app); });
  if (!words.empty()) foot = rect.CutBottom(std::max(ui.Px(kFoot), type.badge + ui.Px(2)));
  if (rect.width() < ui.Px(kLeastWidth) ||
      rect.height() < std::max(ui.Px(kLeastHeight), type.badge * kLeastBadges))
    return nullptr;
  MapLayout& layout = app.maps().At(ui, place, app.store().state().region, type, rect.width(), rect.height());
  return layout.fits ? &layout : nullptr;
}

}  // namespace

MapType ZoneMapType(const ui::Ui& ui) {
  return {ui.fonts.small, ui.fonts.bold, ui.fonts.small_bold, ui.Px(20)};
}

MapType BoardMapType(const ui::Ui& ui) {
  return {ui.fonts.title, ui.fonts.title, ui.fonts.title, ui.Px(34)};
}

bool MapFits(App& app, MapPlace place, ImVec2 size, const MapType& type) {
  Rect rect{{0, 0}, size};
  Rect foot;
  return LayoutFor(app, place, rect, foot, type) != nullptr;
}

bool DrawMap(App& app, MapPlace place, Rect rect, const MapType& type) {
  Rect foot;
  MapLayout* found = LayoutFor(app, place, rect, foot, type);
  if (found == nullptr) return false;
  MapLayout& layout = *found;
  PlaceTrips(app, type, rect.width(), rect.height(), layout);
  ImGui::GetWindowDrawList()->PushClipRect(rect.min, rect.max, true);
  DrawGround(app, rect, layout);
  DrawTies(app, rect, layout, type);
  DrawWays(app, rect, layout);
  for (std::size_t i = 0; i < layout.blocks.size(); ++i) {
    if (layout.sheet.spots[i].known) DrawBlock(app, rect, layout, i, type);
  }
  DrawTrips(app, rect, layout, type);
  ImGui::GetWindowDrawList()->PopClipRect();
  const std::string& words = app.Words("map.foot", app.stale() ? 1 : 0, [&] { return FootWords(app); });
  if (!words.empty()) DrawFoot(app, foot, words, type);
  FollowMouse(app, rect, layout);
  return true;
}

}  // namespace legevakt::console
