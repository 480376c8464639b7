#include "console/platform/borders_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace legevakt::console {
namespace {

TEST(BordersFile, WhatCannotBeReadIsSaidAndIsNoBorders) {
  EXPECT_EQ(BordersFromFile("/nowhere/kommuner.geojson").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(BordersFromFile("/").status().code(), absl::StatusCode::kNotFound) << "a directory";
  EXPECT_EQ(BordersFromFile("/dev/null").status().code(), absl::StatusCode::kNotFound) << "empty";
  // It never ends.
  EXPECT_EQ(BordersFromFile("/dev/zero").status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(BordersFromFile(LEGEVAKT_SOURCE_DIR "/README.md").status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(BordersFromFile("/nowhere").status().message().find("cli."), std::string::npos) << "it has words";
}

TEST(BordersFile, NoneAreWantedOrAGoodOne) {
  ASSERT_TRUE(BordersFromFile("").ok());
  EXPECT_EQ(*BordersFromFile(""), nullptr);
  const auto path = std::filesystem::path(::testing::TempDir()) / "borders_file_test.geojson";
  std::ofstream(path) << R"({"features":[{"properties":{"kommunenummer":"4602"},"geometry":)"
                      << R"({"type":"Polygon","coordinates":[[[5,61],[6,61],[6,62]]]}}]})";
  const auto borders = BordersFromFile(path.string());
  std::filesystem::remove(path);
  ASSERT_TRUE(borders.ok()) << borders.status();
  EXPECT_EQ((*borders)->size(), 1U);
}

}  // namespace
}  // namespace legevakt::console
