// What the tool is told besides the answers.
#include "central/domain/facts.h"

#include <gtest/gtest.h>

#include "central/domain/testing.h"

namespace legevakt::domain::testing {
namespace {

using triage::Known;
using triage::Value;

class FactsTest : public ::testing::Test {
 protected:
  const triage::Tool& tool() { return *centre_.tools().Find(centre_.state().active_tool_hash); }
  triage::Index Asking(triage::Fact fact) {
    const auto questions = tool().questions();
    for (std::size_t i = 0; i < questions.size(); ++i) {
      if (questions[i].fact == fact) return static_cast<triage::Index>(i);
    }
    return triage::kNone;
  }
  // The choice's position as a value.
  Value Choice(triage::Index question, const std::string& id) {
    v1::Answer answer;
    answer.set_choice(id);
    return ValueOf(tool().questions()[question], answer).value_or(Value{});
  }
  triage::AnswerSet Filled(const v1::Intake& intake) {
    triage::AnswerSet answers(tool());
    FillFacts(centre_.state(), centre_.contact(id_), intake, tool(), centre_.now_us(), answers);
    return answers;
  }

  Centre centre_;
  std::int64_t id_ = centre_.Answered();
};

TEST_F(FactsTest, WhatTheStateSaysIsFilledIn) {
  v1::Command command;
  command.mutable_record_intake()->set_contact_id(id_);
  auto& intake = *command.mutable_record_intake()->mutable_intake();
  intake.set_age_months(8);
  intake.set_sex(v1::SEX_FEMALE);
  intake.set_with_patient(false);
  intake.set_airway_threat(v1::TRI_YES);
  intake.set_breathing_trouble(v1::TRI_UNKNOWN);
  centre_.Must(Kari(), command);
  const auto answers = Filled(centre_.contact(id_).intake());

  ASSERT_NE(Asking(triage::Fact::kAgeMonths), triage::kNone);
  EXPECT_EQ(answers.values[Asking(triage::Fact::kAgeMonths)], Value::Number(8));
  ASSERT_NE(tool().FindQuestion("airway_threat"), triage::kNone);
  EXPECT_EQ(answers.values[tool().FindQuestion("airway_threat")], Value::Yes());
  EXPECT_EQ(answers.values[tool().FindQuestion("breathing_trouble")], Value::Unknown());
  EXPECT_EQ(answers.values[tool().FindQuestion("reduced_consciousness")].known, Known::kNotAsked);
  // The others where the shipped tool asks for them.
  const auto expect = [&](triage::Fact fact, auto value) {
    if (const triage::Index at = Asking(fact); at != triage::kNone) {
      EXPECT_EQ(answers.values[at], value(at)) << "fact " << static_cast<int>(fact);
    }
  };
  expect(triage::Fact::kSex, [&](triage::Index at) { return Choice(at, "female"); });
  expect(triage::Fact::kCalls24h, [](triage::Index) { return Value::Number(1); });
  expect(triage::Fact::kCalls72h, [](triage::Index) { return Value::Number(1); });
  expect(triage::Fact::kCallerWithPatient, [](triage::Index) { return Value::No(); });
  expect(triage::Fact::kChannel, [&](triage::Index at) { return Choice(at, "phone"); });
  expect(triage::Fact::kPlace, [](triage::Index) { return Value{}; });
}

TEST_F(FactsTest, CallsOfLongAgoDoNotCount) {
  ASSERT_NE(Asking(triage::Fact::kCalls72h), triage::kNone);
  EXPECT_EQ(Filled({}).values[Asking(triage::Fact::kCalls72h)], Value::Number(1));
  triage::AnswerSet later(tool());
  FillFacts(centre_.state(), centre_.contact(id_), {}, tool(), centre_.now_us() + 73 * 60 * kMinuteUs, later);
  EXPECT_EQ(later.values[Asking(triage::Fact::kCalls72h)], Value::Number(0));
}

TEST_F(FactsTest, AnAnswerStandsAndATypedIntakeIsTakenForTheSavedOne) {
  v1::Intake typed;
  typed.set_airway_threat(v1::TRI_YES);
  typed.set_age_months(900);
  EXPECT_EQ(Filled(typed).values[tool().FindQuestion("airway_threat")], Value::Yes());
  EXPECT_EQ(Filled(typed).values[Asking(triage::Fact::kAgeMonths)], Value::Number(900));

  triage::AnswerSet answers(tool());
  answers.values[tool().FindQuestion("airway_threat")] = Value::No();
  FillFacts(centre_.state(), centre_.contact(id_), typed, tool(), centre_.now_us(), answers);
  EXPECT_EQ(answers.values[tool().FindQuestion("airway_threat")], Value::No());
}

TEST_F(FactsTest, AnAnswerThatDoesNotFitIsNone) {
  const auto& yes_no = tool().questions()[tool().FindQuestion("airway_threat")];
  v1::Answer answer;
  EXPECT_FALSE(ValueOf(yes_no, answer).has_value());
  answer.set_scaled(3);
  EXPECT_FALSE(ValueOf(yes_no, answer).has_value());
  answer.set_tri(v1::TRI_NO);
  EXPECT_EQ(ValueOf(yes_no, answer), Value::No());
  int numbers = 0;
  for (const auto& question : tool().questions()) {
    if (question.type != triage::AnswerType::kNumber) continue;
    ++numbers;
    answer.set_scaled(question.plausible_max);
    EXPECT_TRUE(ValueOf(question, answer).has_value()) << question.id;
    answer.set_scaled(std::int64_t{question.plausible_max} + 1);
    EXPECT_FALSE(ValueOf(question, answer).has_value()) << question.id;
  }
  EXPECT_GT(numbers, 0);
}

// Central decides with the same: an intake that says the airway is threatened is red without a question.
TEST_F(FactsTest, CentralDecidesWithThem) {
  v1::Command command;
  command.mutable_record_intake()->set_contact_id(id_);
  command.mutable_record_intake()->mutable_intake()->set_airway_threat(v1::TRI_YES);
  centre_.Must(Kari(), command);
  const std::string complaint = tool().complaints()[tool().fallback_complaint()].id;
  centre_.Must(Kari(), AssessCommand(id_, complaint, ""));
  const auto& suggestion = centre_.contact(id_).assessments(0).suggestion();
  const auto result =
      triage::Evaluate(tool(), tool().FindComplaint(complaint), Filled(centre_.contact(id_).intake()));
  EXPECT_EQ(suggestion.level_id(), tool().levels()[result.level].id);
  EXPECT_EQ(suggestion.hastegrad(), v1::HASTEGRAD_AKUTT);
}

// Where somebody is who can measure, the tool asks for it.
TEST_F(FactsTest, HomeCareAndHealthPersonnelAreToldToTheTool) {
  v1::Intake intake;
  for (const auto& [relation, place] : {std::pair{v1::CALLER_RELATION_NURSING_HOME, "nursing_home"},
                                        std::pair{v1::CALLER_RELATION_HOME_CARE, "home_care"}}) {
    intake.set_relation(relation);
    const triage::Index at = Asking(triage::Fact::kPlace);
    ASSERT_NE(at, triage::kNone);
    EXPECT_EQ(Filled(intake).values[at], Choice(at, place)) << place;
  }
  v1::Command answer;
  answer.mutable_answer_call()->set_call_id(centre_.Ring("90000001", v1::CALL_LANE_PROFESSIONAL));
  id_ = centre_.Must(Kari(), answer).contact_id;
  const triage::Index channel = Asking(triage::Fact::kChannel);
  ASSERT_NE(channel, triage::kNone);
  EXPECT_EQ(Filled({}).values[channel], Choice(channel, "professional"));
}

}  // namespace
}  // namespace legevakt::domain::testing
