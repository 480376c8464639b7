#include "central/store/verify.h"

#include <gtest/gtest.h>

#include <random>

#include "central/domain/snapshot.h"
#include "central/store/record_testing.h"
#include "central/store/sqlite_store.h"
#include "central/store/testing.h"

namespace legevakt::store {
namespace {

TEST(Verify, SaysYesWithTheHashOfTheState) {
  const TempDir dir;
  const auto centre = EveningIn(dir.path());
  const auto found = Verify(JournalPath(dir.path()));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_TRUE(found->ok) << found->problem;
  EXPECT_EQ(found->events, centre->state().revision);
  EXPECT_EQ(found->state_hash, domain::StateHash(centre->state()));
  EXPECT_TRUE(IsUuid(found->journal_id));
  EXPECT_EQ(found->problem, "");
}

TEST(Verify, WorksBesideALiveStore) {
  const TempDir dir;
  const auto centre = EveningIn(dir.path());
  auto store = SqliteStore::Open({.dir = dir.path()});
  ASSERT_TRUE(store.ok()) << store.status();
  const auto found = Verify(JournalPath(dir.path()));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_TRUE(found->ok) << found->problem;
}

TEST(Verify, AnEmptyJournalIsWhole) {
  const TempDir dir;
  ASSERT_TRUE(SqliteStore::Open({.dir = dir.path()}).ok());
  const auto found = Verify(JournalPath(dir.path()));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_TRUE(found->ok) << found->problem;
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
  EXPECT_EQ(found->broken_revision, centre->state().revision + 1);
  EXPECT_NE(found->problem.find(centre->state().tools.front().tool_id()), std::string::npos)
      << found->problem;
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
    EXPECT_NE(found->problem, "") << test.sql;
    EXPECT_EQ(found->state_hash, "") << test.sql;
    EXPECT_GT(found->broken_revision, 0) << test.sql;
    if (test.revision > 0) {
      EXPECT_EQ(found->broken_revision, test.revision) << test.sql << found->problem;
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
  EXPECT_EQ(found->broken_revision, next);
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

}  // namespace
}  // namespace legevakt::store
