// The end of one unary call, exactly once, whatever happens to those who should have answered: what is
// destroyed unanswered (the engine stopped or failed) answers UNAVAILABLE. Thread: any, one at a time.
#pragma once

#include <absl/status/status.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <memory>
#include <optional>

#include "central/engine/engine.h"
#include "legevakt/v1/common.pb.h"

namespace legevakt::rpc {

class Unary {
 public:
  // `context` and its default reactor live until the call is finished.
  explicit Unary(grpc::CallbackServerContext* context)
      : context_(context), reactor_(context->DefaultReactor()) {}
  ~Unary();
  Unary(const Unary&) = delete;
  Unary& operator=(const Unary&) = delete;

  void Finish(const absl::Status& status);
  void Refuse(absl::StatusCode code, v1::Reason reason);
  grpc::ServerUnaryReactor* reactor() const { return reactor_; }

 private:
  grpc::CallbackServerContext* context_;
  grpc::ServerUnaryReactor* reactor_;
  bool finished_ = false;
};

using UnaryPtr = std::shared_ptr<Unary>;

// For a read that is never turned away for overload: true, and refused, where even so it finds no place.
bool RefusedWhereFull(engine::Engine& engine, Unary& unary);

}  // namespace legevakt::rpc
