#include "central/rpc/unary.h"

#include <utility>

#include "central/engine/reason_status.h"
#include "central/rpc/grpc_status.h"

namespace legevakt::rpc {

Unary::~Unary() {
  Refuse(absl::StatusCode::kUnavailable, v1::REASON_NOT_SERVING);
}

void Unary::Finish(const absl::Status& status) {
  if (std::exchange(finished_, true)) return;
  reactor_->Finish(ToGrpc(status, context_));
}

void Unary::Refuse(absl::StatusCode code, v1::Reason reason) {
  Finish(engine::ReasonStatus(code, reason));
}

bool RefusedWhereFull(engine::Engine& engine, Unary& unary) {
  if (!engine.Full()) return false;
  unary.Refuse(absl::StatusCode::kResourceExhausted, v1::REASON_QUEUE_FULL);
  return true;
}

}  // namespace legevakt::rpc
