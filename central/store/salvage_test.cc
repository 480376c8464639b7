#include "central/store/salvage.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "central/domain/snapshot.h"
#include "central/store/backup.h"
#include "central/store/reader.h"
#include "central/store/record_testing.h"
#include "central/store/sqlite_store.h"
#include "central/store/testing.h"
#include "legevakt/v1/command.pb.h"

namespace legevakt::store {
namespace {

namespace fs = std::filesystem;
using namespace domain::testing;  // NOLINT: names of the test centre only

constexpr std::size_t kPageBytes = 4096;

// A backup, and a directory that went on after it for many pages.
struct Night {
  TempDir dir;
  std::unique_ptr<Centre> centre;
  std::int64_t backup_revision = 0;

  fs::path data() const { return dir.path() / "data"; }
  fs::path backup() const { return dir.path() / "backup.db"; }
  fs::path made() const { return dir.path() / "new"; }
  std::int64_t head() const { return centre->state().revision; }

  Night() : centre(EveningIn(data())) {
    const auto copy = Backup(JournalPath(data()), backup());
    EXPECT_TRUE(copy.ok()) << copy.status();
    backup_revision = copy.ok() ? copy->events : 0;
    for (int i = 0; i < 12; ++i) {
      v1::Command note;
      note.mutable_add_note()->set_contact_id(centre->Assessed("vanlig"));
      note.mutable_add_note()->set_text(std::string(900, static_cast<char>('a' + i)));
      centre->Must(Kari(), note);
    }
    auto store = SqliteStore::Open({.dir = data()});
    EXPECT_TRUE(store.ok()) << store.status();
    if (store.ok()) Write(*centre, **store);
  }

  Salvage Must(bool with_backup = true) const {
    auto done = SalvageInto(made(), with_backup ? std::optional(backup()) : std::nullopt, data());
    EXPECT_TRUE(done.ok()) << done.status();
    return done.value_or(Salvage());
  }

  // Page `number` (from 1) becomes zeros.
  void Lose(std::size_t number) const {
    std::string bytes = ReadFile(JournalPath(data()));
    ASSERT_LE(number * kPageBytes, bytes.size());
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>((number - 1) * kPageBytes), kPageBytes, '\0');
    WriteFile(JournalPath(data()), bytes);
  }
  std::size_t PageOf(const std::string& text) const {
    const std::size_t at = ReadFile(JournalPath(data())).find(text);
    EXPECT_NE(at, std::string::npos);
    return at / kPageBytes + 1;
  }
  std::size_t RootOf(const std::string& table) const {
    auto db = Db::Open(JournalPath(data()), Db::Mode::kReadOnly);
    EXPECT_TRUE(db.ok());
    return static_cast<std::size_t>(
        *db->QueryInt("SELECT rootpage FROM sqlite_schema WHERE name='" + table + "'"));
  }
};

TEST(SalvageInto, BringsOverWhatCameAfterTheBackup) {
  const Night night;
  const Salvage done = night.Must();
  EXPECT_EQ(done.backup_revision, night.backup_revision);
  EXPECT_EQ(done.made.events, night.head());
  EXPECT_EQ(done.events(), night.head() - night.backup_revision);
  EXPECT_EQ(done.made.state_hash, domain::StateHash(night.centre->state()));
  EXPECT_EQ(done.stopped_at, 0);
  EXPECT_EQ(done.beyond, 0);
  auto old = Reader::Open(JournalPath(night.data()));
  auto made = Reader::Open(JournalPath(night.made()));
  ASSERT_TRUE(old.ok() && made.ok());
  EXPECT_NE(made->ReadMeta()->journal_id, old->ReadMeta()->journal_id);
  EXPECT_EQ(made->ReadMeta()->restored_from, old->ReadMeta()->journal_id);
  EXPECT_EQ(made->ReadMeta()->head_hash, old->ReadMeta()->head_hash);
}

TEST(SalvageInto, AWholeJournalGoesOnAfterwards) {
  const Night night;
  night.Must();
  auto store = SqliteStore::Open({.dir = night.made()});
  ASSERT_TRUE(store.ok()) << store.status();
  night.centre->Assessed("haster");
  Write(*night.centre, **store);
  store->reset();
  const auto found = Verify(JournalPath(night.made()));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_TRUE(found->ok) << found->problem();
  EXPECT_EQ(found->events, night.head());
}

// The page with the middle of what came after: what lies before it is brought over, what lies behind it is
// told.
TEST(SalvageInto, EndsBeforeTheEventThatIsLostAndTellsWhatLiesBehind) {
  const Night night;
  night.Lose(night.PageOf(std::string(900, 'f')));
  const Salvage done = night.Must();
  EXPECT_GT(done.events(), 0);
  EXPECT_LT(done.made.events, night.head());
  EXPECT_EQ(done.stopped_at, done.made.events + 1);
  EXPECT_GT(done.beyond, 0);
  EXPECT_GT(done.beyond_first, done.stopped_at);
  EXPECT_EQ(done.beyond_last, night.head());
  EXPECT_LE(done.beyond, done.beyond_last - done.beyond_first + 1);
  auto made = Reader::Open(JournalPath(night.made()));
  ASSERT_TRUE(made.ok());
  std::int64_t revision = 0;
  ASSERT_TRUE(made->ScanAll(done.made.events,
                            [&](v1::Event&& event) {
                              const v1::Event& was =
                                  night.centre->journal()[static_cast<std::size_t>(revision++)];
                              EXPECT_EQ(event.SerializeAsString(), was.SerializeAsString());
                              return absl::OkStatus();
                            })
                  .ok());
}

// Neither the tree above the events, nor the pages that say what the file is, are needed.
TEST(SalvageInto, NeedsNoTreeNoHeadAndNoIndex) {
  for (const char* what : {"event", "reply", "sqlite_autoindex_reply_1", "meta", "the file's first page"}) {
    const Night night;
    night.Lose(std::string_view(what).starts_with("the") ? 1 : night.RootOf(what));
    EXPECT_FALSE(SqliteStore::Open({.dir = night.data()}).ok() && Verify(JournalPath(night.data()))->ok)
        << what;
    const Salvage done = night.Must();
    EXPECT_EQ(done.made.events, night.head()) << what;
    EXPECT_EQ(done.stopped_at, 0) << what;
  }
}

TEST(SalvageInto, WithoutABackupBeginsWithTheFirstEvent) {
  const Night night;
  night.Lose(night.PageOf(std::string(900, 'f')));
  const Salvage done = night.Must(false);
  EXPECT_EQ(done.backup_revision, 0);
  EXPECT_GT(done.made.events, night.backup_revision);
  EXPECT_GT(done.beyond, 0);
  auto made = Reader::Open(JournalPath(night.made()));
  auto backup = Reader::Open(night.backup());
  ASSERT_TRUE(made.ok() && backup.ok());
  EXPECT_EQ(made->ReadMeta()->restored_from, backup->ReadMeta()->journal_id);
}

// An event that somebody changed is lost, and so is all behind it: also where the changed one hangs together
// in itself.
TEST(SalvageInto, AnEventThatDoesNotGoOnFromTheOneBeforeIsNotBelieved) {
  const Night night;
  const std::int64_t forged = night.head() - 5;
  {
    auto db = Db::Open(JournalPath(night.data()), Db::Mode::kReadWrite);
    ASSERT_TRUE(db.ok());
    RowEncoder encoder;
    v1::Event event = SampleEvent(forged);
    const Row row = encoder.Encode(event);
    ASSERT_TRUE(db->Exec("DROP TRIGGER event_never_changes").ok());
    auto update = db->Prepare(
        "UPDATE event SET at_us = ?, payload = ?, personal = NULL, prev_hash = ?, hash = ? WHERE rev = ?");
    ASSERT_TRUE(update.ok());
    const Row bare{.rev = row.rev, .at_us = row.at_us, .payload = row.payload, .personal = std::nullopt};
    const Hash other{7};
    const Hash hash = HashOf(other, bare);
    ASSERT_TRUE(update->BindInt(1, bare.at_us)
                    .BindBlob(2, bare.payload)
                    .BindBlob(3, AsBytes(other))
                    .BindBlob(4, AsBytes(hash))
                    .BindInt(5, forged)
                    .Run()
                    .ok());
  }
  const Salvage done = night.Must();
  EXPECT_EQ(done.made.events, forged - 1);
  EXPECT_EQ(done.stopped_at, forged);
  EXPECT_EQ(done.beyond, 6);
}

TEST(SalvageInto, RefusesAnotherJournalALiveOneAndADirectoryInUse) {
  const Night night;
  // Of another centre: the same events at other times.
  const TempDir other;
  {
    Centre centre;
    centre.Pass(kMinuteUs);
    for (int i = 0; i < 10; ++i) centre.Assessed("haster");
    auto store = SqliteStore::Open({.dir = other.path()});
    ASSERT_TRUE(store.ok());
    Write(centre, **store);
  }
  EXPECT_TRUE(absl::IsInvalidArgument(SalvageInto(night.made(), night.backup(), other.path()).status()));
  EXPECT_FALSE(fs::exists(night.made()));
  EXPECT_TRUE(absl::IsAlreadyExists(SalvageInto(other.path(), night.backup(), night.data()).status()));
  EXPECT_TRUE(absl::IsNotFound(SalvageInto(night.made(), night.backup(), "/nowhere").status()));
  EXPECT_TRUE(
      absl::IsNotFound(SalvageInto(night.made(), night.dir.path() / "none.db", night.data()).status()));
  auto store = SqliteStore::Open({.dir = night.data()});
  ASSERT_TRUE(store.ok());
  EXPECT_TRUE(absl::IsUnavailable(SalvageInto(night.made(), night.backup(), night.data()).status()));
  EXPECT_FALSE(fs::exists(night.made()));
}

TEST(SalvageInto, WhatIsNoJournalHasNothingToBringOver) {
  const TempDir dir;
  WriteFile(dir.path() / "journal.db", std::string(20'000, 'x'));
  EXPECT_TRUE(absl::IsDataLoss(SalvageInto(dir.path() / "new", std::nullopt, dir.path()).status()));
  EXPECT_FALSE(fs::exists(dir.path() / "new"));
}

TEST(SalvageInto, TouchesNothingInTheDamagedDirectory) {
  const Night night;
  fs::remove(night.data() / "lock");
  const std::string before = ReadFile(JournalPath(night.data()));
  night.Must();
  EXPECT_EQ(ReadFile(JournalPath(night.data())), before);
  int files = 0;
  for (const auto& entry : fs::directory_iterator(night.data())) files += entry.exists() ? 1 : 0;
  EXPECT_EQ(files, 1);
}

// A client that asks again after the restore gets its answer, and nothing is done twice; of a reply that
// names what another user did, nothing is believed.
TEST(SalvageInto, BringsOverTheRepliesThatBelongToTheEvents) {
  const Night night;
  const auto& journal = night.centre->journal();
  const auto reply_to = [&](std::int64_t revision, const std::string& user) {
    const v1::Event& event = journal[static_cast<std::size_t>(revision - 1)];
    engine::StoredReply reply = SampleReply(revision);
    v1::ExecuteResponse response;
    response.set_revision(revision);
    reply.user_id = user;
    reply.at_us = event.at_us();
    reply.response = response.SerializeAsString();
    return reply;
  };
  const std::int64_t last = night.head();
  {
    auto store = SqliteStore::Open({.dir = night.data()});
    ASSERT_TRUE(store.ok());
    engine::Batch batch;
    batch.replies.push_back(reply_to(last, journal.back().actor().user_id()));
    batch.replies.push_back(reply_to(last - 1, "somebody"));
    ASSERT_TRUE((*store)->Append(batch).ok());
  }
  const Salvage done = night.Must();
  EXPECT_EQ(done.replies, 1);
  auto made = Reader::Open(JournalPath(night.made()));
  ASSERT_TRUE(made.ok());
  const auto replies = made->ReadReplies(0);
  ASSERT_TRUE(replies.ok());
  ASSERT_EQ(replies->size(), 1U);
  EXPECT_EQ(replies->front().request_id, SampleReply(last).request_id);
}

// Of a central that was killed: what is in the log alone counts too.
TEST(SalvageInto, ReadsTheLogOfACentralThatWasKilled) {
  const Night night;
  const TempDir left;
  std::int64_t last = 0;
  {
    auto store = SqliteStore::Open(
        {.dir = night.data(), .checkpoint_pages = 1 << 30, .checkpoint_pages_max = 1 << 30});
    ASSERT_TRUE(store.ok());
    night.centre->Assessed("vanlig");
    Write(*night.centre, **store);
    last = (*store)->last_revision();
    WriteFile(JournalPath(left.path()), ReadFile(JournalPath(night.data())));
    WriteFile(JournalPath(left.path()).native() + "-wal",
              ReadFile(JournalPath(night.data()).native() + "-wal"));
  }
  const auto done = SalvageInto(night.made(), night.backup(), left.path());
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->made.events, last);
  EXPECT_FALSE(fs::exists(JournalPath(left.path()).native() + "-shm"));
}

}  // namespace
}  // namespace legevakt::store
