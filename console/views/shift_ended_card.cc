// "Hvem logger inn?": the shift has ended here, and nobody goes on in that name. Whoever sits here now
// chooses their own, and the window goes on as theirs: their session, and what is kept on this machine for
// them.
#include <string>

#include "console/ui/widgets.h"
#include "console/views/cards.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr float kRow = ui::kButtonHeight + 8;

bool SignsIn(const v1::Staff& staff) {
  return staff.role() == v1::ROLE_OPERATOR || staff.role() == v1::ROLE_SHIFT_LEADER;
}

}  // namespace

ImVec2 ShiftEndedSize(App& app) {
  return {app.ui().Px(720), app.ui().Px(480)};
}

void DrawShiftEnded(App& app, Rect card) {
  auto& ui = app.ui();
  if (!app.store().has_state()) return app.CloseOverlay();
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  Label(ui, inner.CutTop(ui.Px(40)), ui.fonts.title, Role::kText, ui.T("console.ended.title"));
  const std::string& name = app.store().me().name();
  ui::Paragraph(ui, inner.CutTop(ui.Px(60)), ui.fonts.body, Role::kText,
                app.Words("ended.text", 0, name,
                          [&] { return text::Format(ui.lang, "console.ended.text", {{"who", name}}); }));
  const Rect foot = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  if (ui::Button(ui, "overlay/first", foot.Column(1, 2, ui.Px(12)), ui.T("console.ended.read"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    return app.CloseOverlay();
  inner.CutBottom(ui.Px(12));
  ui::Scroll flow(ui, "staff",
                  {{inner.min.x - ui.Px(12), inner.min.y}, {inner.max.x + ui.Px(12), inner.max.y}});
  ui::ScrollByKeys(ui, inner.height() * 0.8F);
  for (const auto& staff : app.store().state().region.staff()) {
    if (!SignsIn(staff)) continue;
    Rect row = flow.Next(ui.Px(kRow));
    ui::RuleBelow(ui, row);
    const auto label = ui.T("console.ended.sign_in");
    const Rect button = row.CutRight(ui::TextWidth(ui, ui.fonts.body, label) + ui.Px(32)).Inset(0, ui.Px(4));
    row.CutRight(ui.Px(12));
    Label(ui, row.CutLeft(row.width() * 0.6F), ui.fonts.bold, Role::kText, staff.name());
    Label(ui, row, ui.fonts.small, Role::kTextDim,
          ui.T("console.role." + std::to_string(static_cast<int>(staff.role()))));
    if (ui::Button(ui, ui::Id("overlay/sign_in", staff.user_id()), button, label, ui::ButtonKind::kQuiet))
      return app.SignIn(staff);
  }
}

}  // namespace legevakt::console
