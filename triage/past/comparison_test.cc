// Two tools on ten rows, counted on paper: in the second, "ill" is red too.
#include "triage/past/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "triage/past/testing.h"

namespace legevakt::past {
namespace {

class ComparisonTest : public ::testing::Test {
 protected:
  ColumnMap map_ = testing::Map();
  CaseFile file_ = testing::Rows(map_);
  std::shared_ptr<const triage::Tool> before_ = testing::Tool();
  std::shared_ptr<const triage::Tool> after_ = testing::Tool(testing::SmallTool("red", "2"));
};

TEST_F(ComparisonTest, AToolAgainstItselfHasNoDifference) {
  const auto got = Compare(file_, map_, *before_, *before_, {});
  ASSERT_TRUE(got);
  EXPECT_TRUE(got->up.empty());
  EXPECT_TRUE(got->down.empty());
  EXPECT_DOUBLE_EQ(*got->agreement.value, 1.0);
  EXPECT_DOUBLE_EQ(*got->hastegrad[0].change.value, 0.0);
  EXPECT_DOUBLE_EQ(got->hastegrad[0].p, 1.0);
}

TEST_F(ComparisonTest, TheRedShareGoesFromThreeToSixOfTen) {
  const auto got = Compare(file_, map_, *before_, *after_, {});
  ASSERT_TRUE(got);
  EXPECT_TRUE(got->by_level);
  EXPECT_EQ(got->matrix.At(0, 0), 3);
  EXPECT_EQ(got->matrix.At(1, 0), 3);
  EXPECT_EQ(got->matrix.At(1, 1), 1);
  EXPECT_EQ(got->matrix.At(2, 2), 3);
  EXPECT_EQ(got->hastegrad[0].before.k, 3);
  EXPECT_EQ(got->hastegrad[0].after.k, 6);
  EXPECT_NEAR(*got->hastegrad[0].change.value, 0.3, 1e-12);
  EXPECT_NEAR(got->hastegrad[0].p, 0.25, 1e-12);
  EXPECT_EQ(got->agreement.k, 7);
  EXPECT_EQ(got->up.size(), 3u);
  EXPECT_TRUE(got->down.empty());
  // Backwards, what went up goes down.
  const auto back = Compare(file_, map_, *after_, *before_, {});
  EXPECT_EQ(back->down, got->up);
  EXPECT_NEAR(*back->hastegrad[0].change.value, -0.3, 1e-12);
}

TEST_F(ComparisonTest, WithAReferenceTheToolsAreTestedInPairs) {
  const auto got = Compare(file_, map_, *before_, *after_, {});
  ASSERT_TRUE(got && got->reference);
  // Row 4 is urgent, and only the second tool says so; rows 6 and 8 are not, and only the first says that.
  EXPECT_EQ(got->reference->urgent.only_second, 1);
  EXPECT_EQ(got->reference->urgent.only_first, 0);
  EXPECT_EQ(got->reference->not_urgent.only_first, 2);
  EXPECT_EQ(got->reference->first.figures.sensitivity.k, 2);
  EXPECT_EQ(got->reference->second.figures.sensitivity.k, 3);
}

TEST_F(ComparisonTest, NeedsNoReference) {
  // The same rows with a column that is not there, and with cells that cannot be read.
  const CaseFile without =
      testing::Rows(map_, "Age;Text;Bad;Ill;HR\n50;cold;0;1;80\n", ReferenceUse::kOptional);
  const auto got = Compare(without, map_, *before_, *after_, {});
  ASSERT_TRUE(got);
  EXPECT_FALSE(got->reference);
  EXPECT_EQ(got->up.size(), 1u);
  const CaseFile unreadable = testing::Rows(map_, testing::kRows, ReferenceUse::kOptional);
  EXPECT_EQ(unreadable.cases.size(), 11u);
  EXPECT_TRUE(unreadable.refused.empty());
  const auto all = Compare(unreadable, map_, *before_, *after_, {});
  EXPECT_EQ(all->first.size(), 11u);
  EXPECT_EQ(all->reference->first.figures.n, 10);
}

TEST_F(ComparisonTest, ToolsWithOtherLevelsAreComparedByHastegrad) {
  std::string four = testing::SmallTool();
  const std::string green = "  - {id: green,";
  four.insert(
      four.find(green),
      "  - {id: lime, name: {nb: l, en: l}, letter: L, shape: square, colour: \"#88CC00\", hastegrad: "
      "vanlig, rank: 20, target_minutes: 120, reassess_minutes: 60}\n");
  four.insert(four.find("  green: {advice"), "  lime: {advice: {nb: l, en: l}}\n");
  const auto got = Compare(file_, map_, *before_, *testing::Tool(four), {});
  ASSERT_TRUE(got);
  EXPECT_FALSE(got->by_level);
  EXPECT_EQ(got->matrix.columns(), 4u);
  // Row 11, where nobody has asked: not the lowest level, which is H of three and L of four, and L is vanlig.
  EXPECT_EQ(got->agreement.k, 9);
  ASSERT_EQ(got->down.size(), 1u);
  EXPECT_EQ(got->first[got->down[0]].row->row, 11);
}

TEST_F(ComparisonTest, ByComplaintTheMostChangedFirst) {
  const auto got = Compare(file_, map_, *before_, *after_, {});
  ASSERT_EQ(got->by_complaint.size(), 2u);
  EXPECT_GE(got->by_complaint[0].up, got->by_complaint[1].up);
  EXPECT_EQ(got->by_complaint[0].n + got->by_complaint[1].n, 10);
  EXPECT_EQ(got->by_complaint[0].up + got->by_complaint[1].up, 3);
}

}  // namespace
}  // namespace legevakt::past
