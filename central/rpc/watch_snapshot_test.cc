// The state for those who begin anew: one for all who ask at about the same time.
#include "central/rpc/watch_snapshot.h"

#include <gtest/gtest.h>

#include "base/limits.h"

namespace legevakt::rpc {
namespace {

class WatchSnapshotsTest : public ::testing::Test {
 protected:
  std::shared_ptr<const WatchSnapshot> At(std::int64_t revision, bool strip = false) {
    return snapshots_.At(revision, now_us_, strip, [revision] {
      v1::StateSnapshot snapshot;
      snapshot.set_revision(revision);
      snapshot.add_contacts()->mutable_personal()->set_name("hemmelig");
      return snapshot;
    });
  }
  std::int64_t now_us_ = 1'000'000'000;
  WatchSnapshots snapshots_{limits::kWatchWindowRevisions};
};

TEST_F(WatchSnapshotsTest, AllWhoAskAtOnceAreSentTheSameBytes) {
  const auto first = At(7);
  for (int i = 0; i < limits::kWatchersMax; ++i) EXPECT_EQ(&At(7)->Bytes(), &first->Bytes());
  EXPECT_EQ(snapshots_.made(), 1);
  v1::StateSnapshot snapshot;
  ASSERT_TRUE(snapshot.ParseFromString(first->Bytes()));
  EXPECT_EQ(snapshot.revision(), 7);
  EXPECT_EQ(snapshot.contacts(0).personal().name(), "hemmelig");
}

TEST_F(WatchSnapshotsTest, OneThatIsHardlyOlderIsGoodEnoughAndAnOlderOneIsNot) {
  const auto first = At(7);
  EXPECT_EQ(At(7 + WatchSnapshots::kReachRevisions), first);
  const auto next = At(8 + WatchSnapshots::kReachRevisions);
  EXPECT_NE(next, first);
  EXPECT_EQ(next->revision(), 8 + WatchSnapshots::kReachRevisions);
  EXPECT_EQ(At(9 + WatchSnapshots::kReachRevisions), next);
}

TEST_F(WatchSnapshotsTest, OneThatSomebodyStillReadsIsNotGivenToWhoComesLater) {
  const auto first = At(7);
  now_us_ += WatchSnapshots::kReachUs;
  EXPECT_EQ(At(7), first);
  now_us_ += 1;
  EXPECT_NE(At(7), first) << "nothing has happened, and nobody knows that from it";
}

TEST_F(WatchSnapshotsTest, TheEventsAfterItAreInTheWindow) {
  WatchSnapshots narrow(20);
  const auto at = [&narrow](std::int64_t revision) {
    return narrow.At(revision, 0, false, [revision] {
      v1::StateSnapshot snapshot;
      snapshot.set_revision(revision);
      return snapshot;
    });
  };
  const auto first = at(100);
  EXPECT_EQ(at(110), first);
  EXPECT_NE(at(111), first);
}

TEST_F(WatchSnapshotsTest, NobodyHoldsItWhoIsNotSentIt) {
  std::weak_ptr<const WatchSnapshot> held = At(7);
  EXPECT_TRUE(held.expired());
  EXPECT_NE(At(7), nullptr);
  EXPECT_EQ(snapshots_.made(), 2);
}

TEST_F(WatchSnapshotsTest, AWallBoardsHasNoPersonalDataAndIsApart) {
  const auto whole = At(7);
  const auto stripped = At(7, true);
  EXPECT_NE(stripped->Bytes().size(), whole->Bytes().size());
  EXPECT_EQ(stripped->Bytes().find("hemmelig"), std::string::npos);
  EXPECT_NE(whole->Bytes().find("hemmelig"), std::string::npos);
}

}  // namespace
}  // namespace legevakt::rpc
