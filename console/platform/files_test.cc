#include "console/platform/files.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace legevakt::console {
namespace {

TEST(Files, WhatIsPutAsideIsNeverWrittenOverByTheNext) {
  const std::filesystem::path dir = std::filesystem::path(::testing::TempDir()) / "legevakt-files";
  std::filesystem::remove_all(dir);
  std::filesystem::create_directories(dir);
  const std::string path = (dir / "arbeidsliste-kari.txt").string();
  EXPECT_EQ(KeepFormer(path), "") << "there is none";
  ASSERT_TRUE(WriteFile(path, "first"));
  EXPECT_EQ(KeepFormer(path), (dir / "arbeidsliste-kari-forrige.txt").string());
  EXPECT_EQ(ReadFile(path), "");
  ASSERT_TRUE(WriteFile(path, "second"));
  EXPECT_EQ(KeepFormer(path), (dir / "arbeidsliste-kari-forrige-2.txt").string());
  EXPECT_EQ(ReadFile((dir / "arbeidsliste-kari-forrige.txt").string()), "first");
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(WriteFile(path, "more"));
    ASSERT_NE(KeepFormer(path), "");
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir), {}), 9) << "they do not grow without end";
  std::filesystem::remove_all(dir);
}

}  // namespace
}  // namespace legevakt::console
