#include "central/rpc/watcher.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/status.h"
#include "central/domain/snapshot.h"
#include "central/engine/reason_status.h"
#include "central/rpc/grpc_status.h"

namespace legevakt::rpc {
namespace {

constexpr std::chrono::seconds kHelloWithin(5);

std::chrono::steady_clock::time_point SteadyNow() {
  return std::chrono::steady_clock::now();
}

}  // namespace

Watcher* Watcher::Start(WatchHub& hub, grpc::CallbackServerContext* context, v1::Actor actor) {
  auto watcher = std::make_shared<Watcher>(hub, context, std::move(actor));
  watcher->self_ = watcher;
  Watcher* const raw = watcher.get();
  if (hub.Add(watcher)) {
    raw->Read();
  } else {
    raw->Post([raw, context] {
      raw->End(Refused(context, absl::StatusCode::kResourceExhausted, v1::REASON_QUEUE_FULL));
    });
  }
  return raw;
}

Watcher::Watcher(WatchHub& hub, grpc::CallbackServerContext* context, v1::Actor actor)
    : hub_(hub),
      context_(context),
      actor_(std::move(actor)),
      strip_(actor_.role() == v1::ROLE_WALLBOARD),
      strand_(boost::asio::make_strand(hub.pool().get_executor())),
      began_(SteadyNow()) {}

// --- any thread
// ----------------------------------------------------------------------------------------------

template <typename Handler>
void Watcher::Post(Handler handler) {
  boost::asio::post(strand_,
                    [self = shared_from_this(), handler = std::move(handler)]() mutable { handler(); });
}

void Watcher::Wake() {
  if (woken_.exchange(true)) return;
  Post([this] {
    woken_ = false;
    Pump();
  });
}

void Watcher::Tick() {
  Post([this] { HandleTick(); });
}

void Watcher::EndWhenSent() {
  Post([this] {
    end_when_sent_ = true;
    bookmark_due_ = true;
    Pump();
  });
}

void Watcher::Read() {
  StartRead(&in_);
}

void Watcher::OnReadDone(bool ok) {
  Post([this, ok] { HandleRead(ok); });
}

void Watcher::OnWriteDone(bool ok) {
  Post([this, ok] { HandleWritten(ok); });
}

void Watcher::OnCancel() {
  Post([this] { End(grpc::Status::CANCELLED); });
}

void Watcher::OnDone() {
  const std::shared_ptr<Watcher> self = std::move(self_);
  hub_.Remove(self);
  if (counted_as_link_) hub_.telephony().LinkWent(actor_);
}

// --- the strand
// ----------------------------------------------------------------------------------------------

void Watcher::HandleRead(bool ok) {
  if (end_.has_value()) return;
  if (!ok) return End(grpc::Status::OK);
  switch (in_.what_case()) {
    case v1::WatchRequest::kHello:
      HandleHello(in_.hello());
      break;
    case v1::WatchRequest::kAck:
      HandleAck(in_.ack().applied_revision());
      break;
    case v1::WatchRequest::WHAT_NOT_SET:
      End(ToGrpc(engine::ReasonStatus(absl::StatusCode::kInvalidArgument, v1::REASON_BAD_FIELD, "what"),
                 context_));
      break;
  }
  if (end_.has_value()) return;
  Read();
  Pump();
}

void Watcher::HandleHello(const v1::Hello& hello) {
  if (stage_ != Stage::kAwaitsHello) {
    return End(ToGrpc(engine::ReasonStatus(absl::StatusCode::kInvalidArgument, v1::REASON_BAD_FIELD, "hello"),
                      context_));
  }
  if (actor_.role() == v1::ROLE_TELEPHONY) {
    counted_as_link_ = true;
    hub_.telephony().LinkCame();
  }
  engine::Engine& engine = hub_.engine();
  const std::int64_t after = hello.after_revision();
  const std::int64_t durable = engine.durable_revision();
  if (hello.journal_id().empty() && after == 0) {
    stage_ = Stage::kAwaitsSnapshot;
    AskForSnapshot();
  } else if (hello.journal_id() != engine.journal_id()) {
    MakeResync(v1::RESYNC_REASON_OTHER_JOURNAL);
  } else if (after > durable || after < 0) {
    MakeResync(v1::RESYNC_REASON_FUTURE_REVISION);
  } else if (after < durable - limits::kWatchWindowRevisions) {
    MakeResync(v1::RESYNC_REASON_COMPACTED);
  } else {
    stage_ = Stage::kSends;
    sent_ = acked_ = after;
    bookmark_due_ = true;
  }
}

void Watcher::HandleAck(std::int64_t applied_revision) {
  if (applied_revision > sent_) {
    return End(ToGrpc(
        engine::ReasonStatus(absl::StatusCode::kInvalidArgument, v1::REASON_BAD_FIELD, "applied_revision"),
        context_));
  }
  if (applied_revision <= acked_) return;
  acked_ = applied_revision;
  owes_since_ = SteadyNow();
}

void Watcher::AskForSnapshot() {
  auto snapshot = std::make_shared<v1::StateSnapshot>();
  hub_.engine().Read(
      [snapshot](const domain::State& state, std::int64_t) { *snapshot = domain::ToSnapshot(state); },
      [self = shared_from_this(), snapshot] {
        self->Post([raw = self.get(), snapshot] { raw->BeginSnapshot(std::move(*snapshot)); });
      });
}

void Watcher::BeginSnapshot(v1::StateSnapshot snapshot) {
  if (end_.has_value()) return;
  if (strip_) StripPersonal(snapshot);
  sent_ = acked_ = snapshot.revision();
  chunks_ = ChunkedBytes(snapshot.SerializeAsString(), snapshot.revision());
  chunking_ = true;
  chunks_are_snapshot_ = true;
  stage_ = Stage::kSends;
  bookmark_due_ = true;
  Pump();
}

void Watcher::Pump() {
  if (writing_ || end_.has_value()) return;
  if (!MakeNext()) {
    if (end_when_sent_ || stage_ == Stage::kEnds) {
      End(end_when_sent_ ? Refused(context_, absl::StatusCode::kUnavailable, v1::REASON_NOT_SERVING)
                         : grpc::Status::OK);
    }
    return;
  }
  writing_ = true;
  write_began_ = SteadyNow();
  StartWrite(&out_);
}

// Fills out_ with the next thing to send; false where there is nothing.
bool Watcher::MakeNext() {
  if (stage_ == Stage::kEnds) {
    return std::exchange(resync_due_, false);
  }
  if (stage_ != Stage::kSends) return false;
  out_.Clear();
  if (chunking_) {
    v1::Chunk& chunk = chunks_are_snapshot_ ? *out_.mutable_snapshot() : *out_.mutable_batch_part();
    chunk = chunks_.Next(hub_.engine().journal_id());
    if (chunks_.done()) {
      chunking_ = false;
      sent_ = chunks_.revision();
    }
    return true;
  }
  // Before the last bookmark comes all there is.
  if (end_when_sent_ && MakeEvents()) return true;
  if (bookmark_due_) {
    MakeBookmark();
    return true;
  }
  return MakeEvents();
}

bool Watcher::MakeEvents() {
  if (hub_.engine().durable_revision() <= sent_) return false;
  auto events = hub_.engine().Published(sent_, limits::kWatchRefillEvents);
  if (!events.ok()) {
    // It fell out of the window while it read: what it lacks is no longer sent event by event.
    MakeResync(v1::RESYNC_REASON_COMPACTED);
    return MakeNext();
  }
  if (events->empty()) return false;
  v1::EventBatch batch = MakeBatch(*events, strip_);
  if (!Behind()) owes_since_ = SteadyNow();
  if (batch.events_size() == 0) {
    const v1::Event& large = *events->front();
    chunks_ = ChunkedBytes(MakeBatchOfOne(large, strip_).SerializeAsString(), large.revision());
    chunking_ = true;
    chunks_are_snapshot_ = false;
    return MakeNext();
  }
  sent_ = batch.last_revision();
  *out_.mutable_batch() = std::move(batch);
  return true;
}

void Watcher::MakeBookmark() {
  bookmark_due_ = false;
  v1::Bookmark& bookmark = *out_.mutable_bookmark();
  bookmark.set_revision(sent_);
  bookmark.set_at_us(hub_.engine().NowUs());
  bookmark.set_journal_id(hub_.engine().journal_id());
  bookmark.set_draining(hub_.draining());
}

// Not while a write is on its way: out_ belongs to gRPC then.
void Watcher::MakeResync(v1::ResyncReason reason) {
  stage_ = Stage::kEnds;
  out_.Clear();
  v1::Resync& resync = *out_.mutable_resync();
  resync.set_reason(reason);
  resync.set_oldest_revision(
      std::max<std::int64_t>(0, hub_.engine().durable_revision() - limits::kWatchWindowRevisions));
  resync_due_ = true;
}

void Watcher::HandleWritten(bool ok) {
  writing_ = false;
  if (end_.has_value()) return FinishIfIdle();
  if (!ok) return End(grpc::Status::CANCELLED);
  Pump();
}

void Watcher::HandleTick() {
  if (end_.has_value()) return;
  const SteadyTime now = SteadyNow();
  if (stage_ == Stage::kAwaitsHello && now - began_ > kHelloWithin) {
    return End(ToGrpc(
        engine::ReasonStatus(absl::StatusCode::kDeadlineExceeded, v1::REASON_BAD_FIELD, "hello"), context_));
  }
  if (writing_ && now - write_began_ > hub_.options().slow) {
    // It does not even read: there is no way to tell it anything.
    spdlog::warn("watch of {}: cut, it has not read for {} ms", actor_.user_id(),
                 hub_.options().slow.count());
    context_->TryCancel();
    return;
  }
  if (!writing_ && stage_ == Stage::kSends && Behind() && now - owes_since_ > hub_.options().slow) {
    spdlog::warn("watch of {}: resync, {} revisions not applied", actor_.user_id(), sent_ - acked_);
    chunking_ = false;
    MakeResync(v1::RESYNC_REASON_TOO_SLOW);
    return Pump();
  }
  if (stage_ == Stage::kSends) bookmark_due_ = true;
  Pump();
}

void Watcher::End(grpc::Status status) {
  if (end_.has_value()) return;
  end_ = std::move(status);
  FinishIfIdle();
}

void Watcher::FinishIfIdle() {
  if (writing_ || std::exchange(finished_, true)) return;
  Finish(*end_);
}

}  // namespace legevakt::rpc
