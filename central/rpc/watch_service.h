// WatchService: a Watcher for each stream.
#pragma once

#include "central/engine/sessions.h"
#include "central/rpc/watch_hub.h"
#include "legevakt/v1/watch.grpc.pb.h"

namespace legevakt::rpc {

class WatchService : public v1::WatchService::CallbackService {
 public:
  WatchService(WatchHub& hub, engine::SessionRegistry& sessions) : hub_(hub), sessions_(sessions) {}

  grpc::ServerBidiReactor<v1::WatchRequest, v1::WatchResponse>* Watch(
      grpc::CallbackServerContext* context) override;

 private:
  WatchHub& hub_;
  engine::SessionRegistry& sessions_;
};

}  // namespace legevakt::rpc
