// Server reflection, for tools such as grpcurl; only behind a flag.
#pragma once

#include <absl/status/status.h>

namespace legevakt::rpc {

// Before the server is built. gRPC's reflection library registers itself with every server of the process as
// soon as it is loaded, so it is not linked: it is loaded here, when it is asked for.
absl::Status LoadReflection();

}  // namespace legevakt::rpc
