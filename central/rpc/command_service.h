// CommandService: who is this, and to the engine.
#pragma once

#include "central/engine/engine.h"
#include "central/engine/sessions.h"
#include "legevakt/v1/command.grpc.pb.h"

namespace legevakt::rpc {

class CommandService : public v1::CommandService::CallbackService {
 public:
  CommandService(engine::Engine& engine, engine::SessionRegistry& sessions)
      : engine_(engine), sessions_(sessions) {}

  grpc::ServerUnaryReactor* Execute(grpc::CallbackServerContext* context, const v1::ExecuteRequest* request,
                                    v1::ExecuteResponse* response) override;

 private:
  engine::Engine& engine_;
  engine::SessionRegistry& sessions_;
};

}  // namespace legevakt::rpc
