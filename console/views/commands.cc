// The registry's contents: every action with its key and when it can be done.
#include <algorithm>

#include "central/domain/queue_order.h"
#include "console/views/app.h"

namespace legevakt::console {

using ui::Chord;
using ui::Key;

// One table of every command: long, and flat.
// NOLINTNEXTLINE(readability-function-size)
void App::AddCommands() {
  const auto ready = [this] { return store_.has_state() && CanSend(); };
  const auto open = [this] { return contact() != nullptr; };
  const auto mine = [this] { return CanSend() && contact() != nullptr && MayChange(*contact()); };
  const auto add = [this](const char* id, const char* group, Chord chord, int hint,
                          std::function<bool()> enabled, std::function<void()> run, bool yields = false) {
    registry_.Add(
        {id, chord, std::string("console.group.") + group, hint, std::move(enabled), std::move(run), yields});
  };

  // --- calls
  add(
      "calls.take", "calls", {Key::kF2}, 100,
      [this, ready] {
        return ready() && (!store_.state().telephony.connected() || !domain::Ringing(store_.state()).empty());
      },
      [this] { TakeCall(); });
  add("calls.new", "calls", {Key::kN, true}, 40, ready, [this] { NewCall(); });
  add(
      "calls.callback", "calls", {Key::kF9}, 70,
      [this, ready] { return ready() && !domain::CallbacksDue(store_.state()).empty(); },
      [this] { Open(Overlay::kCallback, domain::CallbacksDue(store_.state()).front()->call_id()); });
  add(
      "calls.end", "calls", {Key::kF11}, 45,
      [this, mine] { return mine() && LiveCall(*contact()) != nullptr; }, [this] { EndCall(); });

  // --- the open contact
  add("contact.primary", "contact", {Key::kEnter, true}, 95, mine, [this] { PrimaryAction(); });
  add(
      "contact.park", "contact", {Key::kP, true}, 90, [this, mine] { return mine() && Mine(*contact()); },
      [this] { Park(); });
  add(
      "contact.next", "contact", {Key::kTab, true}, 50, [this] { return !MyContacts().empty(); },
      [this] { NextMine(); });
  add(
      "contact.take_over", "contact", {Key::kO, true}, 80,
      [this] { return CanSend() && contact() != nullptr && domain::IsOpen(*contact()) && !Mine(*contact()); },
      [this] { Claim(contact()->has_claim()); });
  add(
      "contact.undo", "contact", {Key::kZ, true}, 85,
      [this] {
        return CanSend() && contact() != nullptr && contact()->undo().kind() != v1::UNDO_KIND_UNSPECIFIED &&
               now_us_ < contact()->undo().until_us();
      },
      [this] { Undo(); }, true);
  add(
      "contact.reopen", "contact", {Key::kR, true}, 60,
      [this] { return CanSend() && contact() != nullptr && contact()->state() == v1::CONTACT_STATE_CLOSED; },
      [this] { Reopen(); });
  add("contact.copy_note", "contact", {Key::kJ, true}, 55, open, [this] { CopyNote(); });
  add(
      "contact.entered", "contact", {Key::kE, true}, 54,
      [this] { return CanSend() && contact() != nullptr && contact()->note_entered_us() == 0; },
      [this] { MarkEntered(); });

  // --- red
  add(
      "red.card", "red", {Key::kF12}, 75,
      [this] {
        return contact() != nullptr || (!alarms_.empty() && alarms_[0].kind == AlarmKind::kRedUnconfirmed);
      },
      [this] {
        const bool any = !alarms_.empty() && alarms_[0].kind == AlarmKind::kRedUnconfirmed;
        Open(Overlay::kRed,
             contact() != nullptr ? contact()->contact_id() : (any ? alarms_[0].contact_id : 0));
      });
  add(
      "alarm.go", "red", {Key::kF8}, 98, [this] { return !alarms_.empty(); },
      [this] { GoToAlarm(Alarm(alarms_.front())); });

  // --- steps of the form
  constexpr const char* kTabs[] = {"tab.intake", "tab.triage", "tab.measure", "tab.close", "tab.history"};
  for (int i = 0; i < 5; ++i) {
    const auto key = static_cast<Key>(static_cast<int>(Key::k1) + i);
    add(kTabs[i], "tabs", {key, true}, 0, open, [this, i] { SetTab(static_cast<Tab>(i)); });
  }
  add(
      "triage.search", "tabs", {Key::kF3}, 35, [this] { return contact() != nullptr; },
      [this] {
        view_.searching = true;
        view_.complaint_query.clear();
        SetTab(Tab::kTriage);
        ui().focus.Set("triage/search");
      });
  add("measure.doctors", "tabs", {Key::kF4}, 0, open, [this] { SetTab(Tab::kMeasure); });

  // --- the screen
  add(
      "list.sort", "screen", {Key::kF5}, 0, [this] { return store_.has_state(); },
      [this] { view_.sort_now = true; });
  add("focus.zone", "screen", {Key::kF6}, 10, [] { return true; }, [this] { ui().focus.StepZone(1); });
  add(
      "focus.zone_back", "screen", {Key::kF6, false, true}, 0, [] { return true; },
      [this] { ui().focus.StepZone(-1); });
  add(
      "list.next", "screen", {Key::kF7}, 12, [] { return true; },
      [this] { view_.list = static_cast<ListView>((static_cast<int>(view_.list) + 1) % 4); });
  add(
      "screen.news", "screen", {Key::kF10}, 65, [this] { return HasNews(); },
      [this] { Open(Overlay::kNews); });
  add(
      "screen.help", "screen", {Key::kF1}, 5, [] { return true; },
      [this] { view_.overlay == Overlay::kHelp ? CloseOverlay() : Open(Overlay::kHelp); });
  add(
      "screen.palette", "screen", {Key::kK, true}, 6, [] { return true; },
      [this] { Open(Overlay::kPalette); });
  add(
      "screen.theme", "screen", {Key::kT, true}, 0, [] { return true; },
      [this] {
        const bool night = ui().theme.name() == ui::ThemeName::kNatt;
        ui().theme = ui::Theme(night ? ui::ThemeName::kDag : ui::ThemeName::kNatt);
        screen_.ApplyStyle();
      });
  add(
      "screen.larger", "screen", {Key::kPageUp, true}, 0, [this] { return ui().scale < 1.74F; },
      [this] { screen_.RequestScale(ui().scale + 0.1F); });
  add(
      "screen.smaller", "screen", {Key::kPageDown, true}, 0, [this] { return ui().scale > 0.91F; },
      [this] { screen_.RequestScale(ui().scale - 0.1F); });
  add(
      "screen.back", "screen", {Key::kEscape}, 0, [] { return true; },
      [this] {
        if (view_.overlay != Overlay::kNone) return CloseOverlay();
        if (view_.searching) {
          view_.searching = false;
          return SetTab(view_.tab);
        }
        ui().focus.Clear();
        ui().focus.Set("queue/list");
      });
}

}  // namespace legevakt::console
