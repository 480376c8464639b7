// The hint bar: the keys that act now.
#include <algorithm>
#include <cmath>

#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/draw.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::MarkShape;
using ui::Rect;
using ui::Role;

// The keys that act now, most useful first, as many as there is room for.
void DrawHintBar(App& app, const Rect& rect) {
  auto& ui = app.ui();
  ui::Fill(ui, rect, Role::kPanel);
  ui::Fill(ui, {rect.min, {rect.max.x, rect.min.y + 1}}, Role::kRule);
  std::vector<const ui::Command*> commands;
  for (const auto& command : app.registry().commands()) {
    if (command.hint > 0 && command.enabled() && !(command.yields_to_text && ui.focus.on_text())) {
      commands.push_back(&command);
    }
  }
  std::stable_sort(commands.begin(), commands.end(),
                   [](const ui::Command* a, const ui::Command* b) { return a->hint > b->hint; });
  Rect row = rect.Inset(ui.Px(16), 0);
  const float y = rect.middle().y;
  for (const auto* command : commands) {
    const std::string key = ui::ChordText(command->chord, ui.lang);
    const auto text = ui.T(command->text_key());
    const float width = ui::KeyCapWidth(ui, key) + ui.Px(6) + ui::TextWidth(ui, ui.fonts.small, text);
    if (row.width() < width) continue;
    Rect part = row.CutLeft(std::ceil(width));
    const Rect whole{{part.min.x, rect.min.y + ui.Px(3)}, {part.max.x, rect.max.y - ui.Px(3)}};
    part.CutLeft(ui::KeyCap(ui, {part.min.x, y}, key) + ui.Px(6));
    Label(ui, part, ui.fonts.small, Role::kTextDim, text);
    ImGui::SetCursorScreenPos(whole.min);
    if (ImGui::InvisibleButton(command->id.c_str(), whole.size())) command->run();
    row.CutLeft(ui.Px(20));
  }
}

}  // namespace legevakt::console
