#include "console/model/triage_form.h"

#include <algorithm>
#include <utility>

#include "central/domain/facts.h"
#include "console/model/vitals.h"

namespace legevakt::console {
namespace {

bool Same(const v1::Answer& a, const v1::Answer& b) {
  return a.value_case() == b.value_case() && a.tri() == b.tri() && a.choice() == b.choice() &&
         a.scaled() == b.scaled();
}

}  // namespace

triage::Result EvaluateDraft(const triage::Tool& tool, const domain::State& state, const v1::Contact& contact,
                             const Draft& draft, std::int64_t now_us) {
  triage::AnswerSet answers(tool);
  const auto questions = tool.questions();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const auto found = draft.assessment.answers.find(questions[i].id);
    if (found == draft.assessment.answers.end()) continue;
    answers.values[i] = domain::ValueOf(questions[i], found->second).value_or(triage::Value{});
  }
  // From the draft where somebody is typing, so that the level follows what is typed before it is saved.
  v1::Intake intake = contact.intake();
  if (draft.intake.touched) {
    const v1::RecordIntake now = draft.IntakeNow(contact.contact_id());
    domain::MergeIntake(now.intake(), now.cleared(), intake);
  }
  domain::FillFacts(state, contact, intake, tool, now_us, answers);
  return triage::Evaluate(tool, tool.FindComplaint(draft.assessment.complaint_id), answers);
}

void ChooseComplaint(AssessmentDraft& draft, const triage::Tool& tool, triage::Index complaint) {
  const std::string& id = tool.complaints()[complaint].id;
  draft.touched = true;
  if (std::exchange(draft.complaint_id, id) == id) return;
  const triage::Index level = tool.FindLevel(draft.level_id);
  if (level != triage::kNone && tool.levels()[level].rank > draft.chosen_against) return;
  draft.level_id.clear();
  draft.lowering_reason.clear();
}

bool DropOutdatedChoice(AssessmentDraft& draft, const triage::Tool& tool, const triage::Result& result) {
  if (draft.level_id.empty() || result.level == triage::kNone) return false;
  const triage::Index chosen = tool.FindLevel(draft.level_id);
  const int suggested = tool.levels()[result.level].rank;
  if (chosen == triage::kNone || suggested <= draft.chosen_against) return false;
  if (tool.levels()[chosen].rank >= suggested) return false;
  draft.level_id.clear();
  draft.lowering_reason.clear();
  return true;
}

FormQuestions QuestionsOf(const triage::Tool& tool, triage::Index complaint) {
  FormQuestions form;
  for (const auto index : tool.complaints()[complaint].questions) {
    const auto& question = tool.questions()[index];
    if (question.fact != triage::Fact::kNone) continue;
    (question.vital ? form.vitals : form.asked).push_back(index);
  }
  // Vital signs can always be entered: a nurse at the patient's side may have them.
  const auto questions = tool.questions();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const auto index = static_cast<triage::Index>(i);
    if (!questions[i].vital || questions[i].fact != triage::Fact::kNone) continue;
    if (std::find(form.vitals.begin(), form.vitals.end(), index) == form.vitals.end()) {
      form.vitals.push_back(index);
    }
  }
  std::sort(form.vitals.begin(), form.vitals.end());
  return form;
}

triage::Index UnreadableNumber(const triage::Tool& tool, const AssessmentDraft& draft) {
  const triage::Index complaint = tool.FindComplaint(draft.complaint_id);
  if (complaint == triage::kNone) return triage::kNone;
  const FormQuestions form = QuestionsOf(tool, complaint);
  for (const auto* shown : {&form.asked, &form.vitals}) {
    for (const auto index : *shown) {
      const auto& question = tool.questions()[index];
      const auto typed = draft.typed.find(question.id);
      if (question.type != triage::AnswerType::kNumber || typed == draft.typed.end()) continue;
      const TypedNumber verdict = ParseNumber(question, typed->second).verdict;
      if (verdict != TypedNumber::kGood && verdict != TypedNumber::kEmpty) return index;
    }
  }
  return triage::kNone;
}

bool IsMust(const triage::Tool& tool, triage::Index complaint, triage::Index question) {
  const auto& must = tool.complaints()[complaint].must_ask;
  return std::find(must.begin(), must.end(), question) != must.end();
}

bool KeptForm::IsOf(const triage::Tool& tool, std::int64_t changes, const v1::Contact& contact,
                    const Draft& draft) const {
  return made_.changes == changes && made_.contact_id == contact.contact_id() &&
         made_.tool_hash == tool.hash() && made_.complaint_id == draft.assessment.complaint_id &&
         made_.intake == draft.intake &&
         std::equal(made_.answers.begin(), made_.answers.end(), draft.assessment.answers.begin(),
                    draft.assessment.answers.end(), [](const auto& a, const auto& b) {
                      return a.first == b.first && Same(a.second, b.second);
                    });
}

const triage::Result& KeptForm::At(const triage::Tool& tool, const domain::State& state, std::int64_t changes,
                                   const v1::Contact& contact, const Draft& draft, std::int64_t now_us) {
  if (IsOf(tool, changes, contact, draft)) return result_;
  made_ = {
      changes,     contact.contact_id(), tool.hash(), draft.assessment.complaint_id, draft.assessment.answers,
      draft.intake};
  result_ = EvaluateDraft(tool, state, contact, draft, now_us);
  ++version_;
  return result_;
}

const std::string& In(text::Lang lang, const triage::Text& words) {
  return lang == text::Lang::kEn && !words.en.empty() ? words.en : words.nb;
}

}  // namespace legevakt::console
