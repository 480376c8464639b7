// The tool's allowed measures, by the level that a person has set and the complaint.
#include "central/domain/measures.h"

#include <gmock/gmock.h>

#include "central/domain/testing.h"

namespace legevakt::domain::testing {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

class MeasuresTest : public ::testing::Test {
 protected:
  const triage::Tool* tool() { return centre_.tools().Find(centre_.state().active_tool_hash); }
  static v1::Contact Assessed(const std::string& complaint, const std::string& level) {
    v1::Contact contact;
    contact.set_complaint_id(complaint);
    contact.set_level_id(level);
    return contact;
  }

  Centre centre_;
};

TEST_F(MeasuresTest, FollowTheLevelAndTheComplaint) {
  const v1::Contact red = Assessed("diffuse", "akutt");
  EXPECT_TRUE(ToolAllows(tool(), red, v1::MEASURE_AMK));
  EXPECT_FALSE(ToolAllows(tool(), red, v1::MEASURE_VIDEO));
  EXPECT_FALSE(ToolAllows(tool(), red, v1::MEASURE_OWN_GP));
  EXPECT_TRUE(ToolAllows(tool(), Assessed("diffuse", "haster"), v1::MEASURE_VIDEO));
  EXPECT_FALSE(ToolAllows(tool(), Assessed("chest_pain", "haster"), v1::MEASURE_VIDEO));
}

TEST_F(MeasuresTest, AllIsAllowedWhereTheToolCannotSay) {
  for (const v1::Contact& contact : {v1::Contact(), Assessed("diffuse", "x"), Assessed("x", "akutt")}) {
    EXPECT_THAT(ChoicesFor(tool(), contact).others, IsEmpty());
  }
  EXPECT_THAT(ChoicesFor(nullptr, Assessed("diffuse", "akutt")).others, IsEmpty());
}

TEST_F(MeasuresTest, EachCanBeChosenOnceWhetherTheToolNamesItOrNot) {
  const MeasureChoices choices = ChoicesFor(tool(), Assessed("diffuse", "akutt"));
  EXPECT_EQ(choices.allowed.size() + choices.others.size(),
            static_cast<std::size_t>(v1::Measure_ARRAYSIZE - 1));
  EXPECT_THAT(choices.allowed, Not(Contains(v1::MEASURE_UNSPECIFIED)));
  EXPECT_THAT(choices.allowed, Contains(v1::MEASURE_NOT_MEDICAL));
  EXPECT_THAT(choices.others, Contains(v1::MEASURE_VIDEO));
}

}  // namespace
}  // namespace legevakt::domain::testing
