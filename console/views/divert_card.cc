// Takes a doctor from a patient for a red: who comes, from whom, and what becomes of the one who is left.
#include <algorithm>

#include "console/model/divert.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

ImVec2 DivertSize(App& app) {
  return {app.ui().Px(680), app.ui().Px(270)};
}

void DrawDivertCard(App& app, Rect card) {
  auto& ui = app.ui();
  const auto& state = app.store().state();
  const v1::Contact* red = state.FindContact(app.view().divert_to);
  const v1::Mission* mission = state.FindMission(app.view().overlay_id);
  // Somebody else was quicker, or the doctor has gone on.
  if (red == nullptr || mission == nullptr) return DrawGoneCard(app, card);
  const auto& missions = app.Kept<std::vector<const v1::Mission*>>("divert.card", red->contact_id(), {},
                                                                   [&] { return Divertible(state, *red); });
  if (std::find(missions.begin(), missions.end(), mission) == missions.end()) return DrawGoneCard(app, card);
  const v1::Contact* left = state.FindContact(mission->contact_id());
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  const auto line = [&](float height, ImFont* font, const char* key, const v1::Contact* contact) {
    Label(ui, inner.CutTop(ui.Px(height)), font, Role::kText,
          app.Words(key, mission->mission_id(), ui::Inputs(red->contact_id()), [&] {
            return text::Format(ui.lang, key,
                                {{"doctor", DoctorName(state, mission->owner_id())},
                                 {"who", contact == nullptr ? std::string() : PatientName(ui, *contact)}});
          }));
  };
  Label(ui, inner.CutTop(ui.Px(28)), ui.fonts.bold, Role::kTextDim, ui.T("console.divert.title"));
  line(44, ui.fonts.title, "console.divert.to", red);
  line(30, ui.fonts.bold, "console.divert.from", left);
  Label(ui, inner.CutTop(ui.Px(28)), ui.fonts.body, Role::kTextDim,
        app.Words("divert.line", mission->mission_id(), [&] { return DivertText(app, *mission); }));
  const Rect row = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  if (ui::Button(ui, "overlay/first", row.Column(0, 2, ui.Px(12)), ui.T("console.divert.do"),
                 ui::ButtonKind::kUrgent, app.CanSend(), ui.T("console.key.257")))
    return app.Divert();
  if (ui::Button(ui, "overlay/cancel", row.Column(1, 2, ui.Px(12)), ui.T("console.red.cancel"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

}  // namespace legevakt::console
