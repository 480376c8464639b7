#include "console/map/borders.h"

#include <gtest/gtest.h>

namespace legevakt::console::map {
namespace {

std::string Feature(const std::string& number, const std::string& geometry) {
  return R"({"type":"Feature","properties":{"kommunenummer":")" + number + R"("},"geometry":)" + geometry +
         "}";
}

std::string Collection(const std::string& features) {
  return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

constexpr const char* kSquare =
    R"({"type":"Polygon","coordinates":[[[5,61],[6,61],[6,62],[5,62],[5,61]],[[5.4,61.4],[5.5,61.4],[5.5,61.5]]]})";
constexpr const char* kTwo =
    R"({"type":"MultiPolygon","coordinates":[[[[5,61],[6,61],[6,62]]],[[[7,61],[8,61],[8,62,12.5]]]]})";

TEST(Borders, PolygonsAndMultiPolygonsAreReadAndHolesAreNot) {
  const auto borders = ReadBorders(Collection(Feature("4602", kSquare) + "," + Feature("4647", kTwo)));
  ASSERT_TRUE(borders.ok()) << borders.status();
  ASSERT_EQ(borders->size(), 2U);
  ASSERT_EQ(borders->at("4602").size(), 1U);
  EXPECT_EQ(borders->at("4602")[0].size(), 4U) << "the last point is the first again, and is left out";
  EXPECT_EQ(borders->at("4602")[0][2].lat, 62);
  EXPECT_EQ(borders->at("4647").size(), 2U);
}

TEST(Borders, WhatIsNoFileOfBordersIsRefusedWithASentence) {
  const std::string good = Collection(Feature("4602", kSquare));
  for (const std::string& text :
       {std::string(), std::string("{"), good.substr(0, good.size() / 2), std::string("[1, 2]"),
        std::string("null"), std::string(R"({"features":7})"), Collection(""), Collection("1,[],null"),
        Collection(R"({"properties":{"name":"Kinn"},"geometry":null})"),
        Collection(Feature("4602", R"({"type":"Point","coordinates":[5,61]})")),
        Collection(Feature("4602", R"({"type":"Polygon","coordinates":[[[5,61],[6,61]]]})")),
        Collection(Feature("4602", R"({"type":"Polygon","coordinates":[[[5,"x"],[6,61],[6,62]]]})")),
        // Metres of UTM, not degrees.
        Collection(Feature(
            "4602",
            R"({"type":"Polygon","coordinates":[[[300000,6800000],[300001,6800000],[300001,6800001]]]})")),
        std::string(100'000, '[')}) {
    const auto borders = ReadBorders(text);
    ASSERT_FALSE(borders.ok()) << text.substr(0, 80);
    EXPECT_EQ(borders.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(borders.status().message().find("cli.borders"), std::string::npos) << "it has words";
  }
}

TEST(Borders, WhatIsBadInAGoodFileIsPassedOver) {
  const auto borders =
      ReadBorders(Collection(Feature("4602", kSquare) + "," + Feature("4645", "null") + "," +
                             Feature("4646", R"({"type":"Polygon","coordinates":{}})") + ",17"));
  ASSERT_TRUE(borders.ok()) << borders.status();
  EXPECT_EQ(borders->size(), 1U);
}

TEST(Borders, AHugeFileIsRefusedUnread) {
  const auto borders = ReadBorders(std::string(kBordersBytesMax + 1, ' '));
  EXPECT_EQ(borders.status().code(), absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace legevakt::console::map
