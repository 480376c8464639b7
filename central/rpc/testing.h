// For tests: a central in this process over a store in memory, on a real socket, and a client that speaks the
// bare protocol, so that what goes over the wire is what is tested.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "central/domain/apply.h"
#include "central/domain/snapshot.h"
#include "central/engine/memory_store.h"
#include "central/engine/testing.h"
#include "central/rpc/server.h"
#include "legevakt/v1/admin.grpc.pb.h"
#include "legevakt/v1/command.grpc.pb.h"
#include "legevakt/v1/duty.grpc.pb.h"
#include "legevakt/v1/lookup.grpc.pb.h"
#include "legevakt/v1/session.grpc.pb.h"
#include "legevakt/v1/watch.grpc.pb.h"

namespace legevakt::rpc::testing {

// Long: on a machine that others load, what must come comes late.
inline constexpr std::chrono::seconds kPatience(120);

// No call hangs a test.
inline void SetDeadline(grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + kPatience);
}

inline v1::Reason ReasonIn(const grpc::ClientContext& context) {
  const auto& metadata = context.GetServerTrailingMetadata();
  const auto found = metadata.find("legevakt-reason");
  v1::Reason reason = v1::REASON_UNSPECIFIED;
  if (found != metadata.end()) {
    v1::Reason_Parse(std::string(found->second.data(), found->second.size()), &reason);
  }
  return reason;
}

struct CommandAnswer {
  grpc::Status status;
  v1::Reason reason = v1::REASON_UNSPECIFIED;
  v1::ExecuteResponse response;
};

// One stream of WatchService.
class Stream {
 public:
  Stream(v1::WatchService::Stub& stub, const std::string& token, const v1::Hello* hello) {
    SetDeadline(context_);
    if (!token.empty()) context_.AddMetadata("authorization", "Bearer " + token);
    stream_ = stub.Watch(&context_);
    if (hello == nullptr) return;
    v1::WatchRequest request;
    *request.mutable_hello() = *hello;
    stream_->Write(request);
  }
  ~Stream() {
    context_.TryCancel();
    if (!finished_) stream_->Finish();
  }

  std::optional<v1::WatchResponse> Next() {
    v1::WatchResponse response;
    if (!stream_->Read(&response)) return std::nullopt;
    return response;
  }
  void Ack(std::int64_t revision) {
    v1::WatchRequest request;
    request.mutable_ack()->set_applied_revision(revision);
    stream_->Write(request);
  }
  void SayHello(const v1::Hello& hello) {
    v1::WatchRequest request;
    *request.mutable_hello() = hello;
    stream_->Write(request);
  }
  // Reads to the end.
  grpc::Status Finish() {
    while (Next().has_value()) {
    }
    finished_ = true;
    return stream_->Finish();
  }
  v1::Reason reason() const { return ReasonIn(context_); }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::WatchRequest, v1::WatchResponse>> stream_;
  bool finished_ = false;
};

class Client {
 public:
  explicit Client(const std::string& address,
                  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials(),
                  const std::string& tls_name = "") {
    grpc::ChannelArguments arguments;
    // A connection of its own for each client; small windows, so that one that does not read is noticed soon.
    arguments.SetInt("grpc.use_local_subchannel_pool", 1);
    arguments.SetInt("grpc.http2.bdp_probe", 0);
    arguments.SetInt("grpc.http2.lookahead_bytes", 65536);
    if (!tls_name.empty()) arguments.SetSslTargetNameOverride(tls_name);
    channel_ = grpc::CreateCustomChannel(address, credentials, arguments);
    commands_ = v1::CommandService::NewStub(channel_);
    sessions_ = v1::SessionService::NewStub(channel_);
    watches_ = v1::WatchService::NewStub(channel_);
    duty_ = v1::DutyService::NewStub(channel_);
    admin_ = v1::AdminService::NewStub(channel_);
    lookup_ = v1::LookupService::NewStub(channel_);
  }

  grpc::Status Open(const std::string& user_id, v1::Role role = v1::ROLE_UNSPECIFIED) {
    grpc::ClientContext context;
    SetDeadline(context);
    context.set_wait_for_ready(true);
    v1::OpenRequest request;
    request.set_user_id(user_id);
    request.set_role(role);
    request.set_device("test");
    opened = v1::OpenResponse();
    const grpc::Status status = sessions_->Open(&context, request, &opened);
    token = opened.token();
    reason = ReasonIn(context);
    return status;
  }
  CommandAnswer Execute(const v1::ExecuteRequest& request) {
    grpc::ClientContext context;
    Authorize(context);
    CommandAnswer answer;
    answer.status = commands_->Execute(&context, request, &answer.response);
    answer.reason = ReasonIn(context);
    return answer;
  }
  std::unique_ptr<Stream> Watch(const std::string& journal_id = "", std::int64_t after = 0) {
    v1::Hello hello;
    hello.set_journal_id(journal_id);
    hello.set_after_revision(after);
    return std::make_unique<Stream>(*watches_, token, &hello);
  }
  std::unique_ptr<Stream> WatchSilently() { return std::make_unique<Stream>(*watches_, token, nullptr); }
  v1::GetStatusResponse Status() {
    grpc::ClientContext context;
    Authorize(context);
    v1::GetStatusResponse response;
    const grpc::Status status = admin_->GetStatus(&context, {}, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  // A call of a service that we have no stub for: bytes there, bytes back.
  std::pair<grpc::Status, std::string> CallBare(const std::string& method, const std::string& bytes) {
    grpc::GenericStub stub(channel_);
    grpc::ClientContext context;
    SetDeadline(context);
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, method, grpc::StubOptions(), &request, &response,
                   [&done](grpc::Status status) { done.set_value(std::move(status)); });
    const grpc::Status status = done.get_future().get();
    std::string answer;
    grpc::Slice one;
    if (status.ok() && response.TrySingleSlice(&one).ok()) {
      answer.assign(reinterpret_cast<const char*>(one.begin()), one.size());
    }
    return {status, answer};
  }
  void Authorize(grpc::ClientContext& context) const {
    SetDeadline(context);
    if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
  }

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  v1::SessionService::Stub& sessions() { return *sessions_; }
  v1::DutyService::Stub& duty() { return *duty_; }
  v1::AdminService::Stub& admin() { return *admin_; }
  v1::LookupService::Stub& lookup() { return *lookup_; }

  std::string token;
  v1::OpenResponse opened;
  v1::Reason reason = v1::REASON_UNSPECIFIED;

 private:
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::CommandService::Stub> commands_;
  std::unique_ptr<v1::SessionService::Stub> sessions_;
  std::unique_ptr<v1::WatchService::Stub> watches_;
  std::unique_ptr<v1::DutyService::Stub> duty_;
  std::unique_ptr<v1::AdminService::Stub> admin_;
  std::unique_ptr<v1::LookupService::Stub> lookup_;
};

// What a watcher holds: the one reducer, and the guarantees of the watch checked on the way.
class Follower {
 public:
  // Takes one message; false where it was a resync.
  bool Take(const v1::WatchResponse& response, Stream* stream) {
    switch (response.what_case()) {
      case v1::WatchResponse::kSnapshot:
        TakeSnapshot(response.snapshot());
        return true;
      case v1::WatchResponse::kBatch:
        TakeBatch(response.batch(), stream);
        return true;
      case v1::WatchResponse::kBatchPart:
        TakePart(response.batch_part(), stream);
        return true;
      case v1::WatchResponse::kBookmark:
        EXPECT_EQ(response.bookmark().revision(), state.revision) << "bookmarkable: all before it has come";
        EXPECT_GE(response.bookmark().at_us(), at_us);
        at_us = response.bookmark().at_us();
        draining = response.bookmark().draining();
        ++bookmarks;
        return true;
      case v1::WatchResponse::kResync:
        resync = response.resync();
        return false;
      case v1::WatchResponse::WHAT_NOT_SET:
        break;
    }
    ADD_FAILURE() << "an empty message";
    return false;
  }

  // Follows until `revision` has been applied.
  void FollowTo(Stream& stream, std::int64_t revision) {
    while (state.revision < revision || (revision == 0 && bookmarks == 0)) {
      const auto response = stream.Next();
      ASSERT_TRUE(response.has_value()) << "the stream ended at revision " << state.revision;
      ASSERT_TRUE(Take(*response, &stream)) << "resync " << resync->reason();
    }
  }

  domain::State state;
  std::vector<std::int64_t> revisions;
  std::string journal_id;
  std::int64_t at_us = 0;
  int bookmarks = 0;
  int snapshots = 0;
  int parts = 0;
  bool draining = false;
  std::optional<v1::Resync> resync;

 private:
  void TakeSnapshot(const v1::Chunk& chunk) {
    bytes_ += chunk.data();
    ++parts;
    if (!chunk.last()) return;
    v1::StateSnapshot snapshot;
    ASSERT_TRUE(snapshot.ParseFromString(bytes_));
    bytes_.clear();
    EXPECT_EQ(snapshot.revision(), chunk.revision());
    journal_id = chunk.journal_id();
    state = domain::FromSnapshot(std::move(snapshot));
    ++snapshots;
  }
  void TakePart(const v1::Chunk& chunk, Stream* stream) {
    bytes_ += chunk.data();
    ++parts;
    if (!chunk.last()) return;
    v1::EventBatch batch;
    ASSERT_TRUE(batch.ParseFromString(bytes_));
    bytes_.clear();
    TakeBatch(batch, stream);
  }
  void TakeBatch(const v1::EventBatch& batch, Stream* stream) {
    ASSERT_GT(batch.events_size(), 0);
    EXPECT_EQ(batch.first_revision(), state.revision + 1) << "reliable: no gap";
    EXPECT_EQ(batch.last_revision() - batch.first_revision() + 1, batch.events_size()) << "atomic";
    for (const v1::Event& event : batch.events()) {
      // Ordered and unique: Apply takes nothing but the next revision.
      const absl::Status applied = domain::Apply(state, event);
      ASSERT_TRUE(applied.ok()) << applied;
      revisions.push_back(event.revision());
    }
    EXPECT_EQ(state.revision, batch.last_revision());
    if (stream != nullptr) stream->Ack(state.revision);
  }

  std::string bytes_;
};

inline v1::Region Region() {
  v1::Region region = engine::testing::SmallRegion(3600);
  region.set_centre_name("Legevaktsentralen");
  const auto add = [&region](const char* id, v1::Role role) {
    v1::Staff& staff = *region.add_staff();
    staff.set_user_id(id);
    staff.set_name(id);
    staff.set_role(role);
  };
  add("ola", v1::ROLE_OPERATOR);
  add("ingrid", v1::ROLE_SHIFT_LEADER);
  add("telefoni", v1::ROLE_TELEPHONY);
  add("drift", v1::ROLE_ADMIN);
  for (const char* id : {"lege-berg", "lege-nilsen"}) {
    v1::Doctor& doctor = *region.add_doctors();
    doctor.set_doctor_id(id);
    doctor.set_name(id);
  }
  return region;
}

inline v1::ExecuteRequest Note(std::int64_t contact_id, std::string text) {
  v1::ExecuteRequest request;
  request.set_request_id(NewUuid());
  request.mutable_command()->mutable_add_note()->set_contact_id(contact_id);
  request.mutable_command()->mutable_add_note()->set_text(std::move(text));
  return request;
}

// A central on a free port of the loopback interface.
class RpcTest : public ::testing::Test {
 protected:
  void SetUp() override { Serve({}); }
  void TearDown() override { StopServing(); }

  static RpcServer::Options Quick() {
    RpcServer::Options options;
    options.server_version = "test";
    options.watch.bookmark = std::chrono::milliseconds(50);
    return options;
  }
  void Serve(std::optional<RpcServer::Options> options) {
    StopServing();
    engine::Engine::Options engine_options;
    engine_options.clock = clock_;
    engine_options.store = std::make_unique<engine::testing::BorrowedStore>(store_);
    auto opened = engine::Engine::Open(std::move(engine_options));
    ASSERT_TRUE(opened.ok()) << opened.status();
    engine_ = *std::move(opened);
    std::promise<absl::Status> loaded;
    engine_->LoadRegion(Region(), [&loaded](absl::Status status) { loaded.set_value(std::move(status)); });
    ASSERT_TRUE(loaded.get_future().get().ok());
    auto started = RpcServer::Start(*engine_, sessions_, options.has_value() ? *std::move(options) : Quick());
    ASSERT_TRUE(started.ok()) << started.status();
    server_ = *std::move(started);
    server_->Accept();
    server_->SetServing(true);
  }
  void StopServing() {
    if (server_ != nullptr) server_->Announce();
    if (engine_ != nullptr) engine_->Stop();
    if (server_ != nullptr) server_->Shutdown();
    server_.reset();
    engine_.reset();
  }
  // Signed in.
  std::unique_ptr<Client> As(const std::string& user_id, v1::Role role = v1::ROLE_UNSPECIFIED) {
    auto client = std::make_unique<Client>(server_->address());
    const grpc::Status status = client->Open(user_id, role);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return client;
  }
  static bool Eventually(const std::function<bool()>& condition) {
    for (const auto end = std::chrono::steady_clock::now() + kPatience;
         std::chrono::steady_clock::now() < end;) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }

  std::shared_ptr<engine::MemoryStore> store_ = std::make_shared<engine::MemoryStore>();
  std::shared_ptr<engine::testing::SharedClock> clock_ = std::make_shared<engine::testing::SharedClock>();
  engine::SessionRegistry sessions_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<RpcServer> server_;
};

}  // namespace legevakt::rpc::testing
