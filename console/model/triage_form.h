// The triage form while somebody types: the draft's answers and the facts that nobody need ask, evaluated by
// the same library that central decides with. Central's own answer is what counts; this one shows it
// beforehand.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "central/domain/state.h"
#include "console/model/draft.h"
#include "triage/evaluator/evaluate.h"

namespace legevakt::console {

// `draft.complaint_id` names a complaint of the tool.
triage::Result EvaluateDraft(const triage::Tool& tool, const domain::State& state, const v1::Contact& contact,
                             const Draft& draft, std::int64_t now_us);

// The questions of a complaint in the order to ask; vital signs apart, facts left out.
struct FormQuestions {
  std::vector<triage::Index> asked;
  std::vector<triage::Index> vitals;
};
FormQuestions QuestionsOf(const triage::Tool& tool, triage::Index complaint);
// The first number of the form, in the order of its questions, that is typed and cannot be read or believed;
// kNone for none. What was typed for another complaint is neither shown nor sent.
triage::Index UnreadableNumber(const triage::Tool& tool, const AssessmentDraft& draft);
bool IsMust(const triage::Tool& tool, triage::Index complaint, triage::Index question);

// A level that was chosen lower, and its reason, were about another complaint and leave with it; one that was
// raised stays.
void ChooseComplaint(AssessmentDraft& draft, const triage::Tool& tool, triage::Index complaint);

// A lower choice was made against what was known then. Where the tool now suggests more than that, the choice
// and its reason are dropped, and true: whoever wants it lower still says why anew.
bool DropOutdatedChoice(AssessmentDraft& draft, const triage::Tool& tool, const triage::Result& result);

// Evaluated anew only where something that it is made of has become another.
class KeptForm {
 public:
  // As EvaluateDraft. `changes` goes up with the state and with the second.
  const triage::Result& At(const triage::Tool& tool, const domain::State& state, std::int64_t changes,
                           const v1::Contact& contact, const Draft& draft, std::int64_t now_us);
  // Another each time that it was made anew.
  std::int64_t version() const { return version_; }

 private:
  // What the result is made of.
  struct Made {
    std::int64_t changes = -1;
    std::int64_t contact_id = 0;
    std::string tool_hash;
    std::string complaint_id;
    std::map<std::string, v1::Answer> answers;
    IntakeDraft intake;
  };
  bool IsOf(const triage::Tool& tool, std::int64_t changes, const v1::Contact& contact,
            const Draft& draft) const;

  Made made_;
  triage::Result result_;
  std::int64_t version_ = 0;
};

// In the operator's language.
const std::string& In(text::Lang lang, const triage::Text& words);

}  // namespace legevakt::console
