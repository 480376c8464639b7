#include "console/map/sheet.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace legevakt::console::map {
namespace {

constexpr float kWidth = 400;
constexpr float kHeight = 300;

Sheet Of(const std::vector<std::string>& numbers, const Borders* borders = nullptr, float width = kWidth,
         float height = kHeight) {
  return MakeSheet(numbers, borders, width, height, 8);
}

void ExpectOnPaper(const Sheet& sheet) {
  for (const Spot& spot : sheet.spots) {
    if (!spot.known) continue;
    EXPECT_FALSE(spot.lands.empty());
    for (const Land& land : spot.lands) {
      for (const Point p : land.outline) {
        EXPECT_GE(p.x, 7);
        EXPECT_LE(p.x, kWidth - 7);
        EXPECT_GE(p.y, 7);
        EXPECT_LE(p.y, kHeight - 7);
      }
    }
  }
}

TEST(Places, TheTableHasEveryMunicipalityAndEachInNorway) {
  const auto places = Places();
  ASSERT_EQ(places.size(), 357U);
  for (std::size_t i = 0; i < places.size(); ++i) {
    EXPECT_EQ(places[i].number.size(), 4U);
    EXPECT_FALSE(places[i].name.empty());
    EXPECT_GT(places[i].at.lat, 57.9);
    EXPECT_LT(places[i].at.lat, 71.3);
    EXPECT_GT(places[i].at.lon, 4.4);
    EXPECT_LT(places[i].at.lon, 31.3);
    if (i > 0) {
      EXPECT_LT(places[i - 1].number, places[i].number);
    }
  }
  ASSERT_NE(FindPlace("5041"), nullptr);
  EXPECT_NEAR(FindPlace("5041")->at.lat, 64.2, 0.2);
  EXPECT_EQ(FindPlace("9999"), nullptr);
  EXPECT_EQ(FindPlace(""), nullptr);
}

TEST(Sheet, NorthIsUpEastIsRightAndOneScaleHolds) {
  // Kinn, Askvoll, Fjaler, Sunnfjord.
  const Sheet sheet = Of({"4602", "4645", "4646", "4647"});
  ExpectOnPaper(sheet);
  const auto at = [&](std::size_t i) { return sheet.spots[i].at; };
  EXPECT_LT(at(0).y, at(2).y) << "Kinn lies north of Fjaler";
  EXPECT_LT(at(1).x, at(3).x) << "Askvoll lies west of Sunnfjord";
  // By hand: kilometres between two label points, a degree of longitude cut by the cosine of the latitude.
  const LonLat kinn = FindPlace("4602")->at;
  const LonLat sunnfjord = FindPlace("4647")->at;
  const double east = (sunnfjord.lon - kinn.lon) * std::cos(61.5 * 3.14159265 / 180) * 111.2;
  const double south = (kinn.lat - sunnfjord.lat) * 111.2;
  EXPECT_NEAR((at(3).x - at(0).x) / sheet.per_km, east, 0.5);
  EXPECT_NEAR((at(3).y - at(0).y) / sheet.per_km, south, 0.5);
}

TEST(Sheet, OneMunicipalityTwentyTheCoastAndFinnmark) {
  const std::vector<std::string> one = {"4601"};
  ExpectOnPaper(Of(one));
  EXPECT_NEAR(Of(one).spots[0].at.x, kWidth / 2, kWidth / 4);
  std::vector<std::string> finnmark;
  std::vector<std::string> twenty;
  std::vector<std::string> coast;
  for (const Place& place : Places()) {
    if (place.number.starts_with("56")) finnmark.emplace_back(place.number);
    if (place.number.starts_with("34") && twenty.size() < 20) twenty.emplace_back(place.number);
    if (place.number.starts_with("15")) coast.emplace_back(place.number);
  }
  EXPECT_EQ(finnmark.size(), 18U);
  for (const auto& numbers : {finnmark, twenty, coast}) {
    const Sheet sheet = Of(numbers);
    ExpectOnPaper(sheet);
    for (const Spot& spot : sheet.spots) {
      EXPECT_TRUE(spot.known);
      EXPECT_TRUE(Holds(spot, spot.at));
    }
    EXPECT_FALSE(sheet.around.empty()) << "the neighbours";
  }
}

TEST(Sheet, CellsOfNeighboursDoNotLieOverEachOther) {
  const Sheet sheet = Of({"4602", "4645", "4646", "4647"});
  for (std::size_t i = 0; i < sheet.spots.size(); ++i) {
    for (std::size_t j = 0; j < sheet.spots.size(); ++j) {
      EXPECT_EQ(Holds(sheet.spots[i], sheet.spots[j].at), i == j);
    }
  }
}

TEST(Sheet, AnUnknownNumberHasNoPlaceAndTakesNoneFromTheOthers) {
  const Sheet sheet = Of({"4602", "9999", "4647"});
  EXPECT_TRUE(sheet.spots[0].known);
  EXPECT_FALSE(sheet.spots[1].known);
  EXPECT_TRUE(sheet.spots[2].known);
  ExpectOnPaper(sheet);
  EXPECT_EQ(Of({"9999"}).per_km, 0);
  EXPECT_EQ(Of({}).per_km, 0);
}

TEST(Sheet, BordersAreDrawnWhereThereAreAnyAndCellsForTheRest) {
  const auto borders = ReadBorders(R"({"type":"FeatureCollection","features":[
    {"properties":{"kommunenummer":"4602"},"geometry":{"type":"Polygon","coordinates":
      [[[5.0,61.5],[5.6,61.5],[5.6,61.9],[5.0,61.9],[5.0,61.5]]]}},
    {"properties":{"kommunenummer":"9999"},"geometry":{"type":"Polygon","coordinates":
      [[[6.0,61.5],[6.6,61.5],[6.6,61.9],[6.0,61.9],[6.0,61.5]]]}}]})");
  ASSERT_TRUE(borders.ok()) << borders.status();
  const Sheet sheet = Of({"4602", "4647", "9999"}, &*borders);
  ExpectOnPaper(sheet);
  ASSERT_EQ(sheet.spots[0].lands.size(), 1U);
  EXPECT_EQ(sheet.spots[0].lands[0].outline.size(), 4U);
  EXPECT_TRUE(Holds(sheet.spots[1], sheet.spots[1].at)) << "a cell";
  ASSERT_TRUE(sheet.spots[2].known) << "the borders know it, the table does not";
  EXPECT_TRUE(Holds(sheet.spots[2], sheet.spots[2].at));
}

TEST(Sheet, ACoastOfAHundredThousandPointsIsDrawnWithFewAndAtOnce) {
  Borders borders;
  Ring& ring = borders["4602"].emplace_back();
  constexpr int kPoints = 100'000;
  for (int i = 0; i < kPoints; ++i) {
    const double angle = 2 * 3.14159265 * i / kPoints;
    // As ragged as it can be.
    const double away = 0.3 + static_cast<double>(i * 7919LL % 1000) / 4000;
    ring.push_back({5.5 + 2 * away * std::cos(angle), 61.6 + away * std::sin(angle)});
  }
  const auto begun = std::chrono::steady_clock::now();
  const Sheet sheet = Of({"4602"}, &borders, 1280, 1200);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(3));
  ASSERT_FALSE(sheet.spots[0].lands.empty());
  for (const Land& land : sheet.spots[0].lands) EXPECT_LE(land.outline.size(), 1500U);
}

TEST(Sheet, TheRealBordersOfFinnmarkAndOfTheCoast) {
  std::ifstream file(LEGEVAKT_SOURCE_DIR "/../shared/data/kommuner-s.geojson", std::ios::binary);
  if (!file) file.open(LEGEVAKT_SOURCE_DIR "/../../shared/data/kommuner-s.geojson", std::ios::binary);
  if (!file) GTEST_SKIP() << "the borders are not on this machine";
  std::stringstream bytes;
  bytes << file.rdbuf();
  const auto borders = ReadBorders(bytes.str());
  ASSERT_TRUE(borders.ok()) << borders.status();
  EXPECT_EQ(borders->size(), 357U);
  for (const Place& place : Places()) {
    const Sheet sheet = Of({std::string(place.number)}, &*borders);
    ExpectOnPaper(sheet);
    EXPECT_TRUE(Holds(sheet.spots[0], sheet.spots[0].at)) << place.name << ": its name stands within it";
    for (const Land& land : sheet.spots[0].lands) {
      float area = 0;
      for (std::size_t i = 0; i < land.triangles.size(); i += 3)
        area += Area({land.outline[land.triangles[i]], land.outline[land.triangles[i + 1]],
                      land.outline[land.triangles[i + 2]]});
      EXPECT_NEAR(area, Area(land.outline), 0.02F * Area(land.outline) + 8) << place.name;
    }
  }
}

}  // namespace
}  // namespace legevakt::console::map
