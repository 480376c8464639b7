// The hint bar: the keys that act now, most useful first. Help and the palette always stand at its end, so
// that what has no room is never out of reach.
#include <cmath>
#include <string>

#include "console/ui/marks.h"
#include "console/views/draw.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr float kGap = 18;

float WidthOf(const ui::Ui& ui, const ui::Command& command) {
  return std::ceil(ui::KeyCapWidth(ui, ui::ChordText(command.chord, ui.lang)) + ui.Px(6) +
                   ui::TextWidth(ui, ui.fonts.small, ui.T(command.text_key())));
}

void DrawHint(App& app, Rect part, const Rect& bar, const ui::Command& command) {
  auto& ui = app.ui();
  const Rect whole{{part.min.x, bar.min.y + ui.Px(3)}, {part.max.x, bar.max.y - ui.Px(3)}};
  part.CutLeft(ui::KeyCap(ui, {part.min.x, bar.middle().y}, ui::ChordText(command.chord, ui.lang)) +
               ui.Px(6));
  Label(ui, part, ui.fonts.small, Role::kTextDim, ui.T(command.text_key()));
  ImGui::SetCursorScreenPos(whole.min);
  if (ImGui::InvisibleButton(command.id.c_str(), whole.size()) && command.enabled()) command.run();
  if (ui.probe != nullptr) ui.probe->Widget("hint/" + command.id, whole.min, whole.max, true, false);
}

}  // namespace

void DrawHintBar(App& app, const Rect& rect) {
  auto& ui = app.ui();
  ui::Fill(ui, rect, Role::kPanel);
  ui::Fill(ui, {rect.min, {rect.max.x, rect.min.y + 1}}, Role::kRule);
  Rect row = rect.Inset(ui.Px(16), 0);
  for (const char* id : {"screen.help", "screen.palette"}) {
    const ui::Command* command = app.registry().Find(id);
    if (command == nullptr) continue;
    DrawHint(app, row.CutRight(WidthOf(ui, *command)), rect, *command);
    row.CutRight(ui.Px(kGap));
  }
  app.registry().ForEachHint([&](const ui::Command& command) {
    if (command.id == "screen.help" || command.id == "screen.palette") return;
    if (!command.enabled() || (command.yields_to_text && ui.focus.on_text())) return;
    const float width = WidthOf(ui, command);
    if (row.width() < width) return;
    DrawHint(app, row.CutLeft(width), rect, command);
    row.CutLeft(ui.Px(kGap));
  });
}

}  // namespace legevakt::console
