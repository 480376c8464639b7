// The directory: whom to call about what, for the municipality of the open contact, what is open now first.
#include <algorithm>

#include "console/model/directory.h"
#include "console/model/format.h"
#include "console/model/lists.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

std::string Places(const domain::State& state, const v1::DirectoryEntry& entry) {
  std::string places;
  for (const auto& number : entry.municipalities())
    places += (places.empty() ? "" : ", ") + MunicipalityName(state, number);
  return places;
}

struct Shown {
  DirectoryLine line;
  std::string hours;
  std::string about;
};

std::string Hours(const ui::Ui& ui, const DirectoryLine& line, std::int64_t now_us) {
  if (line.changes_us == 0)
    return std::string(ui.T(line.open ? "console.directory.open" : "console.directory.closed"));
  return text::Format(ui.lang, line.open ? "console.directory.open_until" : "console.directory.opens",
                      {{"at", ClockOrDay(line.changes_us, now_us)}});
}

std::string About(const ui::Ui& ui, const domain::State& state, const v1::DirectoryEntry& entry) {
  std::string about(EnumWord(ui, v1::DirectoryKind_Name(entry.kind())));
  if (const auto places = Places(state, entry); !places.empty()) about += " · " + places;
  if (!entry.note().empty()) about += " · " + entry.note();
  return about;
}

// Those that what is typed lets through.
std::vector<Shown> ShownOf(App& app, const std::string& place) {
  const auto& ui = app.ui();
  const auto& state = app.store().state();
  std::vector<Shown> shown;
  for (const auto& line : DirectoryAt(state.region, place, app.now_us())) {
    std::string about = About(ui, state, *line.entry);
    if (Matches(app.view().card.query, line.entry->name() + ' ' + about))
      shown.push_back({line, Hours(ui, line, app.now_us()), std::move(about)});
  }
  return shown;
}

void DrawEntry(App& app, Rect row, const Shown& shown) {
  auto& ui = app.ui();
  const DirectoryLine& line = shown.line;
  const auto& entry = *line.entry;
  ui::RuleBelow(ui, row);
  Rect inner = row.Inset(ui.Px(4), ui.Px(4));
  const Rect mark = inner.CutLeft(ui.Px(22));
  ui::Shape(ui, mark.middle(), ui.Px(12), line.open ? ui::MarkShape::kCircle : ui::MarkShape::kRing,
            ui.Colour(line.open ? Role::kGood : Role::kBorder));
  inner.CutLeft(ui.Px(6));
  Label(ui, inner.CutRight(ui.Px(130)), ui.fonts.title, line.open ? Role::kText : Role::kTextDim,
        PhoneText(entry.phone()), Align::kRight);
  inner.CutRight(ui.Px(12));
  Rect top = inner.CutTop(inner.height() / 2);
  Label(ui, top.CutRight(ui::TextWidth(ui, ui.fonts.small, shown.hours) + ui.Px(2)), ui.fonts.small,
        line.open ? Role::kText : Role::kTextDim, shown.hours, Align::kRight);
  top.CutRight(ui.Px(10));
  Label(ui, top, ui.fonts.bold, line.open ? Role::kText : Role::kTextDim, entry.name());
  Label(ui, inner, ui.fonts.small, Role::kTextDim, shown.about);
}

}  // namespace

ImVec2 DirectorySize(App& app) {
  return {app.ui().Px(820), app.ui().Px(640)};
}

void DrawDirectory(App& app, Rect card) {
  auto& ui = app.ui();
  const auto& state = app.store().state();
  const v1::Contact* contact = app.contact();
  // A municipality's number is four digits: such a string takes no memory.
  const std::string place = contact == nullptr ? "" : contact->intake().municipality();
  Rect inner = card.Inset(ui.Px(24), ui.Px(16));
  Rect head = inner.CutTop(ui.Px(40));
  const auto close = ui.T("console.card.close");
  const Rect button = head.CutRight(ui::TextWidth(ui, ui.fonts.body, close) + ui.Px(80)).Inset(0, ui.Px(3));
  if (ui::Button(ui, "overlay/close", button, close, ui::ButtonKind::kQuiet, true, "Esc"))
    return app.CloseOverlay();
  Label(ui, head, ui.fonts.title, Role::kText, app.Words("directory.title", 0, place, [&] {
    if (place.empty()) return std::string(ui.T("console.directory.title"));
    return text::Format(ui.lang, "console.directory.title_for", {{"place", MunicipalityName(state, place)}});
  }));
  inner.CutTop(ui.Px(8));
  auto& input = app.view().card;
  ui::TextField(ui, "overlay/first", inner.CutTop(ui.Px(ui::kFieldHeight)), input.query,
                {.hint = ui.T("console.directory.hint")});
  inner.CutTop(ui.Px(8));
  const auto& shown = app.Kept<std::vector<Shown>>("directory.shown", 0, ui::Inputs(place).Add(input.query),
                                                   [&] { return ShownOf(app, place); });
  ui::Scroll flow(ui, "directory",
                  {{inner.min.x - ui.Px(12), inner.min.y}, {inner.max.x + ui.Px(16), inner.max.y}});
  ui::ScrollByKeys(ui, inner.height() * 0.8F);
  for (const auto& each : shown) DrawEntry(app, flow.Next(ui.Px(54)), each);
  if (shown.empty())
    Label(ui, flow.Next(ui.Px(32)), ui.fonts.body, Role::kTextDim, ui.T("console.directory.none"));
}

}  // namespace legevakt::console
