#include "console/model/triage_form.h"

#include <algorithm>

#include "console/model/format.h"

namespace legevakt::console {
namespace {

using triage::Value;

constexpr std::int64_t kDayUs = 24LL * 3600 * 1'000'000;

Value ChoiceValue(const triage::Question& question, std::string_view id) {
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    if (question.choices[i].id == id) return Value::Choice(static_cast<std::int32_t>(i));
  }
  return Value{};
}

Value FromTri(v1::Tri tri) {
  if (tri == v1::TRI_YES) return Value::Yes();
  if (tri == v1::TRI_NO) return Value::No();
  if (tri == v1::TRI_UNKNOWN) return Value::Unknown();
  return Value{};
}

Value FromAnswer(const triage::Question& question, const v1::Answer& answer) {
  if (answer.has_tri()) return FromTri(answer.tri());
  if (answer.has_choice()) return ChoiceValue(question, answer.choice());
  if (answer.has_scaled()) return Value::Number(static_cast<std::int32_t>(answer.scaled()));
  return Value{};
}

int CallsSince(const domain::State& state, const v1::Contact& contact, std::int64_t since_us) {
  return static_cast<int>(
      std::count_if(contact.call_ids().begin(), contact.call_ids().end(), [&](std::int64_t id) {
        const v1::Call* call = state.FindCall(id);
        return call != nullptr && std::max(call->ringing_us(), call->answered_us()) >= since_us;
      }));
}

std::string_view ChannelId(const domain::State& state, const v1::Contact& contact) {
  const v1::Call* call = contact.call_ids().empty() ? nullptr : state.FindCall(contact.call_ids(0));
  if (call == nullptr) return {};
  switch (call->kind()) {
    case v1::CALL_KIND_WALK_IN:
      return "walk_in";
    case v1::CALL_KIND_MESSAGE:
      return "message";
    case v1::CALL_KIND_AMK:
      return "amk";
    default:
      return "phone";
  }
}

// From the draft where it says something, so that the level follows what is typed before it is saved.
Value FactValue(const triage::Question& question, const domain::State& state, const v1::Contact& contact,
                const IntakeDraft& draft, std::int64_t now_us) {
  switch (question.fact) {
    case triage::Fact::kNone:
      return Value{};
    case triage::Fact::kAgeMonths: {
      const int months = ParseAgeMonths(draft.age);
      return months >= 0 ? Value::Number(months) : Value{};
    }
    case triage::Fact::kSex:
      if (draft.sex == v1::SEX_UNSPECIFIED) return Value{};
      return ChoiceValue(question, draft.sex == v1::SEX_FEMALE ? "female" : "male");
    case triage::Fact::kCalls24h:
      return Value::Number(CallsSince(state, contact, now_us - kDayUs));
    case triage::Fact::kCalls72h:
      return Value::Number(CallsSince(state, contact, now_us - 3 * kDayUs));
    case triage::Fact::kCallerWithPatient:
      return FromTri(draft.with_patient);
    case triage::Fact::kChannel:
      return ChoiceValue(question, ChannelId(state, contact));
    case triage::Fact::kPlace:
      if (draft.relation != v1::CALLER_RELATION_NURSING_HOME) return Value{};
      return ChoiceValue(question, "nursing_home");
  }
  return Value{};
}

}  // namespace

triage::Result EvaluateDraft(const triage::Tool& tool, const domain::State& state, const v1::Contact& contact,
                             const Draft& draft, std::int64_t now_us) {
  triage::AnswerSet answers(tool);
  const auto questions = tool.questions();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const auto found = draft.assessment.answers.find(questions[i].id);
    answers.values[i] = found != draft.assessment.answers.end()
                            ? FromAnswer(questions[i], found->second)
                            : FactValue(questions[i], state, contact, draft.intake, now_us);
  }
  const auto fill = [&](std::string_view id, v1::Tri tri) {
    const triage::Index index = tool.FindQuestion(id);
    if (index == triage::kNone || answers.values[index].known != triage::Known::kNotAsked) return;
    answers.values[index] = FromTri(tri);
  };
  fill("airway_threat", draft.intake.airway);
  fill("breathing_trouble", draft.intake.breathing);
  fill("reduced_consciousness", draft.intake.consciousness);
  return triage::Evaluate(tool, tool.FindComplaint(draft.assessment.complaint_id), answers);
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

bool IsMust(const triage::Tool& tool, triage::Index complaint, triage::Index question) {
  const auto& must = tool.complaints()[complaint].must_ask;
  return std::find(must.begin(), must.end(), question) != must.end();
}

const std::string& In(text::Lang lang, const triage::Text& words) {
  return lang == text::Lang::kEn && !words.en.empty() ? words.en : words.nb;
}

}  // namespace legevakt::console
