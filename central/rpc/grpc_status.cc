#include "central/rpc/grpc_status.h"

#include "base/status.h"
#include "central/engine/reason_status.h"

namespace legevakt::rpc {

grpc::Status ToGrpc(const absl::Status& status, grpc::CallbackServerContext* context) {
  if (status.ok()) return grpc::Status::OK;
  const v1::Reason reason = engine::ReasonOf(status);
  if (reason != v1::REASON_UNSPECIFIED) {
    context->AddTrailingMetadata(engine::kReasonKey, v1::Reason_Name(reason));
  }
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), Message(status));
}

grpc::Status Refused(grpc::CallbackServerContext* context, absl::StatusCode code, v1::Reason reason) {
  return ToGrpc(engine::ReasonStatus(code, reason), context);
}

}  // namespace legevakt::rpc
