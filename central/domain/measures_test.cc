// The tool's allowed measures, by the level that a person has set and the complaint.
#include "central/domain/measures.h"

#include <gtest/gtest.h>

#include "central/domain/testing.h"

namespace legevakt::domain::testing {
namespace {

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
    EXPECT_TRUE(ToolAllows(tool(), contact, v1::MEASURE_VIDEO));
  }
  const v1::Contact red = Assessed("diffuse", "akutt");
  EXPECT_TRUE(ToolAllows(nullptr, red, v1::MEASURE_VIDEO));
  EXPECT_TRUE(ToolAllows(tool(), red, v1::MEASURE_NOT_MEDICAL));
  EXPECT_TRUE(ToolAllows(tool(), red, v1::MEASURE_UNSPECIFIED));
}

}  // namespace
}  // namespace legevakt::domain::testing
