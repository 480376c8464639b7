#include "central/store/snapshot_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "central/store/row.h"
#include "central/store/sqlite_store.h"
#include "central/store/testing.h"

namespace legevakt::store {
namespace {

engine::StoredSnapshot SampleSnapshot(std::int64_t revision) {
  return {revision, std::string(64, 'm'), "the state at " + std::to_string(revision)};
}

class SnapshotFilesTest : public testing::Test {
 protected:
  void SetUp() override { OpenStore(); }
  void OpenStore() {
    store_.reset();
    auto opened = SqliteStore::Open({.dir = dir_.path()});
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }
  // The revision of the newest that is good; 0 for none.
  std::int64_t Newest(std::int64_t at_most = 1'000, std::size_t passed_over = 0) {
    const auto found = store_->ReadSnapshot(at_most);
    if (!found.ok()) return -1;
    EXPECT_EQ(found->passed_over.size(), passed_over);
    if (!found->snapshot.has_value()) return 0;
    EXPECT_EQ(found->snapshot->state, SampleSnapshot(found->snapshot->revision).state);
    EXPECT_EQ(found->snapshot->maker, std::string(64, 'm'));
    return found->snapshot->revision;
  }

  TempDir dir_;
  std::unique_ptr<SqliteStore> store_;
  SnapshotFiles files_{dir_.path()};
};

TEST_F(SnapshotFilesTest, TheNewestCountsAndTheTwoNewestAreKept) {
  ASSERT_TRUE(store_->Append(SampleBatch(1, 40)).ok());
  EXPECT_EQ(Newest(), 0);
  for (const std::int64_t revision : {10, 20, 30}) {
    ASSERT_TRUE(store_->WriteSnapshot(SampleSnapshot(revision)).ok());
    EXPECT_EQ(Newest(), revision);
  }
  EXPECT_EQ(*files_.Revisions(), (std::vector<std::int64_t>{30, 20}));
  EXPECT_EQ(Newest(29), 20);
  EXPECT_EQ(Newest(19), 0);
  OpenStore();
  EXPECT_EQ(Newest(), 30);
  struct stat info = {};
  ASSERT_EQ(stat(files_.PathOf(30).c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
}

// Every bit of the file is covered: told with file and revision, and the one before it counts.
TEST_F(SnapshotFilesTest, AFlippedBitOrAMissingByteIsToldAndTheOneBeforeCounts) {
  ASSERT_TRUE(store_->Append(SampleBatch(1, 40)).ok());
  ASSERT_TRUE(store_->WriteSnapshot(SampleSnapshot(20)).ok());
  ASSERT_TRUE(store_->WriteSnapshot(SampleSnapshot(30)).ok());
  const std::string good = ReadFile(files_.PathOf(30));
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string bytes = good;
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    WriteFile(files_.PathOf(30), bytes);
    const auto read = files_.Read(30);
    ASSERT_TRUE(absl::IsDataLoss(read.status())) << "bit " << bit << read.status();
    EXPECT_EQ(PositionOf(read.status()), 30);
    EXPECT_NE(Message(read.status()).find("30.snapshot"), std::string::npos);
  }
  EXPECT_EQ(Newest(1'000, 1), 20);
  for (std::size_t size = 0; size < good.size(); ++size) {
    WriteFile(files_.PathOf(30), std::string_view(good).substr(0, size));
    ASSERT_FALSE(files_.Read(30).ok()) << size << " bytes";
  }
  WriteFile(files_.PathOf(30), good + "x");
  EXPECT_FALSE(files_.Read(30).ok());
}

// Another program has gone on from an older copy, or a snapshot was copied here: one of what is not so is not
// used, and goes as it grows old.
TEST_F(SnapshotFilesTest, ASnapshotOfAnotherJournalIsNotUsed) {
  ASSERT_TRUE(store_->Append(SampleBatch(1, 40)).ok());
  ASSERT_TRUE(store_->WriteSnapshot(SampleSnapshot(10)).ok());
  const std::string foreign = ReadFile(files_.PathOf(10));
  store_.reset();
  std::filesystem::remove_all(dir_.path());
  OpenStore();
  engine::Batch batch = SampleBatch(1, 30);
  batch.events[4].mutable_actor()->set_user_id("ola");
  ASSERT_TRUE(store_->Append(batch).ok());
  std::filesystem::create_directory(files_.PathOf(10).parent_path());
  WriteFile(files_.PathOf(10), foreign);
  EXPECT_EQ(Newest(20, 1), 0);
  for (const std::int64_t revision : {20, 30}) {
    ASSERT_TRUE(store_->WriteSnapshot(SampleSnapshot(revision)).ok());
    EXPECT_EQ(Newest(), revision);
  }
  EXPECT_EQ(*files_.Revisions(), (std::vector<std::int64_t>{30, 20}));
}

// An error is not taken for a folder without snapshots: one could prove that the journal's end is gone.
TEST_F(SnapshotFilesTest, AFolderThatCannotBeListedIsNoFolderWithoutSnapshots) {
  ASSERT_TRUE(store_->Append(SampleBatch(1, 40)).ok());
  const std::filesystem::path folder = files_.PathOf(1).parent_path();
  EXPECT_TRUE(files_.Revisions()->empty()) << "it is not there";
  WriteFile(folder, "");
  EXPECT_FALSE(files_.Revisions().ok());
  EXPECT_FALSE(files_.NoneAhead(40).ok());
  EXPECT_FALSE(store_->ReadSnapshot(40).ok());
  store_.reset();
  const auto refused = SqliteStore::Open({.dir = dir_.path()});
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(Message(refused.status()).find("snapshots"), std::string::npos) << refused.status();
  std::filesystem::remove(folder);
  OpenStore();
}

// A snapshot ahead of the head that the disk does not give may be whole.
TEST_F(SnapshotFilesTest, OneAheadThatCannotBeReadIsNotPassedOver) {
  ASSERT_TRUE(store_->Append(SampleBatch(1, 40)).ok());
  std::filesystem::create_directories(files_.PathOf(41));
  const absl::Status status = files_.NoneAhead(40);
  ASSERT_FALSE(status.ok());
  EXPECT_FALSE(absl::IsDataLoss(status)) << status;
  EXPECT_NE(Message(status).find("41.snapshot"), std::string::npos) << status;
  EXPECT_TRUE(files_.NoneAhead(41).ok());
}

// What cannot be written is an error, nothing is left of it, and what was there still counts.
TEST_F(SnapshotFilesTest, AFailedWriteLeavesWhatWasThere) {
  ASSERT_TRUE(store_->Append(SampleBatch(1, 40)).ok());
  ASSERT_TRUE(store_->WriteSnapshot(SampleSnapshot(10)).ok());
  // A directory in the way of the partial file, then in the way of the rename.
  for (const char* suffix : {".partial", ""}) {
    const std::filesystem::path way = files_.PathOf(20).native() + suffix;
    std::filesystem::create_directories(way / "full");
    EXPECT_FALSE(store_->WriteSnapshot(SampleSnapshot(20)).ok()) << suffix;
    std::filesystem::remove_all(way);
    EXPECT_EQ(*files_.Revisions(), (std::vector<std::int64_t>{10})) << suffix;
    EXPECT_FALSE(std::filesystem::exists(files_.PathOf(20).native() + ".partial"));
    EXPECT_EQ(Newest(), 10);
  }
  // The store itself is as good as before.
  EXPECT_TRUE(store_->Append(SampleBatch(41, 42)).ok());
}

}  // namespace
}  // namespace legevakt::store
