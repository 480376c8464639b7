#include "central/rpc/auth.h"

#include <algorithm>

#include "base/limits.h"
#include "central/engine/reason_status.h"

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

absl::StatusOr<v1::Actor> PersonOf(const std::optional<v1::Actor>& session, const std::string& by) {
  if (session.has_value()) return *session;
  const bool blank = by.find_first_not_of(' ') == std::string::npos;
  const bool control = std::any_of(by.begin(), by.end(), [](char c) { return c >= 0 && c < ' '; });
  if (blank || control || by.size() > limits::kShortTextBytesMax) {
    return engine::ReasonStatus(absl::StatusCode::kInvalidArgument, v1::REASON_BAD_FIELD, "by");
  }
  v1::Actor actor;
  actor.set_user_id("admin");
  actor.set_name(by);
  actor.set_role(v1::ROLE_ADMIN);
  actor.set_device("legevakt-central");
  return actor;
}

bool IsLocal(std::string_view peer) {
  return peer.starts_with("unix:") || peer.starts_with("ipv4:127.") || peer.starts_with("ipv6:[::1]") ||
         peer.starts_with("ipv6:%5B::1%5D");
}

}  // namespace legevakt::rpc
