#include "central/store/sqlite_store.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

#include "base/limits.h"
#include "central/store/event_store_contract.h"
#include "central/store/reader.h"
#include "central/store/row.h"
#include "central/store/testing.h"

namespace legevakt::store {
namespace {

struct SqliteFactory {
  static constexpr bool kKeepsAfterClose = true;
  std::unique_ptr<engine::EventStore> Open() {
    auto store = SqliteStore::Open({.dir = dir.path() / "data"});
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? std::move(*store) : nullptr;
  }
  TempDir dir;
};
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, EventStoreContract, SqliteFactory);

std::unique_ptr<SqliteStore> MustOpen(const std::filesystem::path& dir) {
  auto store = SqliteStore::Open({.dir = dir});
  EXPECT_TRUE(store.ok()) << store.status();
  return store.ok() ? std::move(*store) : nullptr;
}

// Copies a live directory file by file: what a crash of the process would leave.
void CopyAsAfterCrash(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::filesystem::create_directories(to);
  for (const char* name : {"journal.db", "journal.db-wal"}) {
    if (std::filesystem::exists(from / name)) std::filesystem::copy_file(from / name, to / name);
  }
}

TEST(SqliteStore, IsDurableByItsSettings) {
  const TempDir dir;
  const auto store = MustOpen(dir.path());
  auto reader = Reader::Open(JournalPath(dir.path()));
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ(*reader->db().QueryText("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(*reader->db().QueryInt("SELECT count(*) FROM pragma_table_list WHERE strict AND schema='main'"),
            3);
  EXPECT_EQ(reader->ReadMeta()->format_version, kFormatVersion);
  for (const char* name : {"journal.db", "journal.db-wal"}) {
    EXPECT_EQ(std::filesystem::status(dir.path() / name).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
        << name;
  }
}

TEST(SqliteStore, SecondOwnerIsRefusedWithTheFirstOnesProcess) {
  const TempDir dir;
  auto first = MustOpen(dir.path());
  const auto second = SqliteStore::Open({.dir = dir.path()});
  ASSERT_TRUE(absl::IsUnavailable(second.status())) << second.status();
  EXPECT_NE(Message(second.status()).find(std::to_string(getpid())), std::string::npos) << second.status();
  // An offline command is kept out too, and let in when the owner is gone.
  EXPECT_TRUE(absl::IsUnavailable(DirLock::Acquire(dir.path(), DirLock::Mode::kRead).status()));
  first.reset();
  EXPECT_TRUE(DirLock::Acquire(dir.path(), DirLock::Mode::kRead).ok());
  EXPECT_NE(MustOpen(dir.path()), nullptr);
}

TEST(SqliteStore, TriggersRefuseToChangeOrRemoveOrSkipAnEvent) {
  const TempDir dir;
  const auto store = MustOpen(dir.path());
  ASSERT_TRUE(store->Append(SampleBatch(1, 5)).ok());
  const std::string zero = "zeroblob(32)";
  for (const std::string& sql : std::vector<std::string>{
           "UPDATE event SET at_us = 0 WHERE rev = 3", "DELETE FROM event WHERE rev = 5", "DELETE FROM event",
           "INSERT INTO event VALUES(7, 0, x'', NULL, zeroblob(32), zeroblob(32))",
           "INSERT OR REPLACE INTO event VALUES(5, 0, x'', NULL, zeroblob(32), zeroblob(32))"}) {
    EXPECT_TRUE(absl::IsFailedPrecondition(store->TEST_ExecOnWriter(sql))) << sql;
  }
  ExpectSampleEvents(*store, 0, 5);
}

TEST(SqliteStore, ReaderBesideTheWriterSeesWholeBatchesOnly) {
  const TempDir dir;
  const auto store = MustOpen(dir.path());
  constexpr std::int64_t kBatch = 5;
  constexpr std::int64_t kLast = 500;
  std::atomic<bool> done = false;
  std::atomic<int> reads = 0;
  std::thread outside([&] {
    auto reader = Reader::Open(JournalPath(dir.path()));
    ASSERT_TRUE(reader.ok()) << reader.status();
    while (!done) {
      const auto meta = reader->ReadMeta();
      ASSERT_TRUE(meta.ok()) << meta.status();
      EXPECT_EQ(meta->head_revision % kBatch, 0);
      const absl::Status all =
          reader->ScanAll(meta->head_revision, [](v1::Event&&) { return absl::OkStatus(); });
      ASSERT_TRUE(all.ok()) << all;
      ++reads;
    }
  });
  for (std::int64_t first = 1; first <= kLast; first += kBatch) {
    ASSERT_TRUE(store->Append(SampleBatch(first, first + kBatch - 1)).ok());
    ASSERT_TRUE(store->TEST_Maintain().ok());
  }
  while (reads == 0) std::this_thread::yield();
  done = true;
  outside.join();
  ExpectSampleEvents(*store, 0, kLast);
}

TEST(SqliteStore, ACutLogLosesOnlyWholeBatchesFromTheEnd) {
  const TempDir dir;
  const auto store = MustOpen(dir.path() / "live");
  for (std::int64_t first = 1; first <= 60; first += 3) {
    ASSERT_TRUE(store->Append(SampleBatch(first, first + 2)).ok());
  }
  const std::string log = ReadFile(dir.path() / "live/journal.db-wal");
  ASSERT_GT(log.size(), 100'000U);
  int shorter = 0;
  for (std::size_t size = 0; size <= log.size(); size += 3'001) {
    const std::filesystem::path copy = dir.path() / ("cut" + std::to_string(size));
    CopyAsAfterCrash(dir.path() / "live", copy);
    WriteFile(copy / "journal.db-wal", std::string_view(log).substr(0, size));
    auto opened = SqliteStore::Open({.dir = copy});
    // The tables themselves were in the log: cut before them there is an empty journal or an error, never a
    // wrong one.
    if (!opened.ok()) continue;
    const std::int64_t last = (*opened)->last_revision();
    EXPECT_EQ(last % 3, 0) << "cut at " << size;
    ExpectSampleEvents(**opened, 0, last);
    shorter += last < 60 ? 1 : 0;
    opened->reset();
    std::filesystem::remove_all(copy);
  }
  EXPECT_GT(shorter, 20);
}

void KeepTwentyWithABitFlippedInTheTwelfth(const std::filesystem::path& dir) {
  MustOpen(dir)->Append(SampleBatch(1, 20)).IgnoreError();
  std::string bytes = ReadFile(JournalPath(dir));
  const std::size_t at = bytes.find("ring tilbake nummer 12");
  ASSERT_NE(at, std::string::npos);
  bytes[at + 3] = static_cast<char>(bytes[at + 3] ^ 0x01);
  WriteFile(JournalPath(dir), bytes);
}

TEST(SqliteStore, AFlippedBitIsToldWithItsPositionAndNeverServed) {
  const TempDir dir;
  KeepTwentyWithABitFlippedInTheTwelfth(dir.path());
  const auto store = MustOpen(dir.path());
  ASSERT_NE(store, nullptr);
  EXPECT_TRUE(store->Read(0, 5).ok());
  const auto events = store->Read(0, 100);
  ASSERT_TRUE(absl::IsDataLoss(events.status())) << events.status();
  EXPECT_EQ(PositionOf(events.status()), 12);
  EXPECT_NE(Message(events.status()).find("12"), std::string::npos);
  // The state does not depend on it, and a watcher that asks again and again must not end the service each
  // time.
  EXPECT_TRUE(store->Append(SampleBatch(21, 21)).ok());
  EXPECT_EQ(store->Read(12, 100)->size(), 9U);
  EXPECT_TRUE(absl::IsDataLoss(store->Read(0, 100).status()));
}

// Whoever goes through the journal beside the service finds the same, and ends nothing.
TEST(SqliteStore, AFlippedBitThatIsReadBesideTheServiceIsToldAndTheServiceGoesOn) {
  const TempDir dir;
  KeepTwentyWithABitFlippedInTheTwelfth(dir.path());
  const auto store = MustOpen(dir.path());
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(store->ReadBeside(0, 5)->size(), 5U);
  EXPECT_EQ(PositionOf(store->ReadBeside(0, 100).status()), 12);
  EXPECT_TRUE(store->Append(SampleBatch(21, 21)).ok());
  EXPECT_EQ(store->ReadBeside(12, 100)->size(), 9U);
  EXPECT_EQ(store->Read(20, 100)->size(), 1U);
}

TEST(SqliteStore, RowsThatVanishFromTheEndAreMissedAtStart) {
  const TempDir dir;
  MustOpen(dir.path())->Append(SampleBatch(1, 9)).IgnoreError();
  {
    auto db = Db::Open(JournalPath(dir.path()), Db::Mode::kReadWrite);
    ASSERT_TRUE(db.ok());
    ASSERT_TRUE(db->Exec("DROP TRIGGER event_never_goes; DELETE FROM event WHERE rev = 9").ok());
  }
  const auto store = SqliteStore::Open({.dir = dir.path()});
  ASSERT_TRUE(absl::IsDataLoss(store.status())) << store.status();
  EXPECT_EQ(PositionOf(store.status()), 9);
}

// A head that is older than its rows would hide what was acknowledged, and look whole.
TEST(SqliteStore, RowsBehindAHeadThatWentBackAreMissedAtStart) {
  const TempDir dir;
  MustOpen(dir.path())->Append(SampleBatch(1, 9)).IgnoreError();
  {
    auto db = Db::Open(JournalPath(dir.path()), Db::Mode::kReadWrite);
    ASSERT_TRUE(db.ok());
    ASSERT_TRUE(
        db->Exec("UPDATE meta SET head_rev = 5, head_hash = (SELECT hash FROM event WHERE rev = 5)").ok());
  }
  const auto store = SqliteStore::Open({.dir = dir.path()});
  ASSERT_TRUE(absl::IsDataLoss(store.status())) << store.status();
  EXPECT_EQ(PositionOf(store.status()), 6);
}

TEST(SqliteStore, AFullDiskIsReturnedAndThenNothingIsTaken) {
  const TempDir dir;
  auto store = MustOpen(dir.path());
  ASSERT_TRUE(store->Append(SampleBatch(1, 10)).ok());
  ASSERT_TRUE(store->TEST_ExecOnWriter("PRAGMA max_page_count=1").ok());
  std::int64_t next = 11;
  absl::Status status;
  while (status.ok() && next < 100'000) {
    status = store->Append(SampleBatch(next, next + 99));
    if (status.ok()) next += 100;
  }
  ASSERT_TRUE(absl::IsResourceExhausted(status)) << status;
  EXPECT_EQ(store->last_revision(), next - 1);
  // There is room again, but what the disk holds is not known: only a restart may go on.
  store->TEST_ExecOnWriter("PRAGMA max_page_count=1000000").IgnoreError();
  EXPECT_TRUE(absl::IsResourceExhausted(store->Append(SampleBatch(next, next))));
  EXPECT_TRUE(absl::IsResourceExhausted(store->Read(0, 1).status()));
  store.reset();
  store = MustOpen(dir.path());
  EXPECT_EQ(store->last_revision(), next - 1);
  ExpectSampleEvents(*store, next - 11, next - 1);
}

// Where what the store does by itself meets the error, the sentence says as well how far the journal goes.
TEST(SqliteStore, AnErrorBetweenCommitsNamesTheLastRevision) {
  const TempDir dir;
  const auto store = MustOpen(dir.path());
  ASSERT_TRUE(store->Append(SampleBatch(1, 37)).ok());
  ASSERT_TRUE(store->TEST_ExecOnWriter("PRAGMA query_only=ON").ok());
  const absl::Status status = store->TEST_Maintain();
  ASSERT_FALSE(status.ok());
  EXPECT_NE(Message(status).find("37"), std::string::npos) << status;
  EXPECT_EQ(store->Append(SampleBatch(38, 38)), status);
}

// The same, with the error coming from the system's write in COMMIT itself. In a process of its own, because
// the limit on the size of files cannot be taken back from others.
TEST(SqliteStore, AnErrorFromCommitStopsTheStore) {
  const TempDir dir;
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    auto store =
        SqliteStore::Open({.dir = dir.path(), .checkpoint_pages = 1 << 20, .checkpoint_pages_max = 1 << 20});
    if (!store.ok() || !(*store)->Append(SampleBatch(1, 10)).ok()) _exit(10);
    const rlim_t size = std::filesystem::file_size(dir.path() / "journal.db-wal");
    const rlimit limit{.rlim_cur = size + 20'000, .rlim_max = size + 20'000};
    setrlimit(RLIMIT_FSIZE, &limit);
    std::int64_t next = 11;
    while (next < 1'000 && (*store)->Append(SampleBatch(next, next)).ok()) ++next;
    if (next >= 1'000) _exit(11);
    if ((*store)->last_revision() != next - 1) _exit(12);
    if ((*store)->Append(SampleBatch(next, next)).ok() || (*store)->Read(0, 1).ok()) _exit(13);
    std::ofstream(dir.path() / "acknowledged") << next - 1;
    _exit(0);
  }
  int result = 0;
  ASSERT_EQ(waitpid(child, &result, 0), child);
  ASSERT_TRUE(WIFEXITED(result));
  ASSERT_EQ(WEXITSTATUS(result), 0);
  std::int64_t acknowledged = 0;
  std::ifstream(dir.path() / "acknowledged") >> acknowledged;
  const auto store = MustOpen(dir.path());
  EXPECT_GE(acknowledged, 10);
  EXPECT_GE(store->last_revision(), acknowledged);
  ExpectSampleEvents(*store, 0, store->last_revision());
}

TEST(SqliteStore, KilledProcessLosesNothingThatWasAcknowledged) {
  const TempDir dir;
  for (int round = 0; round < 5; ++round) {
    int acks[2];
    ASSERT_EQ(pipe(acks), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto store = SqliteStore::Open({.dir = dir.path(), .checkpoint_pages = 8, .quiet_us = 100});
      if (!store.ok()) _exit(1);
      for (std::int64_t next = (*store)->last_revision() + 1;; next += 2) {
        if (!(*store)->Append(SampleBatch(next, next + 1)).ok()) _exit(2);
        const std::int64_t last = next + 1;
        if (write(acks[1], &last, sizeof last) != sizeof last) _exit(3);
      }
    }
    close(acks[1]);
    std::int64_t acknowledged = 0;
    for (int i = 0; i < 40; ++i) ASSERT_EQ(read(acks[0], &acknowledged, sizeof acknowledged), 8);
    ASSERT_EQ(kill(child, SIGKILL), 0);
    ASSERT_EQ(waitpid(child, nullptr, 0), child);
    std::int64_t more = 0;
    while (read(acks[0], &more, sizeof more) == sizeof more) acknowledged = more;
    close(acks[0]);
    const auto store = MustOpen(dir.path());
    ASSERT_NE(store, nullptr);
    EXPECT_GE(store->last_revision(), acknowledged);
    ExpectSampleEvents(*store, store->last_revision() - 80, store->last_revision());
  }
}

TEST(SqliteStore, OldRepliesAreRemovedAndNewOnesKept) {
  for (const std::int64_t kept_min : {0, 8}) {
    const TempDir dir;
    auto store = SqliteStore::Open({.dir = dir.path(), .replies_kept_min = kept_min});
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE((*store)->Append(SampleBatch(1, 10)).ok());
    engine::Batch later;
    later.replies.push_back(SampleReply(11));
    // The first five are older than 24 h then.
    later.replies.back().at_us = SampleReply(6).at_us + limits::kReplyKeptUs;
    ASSERT_TRUE((*store)->Append(later).ok());
    ASSERT_TRUE((*store)->TEST_Maintain().ok());
    const auto replies = (*store)->ReadReplies(0);
    ASSERT_TRUE(replies.ok()) << replies.status();
    ASSERT_EQ(replies->size(), kept_min == 0 ? 6U : 8U);
    EXPECT_EQ(replies->front().request_id, SampleReply(kept_min == 0 ? 6 : 4).request_id);
  }
}

TEST(SqliteStore, TheSameRequestIsNeverKeptTwice) {
  const TempDir dir;
  const auto store = MustOpen(dir.path());
  ASSERT_TRUE(store->Append(SampleBatch(1, 1)).ok());
  engine::Batch again;
  again.events.push_back(SampleEvent(2));
  again.replies.push_back(SampleReply(1));
  EXPECT_TRUE(absl::IsFailedPrecondition(store->Append(again)));
  EXPECT_EQ(store->last_revision(), 1);
}

TEST(SqliteStore, ARequestThatComesAgainAfterItsDayTakesTheOldRepliesPlace) {
  const TempDir dir;
  const auto store = MustOpen(dir.path());
  ASSERT_TRUE(store->Append(SampleBatch(1, 2)).ok());
  engine::Batch later;
  later.replies.push_back(SampleReply(1));
  later.replies.back().at_us += limits::kReplyKeptUs;
  later.replies.back().response = "new";
  ASSERT_TRUE(store->Append(later).ok());
  const auto replies = store->ReadReplies(0);
  ASSERT_TRUE(replies.ok()) << replies.status();
  ASSERT_EQ(replies->size(), 2U);
  EXPECT_EQ(replies->back().response, "new");
}

TEST(SqliteStore, TheLogIsMovedIntoTheFileAndACleanEndLeavesOneFile) {
  const TempDir dir;
  auto store = MustOpen(dir.path());
  for (int round = 0; round < 20; ++round) {
    ASSERT_TRUE(store->Append(SampleBatch(round * 100 + 1, round * 100 + 100)).ok());
    ASSERT_TRUE(store->TEST_Maintain().ok());
  }
  // 2,000 events in batches of 100: without checkpoints the log would hold every batch.
  EXPECT_LT(std::filesystem::file_size(dir.path() / "journal.db-wal"), 400'000U);
  store.reset();
  EXPECT_FALSE(std::filesystem::exists(dir.path() / "journal.db-wal"));
  ExpectSampleEvents(*MustOpen(dir.path()), 0, 2'000);
}

TEST(SqliteStore, AReaderThatStandsStillDoesNotHoldTheWriterUp) {
  const TempDir dir;
  auto opened = SqliteStore::Open(
      {.dir = dir.path(), .checkpoint_pages = 4, .checkpoint_pages_max = 8, .quiet_us = 1'000});
  ASSERT_TRUE(opened.ok()) << opened.status();
  SqliteStore& store = **opened;
  ASSERT_TRUE(store.Append(SampleBatch(1, 1)).ok());
  auto reader = Db::Open(JournalPath(dir.path()), Db::Mode::kReadOnly);
  ASSERT_TRUE(reader.ok()) << reader.status();
  ASSERT_TRUE(reader->Exec("BEGIN").ok());
  EXPECT_EQ(*reader->QueryInt("SELECT max(rev) FROM event"), 1);
  for (std::int64_t revision = 2; revision <= 300; ++revision) {
    ASSERT_TRUE(store.Append(SampleBatch(revision, revision)).ok());
  }
  EXPECT_EQ(*reader->QueryInt("SELECT max(rev) FROM event"), 1);
  ASSERT_TRUE(reader->Exec("COMMIT").ok());
  ExpectSampleEvents(store, 0, 300);
}

TEST(SqliteStore, ANewerFormatAndAForeignFileAreRefused) {
  const TempDir dir;
  MustOpen(dir.path()).reset();
  {
    auto db = Db::Open(JournalPath(dir.path()), Db::Mode::kReadWrite);
    ASSERT_TRUE(db->Exec("UPDATE meta SET format_version = 2").ok());
  }
  EXPECT_TRUE(absl::IsFailedPrecondition(SqliteStore::Open({.dir = dir.path()}).status()));
  const TempDir other;
  WriteFile(JournalPath(other.path()), std::string(8'192, 'x'));
  EXPECT_TRUE(absl::IsDataLoss(SqliteStore::Open({.dir = other.path()}).status()));
}

}  // namespace
}  // namespace legevakt::store
