// What is done with calls and with the open contact.
#include <algorithm>

#include "console/views/commands.h"

namespace legevakt::console {

using ui::Key;

// One flat table.
// NOLINTNEXTLINE(readability-function-size)
void AddContactCommands(App& app) {
  const CommandAdder add(app.registry());
  const auto ready = [&app] { return app.store().has_state() && app.CanSend(); };
  // Never what lies hidden beneath a card that is about somebody else.
  const auto open = [&app] { return app.AboutOpen(); };
  const auto mine = [&app] { return app.CanSend() && app.AboutOpen() && app.MayChange(*app.contact()); };

  // --- calls
  add(
      "calls.take", "calls", {Key::kF2}, 100,
      [&app, ready] {
        return ready() && (!app.store().state().telephony.connected() || !app.picture().ringing().empty());
      },
      [&app] { app.TakeCall(); }, false,
      // What it does where nobody can be heard ringing.
      [&app]() -> std::string_view {
        const bool heard = !app.store().has_state() || app.store().state().telephony.connected();
        return heard ? "console.cmd.calls.take" : "console.cmd.calls.take_unheard";
      });
  add("calls.new", "calls", {Key::kN, true}, 40, ready, [&app] { app.NewCall(); });
  add(
      "calls.callback", "calls", {Key::kF9}, 70,
      [&app, ready] { return ready() && app.picture().next_callback() != nullptr; },
      [&app] { app.Open(Overlay::kCallback, app.picture().next_callback()->call_id()); });
  add(
      "calls.end", "calls", {Key::kF11}, 45,
      [&app] {
        // Also while stale: it waits in the outbox, and the console knows that nobody talks any more.
        if (!app.CanSave()) return false;
        if (app.AboutOpen() && app.CallToEnd() != nullptr) return true;
        return app.view().overlay == Overlay::kNone && app.LongestTalk() != nullptr;
      },
      [&app] { app.EndTalk(); });

  // --- the open contact
  add(
      "contact.primary", "contact", {Key::kEnter, true}, 95,
      [&app] {
        // Also while stale: what can be saved then goes into the outbox.
        if (app.view().overlay != Overlay::kNone) return app.view().card.can_send;
        if (!app.CanSave() || app.contact() == nullptr) return false;
        if (app.view().tab == Tab::kTriage && app.ChoosesComplaint()) return false;
        // A note can be added whoever has the contact, and when it is closed.
        return app.view().tab == Tab::kHistory || app.MayChange(*app.contact());
      },
      [&app] { app.PrimaryAction(); });
  add(
      "contact.park", "contact", {Key::kP, true}, 90,
      [&app, mine] { return mine() && app.Mine(*app.contact()); }, [&app] { app.Park(); });
  add(
      "contact.next", "contact", {Key::kTab, true}, 50, [&app] { return !app.MyContacts().empty(); },
      [&app] { app.NextMine(); });
  add(
      "contact.take_over", "contact", {Key::kO, true}, 80,
      [&app] {
        return app.CanSend() && app.AboutOpen() && domain::IsOpen(*app.contact()) &&
               !app.Mine(*app.contact());
      },
      [&app] { app.Claim(app.contact()->has_claim()); });
  add(
      "contact.undo", "contact", {Key::kZ, true}, 85,
      [&app] {
        if (app.CanSend() && app.VisitToTakeBack() != nullptr) return true;
        return app.CanSend() && app.AboutOpen() &&
               app.contact()->undo().kind() != v1::UNDO_KIND_UNSPECIFIED &&
               app.now_us() < app.contact()->undo().until_us();
      },
      [&app] { app.Undo(); }, true);
  add(
      "contact.reopen", "contact", {Key::kR, true}, 60,
      [&app] {
        return app.CanSend() && app.AboutOpen() && app.contact()->state() == v1::CONTACT_STATE_CLOSED;
      },
      [&app] { app.Reopen(); });
  add(
      "contact.promise_kept", "contact", {Key::kF9, true}, 70,
      [&app] {
        return app.CanSend() && app.AboutOpen() && app.contact()->has_promise() &&
               domain::IsOpen(*app.contact()) && app.MayChange(*app.contact());
      },
      [&app] { app.KeepPromise(); });
  add(
      "contact.copy_note", "contact", {Key::kJ, true}, 55,
      [&app, open] {
        // The record that is looked up has a note of its own.
        return app.view().overlay == Overlay::kLookup ? app.store().lookup().past() != nullptr : open();
      },
      [&app] { app.CopyNote(); });
  add(
      "contact.entered", "contact", {Key::kE, true}, 54,
      [&app] {
        return app.CanSend() && app.AboutOpen() && app.contact()->note_entered_us() == 0 &&
               // Before that there is nothing to enter.
               (app.contact()->assessments_size() > 0 || !domain::IsOpen(*app.contact()));
      },
      [&app] { app.MarkEntered(); });

  // --- red
  add(
      "red.card", "red", {Key::kF12}, 75,
      // Also while stale, before central is heard, and with nothing open: the card says whom to ring.
      [] { return true; }, [&app] { app.OpenRed(); });

  // --- steps of the form
  constexpr const char* kTabs[] = {"tab.intake", "tab.triage", "tab.measure", "tab.close", "tab.history"};
  for (int i = 0; i < 5; ++i) {
    const auto key = static_cast<Key>(static_cast<int>(Key::k1) + i);
    add(kTabs[i], "tabs", {key, true}, 0, open, [&app, i] {
      if (app.view().overlay != Overlay::kNone) app.LeaveOverlay();
      app.SetTab(static_cast<Tab>(i));
    });
  }
  // Also where its card or its button is not there: what is typed never holds anybody for good.
  add(
      "draft.discard", "contact", {}, 0,
      [&app] { return app.AboutOpen() && app.HasDraft(app.view().contact_id); },
      [&app] { app.DiscardDraft(app.view().contact_id); });
  add("triage.search", "tabs", {Key::kF3}, 35, open, [&app] {
    if (app.view().overlay != Overlay::kNone) app.LeaveOverlay();
    app.view().searching = true;
    app.view().complaint_query.clear();
    app.SetTab(Tab::kTriage);
    app.ui().focus.Set("triage/search");
  });
  add("measure.doctors", "tabs", {Key::kF4}, 0, open, [&app] {
    if (app.view().overlay != Overlay::kNone) app.LeaveOverlay();
    app.SetTab(Tab::kMeasure);
  });
}

}  // namespace legevakt::console
