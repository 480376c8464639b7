// Wrong number, or a question that is no matter of health: closed in two keys, with nothing asked.
#include "console/ui/widgets.h"
#include "console/views/cards.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

ImVec2 NotMedicalSize(App& app) {
  return {app.ui().Px(620), app.ui().Px(220)};
}

void DrawNotMedical(App& app, Rect card) {
  auto& ui = app.ui();
  const v1::Contact* contact = app.contact();
  if (contact == nullptr || !app.MayChange(*contact)) return DrawGoneCard(app, card);
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  Label(ui, inner.CutTop(ui.Px(36)), ui.fonts.title, Role::kText, ui.T("console.not_medical.title"));
  ui::Paragraph(ui, inner.CutTop(ui.Px(56)), ui.fonts.body, Role::kTextDim, ui.T("console.not_medical.text"));
  const Rect row = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  const int digit = ui.TakeDigit();
  const bool wrong =
      ui::Button(ui, "overlay/first", row.Column(0, 3, ui.Px(12)), ui.T("console.not_medical.wrong_number"),
                 ui::ButtonKind::kPrimary, app.CanSend(), "1");
  const bool information =
      ui::Button(ui, "overlay/information", row.Column(1, 3, ui.Px(12)),
                 ui.T("console.not_medical.information"), ui::ButtonKind::kQuiet, app.CanSend(), "2");
  if (wrong || digit == 1) return app.CloseNotMedical(std::string(ui.T("console.not_medical.wrong_number")));
  if (information || digit == 2)
    return app.CloseNotMedical(std::string(ui.T("console.not_medical.information")));
  if (ui::Button(ui, "overlay/cancel", row.Column(2, 3, ui.Px(12)), ui.T("console.red.cancel"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

}  // namespace legevakt::console
