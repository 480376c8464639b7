// Who calls: the session's actor, by the metadata `authorization: Bearer <token>`.
#pragma once

#include <absl/status/statusor.h>
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

// Whoever is signed in; else, on the machine itself, the person who is named. INVALID_ARGUMENT for no name.
absl::StatusOr<v1::Actor> PersonOf(const std::optional<v1::Actor>& session, const std::string& by);

// Does the call come from the machine itself: over its own network, or at the socket in the data directory?
bool IsLocal(std::string_view peer);

}  // namespace legevakt::rpc
