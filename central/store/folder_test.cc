#include "central/store/folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <set>

#include "central/store/call_watch.h"
#include "central/store/testing.h"

namespace legevakt::store {
namespace {

namespace fs = std::filesystem;

TEST(ListFolder, GivesWhatLiesThereByName) {
  const TempDir dir;
  WriteFile(dir.path() / "b", "");
  fs::create_directory(dir.path() / "a");
  const auto entries = ListFolder(dir.path());
  ASSERT_TRUE(entries.ok()) << entries.status();
  EXPECT_EQ(*entries, (std::vector<fs::path>{dir.path() / "a", dir.path() / "b"}));
  EXPECT_TRUE(ListFolder(dir.path() / "a")->empty());
}

TEST(ListFolder, OnlyWhatIsNotThereIsNotFound) {
  const TempDir dir;
  WriteFile(dir.path() / "file", "");
  EXPECT_TRUE(absl::IsNotFound(ListFolder(dir.path() / "none").status()));
  const absl::Status file = ListFolder(dir.path() / "file").status();
  EXPECT_FALSE(file.ok());
  EXPECT_FALSE(absl::IsNotFound(file)) << file;
  EXPECT_NE(Message(file).find("file"), std::string::npos) << file;
}

// A power loss takes a name that its directory's own disk does not have yet.
TEST(MakeDirectoryDurable, EachNewNameIsOnTheDisk) {
  const TempDir dir;
  std::set<fs::path> synced;
  WatchCalls().on_sync = [&](const fs::path& path) { synced.insert(path); };
  const absl::Status made = MakeDirectoryDurable(dir.path() / "a/b/c/", 0750);
  WatchCalls() = {};
  ASSERT_TRUE(made.ok()) << made;
  for (const fs::path& parent : {dir.path(), dir.path() / "a", dir.path() / "a/b"})
    EXPECT_TRUE(synced.contains(parent)) << parent;
  struct stat about = {};
  ASSERT_EQ(stat((dir.path() / "a/b/c").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0750U);
}

// A process was killed between making it and bringing its name to the disk.
TEST(MakeDirectoryDurable, OneThatIsThereAndEmptyIsBroughtToTheDisk) {
  const TempDir dir;
  fs::create_directory(dir.path() / "a");
  std::set<fs::path> synced;
  WatchCalls().on_sync = [&](const fs::path& path) { synced.insert(path); };
  const absl::Status made = MakeDirectoryDurable(dir.path() / "a/", 0750);
  WatchCalls() = {};
  ASSERT_TRUE(made.ok()) << made;
  EXPECT_EQ(synced, (std::set<fs::path>{dir.path()}));
}

TEST(MakeDirectoryDurable, LeavesWhatIsThereAndIsRefusedByAFile) {
  const TempDir dir;
  fs::permissions(dir.path(), fs::perms::owner_all | fs::perms::others_exec);
  EXPECT_TRUE(MakeDirectoryDurable(dir.path(), 0750).ok());
  EXPECT_EQ(fs::status(dir.path()).permissions(), fs::perms::owner_all | fs::perms::others_exec);
  WriteFile(dir.path() / "file", "");
  EXPECT_FALSE(MakeDirectoryDurable(dir.path() / "file", 0750).ok());
  EXPECT_FALSE(MakeDirectoryDurable(dir.path() / "file/below", 0750).ok());
  EXPECT_FALSE(MakeDirectoryDurable("", 0750).ok());
}

}  // namespace
}  // namespace legevakt::store
