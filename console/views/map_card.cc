// The map, large, and beside it the same in words: a row for each municipality, the one to take first in
// front. Enter on a row, or a click on the map, shows that municipality alone in the queue.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"
#include "console/views/map.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr float kRow = 36;
constexpr float kLine = 22;

MapType CardMapType(const ui::Ui& ui) {
  return {ui.fonts.body, ui.fonts.bold, ui.fonts.bold, ui.Px(24)};
}

// Those who wait first; the others as the region has them.
std::vector<std::int64_t> RowsInOrder(const Situation& situation) {
  std::vector<std::int64_t> rows(situation.places.size());
  std::iota(rows.begin(), rows.end(), std::int64_t{0});
  std::stable_sort(rows.begin(), rows.end(), [&](std::int64_t a, std::int64_t b) {
    const PlaceLoad& left = situation.places[static_cast<std::size_t>(a)];
    const PlaceLoad& right = situation.places[static_cast<std::size_t>(b)];
    if ((left.open > 0) != (right.open > 0)) return left.open > 0;
    return left.turn < right.turn;
  });
  return rows;
}

// As many lines as the words need: nothing is cut here.
void DrawLine(App& app, ui::Scroll& flow, std::string_view words, bool dim) {
  auto& ui = app.ui();
  const float indent = ui.Px(58);
  const float wide = std::max(1.0F, flow.width() - indent);
  const float lines = std::ceil(ui::TextWidth(ui, ui.fonts.small, words) * 1.1F / wide);
  Rect line = flow.Next(lines * ui.Px(kLine));
  line.CutLeft(indent);
  ui::Paragraph(ui, line, ui.fonts.small, dim ? Role::kTextDim : Role::kText, words);
}

// The badge, the name and how many.
void DrawLoad(App& app, Rect row, const PlaceLoad& load) {
  auto& ui = app.ui();
  row = row.Inset(ui.Px(4), 0);
  const bool waits = load.open > 0;
  if (waits)
    ui::UrgencyBadge(ui, {row.min.x, std::round(row.middle().y - ui.Px(ui::kBadgeHeight) / 2)}, load.first);
  row.CutLeft(ui.Px(54));
  // The ring of the focus touches nothing.
  row.CutRight(ui.Px(8));
  Label(ui, row.CutRight(ui.Px(44)), ui.fonts.bold, waits ? Role::kText : Role::kTextDim,
        std::to_string(load.open), Align::kRight);
  Label(ui, row, waits ? ui.fonts.bold : ui.fonts.body, waits ? Role::kText : Role::kTextDim,
        app.Words("map.place", static_cast<std::int64_t>(ui::Inputs(load.number).value()),
                  [&] { return PlaceName(app, load.number); }));
}

// Who is bound for this place of the region; -1 for elsewhere.
void DrawTrips(App& app, ui::Scroll& flow, int place) {
  std::int64_t n = 0;
  for (const Trip& trip : app.picture().situation().trips) {
    ++n;
    if (trip.to == place)
      DrawLine(app, flow, app.Words("map.trip", n, [&] { return TripWords(app, trip); }), false);
  }
}

// True where it was chosen.
bool DrawPlace(App& app, ui::Scroll& flow, std::size_t place, bool first) {
  auto& ui = app.ui();
  const auto& situation = app.picture().situation();
  const PlaceLoad& load = situation.places[place];
  const Rect whole = flow.Next(ui.Px(kRow));
  const ui::Id id =
      first ? ui::Id("overlay/first") : ui::Id("overlay/place", static_cast<std::int64_t>(place));
  const bool chosen = ui::SelectableRow(ui, id, whole, false);
  DrawLoad(app, whole, load);
  std::int64_t n = 0;
  for (const StationNow& station : situation.stations) {
    ++n;
    if (station.place == static_cast<int>(place))
      DrawLine(app, flow, app.Words("map.station", n, [&] { return StationWords(app, station); }), true);
  }
  DrawTrips(app, flow, static_cast<int>(place));
  return chosen;
}

void Choose(App& app, std::size_t place) {
  app.CloseOverlay();
  FilterByPlace(app, place);
  app.ui().focus.Set("queue/list");
}

void DrawRows(App& app, const Rect& rect) {
  auto& ui = app.ui();
  int chosen = -1;
  {
    ui::Scroll flow(ui, "map_rows", rect);
    bool first = true;
    const auto& wanted = app.Kept<std::vector<std::int64_t>>(
        "map.rows", 0, {}, [&] { return RowsInOrder(app.picture().situation()); });
    auto& order = app.maps().rows;
    // A card that is opened comes in its own order at once.
    const int frame = ImGui::GetFrameCount();
    const bool opened = std::exchange(app.maps().rows_drawn, frame) != frame - 1;
    order.Update(wanted, opened || app.HandRests());
    for (const std::int64_t place : order.rows()) {
      if (DrawPlace(app, flow, static_cast<std::size_t>(place), first)) chosen = static_cast<int>(place);
      first = false;
    }
    const auto& elsewhere = app.picture().situation().elsewhere;
    if (!elsewhere.empty()) {
      flow.Gap(ui.Px(8));
      ui::Caption(ui, flow.Next(ui.Px(kLine)), ui.T("console.map.other_places"));
    }
    for (const PlaceLoad& load : elsewhere) DrawLoad(app, flow.Next(ui.Px(kRow)), load);
    DrawTrips(app, flow, -1);
  }
  if (chosen >= 0) Choose(app, static_cast<std::size_t>(chosen));
}

}  // namespace

ImVec2 MapCardSize(App& app) {
  return {app.ui().Px(1180), app.ui().Px(760)};
}

void DrawMapCard(App& app, Rect card) {
  auto& ui = app.ui();
  Rect inner = card.Inset(ui.Px(24), ui.Px(16));
  Rect head = inner.CutTop(ui.Px(40));
  const auto close = ui.T("console.card.close");
  const Rect button = head.CutRight(ui::TextWidth(ui, ui.fonts.body, close) + ui.Px(80)).Inset(0, ui.Px(3));
  const auto title = ui.T("console.map.title");
  Label(ui, head.CutLeft(ui::TextWidth(ui, ui.fonts.title, title) + ui.Px(20)), ui.fonts.title, Role::kText,
        title);
  Label(ui, head, ui.fonts.small, Role::kTextDim, ui.T("console.map.hint"));
  inner.CutTop(ui.Px(8));
  Rect rows = inner.CutRight(std::clamp(inner.width() * 0.34F, ui.Px(250), ui.Px(400)));
  inner.CutRight(ui.Px(16));
  if (!DrawMap(app, MapPlace::kCard, inner, CardMapType(ui)))
    ui::Paragraph(ui, inner, ui.fonts.body, Role::kTextDim, ui.T("console.map.no_room"));
  DrawRows(app, rows);
  if (ui::Button(ui,
                 app.picture().situation().places.empty() ? ui::Id("overlay/first") : ui::Id("overlay/close"),
                 button, close, ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

}  // namespace legevakt::console
