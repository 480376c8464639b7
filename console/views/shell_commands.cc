// What is done with alarms and with the screen itself.
#include <algorithm>

#include "central/domain/queue_order.h"
#include "console/views/cards.h"
#include "console/views/commands.h"
#include "console/views/next_alarm.h"

namespace legevakt::console {

using ui::Key;

// One flat table.
// NOLINTNEXTLINE(readability-function-size)
void AddShellCommands(App& app) {
  const CommandAdder add(app.registry());

  add(
      "alarm.acknowledge", "red", {Key::kF8}, 98,
      [&app] { return app.CanSend() && app.shell().alarms.FirstLoud() != nullptr; },
      [&app] { app.AcknowledgeAlarm(); });
  add(
      "alarm.go", "red", {Key::kF8, false, true}, 97, [&app] { return !AlarmsToGoTo(app).empty(); },
      [&app] { app.GoToAlarm(domain::Alarm(*AlarmsToGoTo(app).front())); });
  add(
      "alarm.list", "red", {Key::kF6, true}, 0,
      [&app] { return app.view().overlay == Overlay::kNone && !app.alarms().empty(); },
      [&app] { app.ui().focus.Set("alarm/0"); });
  add(
      "alarm.shelve", "red", {Key::kF8, true}, 20,
      [&app] {
        return app.CanSend() &&
               (FirstThatCanBeShelved(app) != nullptr || !app.shell().alarms.shelved().empty());
      },
      [&app] { app.Open(Overlay::kShelve); });

  // --- when central is not there
  add(
      "paper.open", "paper", {Key::kF9, false, true}, 0,
      [&app] { return app.store().has_state() || !app.shell().work_list.empty(); },
      [&app] { app.Open(Overlay::kPaper); });
  add(
      "paper.enter", "paper", {Key::kF11, false, true}, 0,
      [&app] { return app.store().has_state() && app.CanSend(); }, [&app] { app.Open(Overlay::kPaperCase); });
  add(
      "outbox.open", "paper", {Key::kF3, false, true}, 92,
      [&app] { return !app.store().outbox().kept().empty(); }, [&app] { app.Open(Overlay::kOutbox); });
  add(
      "meanwhile.open", "paper", {Key::kF10, false, true}, 93,
      [&app] { return !app.stale() && (app.shell().meanwhile.has_report() || app.shell().other_journal); },
      [&app] { app.Open(Overlay::kMeanwhile); });

  // --- the screen
  add(
      "list.sort", "screen", {Key::kF5}, 0, [&app] { return app.store().has_state(); },
      [&app] { app.view().sort_now = true; });
  add("focus.zone", "screen", {Key::kF6}, 10, [] { return true; }, [&app] { app.ui().focus.StepZone(1); });
  add(
      "focus.zone_back", "screen", {Key::kF6, false, true}, 0, [] { return true; },
      [&app] { app.ui().focus.StepZone(-1); });
  add(
      "list.next", "screen", {Key::kF7}, 12, [] { return true; },
      [&app] {
        app.view().list = static_cast<ListView>((static_cast<int>(app.view().list) + 1) % kListViews);
      });
  add(
      "screen.news", "screen", {Key::kF10}, 65, [&app] { return app.HasNews(); },
      [&app] { app.Open(Overlay::kNews); });
  add(
      "screen.help", "screen", {Key::kF1}, 5, [] { return true; },
      [&app] { app.view().overlay == Overlay::kHelp ? app.CloseOverlay() : app.Open(Overlay::kHelp); });
  add(
      "screen.palette", "screen", {Key::kK, true}, 6, [] { return true; },
      [&app] { app.Open(Overlay::kPalette); });
  add(
      "screen.theme", "screen", {Key::kT, true}, 0, [] { return true; },
      [&app] {
        const bool night = app.ui().theme.name() == ui::ThemeName::kNatt;
        app.ui().theme = ui::Theme(night ? ui::ThemeName::kDag : ui::ThemeName::kNatt);
        app.screen().ApplyStyle();
      });
  // No key: in the palette.
  add(
      "screen.sound", "screen", {}, 0, [&app] { return app.shell().has_sound; },
      [&app] { app.shell().settings.sound = !app.shell().settings.sound; });
  add(
      "screen.larger", "screen", {Key::kPageUp, true}, 0, [&app] { return app.ui().scale < 1.74F; },
      [&app] { app.screen().RequestScale(app.ui().scale + 0.1F); });
  add(
      "screen.smaller", "screen", {Key::kPageDown, true}, 0, [&app] { return app.ui().scale > 0.91F; },
      [&app] { app.screen().RequestScale(app.ui().scale - 0.1F); });
  add(
      "screen.back", "screen", {Key::kEscape}, 0, [] { return true; },
      [&app] {
        if (app.view().overlay == Overlay::kLookup && LeaveExtract(app)) return;
        if (app.view().overlay != Overlay::kNone) return app.CloseOverlay();
        if (app.view().searching) {
          app.view().searching = false;
          return app.SetTab(app.view().tab);
        }
        // What was refused is read.
        std::erase_if(app.view().messages, [](const Message& message) { return message.refusal; });
        app.ui().focus.Clear();
        app.ui().focus.Set("queue/list");
      });
}

}  // namespace legevakt::console
