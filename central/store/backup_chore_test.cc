// Backups on a schedule, under a time that the test gives.
#include "central/store/backup_chore.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/time_units.h"
#include "central/domain/snapshot.h"
#include "central/store/record_testing.h"
#include "central/store/sqlite_store.h"
#include "central/store/testing.h"

namespace legevakt::store {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kEveryUs = kHourUs;
constexpr const char* kJournalId = "12345678-0000-4000-8000-000000000000";

class BackupChoreTest : public ::testing::Test {
 protected:
  void SetUp() override { centre_ = EveningIn(dir_.path() / "data"); }

  BackupChore Chore(std::size_t kept = 10) {
    return BackupChore({.journal = JournalPath(dir_.path() / "data"),
                        .folder = BackupFolder(Folder(), kJournalId),
                        .every_us = kEveryUs,
                        .kept = kept,
                        .live = [this] { return live_; },
                        .tell_made =
                            [this](std::int64_t at_us, std::int64_t revision) {
                              made_.emplace_back(at_us, revision);
                              problem_.clear();
                            },
                        .tell_problem = [this](std::string why) { problem_ = std::move(why); }});
  }
  fs::path Folder() const { return dir_.path() / "backups"; }
  std::vector<KeptBackup> Kept() const {
    return BackupFolder(Folder(), kJournalId).List().value_or(std::vector<KeptBackup>());
  }
  std::int64_t Revision() const { return centre_->state().revision; }

  TempDir dir_;
  std::unique_ptr<domain::testing::Centre> centre_;
  // Whole seconds, as the names of the files.
  std::int64_t now_us_ = kStartUs;
  std::optional<LiveState> live_ = LiveState();
  std::vector<std::pair<std::int64_t, std::int64_t>> made_;
  std::string problem_;
};

TEST_F(BackupChoreTest, OneAtOnceAndThenOneAnInterval) {
  BackupChore chore = Chore();
  EXPECT_EQ(chore.Do(now_us_, {}), now_us_ + kEveryUs);
  ASSERT_EQ(made_.size(), 1U);
  EXPECT_EQ(made_[0], std::pair(now_us_, Revision()));
  ASSERT_EQ(Kept().size(), 1U);
  const auto found = Verify(Kept().front().file);
  ASSERT_TRUE(found.ok() && found->ok);
  EXPECT_EQ(found->state_hash, domain::StateHash(centre_->state()));
  chore.Do(now_us_ + kEveryUs - 1, {});
  EXPECT_EQ(made_.size(), 1U);
  chore.Do(now_us_ + kEveryUs, {});
  EXPECT_EQ(made_.size(), 2U);
  EXPECT_EQ(Kept().size(), 2U);
}

TEST_F(BackupChoreTest, ARestartGoesOnWithTheScheduleAndKnowsTheNewest) {
  Chore().Do(now_us_, {});
  made_.clear();
  BackupChore next = Chore();
  EXPECT_EQ(next.Do(now_us_ + kMinuteUs, {}), now_us_ + kEveryUs);
  ASSERT_EQ(made_.size(), 1U) << "told, and not made";
  EXPECT_EQ(made_[0], std::pair(now_us_, Revision()));
  EXPECT_EQ(Kept().size(), 1U);
}

TEST_F(BackupChoreTest, TheNewestAreKeptAndThoseOfAnotherJournalLeftAlone) {
  fs::create_directories(Folder());
  const fs::path others = Folder() / "legevakt-87654321-20200101T000000Z.db";
  WriteFile(others, "");
  BackupChore chore = Chore(2);
  for (int i = 0; i < 5; ++i) chore.Do(now_us_ + i * kEveryUs, {});
  ASSERT_EQ(Kept().size(), 2U);
  EXPECT_EQ(Kept()[0].at_us, now_us_ + 4 * kEveryUs);
  EXPECT_EQ(Kept()[1].at_us, now_us_ + 3 * kEveryUs);
  EXPECT_TRUE(fs::exists(others));
}

TEST_F(BackupChoreTest, WhereNoneCanBeMadeThatIsToldAndTriedAgain) {
  WriteFile(Folder(), "a file where the directory should be");
  BackupChore chore = Chore();
  const std::int64_t next_us = chore.Do(now_us_, {});
  EXPECT_EQ(next_us, now_us_ + limits::kBackupRetryUs);
  EXPECT_NE(problem_.find(Folder().native()), std::string::npos) << problem_;
  fs::remove(Folder());
  chore.Do(next_us, {});
  EXPECT_EQ(problem_, "");
  EXPECT_EQ(made_.size(), 1U);
}

TEST_F(BackupChoreTest, AFullDiskIsToldAndLeavesNothing) {
  // Larger than a page, smaller than the journal; what follows is an error of the write and no signal.
  constexpr rlim_t kRoom = 8192;
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  struct rlimit limit = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &limit), 0);
  const struct rlimit small = {.rlim_cur = kRoom, .rlim_max = limit.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  BackupChore chore = Chore();
  const std::int64_t next_us = chore.Do(now_us_, {});
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  std::signal(SIGXFSZ, before);
  EXPECT_NE(problem_, "");
  EXPECT_TRUE(fs::is_empty(Folder()));
  chore.Do(next_us, {});
  EXPECT_EQ(problem_, "") << "there is room again";
}

TEST_F(BackupChoreTest, ADamagedJournalIsNeverABackup) {
  const fs::path journal = JournalPath(dir_.path() / "data");
  std::string bytes = ReadFile(journal);
  bytes.at(bytes.find("kari")) = 'K';
  WriteFile(journal, bytes);
  BackupChore chore = Chore();
  chore.Do(now_us_, {});
  EXPECT_NE(problem_, "");
  EXPECT_TRUE(made_.empty());
  EXPECT_TRUE(fs::is_empty(Folder())) << "nothing by half either";
}

TEST_F(BackupChoreTest, WhatCentralHasInMemoryMustBeWhatTheCopyGives) {
  live_ = LiveState{.revision = Revision(), .state_hash = domain::StateHash(centre_->state())};
  BackupChore chore = Chore();
  chore.Do(now_us_, {});
  EXPECT_EQ(made_.size(), 1U) << problem_;
  live_->state_hash = std::string(64, '0');
  chore.Do(now_us_ + kEveryUs, {});
  EXPECT_EQ(made_.size(), 1U);
  EXPECT_NE(problem_.find(std::to_string(Revision())), std::string::npos) << problem_;
}

TEST_F(BackupChoreTest, WhatAKilledProcessLeftIsNoBackupAndGoes) {
  fs::create_directories(Folder());
  const fs::path left = Folder() / "legevakt-12345678-20261130T000000Z.db.partial";
  WriteFile(left, "half");
  EXPECT_TRUE(Kept().empty());
  Chore().Do(now_us_, {});
  EXPECT_FALSE(fs::exists(left));
  EXPECT_EQ(Kept().size(), 1U);
}

TEST_F(BackupChoreTest, AnEndThatComesMeanwhileLeavesNothingAndIsNoFailure) {
  std::stop_source stop;
  BackupChore chore = Chore();
  // Asked for when the work has begun.
  live_ = LiveState();
  stop.request_stop();
  chore.Do(now_us_, stop.get_token());
  EXPECT_EQ(problem_, "");
  EXPECT_TRUE(made_.empty());
  EXPECT_TRUE(Kept().empty());
}

}  // namespace
}  // namespace legevakt::store
