#include "central/rpc/session_service.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "central/engine/reason_status.h"
#include "central/rpc/auth.h"
#include "central/rpc/unary.h"

namespace legevakt::rpc {
namespace {

bool MayActAs(v1::Role own, v1::Role asked) {
  if (asked == v1::ROLE_UNSPECIFIED || asked == own) return true;
  if (asked == v1::ROLE_WALLBOARD) return own != v1::ROLE_DOCTOR && own != v1::ROLE_TELEPHONY;
  return own == v1::ROLE_SHIFT_LEADER && asked == v1::ROLE_OPERATOR;
}

}  // namespace

std::vector<v1::Actor> UsersOf(const v1::Region& region) {
  std::vector<v1::Actor> users;
  for (const v1::Staff& staff : region.staff()) {
    v1::Actor& user = users.emplace_back();
    user.set_user_id(staff.user_id());
    user.set_name(staff.name());
    user.set_role(staff.role());
  }
  for (const v1::Doctor& doctor : region.doctors()) {
    v1::Actor& user = users.emplace_back();
    user.set_user_id(doctor.doctor_id());
    user.set_name(doctor.name());
    user.set_role(v1::ROLE_DOCTOR);
  }
  return users;
}

std::optional<v1::Actor> ActorFor(const v1::Region& region, const v1::OpenRequest& request) {
  for (v1::Actor& user : UsersOf(region)) {
    if (user.user_id() != request.user_id() || !MayActAs(user.role(), request.role())) continue;
    if (request.role() != v1::ROLE_UNSPECIFIED) user.set_role(request.role());
    user.set_device(request.device());
    return std::move(user);
  }
  return std::nullopt;
}

grpc::ServerUnaryReactor* SessionService::ListUsers(grpc::CallbackServerContext* context,
                                                    const v1::ListUsersRequest*,
                                                    v1::ListUsersResponse* response) {
  auto unary = std::make_shared<Unary>(context);
  grpc::ServerUnaryReactor* reactor = unary->reactor();
  if (RefusedWhereFull(engine_, *unary)) return reactor;
  engine_.Read(
      [response](const domain::State& state, std::int64_t) {
        for (v1::Actor& user : UsersOf(state.region)) *response->add_users() = std::move(user);
        response->set_centre_name(state.region.centre_name());
        response->set_centre_phone(state.region.centre_phone());
        response->set_training(state.notice.training());
      },
      [unary] { unary->Finish(absl::OkStatus()); });
  return reactor;
}

grpc::ServerUnaryReactor* SessionService::Open(grpc::CallbackServerContext* context,
                                               const v1::OpenRequest* request, v1::OpenResponse* response) {
  auto unary = std::make_shared<Unary>(context);
  grpc::ServerUnaryReactor* reactor = unary->reactor();
  if (request->device().size() > limits::kShortTextBytesMax) {
    unary->Finish(engine::ReasonStatus(absl::StatusCode::kInvalidArgument, v1::REASON_BAD_FIELD, "device"));
    return reactor;
  }
  if (RefusedWhereFull(engine_, *unary)) return reactor;
  auto actor = std::make_shared<std::optional<v1::Actor>>();
  engine_.Read([actor, request](const domain::State& state,
                                std::int64_t) { *actor = ActorFor(state.region, *request); },
               [this, actor, unary, response] {
                 if (!actor->has_value()) {
                   return unary->Finish(engine::ReasonStatus(absl::StatusCode::kInvalidArgument,
                                                             v1::REASON_BAD_FIELD, "user_id, role"));
                 }
                 *response->mutable_actor() = **actor;
                 response->set_token(sessions_.Open(**actor));
                 response->set_journal_id(engine_.journal_id());
                 response->set_server_version(server_version_);
                 unary->Finish(absl::OkStatus());
               });
  return reactor;
}

grpc::ServerUnaryReactor* SessionService::Close(grpc::CallbackServerContext* context, const v1::CloseRequest*,
                                                v1::CloseResponse*) {
  Unary unary(context);
  const std::string token = TokenOf(*context);
  if (sessions_.Find(token).has_value()) {
    sessions_.Close(token);
    unary.Finish(absl::OkStatus());
  } else {
    unary.Refuse(absl::StatusCode::kUnauthenticated, v1::REASON_NOT_SIGNED_IN);
  }
  return unary.reactor();
}

}  // namespace legevakt::rpc
