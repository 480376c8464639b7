// What lies before a screen that takes nothing.
#include "console/net/inbox.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace legevakt::console {
namespace {

BatchTaken BatchOf(std::size_t bytes) {
  BatchTaken taken;
  taken.batch.add_events()->mutable_personal()->set_text(std::string(bytes, 'x'));
  return taken;
}

BookmarkSeen BookmarkOf(std::int64_t revision) {
  BookmarkSeen seen;
  seen.bookmark.set_revision(revision);
  return seen;
}

TEST(Inbox, GivesInOrderWhatHasArrived) {
  Inbox inbox;
  EXPECT_TRUE(inbox.Put(SnapshotTaken{std::make_shared<domain::State>(), "journal"}));
  EXPECT_TRUE(inbox.Put(BatchOf(10)));
  EXPECT_TRUE(inbox.Put(Replied{"id", absl::OkStatus(), {}}));
  EXPECT_TRUE(inbox.Put(BookmarkOf(7)));
  const Inbox::Taken taken = inbox.Take();
  EXPECT_FALSE(taken.dropped);
  ASSERT_EQ(taken.updates.size(), 4U);
  EXPECT_TRUE(std::holds_alternative<SnapshotTaken>(taken.updates[0]));
  EXPECT_TRUE(std::holds_alternative<BatchTaken>(taken.updates[1]));
  EXPECT_TRUE(std::holds_alternative<Replied>(taken.updates[2]));
  EXPECT_EQ(std::get<BookmarkSeen>(taken.updates[3]).bookmark.revision(), 7);
  EXPECT_TRUE(inbox.Take().updates.empty());
}

// No old bookmark is left either, which would say that the old state is up to date.
TEST(Inbox, OfAScreenThatTakesNothingItKeepsTheAnswersAndDropsTheWatch) {
  Inbox inbox;
  EXPECT_TRUE(inbox.Put(SnapshotTaken{std::make_shared<domain::State>(), "journal"}));
  EXPECT_TRUE(inbox.Put(BookmarkOf(1)));
  EXPECT_TRUE(inbox.Put(Replied{"first", absl::OkStatus(), {}}));
  std::size_t held = 0;
  while (inbox.Put(BatchOf(Inbox::kBatchBytesMax / 10))) ASSERT_LE(++held, 10U) << "there is no bound";
  EXPECT_GE(held, 9U);
  EXPECT_FALSE(inbox.Put(BookmarkOf(2)));
  EXPECT_FALSE(inbox.Put(BatchOf(1)));
  EXPECT_TRUE(inbox.Put(Replied{"second", absl::OkStatus(), {}}));
  const Inbox::Taken taken = inbox.Take();
  EXPECT_TRUE(taken.dropped);
  ASSERT_EQ(taken.updates.size(), 3U);
  EXPECT_EQ(std::get<Replied>(taken.updates[0]).request_id, "first");
  EXPECT_TRUE(std::holds_alternative<LinkLost>(taken.updates[1]));
  EXPECT_EQ(std::get<Replied>(taken.updates[2]).request_id, "second");
  // The screen is back.
  EXPECT_TRUE(inbox.Put(SnapshotTaken{std::make_shared<domain::State>(), "journal"}));
  EXPECT_TRUE(inbox.Put(BatchOf(Inbox::kBatchBytesMax / 2)));
  EXPECT_FALSE(inbox.Take().dropped);
}

TEST(Inbox, DoesNotGrowWhereNothingHappensOrCentralIsAway) {
  Inbox inbox;
  for (std::int64_t i = 0; i < 1000; ++i) EXPECT_TRUE(inbox.Put(BookmarkOf(i)));
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(inbox.Put(LinkLost{std::to_string(i)}));
    EXPECT_TRUE(inbox.Put(StreamBegins{i}));
  }
  const Inbox::Taken taken = inbox.Take();
  EXPECT_FALSE(taken.dropped);
  ASSERT_EQ(taken.updates.size(), 3U);
  EXPECT_EQ(std::get<BookmarkSeen>(taken.updates[0]).bookmark.revision(), 999);
  EXPECT_EQ(std::get<LinkLost>(taken.updates[1]).why, "999");
  EXPECT_EQ(std::get<StreamBegins>(taken.updates[2]).asked_us, 999);
}

TEST(Inbox, HasABoundForWhatIsSmallToo) {
  Inbox inbox;
  std::size_t streams = 0;
  while (inbox.Put(BookmarkOf(1))) {
    EXPECT_TRUE(inbox.Put(LinkLost{"a line that comes and goes"}));
    EXPECT_TRUE(inbox.Put(StreamBegins{1}));
    ASSERT_LE(++streams, Inbox::kUpdatesMax);
  }
  EXPECT_TRUE(inbox.Put(StreamBegins{2})) << "of a watch that is begun by hand";
  const Inbox::Taken taken = inbox.Take();
  EXPECT_TRUE(taken.dropped);
  EXPECT_EQ(taken.updates.size(), 2U);
}

TEST(Inbox, HoldsOneStateAtMost) {
  Inbox inbox;
  const auto first = std::make_shared<domain::State>();
  const std::weak_ptr<domain::State> held = first;
  EXPECT_TRUE(inbox.Put(StreamBegins{1}));
  EXPECT_TRUE(inbox.Put(SnapshotTaken{first, "journal"}));
  EXPECT_TRUE(inbox.Put(BatchOf(10)));
  EXPECT_EQ(held.use_count(), 2);
  EXPECT_TRUE(inbox.Put(SnapshotTaken{std::make_shared<domain::State>(), "journal"}));
  EXPECT_EQ(held.use_count(), 1) << "the new one has all that was in it";
  const Inbox::Taken taken = inbox.Take();
  ASSERT_EQ(taken.updates.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<StreamBegins>(taken.updates[0]))
      << "of the stream that the new one is of";
}

}  // namespace
}  // namespace legevakt::console
