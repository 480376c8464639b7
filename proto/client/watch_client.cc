#include "proto/client/watch_client.h"

#include <atomic>
#include <functional>
#include <future>
#include <utility>

#include "legevakt/v1/watch.grpc.pb.h"
#include "proto/client/impl.h"

namespace legevakt::client {
namespace {

// A snapshot or batch that arrives in parts may not grow past this.
constexpr std::size_t kAssembledBytesMax = std::size_t{256} * 1024 * 1024;

absl::Status DataLoss(const std::string& what) {
  return MakeStatus(absl::StatusCode::kDataLoss, what);
}

}  // namespace

// The watch as a whole, over all its streams. Loop thread.
struct WatchClient::Core : std::enable_shared_from_this<WatchClient::Core> {
  Core(Channel::Impl& channel, std::shared_ptr<Session::Core> who, WatchListener* to, WatchOptions chosen);

  void Connect();
  // Returns an error where the stream must be given up.
  absl::Status OnMessage(v1::WatchResponse& message);
  absl::Status OnSnapshotChunk(const v1::Chunk& chunk);
  absl::Status OnBatchPart(const v1::Chunk& chunk);
  absl::Status OnBatch(v1::EventBatch batch);
  absl::Status OnBookmark(const v1::Bookmark& bookmark);
  void OnStreamDone(const absl::Status& status, const std::string& token);
  void ConnectLater(std::chrono::milliseconds pause);
  void DropPosition();
  void Stop(std::function<void()> done);

  const std::shared_ptr<Loop> loop;
  const std::shared_ptr<Session::Core> session;
  WatchListener* const listener;
  const WatchOptions options;
  const std::unique_ptr<v1::WatchService::Stub> stub;
  Backoff backoff;

  std::string journal_id;
  std::int64_t position = 0;
  std::string parts;
  std::shared_ptr<Stream> stream;
  bool started = false;
  bool stopped = false;
  std::function<void()> when_stopped;

  std::atomic<std::int64_t> applied{0};
  std::atomic<std::int64_t> connects{0};
  std::atomic<std::int64_t> snapshots{0};
};

// One stream. Its methods run on the loop, its reactions on gRPC's threads, where they only post. A hold
// keeps OnDone away until the loop has let go.
class WatchClient::Stream : public grpc::ClientBidiReactor<v1::WatchRequest, v1::WatchResponse>,
                            public std::enable_shared_from_this<WatchClient::Stream> {
 public:
  Stream(std::shared_ptr<Core> core, std::string token) : core_(std::move(core)), token_(std::move(token)) {}

  void Start(const std::string& journal_id, std::int64_t after_revision) {
    self_ = shared_from_this();
    context_.AddMetadata("authorization", "Bearer " + token_);
    context_.set_wait_for_ready(true);
    core_->stub->async()->Watch(&context_, this);
    v1::Hello* hello = outgoing_.mutable_hello();
    hello->set_journal_id(journal_id);
    hello->set_after_revision(after_revision);
    writing_ = true;
    AddHold();
    StartWrite(&outgoing_);
    StartRead(&incoming_);
    StartCall();
  }

  // Ends the stream, with this as its reason.
  void GiveUp(const absl::Status& why) {
    if (!ended_) reason_ = why;
    Cancel();
  }
  void Cancel() { context_.TryCancel(); }

  // --- gRPC's threads ---
  void OnReadDone(bool ok) override {
    core_->loop->Post([self = self_, ok] { self->HandleRead(ok); });
  }
  void OnWriteDone(bool ok) override {
    core_->loop->Post([self = self_, ok] { self->HandleWritten(ok); });
  }
  void OnDone(const grpc::Status& status) override {
    // The task may end this stream, and all that owns the loop, before Post returns.
    const std::shared_ptr<Loop> loop = core_->loop;
    loop->Post([self = std::move(self_), result = FromGrpc(status)] { self->HandleDone(result); });
  }

 private:
  void HandleRead(bool ok) {
    ++messages_;
    DisarmSilence();
    if (!ok) {
      ended_ = true;
      RemoveHold();
      return;
    }
    if (!core_->stopped && reason_.ok()) {
      const absl::Status status = core_->OnMessage(incoming_);
      if (status.ok()) {
        AckApplied();
      } else {
        GiveUp(status);
      }
    }
    // A part's buffer is not kept for the stream's life.
    if (incoming_.has_snapshot() || incoming_.has_batch_part()) v1::WatchResponse().Swap(&incoming_);
    ArmSilence();
    StartRead(&incoming_);
  }

  void HandleWritten(bool ok) {
    writing_ = false;
    if (!ok || ended_) return;
    // Hello is on its way: from here on something must come.
    if (messages_ == 0) ArmSilence();
    AckApplied();
  }

  void HandleDone(const absl::Status& status) {
    DisarmSilence();
    const absl::Status why = !reason_.ok() ? reason_ : status;
    core_->OnStreamDone(why, token_);
  }

  // One write at a time: what was applied meanwhile goes with the next ack.
  void AckApplied() {
    if (writing_ || ended_ || core_->position <= acked_) return;
    acked_ = core_->position;
    outgoing_.mutable_ack()->set_applied_revision(acked_);
    writing_ = true;
    StartWrite(&outgoing_);
  }

  void ArmSilence() {
    silence_ = core_->loop->After(core_->options.silence_limit, [weak = weak_from_this()] {
      if (const auto self = weak.lock())
        self->GiveUp(absl::UnavailableError("nothing came on the watch in time"));
    });
  }
  void DisarmSilence() { core_->loop->Cancel(silence_); }

  const std::shared_ptr<Core> core_;
  const std::string token_;
  // From StartCall to OnDone.
  std::shared_ptr<Stream> self_;
  grpc::ClientContext context_;
  v1::WatchRequest outgoing_;
  v1::WatchResponse incoming_;
  Loop::TimerId silence_{};
  std::int64_t acked_ = 0;
  std::int64_t messages_ = 0;
  bool writing_ = false;
  bool ended_ = false;
  absl::Status reason_;
};

WatchClient::Core::Core(Channel::Impl& channel, std::shared_ptr<Session::Core> who, WatchListener* to,
                        WatchOptions chosen)
    : loop(channel.loop),
      session(std::move(who)),
      listener(to),
      options(std::move(chosen)),
      stub(v1::WatchService::NewStub(channel.grpc_channel)),
      backoff(channel),
      journal_id(options.journal_id),
      position(options.journal_id.empty() ? 0 : options.after_revision) {}

void WatchClient::Core::Connect() {
  if (stopped) return;
  session->WithToken([self = shared_from_this()](const absl::Status& status, const std::string& token) {
    if (self->stopped) return;
    if (!status.ok()) {
      self->listener->OnDisconnected(status);
      return self->ConnectLater(self->backoff.Next());
    }
    self->parts.clear();
    self->connects.fetch_add(1);
    self->stream = std::make_shared<Stream>(self, token);
    self->stream->Start(self->journal_id, self->position);
  });
}

absl::Status WatchClient::Core::OnMessage(v1::WatchResponse& message) {
  backoff.Reset();
  switch (message.what_case()) {
    case v1::WatchResponse::kSnapshot:
      return OnSnapshotChunk(message.snapshot());
    case v1::WatchResponse::kBatch:
      return OnBatch(std::move(*message.mutable_batch()));
    case v1::WatchResponse::kBatchPart:
      return OnBatchPart(message.batch_part());
    case v1::WatchResponse::kBookmark:
      return OnBookmark(message.bookmark());
    case v1::WatchResponse::kResync:
      DropPosition();
      return absl::AbortedError("central asks for a new start: " +
                                v1::ResyncReason_Name(message.resync().reason()));
    case v1::WatchResponse::WHAT_NOT_SET:
      // From a newer central; what matters to state would come in a batch.
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status WatchClient::Core::OnSnapshotChunk(const v1::Chunk& chunk) {
  if (parts.size() + chunk.data().size() > kAssembledBytesMax) return DataLoss("a snapshot without an end");
  parts += chunk.data();
  if (!chunk.last()) return absl::OkStatus();
  v1::StateSnapshot snapshot;
  const bool good =
      snapshot.ParseFromString(std::exchange(parts, {})) && snapshot.revision() == chunk.revision();
  if (!good) {
    DropPosition();
    return DataLoss("a snapshot that cannot be read");
  }
  journal_id = chunk.journal_id();
  position = chunk.revision();
  listener->OnSnapshot(std::move(snapshot), journal_id);
  applied.store(position);
  snapshots.fetch_add(1);
  return absl::OkStatus();
}

absl::Status WatchClient::Core::OnBatchPart(const v1::Chunk& chunk) {
  if (parts.size() + chunk.data().size() > kAssembledBytesMax) return DataLoss("a batch without an end");
  parts += chunk.data();
  if (!chunk.last()) return absl::OkStatus();
  v1::EventBatch batch;
  if (!batch.ParseFromString(std::exchange(parts, {}))) return DataLoss("a batch that cannot be read");
  return OnBatch(std::move(batch));
}

absl::Status WatchClient::Core::OnBatch(v1::EventBatch batch) {
  bool gapless = !journal_id.empty() && batch.first_revision() == position + 1 && batch.events_size() > 0;
  std::int64_t next = batch.first_revision();
  for (const v1::Event& event : batch.events()) gapless = gapless && event.revision() == next++;
  gapless = gapless && batch.last_revision() == next - 1;
  if (!gapless) {
    const std::string what = "a gap after revision " + std::to_string(position) + ": a batch from " +
                             std::to_string(batch.first_revision()) + " to " +
                             std::to_string(batch.last_revision());
    DropPosition();
    return DataLoss(what);
  }
  const std::int64_t last = batch.last_revision();
  const absl::Status status = listener->OnBatch(std::move(batch));
  if (!status.ok()) {
    DropPosition();
    return status;
  }
  position = last;
  applied.store(position);
  return absl::OkStatus();
}

absl::Status WatchClient::Core::OnBookmark(const v1::Bookmark& bookmark) {
  // The revision says that everything before it was sent; if we lack some of it, it is lost.
  const bool other = !journal_id.empty() && bookmark.journal_id() != journal_id;
  if (other || bookmark.revision() > position) {
    DropPosition();
    return DataLoss(other ? "a bookmark of another journal" : "a bookmark past what was sent");
  }
  listener->OnBookmark(bookmark);
  return absl::OkStatus();
}

void WatchClient::Core::OnStreamDone(const absl::Status& status, const std::string& token) {
  stream = nullptr;
  if (stopped) {
    if (when_stopped) std::exchange(when_stopped, nullptr)();
    return;
  }
  if (status.code() == absl::StatusCode::kUnauthenticated) session->Forget(token);
  listener->OnDisconnected(status.ok() ? absl::UnavailableError("central ended the watch") : status);
  ConnectLater(backoff.Next());
}

void WatchClient::Core::ConnectLater(std::chrono::milliseconds pause) {
  loop->After(pause, [self = shared_from_this()] { self->Connect(); });
}

void WatchClient::Core::DropPosition() {
  journal_id.clear();
  position = 0;
  parts.clear();
}

void WatchClient::Core::Stop(std::function<void()> done) {
  stopped = true;
  if (stream == nullptr) return done();
  when_stopped = std::move(done);
  stream->Cancel();
}

WatchClient::WatchClient(std::shared_ptr<Session> session, WatchListener* listener, WatchOptions options)
    : session_(std::move(session)),
      core_(std::make_shared<Core>(session_->channel()->impl(), session_->core(), listener,
                                   std::move(options))) {}

WatchClient::~WatchClient() {
  Stop();
}

void WatchClient::Start() {
  core_->loop->Post([core = core_] {
    if (!std::exchange(core->started, true)) core->Connect();
  });
}

void WatchClient::Stop() {
  auto stopped = std::make_shared<std::promise<void>>();
  auto future = stopped->get_future();
  core_->loop->Post([core = core_, stopped] { core->Stop([stopped] { stopped->set_value(); }); });
  stopped.reset();
  future.wait();
}

void WatchClient::StopSoon() {
  core_->Stop([] {});
}

std::int64_t WatchClient::applied_revision() const {
  return core_->applied.load();
}

std::int64_t WatchClient::connects() const {
  return core_->connects.load();
}

std::int64_t WatchClient::snapshots() const {
  return core_->snapshots.load();
}

}  // namespace legevakt::client
