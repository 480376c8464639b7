// Nobody may lose what is left of a journal by looking at it, or by starting central over it.
#include "central/store/journal_file.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "central/store/reader.h"
#include "central/store/snapshot_files.h"
#include "central/store/sqlite_store.h"
#include "central/store/testing.h"

namespace legevakt::store {
namespace {

namespace fs = std::filesystem;

constexpr int kNever = 1 << 30;

engine::StoredSnapshot SnapshotAt(std::int64_t revision) {
  return {revision, std::string(64, 'm'), "the state at " + std::to_string(revision)};
}

// What a killed central leaves: 40 events, the last 20 in the log alone, and a snapshot of the 30th.
class KilledJournal : public testing::Test {
 protected:
  void SetUp() override {
    const TempDir live;
    auto store =
        SqliteStore::Open({.dir = live.path(), .checkpoint_pages = kNever, .checkpoint_pages_max = kNever});
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_TRUE((*store)->is_new());
    ASSERT_TRUE((*store)->Append(SampleBatch(1, 20)).ok());
    ASSERT_TRUE((*store)->TEST_Maintain().ok());
    for (std::int64_t revision = 21; revision <= 40; ++revision) {
      ASSERT_TRUE((*store)->Append(SampleBatch(revision, revision)).ok());
    }
    ASSERT_TRUE((*store)->WriteSnapshot(SnapshotAt(30)).ok());
    fs::create_directory(dir() / "snapshots");
    for (const char* name : {"journal.db", "journal.db-wal", "snapshots/30.snapshot"}) {
      WriteFile(dir() / name, ReadFile(live.path() / name));
    }
  }

  fs::path dir() const { return dir_.path(); }
  fs::path journal() const { return JournalPath(dir_.path()); }

  // Central does not start, the sentence says what is there, and all is as it was.
  void ExpectRefused(const std::string& named) {
    const auto before = FilesUnder(dir());
    const auto store = SqliteStore::Open({.dir = dir()});
    ASSERT_TRUE(absl::IsDataLoss(store.status())) << store.status();
    EXPECT_NE(Message(store.status()).find(named), std::string::npos) << store.status();
    EXPECT_NE(Message(store.status()).find("--salvage"), std::string::npos) << store.status();
    const auto after = FilesUnder(dir());
    for (const auto& [name, bytes] : before) {
      // The owner's own, which hold nothing of the journal.
      if (name == "lock" || name == "journal.db-shm") continue;
      EXPECT_TRUE(after.contains(name) && after.at(name) == bytes) << name << ", " << named;
    }
    EXPECT_EQ(after.contains("journal.db"), before.contains("journal.db")) << named;
  }

  TempDir dir_;
};

TEST_F(KilledJournal, IsReadWithItsLogAndStaysByteForByte) {
  const auto before = FilesUnder(dir());
  {
    auto reader = Reader::Open(journal());
    ASSERT_TRUE(reader.ok()) << reader.status();
    EXPECT_EQ(reader->ReadMeta()->head_revision, 40);
    EXPECT_TRUE(reader->ScanAll(40, [](v1::Event&&) { return absl::OkStatus(); }).ok());
    EXPECT_EQ(Names(FilesUnder(dir())), Names(before));
    // Meanwhile nobody writes it, although there is no file for a lock.
    EXPECT_TRUE(absl::IsUnavailable(SqliteStore::Open({.dir = dir()}).status()));
    fs::remove(dir() / "lock");
  }
  EXPECT_TRUE(FilesUnder(dir()) == before);
  // What comes of it in the end is all there.
  const auto store = SqliteStore::Open({.dir = dir()});
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_FALSE((*store)->is_new());
  EXPECT_EQ((*store)->last_revision(), 40);
}

TEST_F(KilledJournal, AStrangeNameIsNoOtherFile) {
  const fs::path strange = dir() / "a%20b?mode=rwc#c";
  fs::create_directory(strange);
  fs::rename(journal(), JournalPath(strange));
  for (const bool with_log : {false, true}) {
    if (with_log) fs::rename(journal().native() + "-wal", JournalPath(strange).native() + "-wal");
    auto reader = Reader::Open(JournalPath(strange));
    ASSERT_TRUE(reader.ok()) << reader.status();
    EXPECT_EQ(reader->ReadMeta()->head_revision, with_log ? 40 : 20);
  }
}

// SQLite deletes a log beside an empty file, also where it only reads.
TEST_F(KilledJournal, AnEmptyOrMissingFileIsToldAndTheLogStays) {
  for (const bool missing : {false, true}) {
    WriteFile(journal(), "");
    if (missing) fs::remove(journal());
    const auto before = FilesUnder(dir());
    for (int i = 0; i < 2; ++i) {
      const auto reader = Reader::Open(journal());
      ASSERT_TRUE(absl::IsDataLoss(reader.status())) << reader.status();
      EXPECT_NE(Message(reader.status()).find("journal.db-wal"), std::string::npos) << reader.status();
      EXPECT_NE(Message(reader.status()).find("--salvage"), std::string::npos) << reader.status();
    }
    EXPECT_TRUE(FilesUnder(dir()) == before) << missing;
  }
}

TEST_F(KilledJournal, NoNewJournalIsBegunOverWhatIsLeft) {
  for (const bool missing : {false, true}) {
    WriteFile(journal(), "");
    if (missing) fs::remove(journal());
    ExpectRefused("journal.db-wal");
  }
  const std::string log = ReadFile(journal().native() + "-wal");
  // An empty log is one of a central that ended, too.
  WriteFile(journal().native() + "-wal", "");
  ExpectRefused("journal.db-wal");
  fs::remove(journal().native() + "-wal");
  ExpectRefused("30.snapshot");
  fs::remove_all(dir() / "snapshots");
  WriteFile(dir() / "address", "grpc=127.0.0.1:1\n");
  ExpectRefused("address");
  fs::remove(dir() / "address");
  WriteFile(dir() / "clock", "boot=\n");
  ExpectRefused("clock");
  fs::remove(dir() / "clock");
  // Whether something is left of it cannot be told.
  WriteFile(dir() / "snapshots", "");
  EXPECT_FALSE(SqliteStore::Open({.dir = dir()}).ok());
  EXPECT_FALSE(fs::exists(journal()) && fs::file_size(journal()) > 0);
  fs::remove(dir() / "snapshots");
  // A first start that was killed leaves the lock, and perhaps an empty file.
  for (const bool missing : {true, false}) {
    fs::remove_all(dir());
    fs::create_directory(dir());
    WriteFile(dir() / "lock", "1");
    if (!missing) WriteFile(journal(), "");
    const auto store = SqliteStore::Open({.dir = dir()});
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_TRUE((*store)->is_new());
  }
}

// A young journal has all but its first page in the log.
TEST_F(KilledJournal, NoNewJournalIsBegunInAFileWhoseTablesWereInTheLog) {
  std::string page = ReadFile(journal()).substr(0, 4096);
  // No tables: an empty tree after the header.
  std::fill(page.begin() + 100, page.end(), '\0');
  page[100] = 13;
  page[105] = 0x10;
  page.replace(28, 4, std::string("\0\0\0\1", 4));
  WriteFile(journal(), page);
  fs::remove(journal().native() + "-wal");
  ExpectRefused("30.snapshot");
  fs::remove_all(dir() / "snapshots");
  WriteFile(dir() / "address", "grpc=127.0.0.1:1\n");
  ExpectRefused("address");
  // As a first start may be killed.
  fs::remove(dir() / "address");
  const auto store = SqliteStore::Open({.dir = dir()});
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_TRUE((*store)->is_new());
}

TEST_F(KilledJournal, ASnapshotThatLiesAheadProvesThatTheEndIsGone) {
  fs::remove(journal().native() + "-wal");
  ExpectRefused("30.snapshot");
  // It was put back on purpose.
  fs::rename(dir() / "snapshots", dir() / "put-away");
  EXPECT_TRUE(SqliteStore::Open({.dir = dir()}).ok());
}

// A file that is not whole proves nothing; but it is not for us to remove what lies ahead.
TEST_F(KilledJournal, ADamagedSnapshotThatLiesAheadIsNoProofAndIsKept) {
  fs::remove(journal().native() + "-wal");
  const fs::path ahead = SnapshotFiles(dir()).PathOf(30);
  WriteFile(ahead, ReadFile(ahead) + "x");
  const auto store = SqliteStore::Open({.dir = dir()});
  ASSERT_TRUE(store.ok()) << store.status();
  for (const std::int64_t revision : {10, 15, 20}) {
    ASSERT_TRUE((*store)->WriteSnapshot(SnapshotAt(revision)).ok());
  }
  EXPECT_EQ(*SnapshotFiles(dir()).Revisions(), (std::vector<std::int64_t>{30, 20, 15}));
}

// Who refuses to serve a journal leaves its log for the salvage.
TEST_F(KilledJournal, ARefusedStartLeavesTheLogAsItWas) {
  {
    auto db = Db::Open(journal(), Db::Mode::kReadWrite);
    ASSERT_TRUE(db.ok());
    db->KeepLogOnClose();
    ASSERT_TRUE(db->Exec("UPDATE meta SET head_rev = 39").ok());
  }
  ExpectRefused("39");
}

TEST(JournalFile, AFileThatMayNotBeReadIsNotSaidToBeMissing) {
  const TempDir dir;
  fs::create_directory(JournalPath(dir.path()));
  const auto found = Reader::Open(JournalPath(dir.path()));
  EXPECT_FALSE(found.ok());
  EXPECT_FALSE(absl::IsNotFound(found.status())) << found.status();
  WriteFile(dir.path() / "file", "x");
  // ENOTDIR: there is something, and it cannot be read.
  const auto below = Reader::Open(dir.path() / "file" / "journal.db");
  EXPECT_TRUE(absl::IsPermissionDenied(below.status())) << below.status();
  EXPECT_TRUE(absl::IsNotFound(Reader::Open(dir.path() / "none.db").status()));
}

}  // namespace
}  // namespace legevakt::store
