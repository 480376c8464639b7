#include "central/rpc/command_service.h"

#include <utility>

#include "central/rpc/auth.h"
#include "central/rpc/unary.h"

namespace legevakt::rpc {

grpc::ServerUnaryReactor* CommandService::Execute(grpc::CallbackServerContext* context,
                                                  const v1::ExecuteRequest* request,
                                                  v1::ExecuteResponse* response) {
  auto unary = std::make_shared<Unary>(context);
  grpc::ServerUnaryReactor* reactor = unary->reactor();
  std::optional<v1::Actor> actor = ActorOf(*context, sessions_);
  if (!actor.has_value()) {
    unary->Refuse(absl::StatusCode::kUnauthenticated, v1::REASON_NOT_SIGNED_IN);
    return reactor;
  }
  engine_.Execute(*std::move(actor), *request, [unary, response](absl::StatusOr<v1::ExecuteResponse> reply) {
    if (reply.ok()) *response = *std::move(reply);
    unary->Finish(reply.status());
  });
  return reactor;
}

}  // namespace legevakt::rpc
