// Who calls: the session's actor, by the metadata `authorization: Bearer <token>`.
#pragma once

#include <grpcpp/server_context.h>

#include <optional>
#include <string>
#include <string_view>

#include "central/engine/sessions.h"
#include "legevakt/v1/common.pb.h"

namespace legevakt::rpc {

// Empty where there is none.
std::string TokenOf(const grpc::CallbackServerContext& context);
// Nothing where nobody is signed in with the call's token.
std::optional<v1::Actor> ActorOf(const grpc::CallbackServerContext& context,
                                 engine::SessionRegistry& sessions);

// Does the call come from the machine itself?
bool IsLoopback(std::string_view peer);

}  // namespace legevakt::rpc
