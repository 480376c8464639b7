#include "central/rpc/auth.h"

namespace legevakt::rpc {

std::string TokenOf(const grpc::CallbackServerContext& context) {
  constexpr std::string_view kScheme = "Bearer ";
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find("authorization");
  if (found == metadata.end()) return "";
  const std::string_view value(found->second.data(), found->second.size());
  return value.starts_with(kScheme) ? std::string(value.substr(kScheme.size())) : "";
}

std::optional<v1::Actor> ActorOf(const grpc::CallbackServerContext& context,
                                 engine::SessionRegistry& sessions) {
  const std::string token = TokenOf(context);
  if (token.empty()) return std::nullopt;
  return sessions.Find(token);
}

bool IsLoopback(std::string_view peer) {
  return peer.starts_with("ipv4:127.") || peer.starts_with("ipv6:[::1]") ||
         peer.starts_with("ipv6:%5B::1%5D");
}

}  // namespace legevakt::rpc
