// SessionService: who may sign in, and as what. The region's staff and doctors are the users.
#pragma once

#include <string>

#include "central/engine/engine.h"
#include "central/engine/sessions.h"
#include "legevakt/v1/session.grpc.pb.h"

namespace legevakt::rpc {

// The region's users with their own role.
std::vector<v1::Actor> UsersOf(const v1::Region& region);

// The actor that this request asks for; nothing where the user is unknown or may not act so. An unspecified
// role means the user's own. A shift leader may act as an operator, and staff may open a wall board.
std::optional<v1::Actor> ActorFor(const v1::Region& region, const v1::OpenRequest& request);

class SessionService : public v1::SessionService::CallbackService {
 public:
  SessionService(engine::Engine& engine, engine::SessionRegistry& sessions, std::string server_version)
      : engine_(engine), sessions_(sessions), server_version_(std::move(server_version)) {}

  grpc::ServerUnaryReactor* ListUsers(grpc::CallbackServerContext* context,
                                      const v1::ListUsersRequest* request,
                                      v1::ListUsersResponse* response) override;
  grpc::ServerUnaryReactor* Open(grpc::CallbackServerContext* context, const v1::OpenRequest* request,
                                 v1::OpenResponse* response) override;
  grpc::ServerUnaryReactor* Close(grpc::CallbackServerContext* context, const v1::CloseRequest* request,
                                  v1::CloseResponse* response) override;

 private:
  engine::Engine& engine_;
  engine::SessionRegistry& sessions_;
  const std::string server_version_;
};

}  // namespace legevakt::rpc
