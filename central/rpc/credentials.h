// TLS from files; plaintext where none are named.
#pragma once

#include <absl/status/statusor.h>
#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <string>

namespace legevakt::rpc {

struct TlsFiles {
  // PEM. Both or neither.
  std::string cert;
  std::string key;
  // PEM; where it is named, every client must show a certificate of this authority.
  std::string ca;
};

// INVALID_ARGUMENT with the file that cannot be read, or where only one of cert and key is named.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(const TlsFiles& files);

}  // namespace legevakt::rpc
