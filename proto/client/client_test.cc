// The client against a small central of its own in this process, which fails in every way that a real one
// can.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/limits.h"
#include "legevakt/v1/command.grpc.pb.h"
#include "legevakt/v1/lookup.grpc.pb.h"
#include "legevakt/v1/session.grpc.pb.h"
#include "legevakt/v1/watch.grpc.pb.h"
#include "proto/client/command_client.h"
#include "proto/client/impl.h"
#include "proto/client/lookup_client.h"
#include "proto/client/watch_client.h"

namespace legevakt::client {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;

constexpr seconds kPatience{30};

class FakeSessions : public v1::SessionService::Service {
 public:
  grpc::Status ListUsers(grpc::ServerContext*, const v1::ListUsersRequest*,
                         v1::ListUsersResponse* out) override {
    out->add_users()->set_user_id("kari");
    return grpc::Status::OK;
  }
  grpc::Status Open(grpc::ServerContext*, const v1::OpenRequest* in, v1::OpenResponse* out) override {
    if (in->user_id() == "nobody") return {grpc::StatusCode::INVALID_ARGUMENT, "unknown user"};
    const std::lock_guard lock(mutex_);
    out->set_token("token-" + std::to_string(++opened_));
    out->mutable_actor()->set_user_id(in->user_id());
    tokens_.insert(out->token());
    return grpc::Status::OK;
  }
  bool Knows(const grpc::ServerContext& context) {
    const auto it = context.client_metadata().find("authorization");
    if (it == context.client_metadata().end()) return false;
    const std::lock_guard lock(mutex_);
    return tokens_.contains(std::string(it->second.data(), it->second.size()).substr(7));
  }
  void ForgetAll() {
    const std::lock_guard lock(mutex_);
    tokens_.clear();
  }
  int opened() {
    const std::lock_guard lock(mutex_);
    return opened_;
  }

 private:
  std::mutex mutex_;
  std::set<std::string> tokens_;
  int opened_ = 0;
};

// Answers each try with the next of `script`; OK when it has run out. Carries each request_id out once.
class FakeCommands : public v1::CommandService::Service {
 public:
  explicit FakeCommands(FakeSessions& sessions) : sessions_(sessions) {}

  grpc::Status Execute(grpc::ServerContext* context, const v1::ExecuteRequest* in,
                       v1::ExecuteResponse* out) override {
    if (!sessions_.Knows(*context)) return {grpc::StatusCode::UNAUTHENTICATED, "no session"};
    std::unique_lock lock(mutex_);
    tries_.push_back(in->request_id());
    const auto [it, is_new] =
        replies_.try_emplace(in->request_id(), static_cast<std::int64_t>(replies_.size()) + 1);
    out->set_revision(it->second);
    if (script_.empty()) return grpc::Status::OK;
    const grpc::StatusCode code = script_.front();
    script_.erase(script_.begin());
    lock.unlock();
    // A reply that is lost: carried out, and then silence until the client gives the try up.
    if (code == grpc::StatusCode::DEADLINE_EXCEEDED) {
      while (!context->IsCancelled()) std::this_thread::sleep_for(milliseconds(5));
    }
    return {code, "as the script says"};
  }
  void Script(std::vector<grpc::StatusCode> script) {
    const std::lock_guard lock(mutex_);
    script_ = std::move(script);
  }
  std::vector<std::string> tries() {
    const std::lock_guard lock(mutex_);
    return tries_;
  }
  std::size_t carried_out() {
    const std::lock_guard lock(mutex_);
    return replies_.size();
  }

 private:
  FakeSessions& sessions_;
  std::mutex mutex_;
  std::vector<grpc::StatusCode> script_;
  std::vector<std::string> tries_;
  std::map<std::string, std::int64_t> replies_;
};

// Finds one contact, whose name is the one that is looked for.
class FakeLookups : public v1::LookupService::Service {
 public:
  explicit FakeLookups(FakeSessions& sessions) : sessions_(sessions) {}

  grpc::Status Search(grpc::ServerContext* context, const v1::SearchRequest* in,
                      v1::SearchResponse* out) override {
    if (!sessions_.Knows(*context)) return {grpc::StatusCode::UNAUTHENTICATED, "no session"};
    if (in->reason().empty()) return {grpc::StatusCode::RESOURCE_EXHAUSTED, "busy"};
    out->add_found()->set_name(in->name());
    return grpc::Status::OK;
  }
  grpc::Status Read(grpc::ServerContext* context, const v1::ReadRequest* in, v1::ReadResponse* out) override {
    while (in->contact_id() == 0 && !context->IsCancelled()) std::this_thread::sleep_for(milliseconds(5));
    out->mutable_contact()->set_contact_id(in->contact_id());
    return grpc::Status::OK;
  }

 private:
  FakeSessions& sessions_;
};

using Stream = grpc::ServerReaderWriter<v1::WatchResponse, v1::WatchRequest>;

// Each new stream plays the next scene (the last one again when they have run out).
class FakeWatch : public v1::WatchService::Service {
 public:
  using Scene = std::function<void(const v1::Hello& hello, Stream* stream)>;
  explicit FakeWatch(FakeSessions& sessions) : sessions_(sessions) {}

  grpc::Status Watch(grpc::ServerContext* context, Stream* stream) override {
    if (!sessions_.Knows(*context)) return {grpc::StatusCode::UNAUTHENTICATED, "no session"};
    v1::WatchRequest request;
    if (!stream->Read(&request) || !request.has_hello())
      return {grpc::StatusCode::INVALID_ARGUMENT, "hello first"};
    Scene scene;
    {
      const std::lock_guard lock(mutex_);
      hellos_.push_back(request.hello());
      if (scenes_.empty()) return {grpc::StatusCode::UNAVAILABLE, "no scene"};
      scene = scenes_.front();
      if (scenes_.size() > 1) scenes_.erase(scenes_.begin());
    }
    scene(request.hello(), stream);
    return grpc::Status::OK;
  }
  void Play(std::vector<Scene> scenes) {
    const std::lock_guard lock(mutex_);
    scenes_ = std::move(scenes);
  }
  std::vector<v1::Hello> hellos() {
    const std::lock_guard lock(mutex_);
    return hellos_;
  }

 private:
  FakeSessions& sessions_;
  std::mutex mutex_;
  std::vector<Scene> scenes_;
  std::vector<v1::Hello> hellos_;
};

v1::StateSnapshot SnapshotAt(std::int64_t revision) {
  v1::StateSnapshot snapshot;
  snapshot.set_revision(revision);
  for (int i = 0; i < 50; ++i) snapshot.add_contacts()->set_contact_id(i + 1);
  return snapshot;
}

void SendInParts(const std::string& bytes, std::int64_t revision, bool snapshot, Stream* stream) {
  const std::size_t part = bytes.size() / 3 + 1;
  for (std::size_t at = 0; at < bytes.size(); at += part) {
    v1::WatchResponse response;
    v1::Chunk* chunk = snapshot ? response.mutable_snapshot() : response.mutable_batch_part();
    chunk->set_data(bytes.substr(at, part));
    chunk->set_last(at + part >= bytes.size());
    chunk->set_revision(revision);
    chunk->set_journal_id("journal-a");
    stream->Write(response);
  }
}

void SendSnapshot(std::int64_t revision, Stream* stream) {
  SendInParts(SnapshotAt(revision).SerializeAsString(), revision, true, stream);
}

v1::EventBatch BatchOf(std::int64_t first, std::int64_t last) {
  v1::EventBatch batch;
  batch.set_first_revision(first);
  batch.set_last_revision(last);
  for (std::int64_t revision = first; revision <= last; ++revision)
    batch.add_events()->set_revision(revision);
  return batch;
}

void SendBatch(std::int64_t first, std::int64_t last, Stream* stream) {
  v1::WatchResponse response;
  *response.mutable_batch() = BatchOf(first, last);
  stream->Write(response);
}

void SendBookmark(std::int64_t revision, const std::string& journal, Stream* stream) {
  v1::WatchResponse response;
  response.mutable_bookmark()->set_revision(revision);
  response.mutable_bookmark()->set_journal_id(journal);
  stream->Write(response);
}

// Until the client goes: returns the revisions it acknowledged.
std::vector<std::int64_t> ReadAcks(Stream* stream) {
  std::vector<std::int64_t> acks;
  v1::WatchRequest request;
  while (stream->Read(&request)) acks.push_back(request.ack().applied_revision());
  return acks;
}

// Writes down what it hears, as "S5", "B6-7", "M7", "D".
class Recorder : public WatchListener {
 public:
  void OnSnapshot(v1::StateSnapshot snapshot, const std::string& journal_id) override {
    EXPECT_EQ(snapshot.contacts_size(), 50);
    EXPECT_EQ(journal_id, "journal-a");
    Add("S" + std::to_string(snapshot.revision()));
  }
  absl::Status OnBatch(v1::EventBatch batch) override {
    Add("B" + std::to_string(batch.first_revision()) + "-" + std::to_string(batch.last_revision()));
    if (at_next_) std::exchange(at_next_, nullptr)();
    if (fail_next_.exchange(false)) return absl::DataLossError("cannot apply");
    return absl::OkStatus();
  }
  void OnBookmark(const v1::Bookmark& bookmark) override { Add("M" + std::to_string(bookmark.revision())); }
  void OnDisconnected(const absl::Status&) override { Add("D"); }

  void FailNextBatch() { fail_next_ = true; }
  // Called with the next batch, once.
  void AtNextBatch(std::function<void()> call) { at_next_ = std::move(call); }
  std::vector<std::string> heard() {
    const std::lock_guard lock(mutex_);
    return heard_;
  }
  bool WaitFor(std::size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return heard_.size() >= count; });
  }

 private:
  void Add(std::string what) {
    const std::lock_guard lock(mutex_);
    heard_.push_back(std::move(what));
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> heard_;
  std::atomic<bool> fail_next_{false};
  std::function<void()> at_next_;
};

class ClientTest : public testing::Test {
 protected:
  void SetUp() override { StartServer(0); }
  void TearDown() override { StopServer(); }

  void StartServer(int port) {
    grpc::ServerBuilder builder;
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddListeningPort("127.0.0.1:" + std::to_string(port), grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&sessions_);
    builder.RegisterService(&commands_);
    builder.RegisterService(&watch_);
    builder.RegisterService(&lookups_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
  }
  void StopServer() {
    if (server_ == nullptr) return;
    server_->Shutdown(std::chrono::system_clock::now());
    server_->Wait();
    server_ = nullptr;
  }
  std::shared_ptr<Session> NewSession(const std::string& user = "kari") {
    ChannelOptions options;
    options.target = "127.0.0.1:" + std::to_string(port_);
    options.backoff_min = milliseconds(20);
    options.backoff_max = milliseconds(200);
    return std::make_shared<Session>(Channel::Create(options).value(),
                                     Identity{user, v1::ROLE_OPERATOR, "test"});
  }
  static v1::ExecuteRequest Request(const std::string& id) {
    v1::ExecuteRequest request;
    request.set_request_id(id);
    request.mutable_command()->mutable_end_call()->set_call_id(7);
    return request;
  }

  int port_ = 0;
  FakeSessions sessions_;
  FakeCommands commands_{sessions_};
  FakeWatch watch_{sessions_};
  FakeLookups lookups_{sessions_};
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(ClientTest, SaysWhoMaySignIn) {
  const auto users = NewSession()->channel()->ListUsers(kPatience);
  ASSERT_TRUE(users.ok());
  ASSERT_EQ(users->size(), 1u);
  EXPECT_EQ(users->front().user_id(), "kari");
}

TEST_F(ClientTest, AnUnknownUserIsRefusedAtOnce) {
  EXPECT_EQ(NewSession("nobody")->Open(kPatience).code(), absl::StatusCode::kInvalidArgument);
  CommandClient client(NewSession("nobody"));
  EXPECT_EQ(client.ExecuteBlocking(Request("a"), kPatience).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(ClientTest, OpenGivesUpWhereNobodyAnswers) {
  const auto session = NewSession();
  StopServer();
  EXPECT_FALSE(session->Open(milliseconds(300)).ok());
}

TEST_F(ClientTest, RetriesWithTheSameRequestId) {
  commands_.Script({grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::RESOURCE_EXHAUSTED,
                    grpc::StatusCode::DEADLINE_EXCEEDED, grpc::StatusCode::UNKNOWN});
  CommandOptions options;
  options.attempt_timeout = milliseconds(200);
  CommandClient client(NewSession(), options);
  const auto reply = client.ExecuteBlocking(Request("one"), kPatience);
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->revision(), 1);
  EXPECT_THAT(commands_.tries(), ElementsAre("one", "one", "one", "one", "one"));
  EXPECT_EQ(commands_.carried_out(), 1u);
  EXPECT_EQ(client.retries(), 4);
  EXPECT_EQ(client.unacknowledged(), 0u);
}

TEST_F(ClientTest, WhatIsWrongIsNotRetried) {
  commands_.Script({grpc::StatusCode::INVALID_ARGUMENT, grpc::StatusCode::PERMISSION_DENIED});
  CommandClient client(NewSession());
  EXPECT_EQ(client.ExecuteBlocking(Request("a"), kPatience).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(client.ExecuteBlocking(Request("b"), kPatience).status().code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(commands_.tries(), ElementsAre("a", "b"));
}

TEST_F(ClientTest, ARequestOverTheLimitIsNeverSent) {
  CommandClient client(NewSession());
  v1::ExecuteRequest request = Request("a");
  request.mutable_command()->mutable_add_note()->set_text(std::string(limits::kMessageBytesMax, 'x'));
  EXPECT_EQ(client.ExecuteBlocking(request, kPatience).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(commands_.tries().empty());
}

TEST_F(ClientTest, AForgottenSessionIsOpenedAgainOnceForAll) {
  const auto session = NewSession();
  ASSERT_TRUE(session->Open(kPatience).ok());
  sessions_.ForgetAll();
  CommandClient client(session);
  std::atomic<int> good = 0;
  std::atomic<int> done = 0;
  for (int i = 0; i < 20; ++i) {
    client.Execute(Request("r" + std::to_string(i)), kPatience,
                   [&](const absl::StatusOr<v1::ExecuteResponse>& reply) {
                     if (reply.ok()) ++good;
                     ++done;
                   });
  }
  for (int i = 0; i < 3000 && done < 20; ++i) std::this_thread::sleep_for(milliseconds(10));
  EXPECT_EQ(good, 20);
  EXPECT_EQ(sessions_.opened(), 2);
  EXPECT_EQ(session->times_opened(), 2);
}

TEST_F(ClientTest, ARestartedServerGetsTheSameCommandAgain) {
  const auto session = NewSession();
  ASSERT_TRUE(session->Open(kPatience).ok());
  const int port = port_;
  StopServer();
  sessions_.ForgetAll();
  CommandClient client(session);
  std::promise<absl::StatusOr<v1::ExecuteResponse>> answer;
  client.Execute(Request("one"), kPatience,
                 [&](absl::StatusOr<v1::ExecuteResponse> reply) { answer.set_value(std::move(reply)); });
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_EQ(client.unacknowledged(), 1u);
  StartServer(port);
  EXPECT_TRUE(answer.get_future().get().ok());
  EXPECT_THAT(commands_.tries(), ElementsAre("one"));
}

TEST_F(ClientTest, InOrderMeansOneAfterTheOtherThroughRetries) {
  commands_.Script({grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::UNAVAILABLE});
  CommandOptions options;
  options.in_order = true;
  CommandClient client(NewSession(), options);
  std::atomic<int> done = 0;
  for (const char* id : {"a", "b", "c"}) {
    client.Execute(Request(id), kPatience, [&](const absl::StatusOr<v1::ExecuteResponse>&) { ++done; });
  }
  for (int i = 0; i < 3000 && done < 3; ++i) std::this_thread::sleep_for(milliseconds(10));
  EXPECT_THAT(commands_.tries(), ElementsAre("a", "a", "a", "b", "c"));
}

TEST_F(ClientTest, PatienceEnds) {
  const auto session = NewSession();
  StopServer();
  CommandClient client(session);
  EXPECT_EQ(client.ExecuteBlocking(Request("a"), milliseconds(200)).status().code(),
            absl::StatusCode::kDeadlineExceeded);
}

TEST_F(ClientTest, DestroyingTheClientCallsBackEveryCommandOnce) {
  const auto session = NewSession();
  StopServer();
  std::atomic<int> cancelled = 0;
  {
    CommandClient client(session);
    for (int i = 0; i < 10; ++i) {
      client.Execute(Request("r" + std::to_string(i)), kPatience,
                     [&](const absl::StatusOr<v1::ExecuteResponse>& reply) {
                       if (reply.status().code() == absl::StatusCode::kCancelled) ++cancelled;
                     });
    }
  }
  EXPECT_EQ(cancelled, 10);
}

TEST(HandOver, LeavesNothingWithTheCallbackWhichGrpcDestroysWhenItLikes) {
  struct Core {
    std::shared_ptr<Loop> loop;
  };
  const auto loop = std::make_shared<Loop>();
  auto core = std::make_shared<Core>(Core{.loop = loop});
  const std::weak_ptr<Core> held = core;
  bool told = false;
  std::function<void(const grpc::Status&)> callback = [core = std::move(core),
                                                       &told](const grpc::Status& status) mutable {
    HandOver(std::move(core), 7, status,
             [&told](Core&, int item, const absl::Status& result) { told = item == 7 && result.ok(); });
  };
  callback(grpc::Status::OK);
  loop->RunAndWait([] {});
  EXPECT_TRUE(told);
  EXPECT_TRUE(held.expired()) << "the callback still is, and holds nothing";
}

TEST_F(ClientTest, ASearchIsAnsweredAlsoAfterCentralForgotTheSession) {
  LookupClient client(NewSession());
  const auto search = [&client](const std::string& reason) {
    std::promise<absl::StatusOr<v1::SearchResponse>> answer;
    v1::SearchRequest request;
    request.set_name("ørne");
    request.set_reason(reason);
    client.Search(request, kPatience,
                  [&answer](absl::StatusOr<v1::SearchResponse> is) { answer.set_value(std::move(is)); });
    return answer.get_future().get();
  };
  ASSERT_TRUE(search("klage").ok());
  sessions_.ForgetAll();
  const auto found = search("klage");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->found(0).name(), "ørne");
  EXPECT_EQ(sessions_.opened(), 2);
  EXPECT_EQ(search("").status().code(), absl::StatusCode::kResourceExhausted)
      << "told at once, and not tried again";
}

TEST_F(ClientTest, AReadThatIsNotAnsweredIsCalledBackWhenTheClientGoes) {
  std::promise<absl::Status> answer;
  {
    LookupClient client(NewSession());
    v1::ReadRequest request;
    request.set_contact_id(7);
    std::promise<std::int64_t> read;
    client.Read(request, kPatience, [&read](absl::StatusOr<v1::ReadResponse> is) {
      read.set_value(is.ok() ? is->contact().contact_id() : 0);
    });
    EXPECT_EQ(read.get_future().get(), 7);
    request.set_contact_id(0);
    client.Read(request, kPatience,
                [&answer](absl::StatusOr<v1::ReadResponse> is) { answer.set_value(is.status()); });
  }
  EXPECT_EQ(answer.get_future().get().code(), absl::StatusCode::kCancelled);
}

TEST_F(ClientTest, ASnapshotInPartsThenBatchesEachAcknowledgedAfterwards) {
  std::promise<std::vector<std::int64_t>> acks;
  watch_.Play({[&](const v1::Hello& hello, Stream* stream) {
    EXPECT_EQ(hello.journal_id(), "");
    EXPECT_EQ(hello.after_revision(), 0);
    SendSnapshot(5, stream);
    SendBatch(6, 7, stream);
    SendInParts(BatchOf(8, 400).SerializeAsString(), 400, false, stream);
    SendBookmark(400, "journal-a", stream);
    acks.set_value(ReadAcks(stream));
  }});
  Recorder recorder;
  WatchClient watch(NewSession(), &recorder);
  watch.Start();
  ASSERT_TRUE(recorder.WaitFor(4));
  EXPECT_EQ(watch.applied_revision(), 400);
  // The last ack is a write of its own; give it time to leave before the stream is cut.
  std::this_thread::sleep_for(milliseconds(200));
  watch.Stop();
  EXPECT_THAT(recorder.heard(), ElementsAre("S5", "B6-7", "B8-400", "M400"));
  const auto acked = acks.get_future().get();
  ASSERT_FALSE(acked.empty());
  EXPECT_EQ(acked.back(), 400);
  EXPECT_TRUE(std::is_sorted(acked.begin(), acked.end()));
}

TEST_F(ClientTest, ABrokenStreamIsResumedFromTheLastAppliedRevision) {
  watch_.Play({[](const v1::Hello&, Stream* stream) {
                 SendSnapshot(5, stream);
                 SendBatch(6, 9, stream);
               },
               [](const v1::Hello&, Stream* stream) {
                 SendBatch(10, 10, stream);
                 ReadAcks(stream);
               }});
  Recorder recorder;
  WatchClient watch(NewSession(), &recorder);
  watch.Start();
  ASSERT_TRUE(recorder.WaitFor(4));
  watch.Stop();
  EXPECT_THAT(recorder.heard(), ElementsAre("S5", "B6-9", "D", "B10-10"));
  const auto hellos = watch_.hellos();
  ASSERT_EQ(hellos.size(), 2u);
  EXPECT_EQ(hellos[1].journal_id(), "journal-a");
  EXPECT_EQ(hellos[1].after_revision(), 9);
  EXPECT_EQ(watch.snapshots(), 1);
  EXPECT_EQ(watch.connects(), 2);
}

TEST_F(ClientTest, StartsFromAPositionThatItIsGiven) {
  watch_.Play({[](const v1::Hello& hello, Stream* stream) {
    SendBatch(hello.after_revision() + 1, hello.after_revision() + 2, stream);
    ReadAcks(stream);
  }});
  Recorder recorder;
  WatchOptions options;
  options.journal_id = "journal-a";
  options.after_revision = 41;
  WatchClient watch(NewSession(), &recorder, options);
  watch.Start();
  ASSERT_TRUE(recorder.WaitFor(1));
  EXPECT_THAT(recorder.heard(), ElementsAre("B42-43"));
}

// After each of these the client may not trust what it holds: it asks for a snapshot.
TEST_F(ClientTest, WhatBreaksTheStoryMakesItStartOver) {
  const std::vector<std::function<void(Stream*)>> breaks = {
      [](Stream* stream) { SendBatch(8, 9, stream); },                // a gap
      [](Stream* stream) { SendBatch(5, 6, stream); },                // a repetition
      [](Stream* stream) { SendBookmark(99, "journal-a", stream); },  // sent, and not come
      [](Stream* stream) { SendBookmark(5, "journal-b", stream); },   // another journal
      [](Stream* stream) {
        v1::WatchResponse response;
        response.mutable_resync()->set_reason(v1::RESYNC_REASON_COMPACTED);
        stream->Write(response);
      },
      [](Stream* stream) {
        v1::WatchResponse response;
        *response.mutable_batch() = BatchOf(6, 8);
        response.mutable_batch()->mutable_events()->RemoveLast();
        stream->Write(response);
      },
  };
  for (const auto& make_break : breaks) {
    watch_.Play({[&](const v1::Hello&, Stream* stream) {
                   SendSnapshot(5, stream);
                   make_break(stream);
                   ReadAcks(stream);
                 },
                 [](const v1::Hello& hello, Stream* stream) {
                   EXPECT_EQ(hello.journal_id(), "");
                   EXPECT_EQ(hello.after_revision(), 0);
                   SendSnapshot(12, stream);
                   ReadAcks(stream);
                 }});
    Recorder recorder;
    WatchClient watch(NewSession(), &recorder);
    watch.Start();
    ASSERT_TRUE(recorder.WaitFor(3));
    watch.Stop();
    EXPECT_THAT(recorder.heard(), ElementsAre("S5", "D", "S12"));
  }
}

TEST_F(ClientTest, AListenerThatCannotApplyGetsASnapshot) {
  watch_.Play({[](const v1::Hello&, Stream* stream) {
                 SendSnapshot(5, stream);
                 SendBatch(6, 6, stream);
                 ReadAcks(stream);
               },
               [](const v1::Hello& hello, Stream* stream) {
                 EXPECT_EQ(hello.journal_id(), "");
                 SendSnapshot(6, stream);
                 ReadAcks(stream);
               }});
  Recorder recorder;
  recorder.FailNextBatch();
  WatchClient watch(NewSession(), &recorder);
  watch.Start();
  ASSERT_TRUE(recorder.WaitFor(4));
  EXPECT_THAT(recorder.heard(), ElementsAre("S5", "B6-6", "D", "S6"));
}

TEST_F(ClientTest, AListenerMayStopTheWatchAndHearsNothingMore) {
  std::promise<void> ended;
  watch_.Play({[&ended](const v1::Hello&, Stream* stream) {
    SendSnapshot(5, stream);
    SendBatch(6, 6, stream);
    SendBatch(7, 7, stream);
    ReadAcks(stream);
    ended.set_value();
  }});
  Recorder recorder;
  WatchClient watch(NewSession(), &recorder);
  recorder.AtNextBatch([&watch] { watch.StopSoon(); });
  watch.Start();
  ASSERT_EQ(ended.get_future().wait_for(kPatience), std::future_status::ready);
  std::this_thread::sleep_for(milliseconds(300));
  EXPECT_THAT(recorder.heard(), ElementsAre("S5", "B6-6"));
  EXPECT_EQ(watch.connects(), 1) << "nor is it opened anew";
  watch.Stop();
}

TEST_F(ClientTest, ASilentStreamIsGivenUp) {
  watch_.Play({[](const v1::Hello&, Stream* stream) { ReadAcks(stream); },
               [](const v1::Hello&, Stream* stream) {
                 SendSnapshot(5, stream);
                 ReadAcks(stream);
               }});
  Recorder recorder;
  WatchOptions options;
  options.silence_limit = milliseconds(200);
  WatchClient watch(NewSession(), &recorder, options);
  watch.Start();
  ASSERT_TRUE(recorder.WaitFor(2));
  EXPECT_EQ(recorder.heard()[0], "D");
  EXPECT_EQ(recorder.heard()[1], "S5");
}

TEST_F(ClientTest, AWatchOutlivesTheServerAndItsSessions) {
  watch_.Play({[](const v1::Hello& hello, Stream* stream) {
    if (hello.journal_id().empty()) SendSnapshot(5, stream);
    if (hello.after_revision() == 5) SendBatch(6, 6, stream);
    ReadAcks(stream);
  }});
  Recorder recorder;
  WatchClient watch(NewSession(), &recorder);
  watch.Start();
  ASSERT_TRUE(recorder.WaitFor(1));
  const int port = port_;
  StopServer();
  sessions_.ForgetAll();
  ASSERT_TRUE(recorder.WaitFor(2));
  StartServer(port);
  for (int i = 0; i < 3000 && watch.applied_revision() < 6; ++i)
    std::this_thread::sleep_for(milliseconds(10));
  EXPECT_EQ(watch.applied_revision(), 6);
  EXPECT_EQ(recorder.heard().back(), "B6-6");
  watch.Stop();
  StopServer();
}

TEST(ChannelTest, AMissingCertificateIsNamed) {
  ChannelOptions options;
  options.target = "127.0.0.1:1";
  options.ca_file = "/no/such/ca.pem";
  const auto channel = Channel::Create(options);
  ASSERT_FALSE(channel.ok());
  EXPECT_EQ(channel.status().code(), absl::StatusCode::kNotFound);
  EXPECT_NE(channel.status().ToString().find("/no/such/ca.pem"), std::string::npos);
}

}  // namespace
}  // namespace legevakt::client
