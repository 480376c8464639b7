// What is typed and cannot be read: found before anything is sent, named, and shown.
#include "console/model/format.h"
#include "console/model/triage_form.h"
#include "console/model/vitals.h"
#include "console/views/app.h"

namespace legevakt::console {
namespace {

// The first number of the form that is shown and cannot be believed.
std::optional<BadField> BadNumber(const triage::Tool& tool, const AssessmentDraft& draft, text::Lang lang) {
  const triage::Index complaint = tool.FindComplaint(draft.complaint_id);
  if (complaint == triage::kNone) return std::nullopt;
  const FormQuestions form = QuestionsOf(tool, complaint);
  const auto bad_of = [&](const std::vector<triage::Index>& shown,
                          const char* prefix) -> std::optional<BadField> {
    for (const auto index : shown) {
      const auto& question = tool.questions()[index];
      const auto typed = draft.typed.find(question.id);
      if (question.type != triage::AnswerType::kNumber || typed == draft.typed.end()) continue;
      const TypedNumber verdict = ParseNumber(question, typed->second).verdict;
      if (verdict == TypedNumber::kGood || verdict == TypedNumber::kEmpty) continue;
      return BadField{Tab::kTriage, ui::Id(prefix, question.id), In(lang, question.text)};
    }
    return std::nullopt;
  };
  auto bad = bad_of(form.asked, "triage/q");
  if (!bad) bad = bad_of(form.vitals, "triage/v");
  return bad;
}

}  // namespace

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
  if (tab == Tab::kTriage && tool != nullptr) return BadNumber(*tool, draft.assessment, ui().lang);
  return std::nullopt;
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
