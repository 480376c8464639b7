// WatchService: a Watcher for each stream. Raw: the watcher itself makes the bytes.
#pragma once

#include "central/engine/sessions.h"
#include "central/rpc/watch_hub.h"
#include "legevakt/v1/watch.grpc.pb.h"

namespace legevakt::rpc {

class WatchService : public v1::WatchService::WithRawCallbackMethod_Watch<v1::WatchService::Service> {
 public:
  WatchService(WatchHub& hub, engine::SessionRegistry& sessions) : hub_(hub), sessions_(sessions) {}

  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* Watch(
      grpc::CallbackServerContext* context) override;

 private:
  WatchHub& hub_;
  engine::SessionRegistry& sessions_;
};

}  // namespace legevakt::rpc
