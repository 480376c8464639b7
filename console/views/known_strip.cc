// What is known about who rings, above the intake: an open contact that this call may belong to, with the key
// that joins them, and earlier contacts within 72 h.
#include <algorithm>

#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/draw.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr float kRow = 34;
constexpr std::size_t kRowsMax = 3;

// "Emma Lunde · Haster · Feber hos barn · 19:20 · Kari Nes".
std::string KnownText(App& app, const v1::Contact& contact) {
  const auto& ui = app.ui();
  std::string text = PatientName(ui, contact);
  text += " · ";
  text += EnumWord(ui, v1::Hastegrad_Name(contact.hastegrad()));
  if (const auto complaint = ComplaintName(app, contact); !complaint.empty()) text += " · " + complaint;
  text += " · ";
  if (app.now_us() - contact.opened_us() > 12 * 3600 * 1'000'000LL)
    text += DayMonth(contact.opened_us()) + " ";
  text += ClockHm(contact.opened_us());
  if (!domain::IsOpen(contact) && contact.measure() != v1::MEASURE_UNSPECIFIED) {
    text += " · ";
    text += MeasureWord(ui, contact.measure());
  }
  return text;
}

void DrawKnownRow(App& app, Rect row, const Known& known, bool first) {
  auto& ui = app.ui();
  const v1::Contact* contact = app.store().state().FindContact(known.contact_id);
  if (contact == nullptr) return;
  const ui::Id id("known/contact", known.contact_id);
  if (ui::SelectableRow(ui, id, row, false)) return app.LookAt(known.contact_id);
  ui::RuleBelow(ui, row);
  Rect inner = row.Inset(ui.Px(16), 0);
  const Rect mark = inner.CutLeft(ui.Px(16));
  ui::Shape(ui, mark.middle(), ui.Px(13), known.open ? ui::MarkShape::kDiamond : ui::MarkShape::kRing,
            ui.Colour(known.open ? ui::Attention(ui) : Role::kAccent));
  inner.CutLeft(ui.Px(10));
  // Where the key does nothing, nothing says that it does.
  if (known.open && first && app.CanSend() && app.MayChange(*app.contact())) {
    const auto text = ui.T("console.known.join");
    const Rect right = inner.CutRight(ui::TextWidth(ui, ui.fonts.small, text) + ui.Px(4));
    Label(ui, right, ui.fonts.small, Role::kText, text);
    inner.CutRight(ui.Px(6));
    const Rect cap = inner.CutRight(ui::KeyCapWidth(ui, "Ctrl+L"));
    ui::KeyCap(ui, {cap.min.x, row.middle().y}, "Ctrl+L");
    inner.CutRight(ui.Px(12));
  }
  const auto lead =
      ui.T(known.open
               ? (known.by == KnownBy::kPatient ? "console.known.open_patient" : "console.known.open_number")
               : (known.by == KnownBy::kPatient ? "console.known.patient" : "console.known.number"));
  Label(ui, inner.CutLeft(std::min(inner.width(), ui::TextWidth(ui, ui.fonts.bold, lead) + ui.Px(10))),
        ui.fonts.bold, Role::kText, lead);
  Label(ui, inner, ui.fonts.body, Role::kText,
        app.Words("known.text", known.contact_id, [&] { return KnownText(app, *contact); }));
}

}  // namespace

void DrawKnown(App& app, Rect& rect, const v1::Contact& contact) {
  auto& ui = app.ui();
  for (const auto& [warning, words] : WarningsNow(app, contact)) {
    const Rect row = rect.CutTop(ui.Px(kRow));
    ui::RuleBelow(ui, row);
    Rect inner = row.Inset(ui.Px(16), 0);
    const Rect mark = inner.CutLeft(ui.Px(16));
    ui::Shape(ui, mark.middle(), ui.Px(15), ui::MarkShape::kTriangle, ui.Colour(Role::kHigh));
    inner.CutLeft(ui.Px(10));
    Label(ui, inner, ui.fonts.bold, Role::kText, words);
  }
  const auto& known = app.KnownNow();
  const std::size_t rows = std::min(known.size(), kRowsMax);
  for (std::size_t i = 0; i < rows; ++i) DrawKnownRow(app, rect.CutTop(ui.Px(kRow)), known[i], i == 0);
  if (known.size() > rows) {
    const Rect row = rect.CutTop(ui.Px(26));
    ui::RuleBelow(ui, row);
    Label(ui, row.Inset(ui.Px(42), 0), ui.fonts.small, Role::kTextDim,
          app.Words("known.more", 0, static_cast<std::int64_t>(known.size()), [&] {
            return text::Format(ui.lang, "console.known.more", {{"n", std::to_string(known.size() - rows)}});
          }));
  }
}

}  // namespace legevakt::console
