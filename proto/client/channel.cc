#include "proto/client/channel.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/limits.h"
#include "base/status.h"
#include "proto/client/impl.h"

namespace legevakt::client {
namespace {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return MakeStatus(absl::StatusCode::kNotFound, "cannot read " + path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> Credentials(const ChannelOptions& options) {
  if (options.ca_file.empty()) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions tls;
  LV_ASSIGN_OR_RETURN(tls.pem_root_certs, ReadFile(options.ca_file));
  if (!options.cert_file.empty()) {
    LV_ASSIGN_OR_RETURN(tls.pem_cert_chain, ReadFile(options.cert_file));
    LV_ASSIGN_OR_RETURN(tls.pem_private_key, ReadFile(options.key_file));
  }
  return grpc::SslCredentials(tls);
}

grpc::ChannelArguments Arguments(const ChannelOptions& options) {
  grpc::ChannelArguments args;
  // Small buffers, so that a reader that stopped is seen to have stopped.
  args.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  args.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 65536);
  args.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 10'000);
  args.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 5'000);
  args.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  args.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  args.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, static_cast<int>(options.backoff_min.count()));
  args.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, static_cast<int>(options.backoff_min.count()) * 10);
  args.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, static_cast<int>(options.backoff_max.count()));
  // Each channel is a connection of its own, and a proxy of the desktop's is no way to central.
  args.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  args.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // Who may send what again is for us to know (request_id, sessions), and we do it. gRPC's own retries have
  // no policy to follow here and would only keep a copy of each message.
  args.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  args.SetMaxReceiveMessageSize(static_cast<int>(limits::kMessageBytesMax));
  args.SetMaxSendMessageSize(static_cast<int>(limits::kMessageBytesMax));
  if (!options.tls_name.empty()) args.SetSslTargetNameOverride(options.tls_name);
  return args;
}

}  // namespace

absl::StatusOr<std::shared_ptr<Channel>> Channel::Create(const ChannelOptions& options) {
  LV_ASSIGN_OR_RETURN(auto credentials, Credentials(options));
  auto impl = std::make_unique<Impl>();
  impl->target = options.target;
  impl->backoff_min = options.backoff_min;
  impl->backoff_max = options.backoff_max;
  impl->grpc_channel = grpc::CreateCustomChannel(options.target, credentials, Arguments(options));
  return std::shared_ptr<Channel>(new Channel(std::move(impl)));
}

Channel::Channel(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Channel::~Channel() {
  impl_->loop->Stop();
}

const std::string& Channel::target() const {
  return impl_->target;
}

absl::StatusOr<std::vector<v1::Actor>> Channel::ListUsers(std::chrono::milliseconds patience) {
  const auto stub = v1::SessionService::NewStub(impl_->grpc_channel);
  const auto until = std::chrono::steady_clock::now() + patience;
  Backoff backoff(*impl_);
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    grpc::ClientContext context;
    context.set_deadline(GrpcDeadline(std::max(left, std::chrono::milliseconds(1))));
    context.set_wait_for_ready(true);
    v1::ListUsersResponse response;
    const absl::Status status = FromGrpc(stub->ListUsers(&context, {}, &response));
    if (status.ok()) return std::vector<v1::Actor>(response.users().begin(), response.users().end());
    const auto pause = backoff.Next();
    if (!IsRetryable(status.code()) || std::chrono::steady_clock::now() + pause >= until) return status;
    std::this_thread::sleep_for(pause);
  }
}

Backoff::Backoff(const Channel::Impl& channel)
    : min_(channel.backoff_min), max_(channel.backoff_max), next_(min_), random_(std::random_device{}()) {}

std::chrono::milliseconds Backoff::Next() {
  const auto whole = next_.count();
  next_ = std::min(next_ * 2, max_);
  return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(whole / 2, whole)(random_));
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return MakeStatus(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

bool IsRetryable(absl::StatusCode code) {
  return code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kResourceExhausted ||
         code == absl::StatusCode::kDeadlineExceeded || code == absl::StatusCode::kUnknown;
}

std::chrono::system_clock::time_point GrpcDeadline(std::chrono::milliseconds from_now) {
  return std::chrono::system_clock::now() + from_now;
}

}  // namespace legevakt::client
