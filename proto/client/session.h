// Who we are at a central. Holds the token that goes with every call.
//
// A restarted central has forgotten its sessions: a call that comes back UNAUTHENTICATED makes the session
// open itself again, once for all who wait, and the call is sent again.
#pragma once

#include <absl/status/status.h>

#include <chrono>
#include <memory>
#include <string>

#include "legevakt/v1/session.pb.h"
#include "proto/client/channel.h"

namespace legevakt::client {

struct Identity {
  // A staff or doctor id of the region.
  std::string user_id;
  v1::Role role = v1::ROLE_UNSPECIFIED;
  // The workstation or phone, for the record.
  std::string device;
};

class Session {
 public:
  Session(std::shared_ptr<Channel> channel, Identity identity);
  // Waits for what is under way. The session at central ends by itself.
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Blocks until the session is open, central refuses it (INVALID_ARGUMENT: user or role unknown), or
  // `patience` is over (the last error). Not needed: the first command or watch opens the session too.
  absl::Status Open(std::chrono::milliseconds patience);

  // Tells central that we leave. Blocks, at most `patience`; forgets the token whatever the answer is.
  absl::Status Close(std::chrono::milliseconds patience);

  // The last answer to Open; empty before the first. Any thread.
  v1::OpenResponse info() const;
  // How often the session has been opened. Any thread.
  int times_opened() const;

  const Identity& identity() const;
  const std::shared_ptr<Channel>& channel() const { return channel_; }

  // For this library only.
  struct Core;
  const std::shared_ptr<Core>& core() const { return core_; }

 private:
  std::shared_ptr<Channel> channel_;
  std::shared_ptr<Core> core_;
};

}  // namespace legevakt::client
