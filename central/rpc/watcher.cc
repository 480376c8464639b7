#include "central/rpc/watcher.h"

#include <grpcpp/impl/codegen/proto_utils.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>

#include "base/limits.h"
#include "central/domain/snapshot.h"
#include "central/engine/reason_status.h"
#include "central/engine/unanswered.h"
#include "central/rpc/grpc_status.h"

namespace legevakt::rpc {
namespace {

// Sent and not acked: two refills, so that a long line is not idle while an ack is on its way.
constexpr auto kUnackedEvents = static_cast<std::int64_t>(2 * limits::kWatchRefillEvents);

std::int64_t SteadyNowUs() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// Without copying them.
grpc::ByteBuffer BufferOf(std::string bytes) {
  auto* const owned = new std::string(std::move(bytes));
  const grpc::Slice slice(
      owned->data(), owned->size(), [](void* user) { delete static_cast<std::string*>(user); }, owned);
  return {&slice, 1};
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
      strand_(boost::asio::make_strand(hub.pool().get_executor())),
      feed_(hub.engine(),
            {.strip = actor_.role() == v1::ROLE_WALLBOARD,
             .slow_us = std::chrono::microseconds(hub.options().slow).count(),
             .encoded = hub.encoded()},
            SteadyNowUs()) {}

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
    feed_.Finish();
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
  v1::WatchRequest request;
  // What cannot be read says as little as an empty request.
  if (!grpc::SerializationTraits<v1::WatchRequest>::Deserialize(&in_, &request).ok()) request.Clear();
  const bool awaited = AwaitsAck();
  HandleRequest(request);
  if (end_.has_value()) return;
  Read();
  if (awaited) woken_ = false;
  Pump();
}

void Watcher::HandleRequest(const v1::WatchRequest& request) {
  absl::Status status =
      engine::ReasonStatus(absl::StatusCode::kInvalidArgument, v1::REASON_BAD_FIELD, "what");
  switch (request.what_case()) {
    case v1::WatchRequest::kHello:
      return HandleHello(request.hello());
    case v1::WatchRequest::kAck:
      status = feed_.Ack(request.ack().applied_revision());
      break;
    case v1::WatchRequest::WHAT_NOT_SET:
      break;
  }
  if (!status.ok()) End(ToGrpc(status, context_));
}

void Watcher::HandleHello(const v1::Hello& hello) {
  if (const absl::Status status = feed_.Hello(hello); !status.ok()) return End(ToGrpc(status, context_));
  if (actor_.role() == v1::ROLE_TELEPHONY) {
    counted_as_link_ = true;
    hub_.telephony().LinkCame();
  }
  if (!feed_.wants_snapshot()) return;
  // Whoever resumes costs little and is let in; a whole state is for later.
  if (hub_.engine().Shed())
    return End(Refused(context_, absl::StatusCode::kResourceExhausted, v1::REASON_SHED));
  AskForSnapshot();
}

void Watcher::AskForSnapshot() {
  auto snapshot = std::make_shared<std::shared_ptr<const WatchSnapshot>>();
  auto unanswered = std::make_shared<engine::Unanswered>([self = shared_from_this()] {
    self->Post([raw = self.get()] {
      if (raw->end_.has_value()) return;
      raw->End(Refused(raw->context_, absl::StatusCode::kUnavailable, v1::REASON_NOT_SERVING));
    });
  });
  hub_.engine().Read(
      [snapshot, snapshots = hub_.snapshots(), &engine = hub_.engine(), strip = feed_.strips()](
          const domain::State& state, std::int64_t) {
        *snapshot = snapshots->At(state.revision, engine.NowUs(), strip,
                                  [&state] { return domain::ToSnapshot(state); });
      },
      [self = shared_from_this(), snapshot, unanswered] {
        unanswered->Answered();
        self->Post([raw = self.get(), snapshot] {
          if (raw->end_.has_value()) return;
          raw->feed_.TakeSnapshot(*snapshot);
          raw->Pump();
        });
      });
}

bool Watcher::AwaitsAck() const {
  return !feed_.over() && feed_.lag() >= kUnackedEvents;
}

void Watcher::Pump() {
  if (write_began_us_ > 0 || end_.has_value()) return;
  if (AwaitsAck()) {
    woken_ = true;
    return;
  }
  std::string bytes;
  if (feed_.Next(bytes, hub_.draining())) {
    write_began_us_ = SteadyNowUs();
    out_ = BufferOf(std::move(bytes));
    StartWrite(&out_);
  } else if (feed_.over()) {
    End(feed_.finishing() ? Refused(context_, absl::StatusCode::kUnavailable, v1::REASON_NOT_SERVING)
                          : grpc::Status::OK);
  }
}

void Watcher::HandleWritten(bool ok) {
  write_began_us_ = 0;
  if (end_.has_value()) return FinishIfIdle();
  if (!ok) return End(grpc::Status::CANCELLED);
  Pump();
}

void Watcher::HandleTick() {
  if (end_.has_value()) return;
  const std::int64_t lag = feed_.lag();
  const bool sent_all = feed_.over();
  const absl::Status status = feed_.Tick(SteadyNowUs(), write_began_us_);
  if (absl::IsCancelled(status)) {
    // It does not even read: there is no way to tell it anything.
    spdlog::warn("watch of {}: cut, it has not read for {} ms", actor_.user_id(),
                 hub_.options().slow.count());
    context_->TryCancel();
    return;
  }
  if (!status.ok()) return End(ToGrpc(status, context_));
  if (!sent_all && feed_.over()) {
    spdlog::warn("watch of {}: resync, {} revisions not applied", actor_.user_id(), lag);
  }
  Pump();
}

void Watcher::End(grpc::Status status) {
  if (end_.has_value()) return;
  end_ = std::move(status);
  FinishIfIdle();
}

void Watcher::FinishIfIdle() {
  if (write_began_us_ > 0 || std::exchange(finished_, true)) return;
  Finish(*end_);
}

}  // namespace legevakt::rpc
