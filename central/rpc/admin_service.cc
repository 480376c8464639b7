#include "central/rpc/admin_service.h"

#include <boost/asio/post.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "central/domain/snapshot.h"
#include "central/engine/reason_status.h"
#include "central/rpc/auth.h"
#include "central/rpc/grpc_status.h"

namespace legevakt::rpc {
namespace {

using Writer = grpc::ServerWriteReactor<v1::ExportResponse>;

absl::Status NotHere() {
  return engine::ReasonStatus(absl::StatusCode::kUnimplemented, v1::REASON_NOT_SERVING);
}

void FillStatus(const domain::State& state, std::int64_t now_us, v1::GetStatusResponse& response) {
  response.set_revision(state.revision);
  response.set_state_hash(domain::StateHash(state));
  response.set_now_us(now_us);
  int open = 0;
  for (const auto& [id, contact] : state.contacts) open += domain::IsOpen(contact) ? 1 : 0;
  response.set_open_contacts(open);
  int ringing = 0;
  for (const auto& [id, call] : state.calls) ringing += call.state() == v1::CALL_STATE_RINGING ? 1 : 0;
  response.set_calls_ringing(ringing);
  response.set_invariant_repairs(state.invariant_repairs);
  response.set_active_tool_hash(state.active_tool_hash);
  response.set_backup_verified_us(state.notice.backup_verified_us());
  response.set_backup_problem(state.notice.backup_problem());
  response.set_record_problem(state.notice.record_problem());
  response.set_clock_problem(state.notice.clock_problem());
  for (const v1::ToolRecord& tool : state.tools) {
    if (tool.tool_hash() == state.active_tool_hash) response.set_active_tool_id(tool.tool_id());
  }
}

}  // namespace

// One export. The worker blocks in Write until the part has gone, so that nothing piles up.
class ExportStream : public Writer {
 public:
  // Waits `slow` for a reader at most. Holds `place` to its end.
  ExportStream(grpc::CallbackServerContext* context, std::chrono::milliseconds slow,
               engine::Places::Place place)
      : context_(context), slow_(slow), place_(std::move(place)) {}

  bool gone() const {
    const std::lock_guard lock(mutex_);
    return gone_;
  }
  // On the worker. False where nobody reads any more.
  bool Write(std::string file, std::string data) {
    std::unique_lock lock(mutex_);
    if (gone_) return false;
    out_.set_file(std::move(file));
    out_.set_data(std::move(data));
    writing_ = true;
    StartWrite(&out_);
    const auto written = [this] { return !writing_; };
    if (!changed_.wait_for(lock, slow_, written)) {
      gone_ = true;
      // What is under way ends with it.
      context_->TryCancel();
      changed_.wait(lock, written);
    }
    return !gone_;
  }
  void OnWriteDone(bool ok) override {
    {
      const std::lock_guard lock(mutex_);
      writing_ = false;
      gone_ = gone_ || !ok;
    }
    changed_.notify_all();
  }
  void OnCancel() override {
    const std::lock_guard lock(mutex_);
    gone_ = true;
  }
  void OnDone() override { delete this; }

 private:
  grpc::CallbackServerContext* const context_;
  const std::chrono::milliseconds slow_;
  const engine::Places::Place place_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool writing_ = false;
  bool gone_ = false;
  v1::ExportResponse out_;
};

using Parts = std::vector<std::pair<std::string, std::string>>;

// Ends the stream once, also where the engine or the worker stops before its answer has come.
class StreamEnd {
 public:
  StreamEnd(ExportStream* stream, grpc::CallbackServerContext* context)
      : stream_(stream), context_(context) {}
  StreamEnd(const StreamEnd&) = delete;
  StreamEnd& operator=(const StreamEnd&) = delete;
  ~StreamEnd() { Finish(engine::ReasonStatus(absl::StatusCode::kUnavailable, v1::REASON_NOT_SERVING)); }

  // On the worker.
  void WriteAll(Parts parts) {
    for (auto& [file, data] : parts) {
      if (!stream_->Write(std::move(file), std::move(data))) break;
    }
    Finish(absl::OkStatus());
  }
  void Finish(const absl::Status& status) {
    if (stream_ != nullptr) std::exchange(stream_, nullptr)->Finish(ToGrpc(status, context_));
  }

 private:
  ExportStream* stream_;
  grpc::CallbackServerContext* context_;
};

AdminService::AdminService(engine::Engine& engine, engine::SessionRegistry& sessions, WatchHub& hub,
                           AdminHooks hooks, std::string server_version,
                           std::chrono::milliseconds export_slow)
    : engine_(engine),
      sessions_(sessions),
      hub_(hub),
      hooks_(std::move(hooks)),
      server_version_(std::move(server_version)),
      export_slow_(export_slow) {}

AdminService::~AdminService() {
  worker_.join();
  export_worker_.join();
  tool_worker_.join();
}

absl::Status AdminService::Permit(const grpc::CallbackServerContext& context) {
  if (IsLocal(context.peer())) return absl::OkStatus();
  const std::optional<v1::Actor> actor = ActorOf(context, sessions_);
  if (!actor.has_value()) {
    return engine::ReasonStatus(absl::StatusCode::kUnauthenticated, v1::REASON_NOT_SIGNED_IN);
  }
  if (actor->role() != v1::ROLE_ADMIN) {
    return engine::ReasonStatus(absl::StatusCode::kPermissionDenied, v1::REASON_NOT_ALLOWED);
  }
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* AdminService::GetStatus(grpc::CallbackServerContext* context,
                                                  const v1::GetStatusRequest*,
                                                  v1::GetStatusResponse* response) {
  auto unary = std::make_shared<Unary>(context);
  grpc::ServerUnaryReactor* reactor = unary->reactor();
  if (const absl::Status permitted = Permit(*context); !permitted.ok()) {
    unary->Finish(permitted);
    return reactor;
  }
  if (RefusedWhereFull(engine_, *unary)) return reactor;
  response->set_journal_id(engine_.journal_id());
  response->set_watchers(hub_.count());
  response->set_invariant_checks(engine_.invariant_checks());
  response->set_server_version(server_version_);
  response->set_queue_depth(static_cast<std::int32_t>(engine_.queue_depth()));
  response->set_shed(engine_.shed());
  if (hooks_.record_status) hooks_.record_status(*response);
  engine_.Read(
      [response](const domain::State& state, std::int64_t now_us) { FillStatus(state, now_us, *response); },
      [unary] { unary->Finish(absl::OkStatus()); });
  return reactor;
}

grpc::ServerUnaryReactor* AdminService::PlanRestart(grpc::CallbackServerContext* context,
                                                    const v1::PlanRestartRequest* request,
                                                    v1::PlanRestartResponse* response) {
  auto unary = std::make_shared<Unary>(context);
  grpc::ServerUnaryReactor* reactor = unary->reactor();
  const absl::Status permitted = Permit(*context);
  const auto by = PersonOf(ActorOf(*context, sessions_), request->by());
  if (!permitted.ok() || !by.ok()) {
    unary->Finish(permitted.ok() ? by.status() : permitted);
    return reactor;
  }
  const auto place = tool_jobs_.TakeOneOf(limits::kToolJobsMax);
  if (place == nullptr) {
    unary->Refuse(absl::StatusCode::kResourceExhausted, v1::REASON_QUEUE_FULL);
    return reactor;
  }
  engine_.PlanRestart(*by, request->at_us(), request->even_with_red(),
                      [unary, response, place](v1::PlanRestartResponse planned) {
                        *response = std::move(planned);
                        unary->Finish(absl::OkStatus());
                      });
  return reactor;
}

void AdminService::QueueRecordJob(grpc::CallbackServerContext* context, const UnaryPtr& unary,
                                  std::function<void()> work) {
  auto place = record_jobs_.TakeOneOf(limits::kRecordJobsMax);
  if (place == nullptr) return unary->Refuse(absl::StatusCode::kResourceExhausted, v1::REASON_QUEUE_FULL);
  boost::asio::post(worker_, [context, unary, place = std::move(place), work = std::move(work)] {
    if (context->IsCancelled()) return unary->Finish(absl::CancelledError());
    work();
    unary->Finish(absl::OkStatus());
  });
}

grpc::ServerUnaryReactor* AdminService::Verify(grpc::CallbackServerContext* context, const v1::VerifyRequest*,
                                               v1::VerifyResponse* response) {
  auto unary = std::make_shared<Unary>(context);
  grpc::ServerUnaryReactor* reactor = unary->reactor();
  const absl::Status permitted = hooks_.verify ? Permit(*context) : NotHere();
  if (!permitted.ok()) {
    unary->Finish(permitted);
    return reactor;
  }
  QueueRecordJob(context, unary, [this, response] { *response = hooks_.verify(); });
  return reactor;
}

grpc::ServerUnaryReactor* AdminService::Backup(grpc::CallbackServerContext* context,
                                               const v1::BackupRequest* request,
                                               v1::BackupResponse* response) {
  auto unary = std::make_shared<Unary>(context);
  grpc::ServerUnaryReactor* reactor = unary->reactor();
  const absl::Status permitted = hooks_.backup ? Permit(*context) : NotHere();
  if (!permitted.ok()) {
    unary->Finish(permitted);
    return reactor;
  }
  QueueRecordJob(context, unary,
                 [this, request, response] { *response = hooks_.backup(request->out_path()); });
  return reactor;
}

Writer* AdminService::Export(grpc::CallbackServerContext* context, const v1::ExportRequest* request) {
  auto place = exports_.TakeOneOf(limits::kExportsMax);
  const bool full = place == nullptr;
  auto* const stream = new ExportStream(context, export_slow_, std::move(place));
  absl::Status permitted = hooks_.export_all ? Permit(*context) : NotHere();
  if (permitted.ok() && (full || engine_.Shed())) {
    permitted = engine::ReasonStatus(absl::StatusCode::kResourceExhausted, v1::REASON_SHED);
  }
  if (!permitted.ok()) {
    stream->Finish(ToGrpc(permitted, context));
    return stream;
  }
  if (request->set() == v1::EXPORT_SET_CONTACT) {
    const auto by = PersonOf(ActorOf(*context, sessions_), request->by());
    if (!by.ok()) {
      stream->Finish(ToGrpc(by.status(), context));
    } else {
      ExportContact(*request, *by, context, stream);
    }
    return stream;
  }
  boost::asio::post(export_worker_, [this, stream, context, request = *request] {
    if (stream->gone()) return stream->Finish(grpc::Status::CANCELLED);
    const absl::Status status = hooks_.export_all(request, [stream](std::string file, std::string data) {
      return stream->Write(std::move(file), std::move(data));
    });
    stream->Finish(ToGrpc(status, context));
  });
  return stream;
}

void AdminService::ExportContact(const v1::ExportRequest& request, const v1::Actor& by,
                                 grpc::CallbackServerContext* context, ExportStream* stream) {
  const auto end = std::make_shared<StreamEnd>(stream, context);
  boost::asio::post(export_worker_, [this, end, stream, request, by] {
    if (stream->gone()) return end->Finish(absl::CancelledError());
    auto parts = std::make_shared<Parts>();
    const absl::Status made = hooks_.export_all(request, [&parts](std::string file, std::string data) {
      parts->emplace_back(std::move(file), std::move(data));
      return true;
    });
    if (!made.ok()) return end->Finish(made);
    engine::Engine::LookupNote note;
    note.reason = request.reason();
    note.contact_id = request.contact_id();
    engine_.RecordLookup(by, std::move(note), [this, end, parts](const absl::Status& written) {
      if (!written.ok()) return end->Finish(written);
      boost::asio::post(export_worker_, [end, parts] { end->WriteAll(std::move(*parts)); });
    });
  });
}

}  // namespace legevakt::rpc
