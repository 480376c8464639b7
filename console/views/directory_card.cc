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

void DrawEntry(App& app, Rect row, const DirectoryLine& line) {
  auto& ui = app.ui();
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
  std::string hours(ui.T(line.open ? "console.directory.open" : "console.directory.closed"));
  if (line.changes_us != 0) {
    hours = text::Format(ui.lang, line.open ? "console.directory.open_until" : "console.directory.opens",
                         {{"at", ClockHm(line.changes_us)}});
  }
  Label(ui, top.CutRight(ui::TextWidth(ui, ui.fonts.small, hours) + ui.Px(2)), ui.fonts.small,
        line.open ? Role::kText : Role::kTextDim, hours, Align::kRight);
  top.CutRight(ui.Px(10));
  Label(ui, top, ui.fonts.bold, line.open ? Role::kText : Role::kTextDim, entry.name());
  std::string about(EnumWord(ui, v1::DirectoryKind_Name(entry.kind())));
  if (const auto places = Places(app.store().state(), entry); !places.empty()) about += " · " + places;
  if (!entry.note().empty()) about += " · " + entry.note();
  Label(ui, inner, ui.fonts.small, Role::kTextDim, about);
}

}  // namespace

ImVec2 DirectorySize(App& app) {
  return {app.ui().Px(820), app.ui().Px(640)};
}

void DrawDirectory(App& app, Rect card) {
  auto& ui = app.ui();
  const auto& state = app.store().state();
  const v1::Contact* contact = app.contact();
  const std::string place = contact == nullptr ? "" : contact->intake().municipality();
  Rect inner = card.Inset(ui.Px(24), ui.Px(16));
  Rect head = inner.CutTop(ui.Px(40));
  const auto close = ui.T("console.card.close");
  const Rect button = head.CutRight(ui::TextWidth(ui, ui.fonts.body, close) + ui.Px(80)).Inset(0, ui.Px(3));
  if (ui::Button(ui, "overlay/close", button, close, ui::ButtonKind::kQuiet, true, "Esc"))
    return app.CloseOverlay();
  Label(ui, head, ui.fonts.title, Role::kText,
        place.empty() ? std::string(ui.T("console.directory.title"))
                      : text::Format(ui.lang, "console.directory.title_for",
                                     {{"place", MunicipalityName(state, place)}}));
  inner.CutTop(ui.Px(8));
  auto& input = app.view().card;
  ui::TextField(ui, "overlay/first", inner.CutTop(ui.Px(ui::kFieldHeight)), input.query,
                {.hint = ui.T("console.directory.hint")});
  inner.CutTop(ui.Px(8));
  const auto lines = DirectoryAt(state.region, place, app.now_us());
  ui::Scroll flow(ui, "directory", inner);
  ui::ScrollByKeys(ui, inner.height() * 0.8F);
  bool any = false;
  for (const auto& line : lines) {
    std::string searched = line.entry->name() + ' ' + line.entry->note() + ' ' + Places(state, *line.entry);
    searched += ' ';
    searched += EnumWord(ui, v1::DirectoryKind_Name(line.entry->kind()));
    if (!Matches(input.query, searched)) continue;
    any = true;
    DrawEntry(app, flow.Next(ui.Px(54)), line);
  }
  if (!any) Label(ui, flow.Next(ui.Px(32)), ui.fonts.body, Role::kTextDim, ui.T("console.directory.none"));
}

}  // namespace legevakt::console
