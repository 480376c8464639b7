// A lost call that must be called back: the number, and whether it was reached.
#include "console/model/format.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

ImVec2 CallbackSize(App& app) {
  return {app.ui().Px(620), app.ui().Px(220)};
}

void DrawCallbackCard(App& app, Rect card) {
  auto& ui = app.ui();
  const v1::Call* call = app.store().state().FindCall(app.view().overlay_id);
  if (call == nullptr || call->state() != v1::CALL_STATE_CALL_BACK_DUE) return app.CloseOverlay();
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  Label(ui, inner.CutTop(ui.Px(28)), ui.fonts.bold, Role::kTextDim, ui.T("console.callback.title"));
  Label(ui, inner.CutTop(ui.Px(52)), ui.fonts.clock, Role::kText, PhoneText(call->personal().phone()));
  Label(ui, inner.CutTop(ui.Px(28)), ui.fonts.body, Role::kTextDim,
        app.Words("callback.text", call->call_id(), [&] {
          return text::Format(ui.lang, "console.callback.text",
                              {{"at", ClockHm(call->ringing_us())},
                               {"place", MunicipalityName(app.store().state(), call->municipality())},
                               {"n", std::to_string(call->callback_tries())}});
        }));
  const Rect row = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  if (ui::Button(ui, "overlay/first", row.Column(0, 3, ui.Px(12)), ui.T("console.callback.reached"),
                 ui::ButtonKind::kPrimary, app.CanSend()))
    return app.TriedCallback(call->call_id(), true);
  if (ui::Button(ui, "overlay/not_reached", row.Column(1, 3, ui.Px(12)), ui.T("console.callback.not_reached"),
                 ui::ButtonKind::kQuiet, app.CanSend()))
    return app.TriedCallback(call->call_id(), false);
  if (ui::Button(ui, "overlay/cancel", row.Column(2, 3, ui.Px(12)), ui.T("console.red.cancel"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

}  // namespace legevakt::console
