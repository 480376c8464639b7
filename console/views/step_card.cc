// A step of a mission, recorded on the doctor's behalf: its outcome, or why it cannot be.
#include <array>

#include "console/ui/widgets.h"
#include "console/views/cards.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr std::array kOutcomes = {v1::OUTCOME_FINISHED,     v1::OUTCOME_OWN_GP,    v1::OUTCOME_HOSPITAL,
                                  v1::OUTCOME_OBSERVATION,  v1::OUTCOME_HOME_CARE, v1::OUTCOME_DEATH,
                                  v1::OUTCOME_NOT_TURNED_UP};
constexpr std::array kCannotReasons = {v1::CANNOT_REASON_BUSY_WITH_PATIENT, v1::CANNOT_REASON_TOO_FAR,
                                       v1::CANNOT_REASON_NO_EQUIPMENT,      v1::CANNOT_REASON_NOT_COMPETENT,
                                       v1::CANNOT_REASON_OFF_DUTY,          v1::CANNOT_REASON_OTHER};

}  // namespace

ImVec2 StepSize(App& app) {
  return {app.ui().Px(620), app.ui().Px(330)};
}

// On the doctor's behalf: nothing is chosen beforehand, and nothing goes until something is.
void DrawStep(App& app, Rect card) {
  auto& ui = app.ui();
  auto& view = app.view();
  const v1::Mission* mission = app.store().state().FindMission(view.overlay_id);
  if (mission == nullptr || !domain::IsOpen(*mission)) return DrawGoneCard(app, card);
  const bool done = view.step == v1::MISSION_STATE_DONE;
  const auto& options = app.Kept<std::vector<std::string>>("step.options", done ? 1 : 0, {}, [&] {
    std::vector<std::string> words;
    for (const auto outcome : kOutcomes) {
      if (done) words.emplace_back(EnumWord(ui, v1::Outcome_Name(outcome)));
    }
    for (const auto reason : kCannotReasons) {
      if (!done) words.emplace_back(EnumWord(ui, v1::CannotReason_Name(reason)));
    }
    return words;
  });
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  Label(ui, inner.CutTop(ui.Px(28)), ui.fonts.bold, Role::kTextDim, ui.T("console.measure.on_behalf"));
  Label(ui, inner.CutTop(ui.Px(44)), ui.fonts.title, Role::kText,
        app.Words("step.title", done ? 1 : 0, mission->mission_id(), [&] {
          return text::Format(ui.lang, done ? "console.step.done" : "console.step.cannot",
                              {{"doctor", DoctorName(app.store().state(), mission->owner_id())}});
        }));
  const Rect row = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  ui::Choose(ui, "overlay/first", inner.CutTop(ui::ChooseHeight(ui, options.size(), 2)), options,
             view.step_choice, true, 2);
  const bool chosen = view.step_choice >= 0;
  if (ui::Button(ui, "overlay/send", row.Column(0, 2, ui.Px(12)), ui.T("console.step.save"),
                 ui::ButtonKind::kPrimary, chosen && app.CanSend())) {
    v1::StepMission step;
    step.set_state(view.step);
    const auto at = static_cast<std::size_t>(view.step_choice);
    if (done) step.set_outcome(kOutcomes.at(at));
    if (!done) step.set_cannot_reason(kCannotReasons.at(at));
    app.StepMission(step, *mission);
    return app.CloseOverlay();
  }
  if (ui::Button(ui, "overlay/cancel", row.Column(1, 2, ui.Px(12)), ui.T("console.red.cancel"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

}  // namespace legevakt::console
