#include "central/rpc/credentials.h"

#include <fstream>
#include <sstream>

#include "base/status.h"
#include "base/text.h"

namespace legevakt::rpc {
namespace {

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  if (!file || bytes.str().find("-----BEGIN") == std::string::npos) {
    return MakeStatus(absl::StatusCode::kInvalidArgument,
                      text::Format(text::ProcessLang(), "central.bad_pem", {{"file", path}}));
  }
  return bytes.str();
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(const TlsFiles& files) {
  if (files.cert.empty() && files.key.empty() && files.ca.empty()) return grpc::InsecureServerCredentials();
  if (files.cert.empty() || files.key.empty()) {
    return MakeStatus(absl::StatusCode::kInvalidArgument,
                      text::Get(text::ProcessLang(), "central.tls_needs_both"));
  }
  LV_ASSIGN_OR_RETURN(const std::string cert, ReadPem(files.cert));
  LV_ASSIGN_OR_RETURN(const std::string key, ReadPem(files.key));
  grpc::SslServerCredentialsOptions options(files.ca.empty()
                                                ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
                                                : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_key_cert_pairs.push_back({key, cert});
  if (!files.ca.empty()) {
    LV_ASSIGN_OR_RETURN(options.pem_root_certs, ReadPem(files.ca));
  }
  return grpc::SslServerCredentials(options);
}

}  // namespace legevakt::rpc
