#include "console/map/outline.h"

#include <gtest/gtest.h>

#include <vector>

#include "console/map/boxes.h"

namespace legevakt::console::map {
namespace {

const Line kSquare = {{0, 0}, {10, 0}, {10, 10}, {0, 10}};
// An L: it is not convex.
const Line kAngle = {{0, 0}, {10, 0}, {10, 4}, {4, 4}, {4, 10}, {0, 10}};

float AreaOf(const Line& line, const std::vector<std::uint16_t>& triangles) {
  float area = 0;
  for (std::size_t i = 0; i < triangles.size(); i += 3)
    area += Area({line[triangles[i]], line[triangles[i + 1]], line[triangles[i + 2]]});
  return area;
}

TEST(Outline, TrianglesFillItWholeWhicheverWayItGoes) {
  EXPECT_FLOAT_EQ(AreaOf(kSquare, Triangles(kSquare)), 100);
  EXPECT_FLOAT_EQ(AreaOf(kAngle, Triangles(kAngle)), 64);
  const Line back(kAngle.rbegin(), kAngle.rend());
  EXPECT_FLOAT_EQ(AreaOf(back, Triangles(back)), 64);
}

TEST(Outline, WhatCrossesItselfOrHasNoWidthComesToAnEnd) {
  for (const Line& line : {Line{{0, 0}, {10, 10}, {10, 0}, {0, 10}}, Line{{0, 0}, {5, 0}, {10, 0}, {5, 0}},
                           Line{{1, 1}, {1, 1}, {1, 1}}, Line{{0, 0}, {1, 1}}, Line{}}) {
    EXPECT_EQ(Triangles(line).size() % 3, 0U);
  }
}

TEST(Outline, WhatCrossesItselfIsUntangledAndThenFilledWhole) {
  // Two walls of a fjord that cross each other twice.
  const Line fjord = {{0, 0},    {10, 0},   {10, 10},  {5.5F, 10}, {4.8F, 5},
                      {5.6F, 2}, {4.4F, 2}, {5.2F, 5}, {4.5F, 10}, {0, 10}};
  ASSERT_LT(AreaOf(fjord, Triangles(fjord)), 90);
  const Line whole = Untangled(fjord);
  EXPECT_EQ(whole.size(), fjord.size());
  EXPECT_NEAR(AreaOf(whole, Triangles(whole)), Area(whole), 0.01);
  EXPECT_EQ(Untangled(kAngle), kAngle) << "what does not cross stays as it is";
}

TEST(Outline, SimplifyingKeepsCornersAndLeavesOutWhatCannotBeSeen) {
  Line fine;
  for (int i = 0; i < 100; ++i) fine.push_back({static_cast<float>(i) / 10, i % 2 == 0 ? 0.0F : 0.1F});
  fine.insert(fine.end(), {{10, 0}, {10, 10}, {0, 10}});
  const Line simple = Simplified(fine, 0.5F);
  EXPECT_EQ(simple.size(), 4U);
  EXPECT_NEAR(Area(simple), 100, 2);
  EXPECT_LT(Simplified({{0, 0}, {1, 0}, {2, 0}}, 0.5F).size(), 3U) << "nothing is left of a line";
}

TEST(Outline, ACellIsWhatIsNearer) {
  const Line half = Nearer(kSquare, {2, 5}, {8, 5});
  EXPECT_FLOAT_EQ(Area(half), 50);
  for (const Point p : half) EXPECT_LE(p.x, 5);
  EXPECT_FLOAT_EQ(Area(Nearer(kSquare, {5, 5}, {100, 5})), 100) << "far away takes nothing";
}

TEST(Boxes, HowFarAPointIsFromABox) {
  const Box box{{10, 10}, {20, 20}};
  EXPECT_EQ(Away(box, {15, 12}), 0);
  EXPECT_EQ(Away(box, {25, 15}), 5);
  EXPECT_EQ(Away(box, {23, 24}), 5);
}

TEST(Boxes, NoneLiesOverAnotherAllLieOnThePaperAndTheSameEveryTime) {
  const Box paper{{0, 0}, {300, 200}};
  const auto place = [&] {
    std::vector<Box> taken;
    // Twelve that all want the same place, in a corner.
    for (int i = 0; i < 12; ++i) {
      const auto box = PlaceNear({10, 10}, 60, 20, paper, taken);
      if (box) taken.push_back(*box);
    }
    return taken;
  };
  const std::vector<Box> taken = place();
  EXPECT_GE(taken.size(), 4U);
  EXPECT_EQ(taken, place());
  for (std::size_t i = 0; i < taken.size(); ++i) {
    EXPECT_GE(taken[i].min.x, 0);
    EXPECT_GE(taken[i].min.y, 0);
    EXPECT_LE(taken[i].max.x, 300);
    EXPECT_LE(taken[i].max.y, 200);
    for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(Overlap(taken[i], taken[j])) << i << " over " << j;
  }
  EXPECT_EQ(taken.front(), (Box{{0, 0}, {60, 20}})) << "the first as near as it goes";
  EXPECT_EQ(PlaceNear({10, 10}, 400, 20, paper, {}), std::nullopt) << "wider than the paper";
}

TEST(Boxes, WhatStandsBesideTouchesAndComesBelowWhereItCan) {
  const Box paper{{0, 0}, {100, 100}};
  const Box tag{{40, 40}, {60, 50}};
  EXPECT_EQ(PlaceBeside(tag, 30, 10, paper, {}), (Box{{35, 50}, {65, 60}}));
  const std::vector<Box> below = {{{0, 51}, {100, 70}}};
  EXPECT_EQ(PlaceBeside(tag, 30, 10, paper, below), (Box{{35, 30}, {65, 40}})) << "else above";
  const std::vector<Box> both = {{{0, 51}, {100, 70}}, {{0, 20}, {100, 39}}};
  EXPECT_EQ(PlaceBeside(tag, 30, 10, paper, both), (Box{{60, 40}, {90, 50}})) << "else to the right";
  EXPECT_EQ(PlaceBeside(tag, 45, 10, paper, both), std::nullopt);
}

}  // namespace
}  // namespace legevakt::console::map
