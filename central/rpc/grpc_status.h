// From our statuses to gRPC's. The codes have the same numbers; the reason goes as trailing metadata.
#pragma once

#include <absl/status/status.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include "legevakt/v1/common.pb.h"

namespace legevakt::rpc {

// Adds the trailing metadata `legevakt-reason` to `context` where the status has a reason.
grpc::Status ToGrpc(const absl::Status& status, grpc::CallbackServerContext* context);

// A status of our own with its reason.
grpc::Status Refused(grpc::CallbackServerContext* context, absl::StatusCode code, v1::Reason reason);

}  // namespace legevakt::rpc
