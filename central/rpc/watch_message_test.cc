// The bytes that a watcher is sent, and that each event's are made once.
#include "central/rpc/watch_message.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "central/rpc/encoded_events.h"

namespace legevakt::rpc {
namespace {

v1::Event NoteOf(std::int64_t revision, const std::string& text) {
  v1::Event event;
  event.set_revision(revision);
  event.set_at_us(1'780'160'520'000'000 + revision);
  event.mutable_note_added()->set_contact_id(7);
  event.mutable_personal()->set_text(text);
  return event;
}

TEST(BatchMessage, HasTheBytesOfTheMessageItself) {
  for (const bool strip : {false, true}) {
    v1::WatchResponse expected;
    BatchMessage message;
    for (std::int64_t revision = 126; revision < 130; ++revision) {
      const v1::Event event = NoteOf(revision, std::string(static_cast<std::size_t>(revision), 'x'));
      ASSERT_TRUE(message.Add(event, std::make_shared<const std::string>(EncodeForBatch(event, strip))));
      v1::Event& added = *expected.mutable_batch()->add_events();
      added = event;
      if (strip) StripPersonal(added);
    }
    expected.mutable_batch()->set_first_revision(126);
    expected.mutable_batch()->set_last_revision(129);
    EXPECT_EQ(message.ToBytes(), expected.SerializeAsString());
    EXPECT_EQ(message.last_revision(), 129);
  }
}

TEST(BatchMessage, TakesWhatFitsAndTheRestStaysWhole) {
  const v1::Event event = NoteOf(1, std::string(limits::kChunkBytes / 3, 'x'));
  const auto encoded = std::make_shared<const std::string>(EncodeForBatch(event, false));
  BatchMessage message;
  EXPECT_TRUE(message.Add(event, encoded));
  EXPECT_TRUE(message.Add(event, encoded));
  EXPECT_FALSE(message.Add(event, encoded));
  const v1::Event large = NoteOf(9, std::string(limits::kChunkBytes, 'x'));
  BatchMessage empty;
  EXPECT_FALSE(empty.Add(large, std::make_shared<const std::string>(EncodeForBatch(large, false))));
  EXPECT_TRUE(empty.empty());
  v1::EventBatch alone;
  ASSERT_TRUE(alone.ParseFromString(BatchOfOne(large, EncodeForBatch(large, false))));
  EXPECT_EQ(alone.first_revision(), 9);
  EXPECT_EQ(alone.last_revision(), 9);
  EXPECT_EQ(alone.events(0).SerializeAsString(), large.SerializeAsString());
}

TEST(EncodedEvents, EachIsEncodedOnceForAllWhoAreInStep) {
  EncodedEvents encoded;
  for (std::int64_t revision = 1; revision <= 100; ++revision) {
    const v1::Event event = NoteOf(revision, "hemmelig");
    const EncodedEvents::Bytes first = encoded.Of(event, false);
    for (int watcher = 0; watcher < 40; ++watcher) EXPECT_EQ(encoded.Of(event, false), first);
    const EncodedEvents::Bytes board = encoded.Of(event, true);
    EXPECT_EQ(board->find("hemmelig"), std::string::npos);
    EXPECT_EQ(encoded.Of(event, true), board);
    EXPECT_EQ(encoded.Of(event, false), first) << "the one does not drive out the other";
  }
  EXPECT_EQ(encoded.encoded(), 200);
}

TEST(EncodedEvents, OneWhoIsFarBehindDrivesOutNothing) {
  EncodedEvents encoded;
  const std::int64_t newest = 3 * static_cast<std::int64_t>(EncodedEvents::kEventsMax);
  const EncodedEvents::Bytes kept = encoded.Of(NoteOf(newest, "ny"), false);
  encoded.Of(NoteOf(newest - static_cast<std::int64_t>(EncodedEvents::kEventsMax), "gammel"), false);
  EXPECT_EQ(encoded.Of(NoteOf(newest, "ny"), false), kept);
  EXPECT_EQ(encoded.encoded(), 2);
}

TEST(EncodedEvents, WhatIsKeptHasABound) {
  EncodedEvents encoded;
  const std::string large(EncodedEvents::kBytesMax / 8, 'x');
  std::vector<std::weak_ptr<const std::string>> all;
  for (std::int64_t revision = 1; revision <= 100; ++revision)
    all.push_back(encoded.Of(NoteOf(revision, large), false));
  std::size_t alive = 0;
  for (const auto& bytes : all) alive += bytes.expired() ? 0 : 1;
  EXPECT_LE(alive, 8U);
  EXPECT_GE(alive, 1U);
}

}  // namespace
}  // namespace legevakt::rpc
