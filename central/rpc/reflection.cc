#include "central/rpc/reflection.h"

#include <dlfcn.h>

#include "base/status.h"

namespace legevakt::rpc {

absl::Status LoadReflection() {
  // The soname carries gRPC's version, which must be the one that we run with.
  if (dlopen("libgrpc++_reflection.so.1.51", RTLD_NOW | RTLD_GLOBAL) == nullptr) {
    return MakeStatus(absl::StatusCode::kUnavailable, dlerror());
  }
  return absl::OkStatus();
}

}  // namespace legevakt::rpc
