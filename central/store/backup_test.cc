#include "central/store/backup.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <thread>

#include "central/store/reader.h"
#include "central/store/record_testing.h"
#include "central/store/sqlite_store.h"
#include "central/store/testing.h"

namespace legevakt::store {
namespace {

TEST(Backup, IsOneVerifiedFileThatOnlyItsOwnerReads) {
  const TempDir dir;
  const auto centre = EveningIn(dir.path() / "data");
  const auto made = Backup(JournalPath(dir.path() / "data"), dir.path() / "copy.db");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->events, centre->state().revision);
  const auto found = Verify(dir.path() / "copy.db");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_TRUE(found->ok) << found->problem();
  EXPECT_EQ(found->state_hash, made->state_hash);
  struct stat info = {};
  ASSERT_EQ(stat((dir.path() / "copy.db").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(dir.path()))
    files += entry.is_regular_file() ? 1 : 0;
  EXPECT_EQ(files, 1);
}

TEST(Backup, WhileTheStoreIsWritten) {
  const TempDir dir;
  auto centre = EveningIn(dir.path() / "data");
  auto store = SqliteStore::Open({.dir = dir.path() / "data", .checkpoint_pages = 4, .quiet_us = 10});
  ASSERT_TRUE(store.ok()) << store.status();
  std::atomic<bool> done = false;
  std::thread writer([&] {
    while (!done) {
      centre->Assessed("vanlig");
      Write(*centre, **store);
    }
  });
  std::int64_t last = 0;
  for (int i = 0; i < 5; ++i) {
    const auto made = Backup(JournalPath(dir.path() / "data"), dir.path() / ("copy" + std::to_string(i)));
    EXPECT_TRUE(made.ok()) << made.status();
    if (made.ok()) {
      EXPECT_GE(made->events, last);
      last = made->events;
    }
  }
  done = true;
  writer.join();
  EXPECT_GE((*store)->last_revision(), last);
}

TEST(Backup, NeverOverwritesAndLeavesNothingWhereTheSourceIsBroken) {
  const TempDir dir;
  EveningIn(dir.path());
  WriteFile(dir.path() / "there", "something");
  EXPECT_TRUE(absl::IsAlreadyExists(Backup(JournalPath(dir.path()), dir.path() / "there").status()));
  EXPECT_EQ(ReadFile(dir.path() / "there"), "something");

  std::string bytes = ReadFile(JournalPath(dir.path()));
  const std::size_t at = bytes.find("Ta kontakt igjen");
  ASSERT_NE(at, std::string::npos);
  bytes[at] = 'X';
  WriteFile(JournalPath(dir.path()), bytes);
  EXPECT_TRUE(absl::IsDataLoss(Backup(JournalPath(dir.path()), dir.path() / "copy.db").status()));
  EXPECT_FALSE(std::filesystem::exists(dir.path() / "copy.db"));
  EXPECT_FALSE(std::filesystem::exists(dir.path() / "copy.db.partial"));
}

TEST(Restore, GivesAJournalWithItsOwnIdThatGoesOn) {
  const TempDir dir;
  auto centre = EveningIn(dir.path() / "data");
  const auto made = Backup(JournalPath(dir.path() / "data"), dir.path() / "copy.db");
  ASSERT_TRUE(made.ok()) << made.status();
  const auto restored = Restore(dir.path() / "copy.db", dir.path() / "new");
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->state_hash, made->state_hash);
  EXPECT_NE(restored->journal_id, made->journal_id);

  auto store = SqliteStore::Open({.dir = dir.path() / "new"});
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->journal_id(), restored->journal_id);
  EXPECT_EQ((*store)->last_revision(), made->events);
  centre->Assessed("vanlig");
  Write(*centre, **store);
  store->reset();
  const auto found = Verify(JournalPath(dir.path() / "new"));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_TRUE(found->ok) << found->problem();
  EXPECT_EQ(found->events, centre->state().revision);
  auto reader = Reader::Open(JournalPath(dir.path() / "new"));
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(reader->ReadMeta()->restored_from, made->journal_id);
}

TEST(Restore, RefusesADirectoryInUseAMissingFileAndABrokenOne) {
  const TempDir dir;
  EveningIn(dir.path() / "data");
  ASSERT_TRUE(Backup(JournalPath(dir.path() / "data"), dir.path() / "copy.db").ok());
  EXPECT_TRUE(absl::IsAlreadyExists(Restore(dir.path() / "copy.db", dir.path() / "data").status()));
  EXPECT_TRUE(absl::IsNotFound(Restore(dir.path() / "none.db", dir.path() / "new").status()));
  std::string bytes = ReadFile(dir.path() / "copy.db");
  bytes[bytes.find("Ta kontakt igjen")] = 'X';
  WriteFile(dir.path() / "broken.db", bytes);
  EXPECT_TRUE(absl::IsDataLoss(Restore(dir.path() / "broken.db", dir.path() / "new").status()));
  EXPECT_FALSE(std::filesystem::exists(dir.path() / "new"));
}

}  // namespace
}  // namespace legevakt::store
