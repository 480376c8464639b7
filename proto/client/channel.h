// The way to a central: one connection, and one thread of ours on which every callback comes.
//
// Nothing here needs gRPC's headers. A Session, a CommandClient and a WatchClient share a channel and keep it
// alive. Their callbacks come one at a time on the channel's own thread, never on a gRPC thread and never
// inside the call that started them; a slow callback holds up everything else on the same channel. Destroy
// clients, sessions and channels on another thread than that one.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "legevakt/v1/common.pb.h"

namespace legevakt::client {

namespace v1 = legevakt::v1;

struct ChannelOptions {
  // "host:port".
  std::string target;
  // PEM files. An empty `ca_file` means plaintext, which is for the loopback interface only.
  std::string ca_file;
  std::string cert_file;
  std::string key_file;
  // The name in the server's certificate, where it is not the target's.
  std::string tls_name;
  // Between tries, for connections, commands and watches; each pause is drawn from [half, whole].
  std::chrono::milliseconds backoff_min{200};
  std::chrono::milliseconds backoff_max{5000};
};

class Channel {
 public:
  // NOT_FOUND where a PEM file cannot be read. Does not connect: the first call does.
  static absl::StatusOr<std::shared_ptr<Channel>> Create(const ChannelOptions& options);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // Who may sign in. Blocks; tries again until `patience` is over. Any thread but the channel's own.
  absl::StatusOr<std::vector<v1::Actor>> ListUsers(std::chrono::milliseconds patience);

  const std::string& target() const;

  // For this library only.
  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  explicit Channel(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace legevakt::client
