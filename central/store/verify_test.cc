#include "central/store/verify.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <thread>

#include "central/domain/snapshot.h"
#include "central/store/record_testing.h"
#include "central/store/snapshot_files.h"
#include "central/store/sqlite_store.h"
#include "central/store/testing.h"
#include "legevakt/v1/command.pb.h"

namespace legevakt::store {
namespace {

namespace fs = std::filesystem;

Verification Found(const fs::path& dir) {
  const auto found = Verify(JournalPath(dir));
  EXPECT_TRUE(found.ok()) << found.status();
  return found.value_or(Verification());
}

// One part is damaged, and the sentence says where.
void ExpectDamage(const fs::path& dir, Part part, const std::string& where) {
  const Verification found = Found(dir);
  EXPECT_FALSE(found.ok) << where;
  EXPECT_EQ(found.state_hash, "") << where;
  ASSERT_EQ(found.damages.size(), 1U) << where << ": " << found.problem();
  EXPECT_EQ(NameOf(found.damages[0].part), NameOf(part)) << found.problem();
  EXPECT_NE(found.problem().find(where), std::string::npos) << where << ": " << found.problem();
}

void RunSql(const fs::path& dir, const std::string& sql) {
  auto db = Db::Open(JournalPath(dir), Db::Mode::kReadWrite);
  ASSERT_TRUE(db.ok()) << db.status();
  const absl::Status done = db->Exec(sql);
  ASSERT_TRUE(done.ok()) << sql << ": " << done;
}

// A reply as the engine keeps it, to the command that made `revision`.
engine::StoredReply ReplyAt(std::int64_t revision, std::int64_t number) {
  engine::StoredReply reply = SampleReply(number);
  v1::ExecuteResponse response;
  response.set_revision(revision);
  response.set_call_id(revision);
  reply.response = response.SerializeAsString();
  return reply;
}

void KeepReplies(const fs::path& dir, std::int64_t count) {
  auto store = SqliteStore::Open({.dir = dir});
  ASSERT_TRUE(store.ok()) << store.status();
  engine::Batch batch;
  for (std::int64_t number = 1; number <= count; ++number) batch.replies.push_back(ReplyAt(number, number));
  ASSERT_TRUE((*store)->Append(batch).ok());
}

// Of the state as it is at the end of the evening.
void KeepSnapshotOf(const domain::State& state, const fs::path& dir, std::string bytes = {}) {
  auto store = SqliteStore::Open({.dir = dir});
  ASSERT_TRUE(store.ok()) << store.status();
  if (bytes.empty()) bytes = domain::SnapshotBytes(state);
  const absl::Status kept =
      (*store)->WriteSnapshot({state.revision, std::string(domain::StateMaker()), std::move(bytes)});
  ASSERT_TRUE(kept.ok()) << kept;
}

// What a central that was killed leaves: `batches` of one event in the log, nothing of them in the file.
std::size_t LeaveLog(const fs::path& from, const fs::path& to, int batches) {
  auto store = SqliteStore::Open({.dir = from, .checkpoint_pages = 1 << 30, .checkpoint_pages_max = 1 << 30});
  EXPECT_TRUE(store.ok()) << store.status();
  const std::string in_file = ReadFile(JournalPath(from));
  std::int64_t revision = (*store)->last_revision();
  for (int i = 0; i < batches; ++i) {
    engine::Batch batch;
    v1::Event& event = batch.events.emplace_back();
    event.set_revision(++revision);
    event.set_at_us(domain::testing::kStartUs + kDayUs + i);
    event.mutable_telephony_changed()->set_connected(i % 2 == 0);
    EXPECT_TRUE((*store)->Append(batch).ok());
  }
  EXPECT_EQ(ReadFile(JournalPath(from)), in_file);
  WriteFile(JournalPath(to), in_file);
  const std::string log = ReadFile(JournalPath(from).native() + "-wal");
  WriteFile(JournalPath(to).native() + "-wal", log);
  return log.size();
}

void Flip(const fs::path& file, std::size_t at) {
  std::string bytes = ReadFile(file);
  ASSERT_LT(at, bytes.size());
  bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
  WriteFile(file, bytes);
}

TEST(Verify, SaysYesWithTheHashOfTheState) {
  const TempDir dir;
  const auto centre = EveningIn(dir.path());
  const auto found = Verify(JournalPath(dir.path()));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_TRUE(found->ok) << found->problem();
  EXPECT_EQ(found->events, centre->state().revision);
  EXPECT_EQ(found->state_hash, domain::StateHash(centre->state()));
  EXPECT_TRUE(IsUuid(found->journal_id));
  EXPECT_EQ(found->problem(), "");
}

// Everything that an operator may do first: before the salvage, and again and again.
TEST(Verify, LeavesEveryFileOfADeadDirectoryAsItWas) {
  const TempDir live;
  const auto centre = EveningIn(live.path());
  KeepReplies(live.path(), 5);
  KeepSnapshotOf(centre->state(), live.path());
  const TempDir killed;
  LeaveLog(live.path(), killed.path(), 12);
  const std::string file = ReadFile(JournalPath(killed.path()));
  const fs::path log = JournalPath(killed.path()).native() + "-wal";
  const std::string frames = ReadFile(log);
  struct Case {
    const char* what;
    std::size_t file, log;
    bool whole;
  };
  for (const auto& [what, file_size, log_size, whole] :
       {Case{"a killed one", file.size(), frames.size(), true}, Case{"no log", file.size(), 0, true},
        Case{"an empty file", 0, frames.size(), false}, Case{"one byte", 1, frames.size(), false},
        Case{"one page", 4096, frames.size(), false}, Case{"half", file.size() / 2, frames.size(), false},
        Case{"a log of one byte", file.size(), 1, true},
        Case{"half a log", file.size(), frames.size() / 2, true}, Case{"both empty", 0, 0, false}}) {
    WriteFile(JournalPath(killed.path()), file.substr(0, file_size));
    WriteFile(log, frames.substr(0, log_size));
    const auto before = FilesUnder(killed.path());
    for (int i = 0; i < 2; ++i) EXPECT_EQ(Found(killed.path()).ok, whole) << what;
    const auto after = FilesUnder(killed.path());
    EXPECT_EQ(Names(after), Names(before)) << what;
    EXPECT_TRUE(after == before) << what;
  }
  // No file at all: its log is still something that can be damaged.
  fs::remove(JournalPath(killed.path()));
  WriteFile(log, frames);
  ExpectDamage(killed.path(), Part::kFile, "journal.db-wal");
  EXPECT_EQ(ReadFile(log), frames);
}

TEST(Verify, WorksBesideALiveStore) {
  const TempDir dir;
  const auto centre = EveningIn(dir.path());
  auto store = SqliteStore::Open({.dir = dir.path()});
  ASSERT_TRUE(store.ok()) << store.status();
  const auto found = Verify(JournalPath(dir.path()));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_TRUE(found->ok) << found->problem();
}

TEST(Verify, AnEmptyJournalIsWhole) {
  const TempDir dir;
  ASSERT_TRUE(SqliteStore::Open({.dir = dir.path()}).ok());
  const auto found = Verify(JournalPath(dir.path()));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_TRUE(found->ok) << found->problem();
  EXPECT_EQ(found->events, 0);
}

TEST(Verify, NoFileIsAnErrorAndNotAnAnswer) {
  EXPECT_TRUE(absl::IsNotFound(Verify("/nowhere/journal.db").status()));
}

// The chain is whole, and yet the file is not the tool that the event says it is.
TEST(Verify, AToolThatIsNotWhatItsHashSaysIsNamed) {
  const TempDir dir;
  const auto centre = EveningIn(dir.path());
  {
    auto store = SqliteStore::Open({.dir = dir.path()});
    ASSERT_TRUE(store.ok()) << store.status();
    engine::Batch batch;
    v1::Event& event = batch.events.emplace_back();
    event.set_revision(centre->state().revision + 1);
    event.set_at_us(centre->state().at_us);
    *event.mutable_tool_activated()->mutable_tool() = centre->state().tools.front();
    event.mutable_tool_activated()->mutable_tool()->set_yaml("meta: {}\n");
    ASSERT_TRUE((*store)->Append(batch).ok());
  }
  const auto found = Verify(JournalPath(dir.path()));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_FALSE(found->ok);
  EXPECT_EQ(found->broken_revision(), centre->state().revision + 1);
  EXPECT_NE(found->problem().find(centre->state().tools.front().tool_id()), std::string::npos)
      << found->problem();
}

// What an intruder with SQL can do, each named with the revision where it shows.
TEST(Verify, TamperingIsNamedWithItsRevision) {
  struct Case {
    const char* sql;
    std::int64_t revision;
  };
  const std::vector<Case> cases = {
      {"UPDATE event SET payload = x'00' WHERE rev = 4", 4},
      {"UPDATE event SET personal = NULL WHERE rev = (SELECT min(rev) FROM event WHERE personal IS NOT NULL)",
       -1},
      {"UPDATE event SET at_us = at_us + 1 WHERE rev = 5", 5},
      {"UPDATE event SET hash = zeroblob(32) WHERE rev = 6", 6},
      {"UPDATE event SET prev_hash = zeroblob(32) WHERE rev = 7", 7},
      {"DELETE FROM event WHERE rev = 8", 8},
      {"DELETE FROM event WHERE rev > 8", 9},
      {"DELETE FROM event WHERE rev = (SELECT max(rev) FROM event)", -1},
      {"UPDATE event SET rev = -1 WHERE rev = 9; UPDATE event SET rev = 9 WHERE rev = 10;"
       "UPDATE event SET rev = 10 WHERE rev = -1",
       9},
      {"UPDATE meta SET head_rev = head_rev - 1", -1},
      // A head that went back with its hash: what came after it would be hidden.
      {"UPDATE meta SET head_rev = 8, head_hash = (SELECT hash FROM event WHERE rev = 8)", 9},
      {"UPDATE meta SET head_hash = zeroblob(32)", -1},
  };
  for (const Case& test : cases) {
    const TempDir dir;
    EveningIn(dir.path());
    {
      auto db = Db::Open(JournalPath(dir.path()), Db::Mode::kReadWrite);
      ASSERT_TRUE(db.ok());
      ASSERT_TRUE(db->Exec("DROP TRIGGER event_never_goes; DROP TRIGGER event_never_changes").ok());
      const absl::Status done = db->Exec(test.sql);
      ASSERT_TRUE(done.ok()) << test.sql << done;
    }
    const auto found = Verify(JournalPath(dir.path()));
    ASSERT_TRUE(found.ok()) << test.sql << found.status();
    EXPECT_FALSE(found->ok) << test.sql;
    EXPECT_NE(found->problem(), "") << test.sql;
    EXPECT_EQ(found->state_hash, "") << test.sql;
    EXPECT_GT(found->broken_revision(), 0) << test.sql;
    if (test.revision > 0) {
      EXPECT_EQ(found->broken_revision(), test.revision) << test.sql << found->problem();
    }
  }
}

// A chain that is right over events that cannot have happened.
TEST(Verify, AnEventThatCannotBeAppliedIsNamed) {
  const TempDir dir;
  const auto centre = EveningIn(dir.path());
  const std::int64_t next = centre->state().revision + 1;
  {
    auto store = SqliteStore::Open({.dir = dir.path()});
    ASSERT_TRUE(store.ok());
    engine::Batch batch;
    v1::Event& event = batch.events.emplace_back();
    event.set_revision(next);
    event.set_at_us(centre->now_us());
    event.mutable_contact_claimed()->set_contact_id(999'999);
    ASSERT_TRUE((*store)->Append(batch).ok());
  }
  const auto found = Verify(JournalPath(dir.path()));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_FALSE(found->ok);
  EXPECT_EQ(found->broken_revision(), next);
}

// A bit flipped anywhere in the file: told, or of no consequence (unused space): never believed.
TEST(Verify, AnyFlippedBitIsToldOrHarmless) {
  const TempDir dir;
  const auto centre = EveningIn(dir.path());
  const std::string good = ReadFile(JournalPath(dir.path()));
  const std::string state_hash = domain::StateHash(centre->state());
  std::mt19937 random(20'261'121);
  int told = 0;
  constexpr int kTries = 300;
  const TempDir copy;
  for (int i = 0; i < kTries; ++i) {
    std::string bytes = good;
    const std::size_t at = random() % bytes.size();
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << (random() % 8)));
    WriteFile(JournalPath(copy.path()), bytes);
    const auto found = Verify(JournalPath(copy.path()));
    if (!found.ok() || !found->ok) {
      ++told;
    } else {
      EXPECT_EQ(found->state_hash, state_hash) << "byte " << at;
      EXPECT_EQ(found->events, centre->state().revision) << "byte " << at;
    }
  }
  EXPECT_GT(told, kTries / 3);
}

// Whoever took a trigger away could have changed what it protects, and may do so tomorrow.
TEST(Verify, TablesAndTriggersAreAsTheyWereMade) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"DROP TRIGGER event_never_changes", "event_never_changes"},
      {"DROP TRIGGER event_never_goes", "event_never_goes"},
      {"DROP TRIGGER event_has_no_gap", "event_has_no_gap"},
      {"DROP TRIGGER reply_only_once", "reply_only_once"},
      // There by name, and toothless.
      {"DROP TRIGGER event_never_goes; CREATE TRIGGER event_never_goes BEFORE DELETE ON event"
       " BEGIN SELECT 1; END",
       "event_never_goes"},
      {"CREATE TRIGGER quiet AFTER INSERT ON event BEGIN SELECT 1; END", "quiet"},
      {"ALTER TABLE reply ADD COLUMN more TEXT", "reply"},
      {"CREATE TABLE loose(id INTEGER PRIMARY KEY, request_id TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL,"
       " payload_hash TEXT NOT NULL, response BLOB NOT NULL, at_us INTEGER NOT NULL); DROP TABLE reply;"
       " ALTER TABLE loose RENAME TO reply",
       "reply"},
  };
  for (const auto& [sql, name] : cases) {
    const TempDir dir;
    EveningIn(dir.path());
    RunSql(dir.path(), sql);
    ExpectDamage(dir.path(), Part::kSchema, name);
  }
}

TEST(Verify, ATableBesideOursIsNoneOfItsBusiness) {
  const TempDir dir;
  EveningIn(dir.path());
  RunSql(dir.path(), "CREATE TABLE later(id INTEGER PRIMARY KEY, what TEXT)");
  EXPECT_TRUE(Found(dir.path()).ok) << Found(dir.path()).problem();
}

TEST(Verify, AMissingTableIsNamed) {
  const TempDir dir;
  EveningIn(dir.path());
  RunSql(dir.path(), "DROP TABLE event");
  const Verification found = Found(dir.path());
  EXPECT_FALSE(found.ok);
  EXPECT_NE(found.problem().find("event"), std::string::npos) << found.problem();
}

TEST(Verify, RepliesThatCannotBeAreNamed) {
  const std::string third = SampleReply(3).request_id;
  v1::ExecuteResponse ahead;
  ahead.set_revision(100'000);
  v1::ExecuteResponse later;
  later.set_revision(3);
  later.set_contact_id(4);
  v1::ExecuteResponse both;
  both.set_revision(3);
  both.set_mission_id(2);
  both.mutable_refusal()->set_reason(v1::REASON_NOT_ALLOWED);
  const auto set = [](const std::string& column, const std::string& value) {
    return "UPDATE reply SET " + column + " = " + value + " WHERE id = 3";
  };
  const auto blob = [](const v1::ExecuteResponse& response) {
    std::string hex = "x'";
    for (const char c : response.SerializeAsString()) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      hex += kDigits[static_cast<unsigned char>(c) >> 4U];
      hex += kDigits[static_cast<unsigned char>(c) & 15U];
    }
    return hex + "'";
  };
  const std::vector<std::pair<std::string, std::string>> cases = {
      {set("response", "x'ff'"), third},
      {set("response", blob(ahead)), "100000"},
      {set("response", blob(later)), third},
      {set("response", blob(both)), third},
      {set("request_id", "'nobody'"), "nobody"},
      {set("user_id", "''"), third},
      {set("at_us", "0"), third},
      {set("payload_hash", "'0123'"), third},
  };
  for (const auto& [sql, where] : cases) {
    const TempDir dir;
    EveningIn(dir.path());
    KeepReplies(dir.path(), 5);
    const Verification before = Found(dir.path());
    EXPECT_TRUE(before.ok) << before.problem();
    EXPECT_EQ(before.replies, 5);
    RunSql(dir.path(), sql);
    ExpectDamage(dir.path(), Part::kReplies, where);
  }
}

TEST(Verify, ASnapshotIsHeldAgainstTheReplay) {
  const TempDir dir;
  const auto centre = EveningIn(dir.path());
  KeepSnapshotOf(centre->state(), dir.path());
  const Verification found = Found(dir.path());
  EXPECT_TRUE(found.ok) << found.problem();
  EXPECT_EQ(found.snapshots, 1);
  const std::string name = std::to_string(centre->state().revision) + ".snapshot";

  // A state that hangs together in itself, and is not what the journal says.
  domain::State other = centre->state();
  other.calls.begin()->second.set_municipality("5001");
  KeepSnapshotOf(centre->state(), dir.path(), domain::SnapshotBytes(other));
  ExpectDamage(dir.path(), Part::kSnapshot, name);
  EXPECT_EQ(Found(dir.path()).broken_revision(), centre->state().revision);

  KeepSnapshotOf(centre->state(), dir.path());
  Flip(dir.path() / "snapshots" / name, 400);
  ExpectDamage(dir.path(), Part::kSnapshot, name);
}

TEST(Verify, ASnapshotOfAnotherJournalOrOfRevisionsThatAreGoneIsNamed) {
  const TempDir dir;
  const auto centre = EveningIn(dir.path());
  const std::int64_t head = centre->state().revision;
  const SnapshotFiles files(dir.path());
  const engine::StoredSnapshot snapshot{head, std::string(domain::StateMaker()),
                                        domain::SnapshotBytes(centre->state())};
  ASSERT_TRUE(files.Write(snapshot, Hash{}).ok());
  ExpectDamage(dir.path(), Part::kSnapshot, std::to_string(head) + ".snapshot");
  // As after a copy of journal.db without its log: the snapshot knows of more.
  ASSERT_TRUE(files.Write({head + 7, snapshot.maker, snapshot.state}, Hash{}).ok());
  fs::remove(files.PathOf(head));
  ExpectDamage(dir.path(), Part::kSnapshot, std::to_string(head + 7));
}

TEST(Verify, ASnapshotOfAnotherCodeNeedNotBeOurState) {
  const TempDir dir;
  const auto centre = EveningIn(dir.path());
  auto store = SqliteStore::Open({.dir = dir.path()});
  ASSERT_TRUE(store.ok());
  ASSERT_TRUE(
      (*store)->WriteSnapshot({centre->state().revision, std::string(64, 'a'), "as it was then"}).ok());
  EXPECT_TRUE(Found(dir.path()).ok) << Found(dir.path()).problem();
}

// SQLite takes the damage for the log's end, and would show a shorter journal that is whole in itself.
TEST(Verify, ADamagedLogIsNamedWithItsByte) {
  const TempDir dir;
  EveningIn(dir.path());
  const TempDir left;
  const std::size_t size = LeaveLog(dir.path(), left.path(), 6);
  const Verification whole = Found(left.path());
  EXPECT_TRUE(whole.ok) << whole.problem();
  const fs::path log = JournalPath(left.path()).native() + "-wal";
  const std::string good = ReadFile(log);
  for (const std::size_t at : {std::size_t{40}, size / 3, size / 2}) {
    WriteFile(log, good);
    // What SQLite made of the log before lies in an index beside it.
    fs::remove(JournalPath(left.path()).native() + "-shm");
    Flip(log, at);
    const Verification found = Found(left.path());
    EXPECT_FALSE(found.ok) << at;
    EXPECT_TRUE(std::any_of(found.damages.begin(), found.damages.end(), [](const Damage& damage) {
      return damage.part == Part::kLog && damage.sentence.find("-wal") != std::string::npos;
    })) << at;
  }
}

TEST(Verify, ALogThatIsWrittenMeanwhileIsNoDamage) {
  const TempDir dir;
  auto centre = EveningIn(dir.path());
  auto store = SqliteStore::Open({.dir = dir.path(), .checkpoint_pages = 4, .quiet_us = 10});
  ASSERT_TRUE(store.ok()) << store.status();
  std::jthread writer([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      centre->Assessed("vanlig");
      Write(*centre, **store);
    }
  });
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(Found(dir.path()).ok) << Found(dir.path()).problem();
}

TEST(Verify, APageThatCannotBeReadIsNamedWithTheRevisionOnIt) {
  const TempDir dir;
  const auto centre = EveningIn(dir.path());
  constexpr std::size_t kPage = 4096;
  std::string bytes = ReadFile(JournalPath(dir.path()));
  // The last page with events on it.
  const std::size_t at = bytes.rfind("Ta kontakt igjen");
  ASSERT_NE(at, std::string::npos);
  std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at / kPage * kPage), kPage, '\0');
  WriteFile(JournalPath(dir.path()), bytes);
  const Verification found = Found(dir.path());
  ASSERT_FALSE(found.ok);
  EXPECT_EQ(found.damages.front().part, Part::kEvents);
  EXPECT_GT(found.broken_revision(), 0);
  EXPECT_LE(found.broken_revision(), centre->state().revision);
  EXPECT_EQ(found.damages.back().part, Part::kFile);
}

TEST(Verify, EachPartThatIsDamagedIsNamed) {
  const TempDir dir;
  const auto centre = EveningIn(dir.path());
  KeepReplies(dir.path(), 3);
  KeepSnapshotOf(centre->state(), dir.path());
  RunSql(dir.path(),
         "DROP TRIGGER event_never_changes; UPDATE event SET personal = x'00' WHERE rev = 3;"
         "UPDATE reply SET user_id = ''");
  Flip(dir.path() / "snapshots" / (std::to_string(centre->state().revision) + ".snapshot"), 9);
  std::vector<Part> parts;
  for (const Damage& damage : Found(dir.path()).damages) parts.push_back(damage.part);
  EXPECT_EQ(parts, (std::vector{Part::kEvents, Part::kSchema, Part::kReplies, Part::kSnapshot}));
}

}  // namespace
}  // namespace legevakt::store
