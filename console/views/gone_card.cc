// A card whose subject has gone while it was read, or typed on.
#include "console/ui/widgets.h"
#include "console/views/cards.h"

namespace legevakt::console {

void DrawGoneCard(App& app, ui::Rect card) {
  auto& ui = app.ui();
  ui::Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  ui::Label(ui, inner.CutTop(ui.Px(40)), ui.fonts.title, ui::Role::kText, ui.T("console.gone.title"));
  // What was typed is not lost with it.
  std::string& typed = app.view().card.text;
  ui::Paragraph(ui, inner.CutTop(ui.Px(64)), ui.fonts.body, ui::Role::kText, ui.T("console.gone.text"));
  const ui::Rect foot = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  if (!typed.empty() && ui::Button(ui, "overlay/copy", foot.Column(0, 2, ui.Px(12)),
                                   ui.T("shell.outbox.copy"), ui::ButtonKind::kQuiet))
    app.Copy(typed);
  if (ui::Button(ui, "overlay/cancel", foot.Column(1, 2, ui.Px(12)), ui.T("console.card.close"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

}  // namespace legevakt::console
