#include "central/store/backup.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <set>
#include <thread>

#include "central/domain/snapshot.h"
#include "central/store/call_watch.h"
#include "central/store/reader.h"
#include "central/store/record_testing.h"
#include "central/store/sqlite_store.h"
#include "central/store/staged_copy.h"
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

// A directory for backups may hang in the middle of one, as on a machine that is gone: the journal's log
// begins anew all the same.
TEST(Backup, NothingHoldsTheLogBackWhileBytesGoOut) {
  const TempDir dir;
  const TempDir other("/dev/shm");
  struct stat here = {}, there = {};
  ASSERT_EQ(stat(dir.path().c_str(), &here) + stat(other.path().c_str(), &there), 0);
  if (here.st_dev == there.st_dev) GTEST_SKIP() << "it takes two disks";
  auto centre = EveningIn(dir.path());
  const std::filesystem::path journal = JournalPath(dir.path());
  auto store = SqliteStore::Open({.dir = dir.path()});
  ASSERT_TRUE(store.ok()) << store.status();
  centre->Assessed("vanlig");
  Write(*centre, **store);
  int writes = 0;
  std::int64_t held = 0;
  WatchCalls().on_write = [&](const std::filesystem::path& file) {
    if (file.parent_path() != other.path()) return;
    ++writes;
    auto db = Db::Open(journal, Db::Mode::kReadWrite);
    // 1 where somebody reads.
    held += db.ok() ? db->QueryInt("PRAGMA wal_checkpoint(RESTART)").value_or(1) : 1;
  };
  const LiveState live{.revision = centre->state().revision,
                       .state_hash = domain::StateHash(centre->state())};
  const auto made = Backup(journal, other.path() / "copy.db", live);
  WatchCalls() = {};
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->events, live.revision);
  EXPECT_GT(writes, 0);
  EXPECT_EQ(held, 0);
  EXPECT_EQ(Names(FilesUnder(other.path())), std::vector<std::string>{"copy.db"});
  for (const std::string& name : Names(FilesUnder(dir.path())))
    EXPECT_FALSE(name.starts_with("backup-")) << name;
}

// The copy beside a served journal must not take the room that the next event needs.
TEST(Backup, WhereTheDataDiskHasNoRoomForACopyNoneIsMade) {
  const TempDir dir;
  EveningIn(dir.path() / "data");
  WatchCalls().room = 100 << 20;
  const absl::Status status =
      Backup(JournalPath(dir.path() / "data"), dir.path() / "copy.db", LiveState()).status();
  WatchCalls() = {};
  ASSERT_TRUE(absl::IsResourceExhausted(status)) << status;
  EXPECT_NE(Message(status).find("100 MiB"), std::string::npos) << status;
  for (const std::string& name : Names(FilesUnder(dir.path())))
    EXPECT_EQ(name.find(".partial"), std::string::npos);
}

TEST(Backup, WhatAKilledCentralLeftOfACopyGoesAtTheNextStart) {
  const TempDir dir;
  EveningIn(dir.path());
  const auto before = Names(FilesUnder(dir.path()));
  for (const char* name : {"backup-1.partial", "backup-1.partial-journal"})
    WriteFile(dir.path() / name, "half");
  RemoveStagedCopies(dir.path());
  EXPECT_EQ(Names(FilesUnder(dir.path())), before);
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

// Else a power loss takes the directory, and all that was entered in it since.
TEST(Restore, MakesADirectoryWhoseNameIsOnTheDisk) {
  const TempDir dir;
  EveningIn(dir.path() / "data");
  ASSERT_TRUE(Backup(JournalPath(dir.path() / "data"), dir.path() / "copy.db").ok());
  std::set<std::filesystem::path> synced;
  WatchCalls().on_sync = [&](const std::filesystem::path& path) { synced.insert(path); };
  const auto restored = Restore(dir.path() / "copy.db", dir.path() / "site/new");
  WatchCalls() = {};
  ASSERT_TRUE(restored.ok()) << restored.status();
  for (const char* name : {"", "site", "site/new"}) {
    EXPECT_TRUE(synced.contains((dir.path() / name / ".").lexically_normal().parent_path())) << name;
  }
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
