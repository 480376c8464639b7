#include "central/domain/facts.h"

#include <algorithm>

#include "base/time_units.h"

namespace legevakt::domain {
namespace {

using triage::Value;

std::optional<triage::Index> ChoiceOf(const triage::Question& question, const std::string& id) {
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    if (question.choices[i].id == id) return static_cast<triage::Index>(i);
  }
  return std::nullopt;
}

int CallsSince(const State& state, const v1::Contact& contact, std::int64_t since_us) {
  int calls = 0;
  for (const std::int64_t id : contact.call_ids()) {
    const v1::Call* call = state.FindCall(id);
    if (call != nullptr && std::max(call->ringing_us(), call->answered_us()) >= since_us) ++calls;
  }
  return calls;
}

Value FromTri(v1::Tri tri) {
  switch (tri) {
    case v1::TRI_YES:
      return Value::Yes();
    case v1::TRI_NO:
      return Value::No();
    case v1::TRI_UNKNOWN:
      return Value::Unknown();
    default:
      return Value{};
  }
}

Value ChannelOf(const State& state, const v1::Contact& contact, const triage::Question& question) {
  const v1::Call* call = contact.call_ids().empty() ? nullptr : state.FindCall(contact.call_ids(0));
  if (call == nullptr) return Value{};
  const char* id = "phone";
  switch (call->kind()) {
    case v1::CALL_KIND_WALK_IN:
      id = "walk_in";
      break;
    case v1::CALL_KIND_MESSAGE:
      id = "message";
      break;
    case v1::CALL_KIND_AMK:
      id = "amk";
      break;
    default:
      if (call->lane() == v1::CALL_LANE_PROFESSIONAL) id = "professional";
      break;
  }
  const auto choice = ChoiceOf(question, id);
  return choice ? Value::Choice(*choice) : Value{};
}

Value PlaceOf(const v1::Intake& intake, const triage::Question& question) {
  const bool nursing_home = intake.relation() == v1::CALLER_RELATION_NURSING_HOME;
  if (!nursing_home && intake.relation() != v1::CALLER_RELATION_HOME_CARE) return Value{};
  const auto choice = ChoiceOf(question, nursing_home ? "nursing_home" : "home_care");
  return choice ? Value::Choice(*choice) : Value{};
}

// A fact that central knows by itself.
Value FactValue(const State& state, const v1::Contact& contact, const v1::Intake& intake,
                const triage::Question& question, std::int64_t now_us) {
  switch (question.fact) {
    case triage::Fact::kNone:
      return Value{};
    case triage::Fact::kAgeMonths:
      return intake.has_age_months() ? Value::Number(intake.age_months()) : Value{};
    case triage::Fact::kSex: {
      if (intake.sex() == v1::SEX_UNSPECIFIED) return Value{};
      const auto choice = ChoiceOf(question, intake.sex() == v1::SEX_FEMALE ? "female" : "male");
      return choice ? Value::Choice(*choice) : Value{};
    }
    case triage::Fact::kCalls24h:
      return Value::Number(CallsSince(state, contact, now_us - kDayUs));
    case triage::Fact::kCalls72h:
      return Value::Number(CallsSince(state, contact, now_us - 3 * kDayUs));
    case triage::Fact::kCallerWithPatient:
      if (!intake.has_with_patient()) return Value{};
      return intake.with_patient() ? Value::Yes() : Value::No();
    case triage::Fact::kChannel:
      return ChannelOf(state, contact, question);
    case triage::Fact::kPlace:
      return PlaceOf(intake, question);
  }
  return Value{};
}

}  // namespace

std::optional<Value> ValueOf(const triage::Question& question, const v1::Answer& answer) {
  if (answer.value_case() == v1::Answer::kTri && answer.tri() == v1::TRI_UNKNOWN) return Value::Unknown();
  switch (question.type) {
    case triage::AnswerType::kYesNo:
      if (answer.value_case() != v1::Answer::kTri) return std::nullopt;
      if (answer.tri() == v1::TRI_YES) return Value::Yes();
      if (answer.tri() == v1::TRI_NO) return Value::No();
      return std::nullopt;
    case triage::AnswerType::kChoice: {
      if (answer.value_case() != v1::Answer::kChoice) return std::nullopt;
      const auto choice = ChoiceOf(question, answer.choice());
      if (!choice) return std::nullopt;
      return Value::Choice(*choice);
    }
    case triage::AnswerType::kNumber:
      if (answer.value_case() != v1::Answer::kScaled) return std::nullopt;
      if (answer.scaled() < question.plausible_min || answer.scaled() > question.plausible_max)
        return std::nullopt;
      return Value::Number(static_cast<std::int32_t>(answer.scaled()));
  }
  return std::nullopt;
}

void FillFacts(const State& state, const v1::Contact& contact, const v1::Intake& intake,
               const triage::Tool& tool, std::int64_t now_us, triage::AnswerSet& answers) {
  const auto questions = tool.questions();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (answers.values[i].known != triage::Known::kNotAsked) continue;
    answers.values[i] = FactValue(state, contact, intake, questions[i], now_us);
  }
  // The three safety questions of the intake count as answers of the form, unless the form says otherwise.
  const auto fill = [&](const char* id, v1::Tri tri) {
    const triage::Index index = tool.FindQuestion(id);
    if (index == triage::kNone || answers.values[index].known != triage::Known::kNotAsked) return;
    answers.values[index] = FromTri(tri);
  };
  fill("airway_threat", intake.airway_threat());
  fill("breathing_trouble", intake.breathing_trouble());
  fill("reduced_consciousness", intake.reduced_consciousness());
}

}  // namespace legevakt::domain
