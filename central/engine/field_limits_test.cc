#include "central/engine/field_limits.h"

#include <google/protobuf/unknown_field_set.h>
#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"

namespace legevakt::engine {
namespace {

std::string BadField(const v1::Command& command) {
  const auto refusal = CheckFields(command);
  if (!refusal.has_value()) return "";
  EXPECT_EQ(refusal->reason(), v1::REASON_BAD_FIELD);
  return refusal->args(0).value();
}

TEST(FieldLimits, FreeTextMayBeLongAndOtherTextNot) {
  v1::Command note;
  note.mutable_add_note()->set_text(std::string(limits::kTextBytesMax, 'x'));
  EXPECT_EQ(BadField(note), "");
  note.mutable_add_note()->mutable_text()->push_back('x');
  EXPECT_EQ(BadField(note), "add_note.text");

  v1::Command intake;
  intake.mutable_record_intake()->mutable_personal()->set_name(std::string(limits::kShortTextBytesMax, 'x'));
  EXPECT_EQ(BadField(intake), "");
  intake.mutable_record_intake()->mutable_personal()->mutable_name()->push_back('x');
  EXPECT_EQ(BadField(intake), "record_intake.personal.name");
}

TEST(FieldLimits, ListsAreBounded) {
  v1::Command assess;
  for (int i = 0; i < limits::kAnswersMax; ++i) {
    assess.mutable_assess_contact()->add_answers()->set_question_id("q");
  }
  EXPECT_EQ(BadField(assess), "");
  assess.mutable_assess_contact()->add_answers()->set_question_id("q");
  EXPECT_EQ(BadField(assess), "assess_contact.answers");
  assess.mutable_assess_contact()->mutable_answers()->RemoveLast();
  assess.mutable_assess_contact()->mutable_answers(3)->set_choice(std::string(300, 'x'));
  EXPECT_EQ(BadField(assess), "assess_contact.answers.choice");
}

TEST(FieldLimits, AnEnumValueThatNobodyKnowsIsBad) {
  v1::Command request;
  request.mutable_request_mission()->set_measure(static_cast<v1::Measure>(99));
  EXPECT_EQ(BadField(request), "request_mission.measure");
  request.mutable_request_mission()->set_measure(v1::MEASURE_STATION);
  EXPECT_EQ(BadField(request), "");
}

TEST(FieldLimits, AFieldThatNobodyKnowsIsBad) {
  v1::Command request;
  v1::Intake& intake = *request.mutable_record_intake()->mutable_intake();
  intake.set_municipality("5037");
  EXPECT_EQ(BadField(request), "");
  intake.GetReflection()->MutableUnknownFields(&intake)->AddLengthDelimited(99, "unread");
  EXPECT_EQ(BadField(request), "record_intake.intake.99");
}

TEST(FieldLimits, ANulByteIsBad) {
  v1::Command note;
  note.mutable_add_note()->set_text(std::string("a\0b", 3));
  EXPECT_EQ(BadField(note), "add_note.text");
}

}  // namespace
}  // namespace legevakt::engine
