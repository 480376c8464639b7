#include "central/rpc/watch_service.h"

#include <utility>

#include "central/rpc/auth.h"
#include "central/rpc/grpc_status.h"
#include "central/rpc/watcher.h"

namespace legevakt::rpc {
namespace {

using Reactor = grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>;

// A stream that ends at once.
class RefusedWatch : public Reactor {
 public:
  explicit RefusedWatch(grpc::Status status) { Finish(std::move(status)); }
  void OnDone() override { delete this; }
};

}  // namespace

Reactor* WatchService::Watch(grpc::CallbackServerContext* context) {
  std::optional<v1::Actor> actor = ActorOf(*context, sessions_);
  if (!actor.has_value()) {
    return new RefusedWatch(Refused(context, absl::StatusCode::kUnauthenticated, v1::REASON_NOT_SIGNED_IN));
  }
  if (hub_.draining()) {
    return new RefusedWatch(Refused(context, absl::StatusCode::kUnavailable, v1::REASON_NOT_SERVING));
  }
  return Watcher::Start(hub_, context, *std::move(actor));
}

}  // namespace legevakt::rpc
