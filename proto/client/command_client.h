// Sends commands, and sends them again with the same request_id until central has answered.
//
// Retried are UNAVAILABLE, RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED and UNKNOWN (a connection that broke in the
// middle), and UNAUTHENTICATED after the session was opened anew. Since central keeps replies by request_id,
// a command that was carried out but not acknowledged gives its first reply and does nothing twice. A refusal
// is a reply, with status OK: see ExecuteResponse.refusal.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "legevakt/v1/command.pb.h"
#include "proto/client/session.h"

namespace legevakt::client {

struct CommandOptions {
  // Of one try.
  std::chrono::milliseconds attempt_timeout{2000};
  // True: a command is sent when the one before it has been answered, in the order of Execute. False: all at
  // once.
  bool in_order = false;
};

class CommandClient {
 public:
  explicit CommandClient(std::shared_ptr<Session> session, CommandOptions options = {});
  // Calls back every command that waits with CANCELLED, then waits for gRPC to let go.
  ~CommandClient();
  CommandClient(const CommandClient&) = delete;
  CommandClient& operator=(const CommandClient&) = delete;

  using Callback = std::function<void(absl::StatusOr<v1::ExecuteResponse>)>;

  // `done` comes exactly once, on the channel's thread. An empty request_id gets a new one.
  // DEADLINE_EXCEEDED after `patience` says that nobody knows: the command may have been carried out, and the
  // same request may be sent again. INVALID_ARGUMENT at once where the request is over the message limit. Any
  // thread.
  void Execute(v1::ExecuteRequest request, std::chrono::milliseconds patience, Callback done);

  // The same, waiting for it. FAILED_PRECONDITION on the channel's own thread.
  absl::StatusOr<v1::ExecuteResponse> ExecuteBlocking(v1::ExecuteRequest request,
                                                      std::chrono::milliseconds patience);

  // Taken by Execute and not called back yet. Any thread.
  std::size_t unacknowledged() const;
  // Tries after the first one, of all commands. Any thread.
  std::int64_t retries() const;

 private:
  struct Pending;
  struct Core;
  std::shared_ptr<Session> session_;
  std::shared_ptr<Core> core_;
};

}  // namespace legevakt::client
