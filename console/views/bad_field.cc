// What is typed and cannot be read: found before anything is sent, named, and shown.
#include "console/model/format.h"
#include "console/model/triage_form.h"
#include "console/views/app.h"

namespace legevakt::console {

std::optional<BadField> App::FirstBad(const v1::Contact& contact, Tab tab) {
  const Draft& draft = DraftOf(contact.contact_id());
  const auto named = [this](Tab at, const char* id, const char* caption) {
    return BadField{at, ui::Id(id), std::string(ui().T(caption))};
  };
  if (tab == Tab::kHistory) {
    if (!draft.note.empty() && !draft.note_time.empty() && ParseClock(draft.note_time, now_us_) == 0)
      return named(tab, "history/time", "console.history.happened");
    return std::nullopt;
  }
  // Every other step sends the intake first, where something is typed in it.
  if (MayChange(contact) && draft.intake.touched && !CanBeRead(draft.intake))
    return named(Tab::kIntake, "intake/age", "console.intake.age");
  if ((tab == Tab::kIntake || tab == Tab::kMeasure) && draft.measure.BadPromise(now_us_))
    return named(tab, tab == Tab::kIntake ? "intake/promise" : "measure/promise", "console.intake.promise");
  const triage::Tool* tool = ToolOf(contact);
  if (tab != Tab::kTriage || tool == nullptr) return std::nullopt;
  const triage::Index number = UnreadableNumber(*tool, draft.assessment);
  if (number == triage::kNone) return std::nullopt;
  const auto& question = tool->questions()[number];
  return BadField{tab, ui::Id(question.vital ? "triage/v" : "triage/q", question.id),
                  In(ui().lang, question.text)};
}

bool App::RefuseBad(const v1::Contact& contact, Tab tab) {
  const std::optional<BadField> bad = FirstBad(contact, tab);
  if (!bad) return false;
  if (view_.tab != bad->tab) SetTab(bad->tab);
  view_.focus_next = false;
  ui().focus.Set(bad->id);
  Say({.contact_id = contact.contact_id()},
      text::Format(ui().lang, "console.bad_field", {{"field", bad->name}}), true);
  return true;
}

}  // namespace legevakt::console
