// AdminService's part in triage tools. What is slow (proving, comparing) is done on a worker of its own,
// which also keeps the changes in order.
#include <boost/asio/post.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/limits.h"
#include "central/domain/tools.h"
#include "central/engine/reason_status.h"
#include "central/rpc/admin_service.h"
#include "central/rpc/auth.h"
#include "central/rpc/grpc_status.h"

namespace legevakt::rpc {
namespace {

using Reader = grpc::ServerReadReactor<v1::ActivateToolRequest>;

absl::Status BadField(std::string_view field) {
  return engine::ReasonStatus(absl::StatusCode::kInvalidArgument, v1::REASON_BAD_FIELD, field);
}

// One file on its way in. Lives until gRPC has no more use for it.
class ToolUpload : public Reader {
 public:
  using Whole = std::function<void(ToolUpload*)>;
  // Holds `place` to its end: the file is in memory meanwhile.
  ToolUpload(grpc::CallbackServerContext* context, engine::Places::Place place, Whole whole)
      : context_(context), place_(std::move(place)), whole_(std::move(whole)) {}
  void Begin() { StartRead(&in_); }

  void OnReadDone(bool ok) override {
    if (!ok) return whole_(this);
    if (in_.has_order()) order_ = in_.order();
    complete_ = complete_ || (in_.has_data() && in_.data().empty());
    // One byte more than is allowed is enough for the linter to refuse it.
    const std::size_t room = limits::kYamlBytesMax + 1 - yaml_.size();
    yaml_.append(in_.data(), 0, room);
    StartRead(&in_);
  }
  void OnDone() override { delete this; }
  // Exactly once.
  void End(const absl::Status& status) { Finish(ToGrpc(status, context_)); }

  const v1::ToolOrder& order() const { return order_; }
  // The end of the file has come; else the connection broke off.
  bool complete() const { return complete_; }
  std::string TakeYaml() { return std::move(yaml_); }

 private:
  grpc::CallbackServerContext* context_;
  const engine::Places::Place place_;
  const Whole whole_;
  v1::ActivateToolRequest in_;
  v1::ToolOrder order_;
  std::string yaml_;
  bool complete_ = false;
};

// Ends the upload, whatever happens to those who should have answered.
class Ending {
 public:
  explicit Ending(ToolUpload* upload) : upload_(upload) {}
  Ending(const Ending&) = delete;
  Ending& operator=(const Ending&) = delete;
  ~Ending() {
    if (upload_ != nullptr) {
      upload_->End(engine::ReasonStatus(absl::StatusCode::kUnavailable, v1::REASON_NOT_SERVING));
    }
  }
  void End(const absl::Status& status) { std::exchange(upload_, nullptr)->End(status); }

 private:
  ToolUpload* upload_;
};

}  // namespace

Reader* AdminService::ActivateTool(grpc::CallbackServerContext* context, v1::ActivateToolResponse* response) {
  absl::Status permitted = Permit(*context);
  const std::optional<v1::Actor> session = ActorOf(*context, sessions_);
  const auto place = tool_jobs_.TakeOneOf(limits::kToolJobsMax);
  if (permitted.ok() && place == nullptr) {
    permitted = engine::ReasonStatus(absl::StatusCode::kResourceExhausted, v1::REASON_QUEUE_FULL);
  }
  auto* const upload = new ToolUpload(context, place, [this, session, response](ToolUpload* whole) {
    const auto ending = std::make_shared<Ending>(whole);
    const auto by = PersonOf(session, whole->order().by());
    if (!by.ok()) return ending->End(by.status());
    if (!whole->complete()) return ending->End(BadField("data"));
    engine::Engine::ToolOrder order;
    order.yaml = whole->TakeYaml();
    order.file_name = whole->order().file_name();
    order.lang = whole->order().lang() == "en" ? text::Lang::kEn : text::Lang::kNb;
    order.by = *by;
    order.at_us = whole->order().at_us();
    order.demonstration = whole->order().demonstration();
    boost::asio::post(tool_worker_, [this, ending, response, order = std::move(order)]() mutable {
      engine_.ActivateTool(std::move(order), [ending, response](v1::ToolResult result) {
        *response->mutable_result() = std::move(result);
        ending->End(absl::OkStatus());
      });
    });
  });
  if (permitted.ok()) {
    upload->Begin();
  } else {
    upload->End(permitted);
  }
  return upload;
}

grpc::ServerUnaryReactor* AdminService::RollBackTool(grpc::CallbackServerContext* context,
                                                     const v1::RollBackToolRequest* request,
                                                     v1::RollBackToolResponse* response) {
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
  boost::asio::post(tool_worker_, [this, unary, response, place, by = *by] {
    engine_.RollBackTool(by, [unary, response, place](v1::ToolResult result) {
      response->set_plan_cancelled(result.changed() &&
                                   result.other().standing() == v1::TOOL_STANDING_PLANNED);
      *response->mutable_result() = std::move(result);
      unary->Finish(absl::OkStatus());
    });
  });
  return reactor;
}

grpc::ServerUnaryReactor* AdminService::ListTools(grpc::CallbackServerContext* context,
                                                  const v1::ListToolsRequest*,
                                                  v1::ListToolsResponse* response) {
  auto unary = std::make_shared<Unary>(context);
  grpc::ServerUnaryReactor* reactor = unary->reactor();
  if (const absl::Status permitted = Permit(*context); !permitted.ok()) {
    unary->Finish(permitted);
    return reactor;
  }
  if (RefusedWhereFull(engine_, *unary)) return reactor;
  engine_.Read(
      [response](const domain::State& state, std::int64_t now_us) {
        for (v1::ToolUse& use : domain::ToolUses(state)) *response->add_tools() = std::move(use);
        response->set_time_zone(state.region.time_zone());
        response->set_now_us(now_us);
      },
      [unary] { unary->Finish(absl::OkStatus()); });
  return reactor;
}

}  // namespace legevakt::rpc
