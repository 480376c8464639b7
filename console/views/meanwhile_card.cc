// What changed while the screen was not up to date, one line a change; a line opens its contact.
#include <algorithm>

#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr float kRow = 40;

std::string LineOf(App& app, const Change& change) {
  const auto& ui = app.ui();
  const auto& state = app.store().state();
  if (change.kind == ChangeKind::kCall) {
    const v1::Call* call = state.FindCall(change.id);
    if (call == nullptr) return {};
    return call->personal().phone().empty() ? std::string(ui.T("console.call.hidden_number"))
                                            : PhoneText(call->personal().phone());
  }
  if (change.kind == ChangeKind::kGone) {
    const std::string_view name = change.name.empty() ? ui.T("domain.unknown_patient") : change.name;
    return std::string(name) + " · " +
           (change.phone.empty() ? std::string(ui.T("console.call.hidden_number")) : PhoneText(change.phone));
  }
  const v1::Contact* contact = state.FindContact(change.id);
  if (contact == nullptr) return {};
  return PatientName(ui, *contact) + " · " + PatientLine(ui, state, *contact) + " · " +
         PlanLine(app, *contact);
}

struct LineWords {
  // The widget's name, without the number.
  std::string id;
  std::string kind;
  std::string text;
};

LineWords WordsOf(App& app, const Change& change) {
  const std::string kind = std::to_string(static_cast<int>(change.kind));
  return {"overlay/change" + kind, std::string(app.ui().T("shell.meanwhile.kind." + kind)),
          LineOf(app, change)};
}

// Another journal: what that means, and where what was here lies now.
float JournalHeight(const App& app) {
  return app.shell().other_journal ? 64 + 26 * static_cast<float>(app.shell().put_aside.size()) : 0;
}

void DrawJournal(App& app, Rect& inner) {
  auto& ui = app.ui();
  if (!app.shell().other_journal) return;
  ui::Paragraph(ui, inner.CutTop(ui.Px(56)), ui.fonts.body, Role::kText, ui.T("shell.journal.what"));
  for (const auto& path : app.shell().put_aside)
    Label(ui, inner.CutTop(ui.Px(26)), ui.fonts.small_bold, Role::kText, path);
  inner.CutTop(ui.Px(8));
}

}  // namespace

ImVec2 MeanwhileSize(App& app) {
  const auto rows = static_cast<float>(std::min<std::size_t>(12, app.shell().meanwhile.changes().size()));
  return {app.ui().Px(820), app.ui().Px(170 + JournalHeight(app) + kRow * std::max(1.0F, rows))};
}

void DrawMeanwhile(App& app, Rect card) {
  auto& ui = app.ui();
  const auto& changes = app.shell().meanwhile.changes();
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  Label(ui, inner.CutTop(ui.Px(40)), ui.fonts.title, Role::kText,
        app.shell().other_journal
            ? ui.T("shell.journal.title")
            : std::string_view(app.Words("meanwhile.title", 0, app.shell().meanwhile.away_us(), [&] {
                return text::Format(ui.lang, "shell.meanwhile.title",
                                    {{"time", Timer(app.shell().meanwhile.away_us())}});
              })));
  DrawJournal(app, inner);
  const Rect foot = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  if (ui::Button(ui, "overlay/first", foot.Column(0, 2, ui.Px(12)), ui.T("shell.meanwhile.read"),
                 ui::ButtonKind::kPrimary, true, ui.T("console.key.257"))) {
    app.shell().meanwhile.Clear();
    app.shell().other_journal = false;
    app.shell().put_aside.clear();
    return app.CloseOverlay();
  }
  if (ui::Button(ui, "overlay/cancel", foot.Column(1, 2, ui.Px(12)), ui.T("shell.close"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    return app.CloseOverlay();
  inner.CutBottom(ui.Px(12));
  ui::Scroll flow(ui, "meanwhile",
                  {{inner.min.x - ui.Px(12), inner.min.y}, {inner.max.x + ui.Px(12), inner.max.y}});
  if (changes.empty() && app.shell().meanwhile.has_report())
    Label(ui, flow.Next(ui.Px(kRow)), ui.fonts.body, Role::kTextDim, ui.T("shell.meanwhile.nothing_changed"));
  for (const Change& change : changes) {
    Rect row = flow.Next(ui.Px(kRow));
    const auto kind = static_cast<std::int64_t>(change.kind);
    const LineWords& words =
        app.Kept<LineWords>("meanwhile.line", change.id, kind, [&] { return WordsOf(app, change); });
    const bool opened = ui::SelectableRow(ui, ui::Id(words.id, change.id), row, false);
    ui::RuleBelow(ui, row);
    // That number may be another patient's by now.
    const v1::Contact* contact =
        change.kind == ChangeKind::kGone ? nullptr : app.store().state().FindContact(change.id);
    if (contact != nullptr)
      ui::UrgencyBadge(ui, {row.min.x + ui.Px(4), row.middle().y - ui.Px(ui::kBadgeHeight) / 2},
                       contact->hastegrad());
    row.CutLeft(ui.Px(ui::kBadgeWidth + 16));
    Label(ui, row.CutLeft(ui.Px(190)), ui.fonts.bold, Role::kText, words.kind);
    Label(ui, row, ui.fonts.body, Role::kText, words.text);
    if (!opened) continue;
    if (contact != nullptr) {
      app.LookAt(change.id);
    } else {
      app.CloseOverlay();
    }
    return;
  }
}

}  // namespace legevakt::console
