// What is done rarer than every minute: corrections, second opinions, who to call, the waiting room.
#include <algorithm>

#include "central/domain/service.h"
#include "console/views/commands.h"
#include "console/views/need_help.h"

namespace legevakt::console {

using ui::Key;

// One flat table.
// NOLINTNEXTLINE(readability-function-size)
void AddWorkCommands(App& app) {
  const CommandAdder add(app.registry());
  const auto ready = [&app] { return app.store().has_state() && app.CanSend(); };
  const auto open = [&app] { return app.AboutOpen(); };
  const auto mine = [&app] { return app.CanSend() && app.AboutOpen() && app.MayChange(*app.contact()); };
  const auto toggle = [&app](Overlay overlay) {
    app.view().overlay == overlay ? app.CloseOverlay() : app.Open(overlay);
  };

  // --- calls
  add("calls.walk_in", "calls", {Key::kF2, false, true}, 0, ready,
      [&app] { app.NewCall(v1::CALL_KIND_WALK_IN); });
  add("calls.from_amk", "calls", {Key::kF12, false, true}, 0, ready,
      [&app] { app.NewCall(v1::CALL_KIND_AMK); });
  add(
      "calls.join", "calls", {Key::kL, true}, 92,
      [&app, mine] {
        // Only where the row stands that says whom it joins to.
        if (!mine() || app.view().tab != Tab::kIntake || app.view().overlay != Overlay::kNone) return false;
        const auto& known = app.KnownNow();
        return !known.empty() && known.front().open;
      },
      [&app] { app.JoinToKnown(); });
  add(
      "calls.new_patient", "calls", {Key::kN, true, true}, 0,
      [&app, mine] { return mine() && app.contact()->call_ids_size() > 0; }, [&app] { app.NewPatient(); });
  add(
      "calls.not_medical", "calls", {Key::kW, true}, 30,
      [&app, mine] { return mine() && app.contact()->hastegrad() == v1::HASTEGRAD_UNSPECIFIED; },
      [&app] { app.Open(Overlay::kNotMedical); });

  // --- the open contact
  add("help.want", "contact", {Key::kH, true}, 72, ready, [&app] { WantHelp(app); });
  add("contact.consult", "contact", {Key::kD, true}, 58, mine, [toggle] { toggle(Overlay::kConsult); });
  add(
      "red.divert", "red", {Key::kG, true}, 96,
      [&app] {
        // The card of a red has the key for its own contact.
        const bool shown = app.view().overlay == Overlay::kRed || app.AboutOpen();
        return app.CanSend() && shown && app.DivertNow() != nullptr;
      },
      [&app] { app.AskDivert(*app.DivertNow()); });
  add("contact.warning", "contact", {Key::kW, true, true}, 0, open, [toggle] { toggle(Overlay::kWarning); });
  add("contact.fix", "contact", {Key::kF, true}, 25, open, [toggle] { toggle(Overlay::kFix); });
  add(
      "contact.copy_advice", "contact", {Key::kJ, true, true}, 0,
      [&app] { return app.AboutOpen() && !app.AdviceText().empty(); }, [&app] { app.CopyAdvice(); });

  // --- the station and the house
  add(
      "page.directory", "pages", {Key::kF1, false, true}, 8, [&app] { return app.store().has_state(); },
      [toggle] { toggle(Overlay::kDirectory); });
  add(
      "page.waiting_room", "pages", {Key::kF4, false, true}, 9, [&app] { return app.store().has_state(); },
      [toggle] { toggle(Overlay::kWaitingRoom); });
  add(
      "page.handover", "pages", {Key::kB, true}, 7, [&app] { return app.store().has_state(); },
      [toggle] { toggle(Overlay::kHandover); });
  add(
      "page.map", "pages", {Key::kM, true}, 4, [&app] { return app.store().has_state(); },
      [toggle] { toggle(Overlay::kMap); });
  add(
      "page.lookup", "pages", {Key::kF, true, true}, 6,
      [&app] { return app.store().has_state() && domain::MayLookUp(app.store().me().role()); },
      [toggle] { toggle(Overlay::kLookup); });
  add(
      "list.filter", "screen", {Key::kF5, false, true}, 0, [&app] { return app.store().has_state(); },
      [&app] {
        auto& view = app.view();
        view.filtering = view.filter.empty() && !view.filtering;
        view.filter.clear();
        app.ui().focus.Set(view.filtering ? "queue/filter" : "queue/list");
      });
  add(
      "list.back", "screen", {Key::kF7, false, true}, 0, [] { return true; },
      [&app] {
        app.view().list =
            static_cast<ListView>((static_cast<int>(app.view().list) + kListViews - 1) % kListViews);
      });
}

}  // namespace legevakt::console
