// The check of the whole journal beside serving, under a time that the test gives.
#include "central/store/scrub.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>
#include <vector>

#include "base/time_units.h"
#include "central/store/record_testing.h"
#include "central/store/sqlite_store.h"
#include "central/store/testing.h"

namespace legevakt::store {
namespace {

class ScrubTest : public ::testing::Test {
 protected:
  void SetUp() override { centre_ = EveningIn(dir_.path()); }

  ScrubChore Chore(std::int64_t bytes_per_second = limits::kScrubBytesPerSecond) {
    return ScrubChore({.journal = JournalPath(dir_.path()),
                       .busy = [this] { return busy_; },
                       .bytes_per_second = bytes_per_second,
                       .tell = [this](std::string damage) { told_.push_back(std::move(damage)); }});
  }
  // Goes through the passes that are due until `until_us`, and gives how many parts that took.
  int Run(ScrubChore& chore, std::int64_t until_us) {
    int parts = 0;
    while (now_us_ <= until_us) {
      now_us_ = chore.Do(now_us_, {});
      ++parts;
    }
    return parts;
  }
  // Past the triggers, as a fault of the disk or a hand would: `set` is the SQL of the change.
  void Damage(const std::string& set, std::int64_t revision) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(JournalPath(dir_.path()).c_str(), &db), SQLITE_OK);
    const std::string sql = "DROP TRIGGER event_never_changes; UPDATE event SET " + set +
                            " WHERE rev = " + std::to_string(revision);
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }

  TempDir dir_;
  std::unique_ptr<domain::testing::Centre> centre_;
  std::int64_t now_us_ = kStartUs;
  bool busy_ = false;
  std::vector<std::string> told_;
};

TEST_F(ScrubTest, AWholeJournalIsSaidToBeWholeUpToItsHead) {
  ScrubChore chore = Chore();
  Run(chore, kStartUs + kMinuteUs);
  EXPECT_EQ(told_, std::vector<std::string>{""});
  EXPECT_EQ(chore.progress().whole_revision, centre_->state().revision);
  EXPECT_EQ(chore.progress().revision, centre_->state().revision);
  EXPECT_GE(chore.progress().whole_us, kStartUs);
}

TEST_F(ScrubTest, OnceADay) {
  ScrubChore chore = Chore();
  Run(chore, kStartUs + limits::kScrubEveryUs - kMinuteUs);
  EXPECT_EQ(told_.size(), 1U);
  Run(chore, kStartUs + limits::kScrubEveryUs + kMinuteUs);
  EXPECT_EQ(told_.size(), 2U);
}

TEST_F(ScrubTest, TakesItsTimeAndTenTimesThatWhileThereIsMuchToDo) {
  for (int i = 0; i < 60; ++i) centre_->Assessed("vanlig");
  {
    auto store = SqliteStore::Open({.dir = dir_.path()});
    ASSERT_TRUE(store.ok()) << store.status();
    Write(*centre_, **store);
  }
  ASSERT_GT(centre_->state().revision, static_cast<std::int64_t>(limits::kScrubPartRows));
  const auto took_us = [this] {
    ScrubChore chore = Chore(10'000);
    const std::int64_t begin_us = now_us_;
    while (chore.progress().whole_us == 0) now_us_ = chore.Do(now_us_, {});
    return chore.progress().whole_us - begin_us;
  };
  const std::int64_t quiet_us = took_us();
  // At that pace some hundred bytes a row take seconds.
  EXPECT_GT(quiet_us, centre_->state().revision * kSecondUs * 50 / 10'000);
  busy_ = true;
  const std::int64_t busy_us = took_us();
  EXPECT_GT(busy_us, 8 * quiet_us);
}

TEST_F(ScrubTest, AChangedByteIsToldWithItsRevisionAndALaterWholePassTakesItBack) {
  const std::string before = ReadFile(JournalPath(dir_.path()));
  Damage("payload = CAST(payload || x'00' AS BLOB)", 4);
  ScrubChore chore = Chore();
  Run(chore, kStartUs + kMinuteUs);
  ASSERT_EQ(told_.size(), 1U);
  EXPECT_NE(told_[0].find(" 4:"), std::string::npos) << told_[0];
  EXPECT_EQ(chore.progress().whole_us, 0);
  EXPECT_EQ(chore.progress().revision, 3);
  WriteFile(JournalPath(dir_.path()), before);
  Run(chore, kStartUs + limits::kScrubEveryUs + kMinuteUs);
  ASSERT_EQ(told_.size(), 2U);
  EXPECT_EQ(told_[1], "");
}

TEST_F(ScrubTest, BytesThatAreNotTheCanonicalOnesAreToldThoughTheChainHolds) {
  const TempDir other;
  {
    auto store = SqliteStore::Open({.dir = other.path()});
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE((*store)->Append(SampleBatch(1, 9)).ok());
  }
  // Row 9 with its first field written twice, and the chain made to fit: it means the same.
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(JournalPath(other.path()).c_str(), &db), SQLITE_OK);
  RowEncoder encoder;
  const v1::Event event = SampleEvent(9);
  Row row = encoder.Encode(event);
  const std::string twice = std::string(row.payload) + std::string(row.payload.substr(0, 2));
  row.payload = twice;
  auto reader = Reader::Open(JournalPath(other.path()));
  ASSERT_TRUE(reader.ok());
  const Hash hash = HashOf(*reader->HashAt(8), row);
  ASSERT_EQ(sqlite3_exec(db, "DROP TRIGGER event_never_changes", nullptr, nullptr, nullptr), SQLITE_OK);
  for (const char* text : {"UPDATE event SET payload = ?1, hash = ?2 WHERE rev = 9",
                           "UPDATE meta SET head_hash = ?2 WHERE ?1 IS NOT NULL"}) {
    sqlite3_stmt* statement = nullptr;
    ASSERT_EQ(sqlite3_prepare_v2(db, text, -1, &statement, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_bind_blob(statement, 1, twice.data(), static_cast<int>(twice.size()), SQLITE_STATIC);
    sqlite3_bind_blob(statement, 2, hash.data(), static_cast<int>(hash.size()), SQLITE_STATIC);
    ASSERT_EQ(sqlite3_step(statement), SQLITE_DONE) << sqlite3_errmsg(db);
    sqlite3_finalize(statement);
  }
  sqlite3_close(db);
  auto pass = ScrubPass::Begin(JournalPath(other.path()));
  ASSERT_TRUE(pass.ok()) << pass.status();
  const auto part = pass->Part();
  ASSERT_TRUE(absl::IsDataLoss(part.status())) << part.status();
  EXPECT_EQ(PositionOf(part.status()), 9);
}

TEST_F(ScrubTest, BesideAStoreThatIsWritten) {
  auto store = SqliteStore::Open({.dir = dir_.path(), .checkpoint_pages = 4, .quiet_us = 10});
  ASSERT_TRUE(store.ok()) << store.status();
  for (int i = 0; i < 20; ++i) {
    centre_->Assessed("vanlig");
    Write(*centre_, **store);
    ScrubChore chore = Chore();
    while (told_.empty()) now_us_ = chore.Do(now_us_, {});
    EXPECT_EQ(told_, std::vector<std::string>{""});
    EXPECT_EQ(chore.progress().whole_revision, centre_->state().revision);
    told_.clear();
  }
}

TEST_F(ScrubTest, AnEndThatComesMeanwhileIsNoDamage) {
  std::stop_source stop;
  ScrubChore chore = Chore();
  // Opened while nobody had asked for an end.
  chore.Do(now_us_, stop.get_token());
  stop.request_stop();
  chore.Do(now_us_ + kMinuteUs, stop.get_token());
  EXPECT_TRUE(told_.empty());
}

}  // namespace
}  // namespace legevakt::store
