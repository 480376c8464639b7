// What every EventStore must do. A store's test instantiates the suite with a factory:
//
//   struct MyFactory {
//     static constexpr bool kKeepsAfterClose = true;         // false for one that lives in memory
//     std::unique_ptr<engine::EventStore> Open();            // the same store again after the first was
//     destroyed
//   };
//   INSTANTIATE_TYPED_TEST_SUITE_P(MyStore, EventStoreContract, MyFactory);
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "base/ids.h"
#include "central/engine/event_store.h"
#include "central/store/testing.h"

namespace legevakt::store {

template <typename Factory>
class EventStoreContract : public testing::Test {
 protected:
  Factory factory_;
};
TYPED_TEST_SUITE_P(EventStoreContract);

inline void ExpectSampleEvents(engine::EventStore& store, std::int64_t after, std::int64_t last) {
  const auto events = store.Read(after, 10'000);
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(static_cast<std::int64_t>(events->size()), last - after);
  for (const v1::Event& event : *events) {
    ++after;
    EXPECT_EQ(event.SerializeAsString(), SampleEvent(after).SerializeAsString()) << "revision " << after;
    EXPECT_EQ(event.has_personal(), SampleEvent(after).has_personal()) << "revision " << after;
  }
}

TYPED_TEST_P(EventStoreContract, ANewStoreIsEmpty) {
  const auto store = this->factory_.Open();
  ASSERT_NE(store, nullptr);
  EXPECT_TRUE(IsUuid(store->journal_id())) << store->journal_id();
  EXPECT_EQ(store->last_revision(), 0);
  ExpectSampleEvents(*store, 0, 0);
  const auto replies = store->ReadReplies(0);
  ASSERT_TRUE(replies.ok()) << replies.status();
  EXPECT_TRUE(replies->empty());
}

TYPED_TEST_P(EventStoreContract, GivesBackWhatWasAppended) {
  const auto store = this->factory_.Open();
  ASSERT_TRUE(store->Append(SampleBatch(1, 1)).ok());
  ASSERT_TRUE(store->Append(SampleBatch(2, 40)).ok());
  EXPECT_EQ(store->last_revision(), 40);
  ExpectSampleEvents(*store, 0, 40);
  ExpectSampleEvents(*store, 17, 40);
  ExpectSampleEvents(*store, 40, 40);
}

TYPED_TEST_P(EventStoreContract, KeepsToTheLimit) {
  const auto store = this->factory_.Open();
  ASSERT_TRUE(store->Append(SampleBatch(1, 40)).ok());
  const auto events = store->Read(10, 5);
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(events->size(), 5U);
  EXPECT_EQ(events->front().revision(), 11);
  EXPECT_EQ(events->back().revision(), 15);
}

TYPED_TEST_P(EventStoreContract, AFutureRevisionHasNoEvents) {
  const auto store = this->factory_.Open();
  ASSERT_TRUE(store->Append(SampleBatch(1, 3)).ok());
  const auto events = store->Read(99, 5);
  ASSERT_TRUE(events.ok()) << events.status();
  EXPECT_TRUE(events->empty());
}

// A first revision that is not 1, a gap inside, a repeated one: an error, and nothing of the batch is kept.
TYPED_TEST_P(EventStoreContract, RefusesAGap) {
  const std::vector<std::vector<std::int64_t>> wrong = {{5}, {4, 6}, {3}, {4, 4}, {4, 3}};
  for (const auto& revisions : wrong) {
    TypeParam factory;
    const auto store = factory.Open();
    ASSERT_TRUE(store->Append(SampleBatch(1, 3)).ok());
    engine::Batch batch;
    for (const std::int64_t revision : revisions) batch.events.push_back(SampleEvent(revision));
    EXPECT_FALSE(store->Append(batch).ok()) << revisions.front();
    EXPECT_EQ(store->last_revision(), 3);
  }
}

TYPED_TEST_P(EventStoreContract, KeepsRepliesWithAndWithoutEvents) {
  const auto store = this->factory_.Open();
  ASSERT_TRUE(store->Append(SampleBatch(1, 2)).ok());
  engine::Batch refused;
  refused.replies.push_back(SampleReply(3));
  ASSERT_TRUE(store->Append(refused).ok());
  EXPECT_EQ(store->last_revision(), 2);
  const auto replies = store->ReadReplies(0);
  ASSERT_TRUE(replies.ok()) << replies.status();
  ASSERT_EQ(replies->size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    const engine::StoredReply expected = SampleReply(static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ((*replies)[i].request_id, expected.request_id);
    EXPECT_EQ((*replies)[i].user_id, expected.user_id);
    EXPECT_EQ((*replies)[i].payload_hash, expected.payload_hash);
    EXPECT_EQ((*replies)[i].response, expected.response);
    EXPECT_EQ((*replies)[i].at_us, expected.at_us);
  }
  const auto recent = store->ReadReplies(SampleReply(2).at_us);
  ASSERT_TRUE(recent.ok()) << recent.status();
  EXPECT_EQ(recent->size(), 2U);
}

TYPED_TEST_P(EventStoreContract, HoldsItAfterBeingOpenedAgain) {
  if (!TypeParam::kKeepsAfterClose) GTEST_SKIP() << "lives in memory";
  auto store = this->factory_.Open();
  const std::string journal_id = store->journal_id();
  ASSERT_TRUE(store->Append(SampleBatch(1, 25)).ok());
  store.reset();
  store = this->factory_.Open();
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(store->journal_id(), journal_id);
  EXPECT_EQ(store->last_revision(), 25);
  ExpectSampleEvents(*store, 0, 25);
  const auto replies = store->ReadReplies(0);
  ASSERT_TRUE(replies.ok()) << replies.status();
  EXPECT_EQ(replies->size(), 25U);
  ASSERT_TRUE(store->Append(SampleBatch(26, 30)).ok());
  ExpectSampleEvents(*store, 0, 30);
}

REGISTER_TYPED_TEST_SUITE_P(EventStoreContract, ANewStoreIsEmpty, GivesBackWhatWasAppended, KeepsToTheLimit,
                            AFutureRevisionHasNoEvents, RefusesAGap, KeepsRepliesWithAndWithoutEvents,
                            HoldsItAfterBeingOpenedAgain);

}  // namespace legevakt::store
