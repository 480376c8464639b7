// Help (F1), made from the registry: every command with its key.
#include "console/ui/marks.h"
#include "console/views/cards.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

ImVec2 HelpSize(App& app) {
  return {app.ui().Px(900), app.ui().Px(680)};
}

void DrawHelp(App& app, Rect card) {
  auto& ui = app.ui();
  Rect inner = card.Inset(ui.Px(24), ui.Px(16));
  Label(ui, inner.CutTop(ui.Px(40)), ui.fonts.title, Role::kText, ui.T("console.help.title"));
  const Rect foot = inner.CutBottom(ui.Px(64));
  ui::Paragraph(ui, foot, ui.fonts.small, Role::kTextDim, ui.T("console.help.text"));
  std::string group;
  Rect columns[] = {inner.Column(0, 2, ui.Px(32)), inner.Column(1, 2, ui.Px(32))};
  const auto& commands = app.registry().commands();
  int column = 0;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const auto& command = commands[i];
    if (command.group != group) {
      group = command.group;
      if (column == 0 && i > commands.size() * 2 / 5) column = 1;
      columns[column].CutTop(ui.Px(6));
      Label(ui, columns[column].CutTop(ui.Px(26)), ui.fonts.bold, Role::kTextDim, ui.T(group));
    }
    Rect row = columns[column].CutTop(ui.Px(28));
    const std::string key = ui::ChordText(command.chord, ui.lang);
    if (!key.empty()) ui::KeyCap(ui, {row.min.x, row.middle().y}, key);
    row.CutLeft(ui.Px(124));
    Label(ui, row, ui.fonts.body, Role::kText, ui.T(command.text_key()));
  }
  // Something must have the focus, so that it stays on the card.
  ui.focus.Register("overlay/first", false);
}

}  // namespace legevakt::console
