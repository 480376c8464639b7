// The link to a real central: the session, the commands and the watch of proto/client, on their own thread.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <memory>
#include <string>

#include "console/model/link.h"

namespace legevakt::console {

struct CentralOptions {
  // "host:port".
  std::string target;
  std::string user_id;
  v1::Role role = v1::ROLE_OPERATOR;
  std::string device;
};

// Connects in the background, for as long as it lives. `wake` is called from another thread whenever
// something has arrived. A name that nobody has is found among ListUsers by its words, where central answers
// in time.
absl::StatusOr<std::unique_ptr<Link>> ConnectCentral(const CentralOptions& options,
                                                     std::function<void()> wake);

// The user whose id or name is `name`; with an empty name the first one with this role. NOT_FOUND names who
// there is.
absl::StatusOr<v1::Actor> FindUser(const std::string& target, const std::string& name, v1::Role role,
                                   int patience_ms = 5000);

}  // namespace legevakt::console
