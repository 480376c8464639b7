// The six guarantees of the watch, and what happens to those who cannot keep up.
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/limits.h"
#include "central/rpc/testing.h"

namespace legevakt::rpc {
namespace {

using engine::testing::OpenContact;
using testing::Client;
using testing::Follower;
using testing::Note;
using testing::Stream;
using RpcTest = testing::RpcTest;

// Checked in Follower on the way: ordered, unique, atomic, reliable, bookmarkable.
TEST_F(RpcTest, EveryWatcherEndsWithTheSameState) {
  constexpr int kClients = 3;
  constexpr int kCommands = 60;
  std::vector<std::thread> threads;
  std::vector<Follower> followers(kClients);
  std::atomic<std::int64_t> last = 0;
  std::atomic<int> done = 0;
  for (int i = 0; i < kClients; ++i) {
    threads.emplace_back([&, i] {
      const auto client = As(i == 0 ? "kari" : "ola");
      const auto stream = client->Watch();
      for (int n = 0; n < kCommands; ++n) {
        const auto answer = client->Execute(OpenContact());
        ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
        ASSERT_TRUE(client->Execute(Note(answer.response.contact_id(), "notat")).status.ok());
      }
      if (++done == kClients) last = engine_->durable_revision();
      ASSERT_TRUE(Eventually([&] { return last > 0; }));
      followers[static_cast<std::size_t>(i)].FollowTo(*stream, last);
    });
  }
  for (auto& thread : threads) thread.join();
  const v1::GetStatusResponse status = As("drift")->Status();
  EXPECT_EQ(status.open_contacts(), kClients * kCommands);
  EXPECT_EQ(status.revision(), last);
  for (const Follower& follower : followers) {
    EXPECT_EQ(follower.snapshots, 1);
    EXPECT_EQ(domain::StateHash(follower.state), status.state_hash());
  }
}

TEST_F(RpcTest, TheNumberOfWatchersIsBoundedAndRoomComesBack) {
  // So many calls go over one connection.
  constexpr int kPerClient = 60;
  std::vector<std::unique_ptr<Client>> clients;
  std::vector<std::unique_ptr<Stream>> streams;
  const auto admin = As("drift");
  for (int i = 0; i < limits::kWatchersMax; ++i) {
    if (i % kPerClient == 0) clients.push_back(As("kari"));
    streams.push_back(clients.back()->Watch(engine_->journal_id(), 1));
  }
  ASSERT_TRUE(Eventually([&] { return admin->Status().watchers() == limits::kWatchersMax; }));
  {
    const auto late = admin->Watch(engine_->journal_id(), 1);
    EXPECT_EQ(late->Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(late->reason(), v1::REASON_QUEUE_FULL);
  }
  streams.resize(streams.size() / 2);
  ASSERT_TRUE(Eventually([&] { return admin->Status().watchers() <= limits::kWatchersMax / 2 + 1; }));
  const auto next = admin->Watch(engine_->journal_id(), 1);
  EXPECT_TRUE(next->Next().has_value());
}

TEST_F(RpcTest, AStreamThatDoesNotSayWhatItWantsIsEnded) {
  const auto client = As("kari");
  const auto silent = client->WatchSilently();
  EXPECT_EQ(silent->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST_F(RpcTest, AWatchIsResumedFromAnyRevisionWithoutGapOrRepetition) {
  const auto client = As("kari");
  Follower follower;
  {
    const auto stream = client->Watch();
    follower.FollowTo(*stream, 1);
  }
  for (int round = 0; round < 10; ++round) {
    for (int n = 0; n < 7; ++n) ASSERT_TRUE(client->Execute(OpenContact()).status.ok());
    const auto stream = client->Watch(follower.journal_id, follower.state.revision);
    follower.FollowTo(*stream, engine_->durable_revision() - round % 3);
  }
  const auto stream = client->Watch(follower.journal_id, follower.state.revision);
  follower.FollowTo(*stream, engine_->durable_revision());
  EXPECT_EQ(follower.snapshots, 1);
  for (std::size_t i = 1; i < follower.revisions.size(); ++i) {
    EXPECT_EQ(follower.revisions[i], follower.revisions[i - 1] + 1);
  }
  EXPECT_EQ(domain::StateHash(follower.state), client->Status().state_hash());
}

TEST_F(RpcTest, AWatchGoesOnAfterARestartOfCentral) {
  auto client = As("kari");
  ASSERT_TRUE(client->Execute(OpenContact()).status.ok());
  Follower follower;
  const std::string journal_id = engine_->journal_id();
  follower.FollowTo(*client->Watch(journal_id, 0), 2);
  EXPECT_EQ(follower.snapshots, 0) << "the journal's own id and revision 0: everything, from the first event";
  Serve({});
  client = As("kari");
  ASSERT_TRUE(client->Execute(OpenContact()).status.ok());
  follower.FollowTo(*client->Watch(journal_id, follower.state.revision), engine_->durable_revision());
  EXPECT_EQ(domain::StateHash(follower.state), client->Status().state_hash());
}

TEST_F(RpcTest, ABookmarkComesAlsoWhenNothingHappens) {
  const auto client = As("kari");
  const auto stream = client->Watch();
  Follower follower;
  while (follower.bookmarks < 5) ASSERT_TRUE(follower.Take(stream->Next().value(), stream.get()));
  EXPECT_TRUE(follower.revisions.empty());
}

struct ResyncCase {
  const char* journal_id;  // null: ours
  std::int64_t after;
  v1::ResyncReason reason;
};

TEST_F(RpcTest, AnotherJournalOrARevisionThatIsNotThereMeansResync) {
  const auto client = As("kari");
  const std::string hash = client->Status().state_hash();
  for (const ResyncCase& c :
       {ResyncCase{"7d444840-9dc0-41d1-b245-5ffdce74fad2", 1, v1::RESYNC_REASON_OTHER_JOURNAL},
        ResyncCase{"", 1, v1::RESYNC_REASON_OTHER_JOURNAL},
        ResyncCase{nullptr, 2, v1::RESYNC_REASON_FUTURE_REVISION},
        ResyncCase{nullptr, -1, v1::RESYNC_REASON_FUTURE_REVISION}}) {
    const auto stream =
        client->Watch(c.journal_id == nullptr ? engine_->journal_id() : c.journal_id, c.after);
    const auto response = stream->Next();
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->resync().reason(), c.reason);
    EXPECT_FALSE(stream->Next().has_value()) << "the stream ends after a resync";
    EXPECT_TRUE(stream->Finish().ok());
  }
  EXPECT_EQ(client->Status().state_hash(), hash);
}

TEST_F(RpcTest, ARevisionOutsideTheWindowMeansResync) {
  StopServing();
  engine::Batch batch;
  const std::int64_t first = store_->last_revision() + 1;
  for (std::int64_t i = 0; i < limits::kWatchWindowRevisions + 10; ++i) {
    v1::Event& event = batch.events.emplace_back();
    event.set_revision(first + i);
    event.mutable_telephony_changed()->set_connected(false);
  }
  ASSERT_TRUE(store_->Append(batch).ok());
  Serve({});
  const auto client = As("kari");
  const std::int64_t oldest = engine_->durable_revision() - limits::kWatchWindowRevisions;
  const auto compacted = client->Watch(engine_->journal_id(), oldest - 1)->Next();
  ASSERT_TRUE(compacted.has_value());
  EXPECT_EQ(compacted->resync().reason(), v1::RESYNC_REASON_COMPACTED);
  EXPECT_EQ(compacted->resync().oldest_revision(), oldest);
  // The oldest one that is left is refilled from the store, in order, to the end.
  const auto stream = client->Watch(engine_->journal_id(), oldest);
  std::int64_t at = oldest;
  while (at < engine_->durable_revision()) {
    const auto response = stream->Next();
    ASSERT_TRUE(response.has_value());
    if (!response->has_batch()) continue;
    ASSERT_EQ(response->batch().first_revision(), at + 1);
    at = response->batch().last_revision();
    stream->Ack(at);
  }
}

TEST_F(RpcTest, AClientThatStopsReadingSlowsNobodyAndIsCut) {
  auto options = Quick();
  options.watch.slow = std::chrono::milliseconds(300);
  Serve(std::move(options));
  const auto client = As("kari");
  const auto contact = client->Execute(OpenContact());
  ASSERT_TRUE(contact.status.ok());
  std::vector<std::unique_ptr<Client>> sleepers;
  std::vector<std::unique_ptr<Stream>> unread;
  for (int i = 0; i < 5; ++i) {
    sleepers.push_back(As("ola"));
    unread.push_back(sleepers.back()->Watch());
  }
  ASSERT_TRUE(Eventually([&] { return client->Status().watchers() == 5; }));
  // Some 6 MB of events, which no window holds.
  Follower follower;
  const auto stream = client->Watch();
  for (int i = 0; i < 800; ++i) {
    const auto answer =
        client->Execute(Note(contact.response.contact_id(), std::string(limits::kTextBytesMax - 1, 'x')));
    ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
    follower.FollowTo(*stream, answer.response.revision());
  }
  EXPECT_EQ(domain::StateHash(follower.state), client->Status().state_hash());
  EXPECT_TRUE(Eventually([&] { return client->Status().watchers() == 1; }))
      << "those who do not read are cut";
  for (const auto& stream_cut : unread) EXPECT_FALSE(stream_cut->Finish().ok());
}

TEST_F(RpcTest, AClientThatReadsButDoesNotApplyIsToldToResync) {
  auto options = Quick();
  options.watch.slow = std::chrono::milliseconds(300);
  Serve(std::move(options));
  const auto client = As("kari");
  const auto stream = client->Watch();
  Follower follower;
  follower.FollowTo(*stream, 1);
  ASSERT_TRUE(client->Execute(OpenContact()).status.ok());
  while (true) {
    const auto response = stream->Next();
    ASSERT_TRUE(response.has_value());
    if (!follower.Take(*response, nullptr)) break;
  }
  EXPECT_EQ(follower.resync->reason(), v1::RESYNC_REASON_TOO_SLOW);
  EXPECT_TRUE(stream->Finish().ok());
}

// The rest waits for an ack, and comes with it.
TEST_F(RpcTest, WhoeverDoesNotAckIsSentNoMoreThanSoManyEvents) {
  constexpr std::int64_t kUnacked = 1024;
  StopServing();
  engine::Batch batch;
  const std::int64_t first = store_->last_revision() + 1;
  for (std::int64_t i = 0; i < 4 * kUnacked; ++i) {
    v1::Event& event = batch.events.emplace_back();
    event.set_revision(first + i);
    event.mutable_telephony_changed()->set_connected(false);
  }
  ASSERT_TRUE(store_->Append(batch).ok());
  // Nothing is sent only because a second has passed.
  auto options = Quick();
  options.watch.bookmark = std::chrono::hours(1);
  Serve(std::move(options));
  const auto client = As("kari");
  const auto stream = client->Watch(engine_->journal_id(), first - 1);
  std::atomic<std::int64_t> read = first - 1;
  std::thread reader([&] {
    while (const auto response = stream->Next()) {
      if (response->has_batch()) read = response->batch().last_revision();
    }
  });
  EXPECT_TRUE(Eventually([&] { return read >= first - 1 + kUnacked; }));
  // What happens meanwhile is not sent either.
  const auto other = As("ola");
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(other->Execute(OpenContact()).status.ok());
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_LT(read, first - 1 + 2 * kUnacked);
  const std::int64_t durable = engine_->durable_revision();
  EXPECT_TRUE(Eventually([&] {
    stream->Ack(read);
    return read >= durable;
  }));
  // It is one of those who are woken again.
  stream->Ack(durable);
  EXPECT_TRUE(other->Execute(OpenContact()).status.ok());
  EXPECT_TRUE(Eventually([&] { return read >= engine_->durable_revision(); }));
  StopServing();
  reader.join();
}

// 600 kB, in an event and in the state.
void ActivateLargeTool(engine::Engine& engine) {
  std::ifstream file(LEGEVAKT_SOURCE_DIR "/triage/tools/legevakt-3.yaml", std::ios::binary);
  std::ostringstream yaml;
  yaml << file.rdbuf() << "\n";
  for (int line = 0; line < 600; ++line) yaml << "#" << std::string(1000, '.') << "\n";
  std::promise<v1::ToolResult> done;
  engine::Engine::ToolOrder order;
  order.yaml = yaml.str();
  order.file_name = "large.yaml";
  order.demonstration = true;
  engine.ActivateTool(std::move(order),
                      [&done](v1::ToolResult result) { done.set_value(std::move(result)); });
  const v1::ToolResult activated = done.get_future().get();
  ASSERT_TRUE(activated.changed()) << activated.ShortDebugString();
}

TEST_F(RpcTest, WhatIsTooLargeForAMessageComesInParts) {
  const auto client = As("kari");
  const auto stream = client->Watch();
  Follower live;
  live.FollowTo(*stream, 1);
  ASSERT_NO_FATAL_FAILURE(ActivateLargeTool(*engine_));
  ASSERT_TRUE(client->Execute(OpenContact()).status.ok());
  live.FollowTo(*stream, engine_->durable_revision());
  EXPECT_GE(live.parts, 4) << "the event of 600 kB";
  EXPECT_EQ(live.state.tools.size(), 1U);

  Follower late;
  late.FollowTo(*client->Watch(), engine_->durable_revision());
  EXPECT_GE(late.parts, 4) << "the snapshot with it";
  EXPECT_EQ(domain::StateHash(late.state), domain::StateHash(live.state));
  EXPECT_EQ(domain::StateHash(late.state), client->Status().state_hash());
}

TEST_F(RpcTest, AClientThatStopsInTheMiddleOfItsStateIsCut) {
  auto options = Quick();
  options.watch.slow = std::chrono::milliseconds(300);
  Serve(std::move(options));
  ASSERT_NO_FATAL_FAILURE(ActivateLargeTool(*engine_));
  const auto admin = As("drift");
  const auto client = As("kari");
  const auto stream = client->Watch();
  const auto first = stream->Next();
  ASSERT_TRUE(first.has_value());
  ASSERT_TRUE(first->has_snapshot());
  EXPECT_FALSE(first->snapshot().last());
  EXPECT_TRUE(Eventually([&] { return admin->Status().watchers() == 0; }));
  EXPECT_FALSE(stream->Finish().ok());
}

TEST_F(RpcTest, AWallBoardSeesNoPersonalData) {
  const auto client = As("kari");
  const auto board = As("kari", v1::ROLE_WALLBOARD);
  const auto contact = client->Execute(OpenContact());
  ASSERT_TRUE(client->Execute(Note(contact.response.contact_id(), "hemmelig")).status.ok());
  for (const bool snapshot : {true, false}) {
    const auto stream = snapshot ? board->Watch() : board->Watch(engine_->journal_id(), 0);
    Follower follower;
    follower.FollowTo(*stream, engine_->durable_revision());
    EXPECT_EQ(domain::ToSnapshot(follower.state).SerializeAsString().find("hemmelig"), std::string::npos);
    EXPECT_EQ(follower.state.contacts.at(contact.response.contact_id()).notes_size(), 1);
  }
  EXPECT_FALSE(board->Execute(OpenContact()).status.ok());
}

v1::ExecuteRequest Telephony(bool connected) {
  v1::ExecuteRequest request;
  request.set_request_id(NewUuid());
  request.mutable_command()->mutable_set_telephony()->set_connected(connected);
  request.mutable_command()->mutable_set_telephony()->set_source("test");
  return request;
}

TEST_F(RpcTest, ATelephonyLinkThatIsGoneIsRecordedAsDown) {
  auto options = Quick();
  options.watch.telephony_patience = std::chrono::milliseconds(250);
  Serve(std::move(options));
  const auto client = As("kari");
  const auto screen = client->Watch();
  Follower follower;
  auto link = As("telefoni");
  auto watch = link->Watch();
  ASSERT_TRUE(watch->Next().has_value());
  const auto up = link->Execute(Telephony(true));
  ASSERT_TRUE(up.status.ok()) << up.status.error_message();
  follower.FollowTo(*screen, up.response.revision());
  EXPECT_TRUE(follower.state.telephony.connected());
  // It comes back at once: nothing is recorded.
  watch.reset();
  watch = link->Watch(engine_->journal_id(), 0);
  ASSERT_TRUE(watch->Next().has_value());
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  EXPECT_EQ(engine_->durable_revision(), up.response.revision());
  // It goes for good.
  watch.reset();
  follower.FollowTo(*screen, up.response.revision() + 1);
  EXPECT_FALSE(follower.state.telephony.connected());
}

TEST_F(RpcTest, BeforeCentralStopsEveryWatcherHearsOfIt) {
  const auto client = As("kari");
  const auto stream = client->Watch();
  Follower follower;
  follower.FollowTo(*stream, 1);
  ASSERT_TRUE(client->Execute(OpenContact()).status.ok());
  const std::int64_t last = engine_->durable_revision();
  std::thread stopping([this] { StopServing(); });
  while (const auto response = stream->Next()) follower.Take(*response, stream.get());
  const grpc::Status status = stream->Finish();
  stopping.join();
  EXPECT_TRUE(follower.draining);
  EXPECT_EQ(follower.state.revision, last) << "everything that was acknowledged had been sent";
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(RpcTest, AWatchThatBreaksTheProtocolIsEnded) {
  const auto client = As("kari");
  {
    const auto stream = client->Watch();
    v1::Hello hello;
    stream->SayHello(hello);
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(stream->reason(), v1::REASON_BAD_FIELD);
  }
  {
    const auto stream = client->Watch();
    Follower follower;
    follower.FollowTo(*stream, 1);
    stream->Ack(1000);
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  }
  Client stranger(server_->address());
  EXPECT_EQ(stranger.Watch()->Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

}  // namespace
}  // namespace legevakt::rpc
