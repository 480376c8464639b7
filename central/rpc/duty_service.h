// DutyService: a doctor's finished view.
#pragma once

#include "central/engine/engine.h"
#include "central/engine/sessions.h"
#include "legevakt/v1/duty.grpc.pb.h"

namespace legevakt::rpc {

class DutyService : public v1::DutyService::CallbackService {
 public:
  DutyService(engine::Engine& engine, engine::SessionRegistry& sessions)
      : engine_(engine), sessions_(sessions) {}

  grpc::ServerUnaryReactor* GetDutyView(grpc::CallbackServerContext* context,
                                        const v1::GetDutyViewRequest* request,
                                        v1::GetDutyViewResponse* response) override;

 private:
  engine::Engine& engine_;
  engine::SessionRegistry& sessions_;
};

}  // namespace legevakt::rpc
