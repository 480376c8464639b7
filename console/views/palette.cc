// Every command by its words (Ctrl+K).
#include <algorithm>
#include <utility>

#include "console/model/search.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

// Whether it can be done once the palette is gone: what a key means may be another thing over a card.
bool CanBeDone(App& app, const ui::Command& command) {
  auto& overlay = app.view().overlay;
  const Overlay here = std::exchange(overlay, Overlay::kNone);
  const bool can = command.enabled();
  overlay = here;
  return can;
}

// Why it cannot.
const char* ReasonKey(const App& app, const ui::Command& command) {
  const bool of_contact = command.group == "console.group.contact" || command.group == "console.group.tabs";
  if (of_contact && app.contact() == nullptr) return "console.palette.nothing_open";
  if (command.id == "contact.undo") return "console.palette.nothing_to_undo";
  return app.CanSend() ? "console.palette.not_now" : "console.palette.stale";
}

// Those whose words hold what is typed.
std::vector<const ui::Command*> Found(App& app) {
  std::vector<const ui::Command*> found;
  const std::string typed = Fold(app.view().palette_query);
  for (const auto& command : app.registry().commands()) {
    if (command.id == "screen.palette" || command.id == "screen.back") continue;
    if (typed.empty() || Fold(app.ui().T(command.text_key())).find(typed) != std::string::npos)
      found.push_back(&command);
  }
  return found;
}

}  // namespace

ImVec2 PaletteSize(App& app) {
  return {app.ui().Px(640), app.ui().Px(460)};
}

void DrawPalette(App& app, Rect card) {
  auto& ui = app.ui();
  auto& view = app.view();
  Rect inner = card.Inset(ui.Px(16), ui.Px(16));
  const auto& found = app.Kept<std::vector<const ui::Command*>>("palette.found", 0, view.palette_query,
                                                                [&] { return Found(app); });
  const int last = static_cast<int>(found.size()) - 1;
  if (ui.TakeKey(ui::Key::kDown)) ++view.palette_at;
  if (ui.TakeKey(ui::Key::kUp)) --view.palette_at;
  view.palette_at = std::clamp(view.palette_at, 0, std::max(0, last));
  if (ui.TakeKey(ui::Key::kEnter) && last >= 0) {
    const auto* command = found[static_cast<std::size_t>(view.palette_at)];
    // What cannot be done now says why, and the palette stays.
    if (CanBeDone(app, *command)) {
      app.LeaveOverlay();
      return command->run();
    }
  }
  if (ui::TextField(ui, "overlay/query", inner.CutTop(ui.Px(ui::kFieldHeight)), view.palette_query,
                    {.hint = ui.T("console.palette.hint")}))
    view.palette_at = 0;
  inner.CutTop(ui.Px(8));
  const int room = static_cast<int>(inner.height() / ui.Px(34));
  const int first = std::max(0, view.palette_at - room + 1);
  for (int i = first; i <= last && i < first + room; ++i) {
    const auto* command = found[static_cast<std::size_t>(i)];
    Rect row = inner.CutTop(ui.Px(34));
    const bool at = i == view.palette_at;
    if (at) ui::Fill(ui, row, Role::kSelected);
    const bool enabled = CanBeDone(app, *command);
    Rect text = row.Inset(ui.Px(10), 0);
    const std::string key = ui::ChordText(command->chord, ui.lang);
    if (!key.empty()) {
      const Rect cap = text.CutRight(ui::KeyCapWidth(ui, key));
      ui::KeyCap(ui, {cap.min.x, row.middle().y}, key);
    }
    if (!enabled) {
      const auto reason = ui.T(ReasonKey(app, *command));
      text.CutRight(ui.Px(12));
      Label(ui, text.CutRight(ui::TextWidth(ui, ui.fonts.small, reason) + ui.Px(2)), ui.fonts.small,
            at ? Role::kOnSelected : Role::kTextDim, reason, ui::Align::kRight);
      text.CutRight(ui.Px(12));
    }
    Label(ui, text, ui.fonts.body, at ? Role::kOnSelected : (enabled ? Role::kText : Role::kTextDim),
          ui.T(command->text_key()));
    ImGui::SetCursorScreenPos(row.min);
    if (ImGui::InvisibleButton(command->id.c_str(), row.size()) && enabled) {
      app.LeaveOverlay();
      command->run();
      return;
    }
  }
}

}  // namespace legevakt::console
