#include "central/rpc/server.h"

#include <grpcpp/ext/health_check_service_server_builder_option.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/server_builder.h>
#include <spdlog/spdlog.h>

#include <utility>

#include "base/limits.h"
#include "base/status.h"
#include "base/text.h"
#include "central/rpc/reflection.h"

namespace legevakt::rpc {
namespace {

constexpr int kKeepaliveMs = 10'000;
constexpr int kKeepaliveTimeoutMs = 5'000;
constexpr int kPingIntervalMinMs = 5'000;
constexpr int kPingStrikesMax = 2;
constexpr int kHandshakeMs = 5'000;
constexpr int kIdleMs = 5 * 60'000;
constexpr int kStreamsMax = 64;
constexpr int kMetadataBytesMax = 8 * 1024;
constexpr std::size_t kMemoryBytesMax = 128 * 1024 * 1024;
constexpr int kThreadsMax = 32;

void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(static_cast<int>(limits::kMessageBytesMax));
  builder.SetMaxSendMessageSize(static_cast<int>(limits::kMessageBytesMax));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kPingIntervalMinMs);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, kPingStrikesMax);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, kIdleMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kStreamsMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytesMax);
  grpc::ResourceQuota quota("central");
  quota.Resize(kMemoryBytesMax);
  quota.SetMaxThreads(kThreadsMax);
  builder.SetResourceQuota(quota);
}

}  // namespace

RpcServer::Options::Options()
    : connections_max(limits::kGrpcConnectionsMax),
      export_slow(std::chrono::milliseconds(limits::kExportSlowUs / 1000)),
      watch{std::chrono::milliseconds(limits::kWatchSlowUs / 1000),
            std::chrono::milliseconds(limits::kBookmarkUs / 1000), std::chrono::seconds(5)} {}

absl::StatusOr<std::unique_ptr<RpcServer>> RpcServer::Start(engine::Engine& engine,
                                                            engine::SessionRegistry& sessions,
                                                            Options options) {
  // First of all the port: a second central must not get further.
  LV_ASSIGN_OR_RETURN(auto acceptor, Acceptor::Open(options.listen, options.connections_max));
  if (options.tls.cert.empty() && !acceptor->loopback()) {
    return MakeStatus(
        absl::StatusCode::kInvalidArgument,
        text::Format(text::ProcessLang(), "central.tls_needed", {{"address", acceptor->address()}}));
  }
  std::unique_ptr<RpcServer> server(new RpcServer(engine, sessions, options));
  server->acceptor_ = std::move(acceptor);
  if (!options.local.empty()) {
    auto local = Acceptor::OpenLocal(options.local, limits::kLocalConnectionsMax);
    // Not what anybody is treated by: central goes on without.
    if (local.ok()) {
      server->local_ = *std::move(local);
    } else {
      spdlog::error("{}", Message(local.status()));
    }
  }
  LV_RETURN_IF_ERROR(server->Build(options));
  return server;
}

RpcServer::RpcServer(engine::Engine& engine, engine::SessionRegistry& sessions, Options options)
    : hub_(engine, options.watch),
      commands_(engine, sessions),
      session_service_(engine, sessions, options.server_version),
      watch_(hub_, sessions),
      duty_(engine, sessions),
      admin_(engine, sessions, hub_, options.hooks, options.server_version, options.export_slow),
      lookup_(engine, sessions) {}

RpcServer::~RpcServer() {
  Shutdown();
}

absl::Status RpcServer::Build(const Options& options) {
  LV_ASSIGN_OR_RETURN(const auto credentials, MakeCredentials(options.tls));
  if (options.reflection) LV_RETURN_IF_ERROR(LoadReflection());
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  SetLimits(builder);
  builder.RegisterService(&commands_);
  builder.RegisterService(&session_service_);
  builder.RegisterService(&watch_);
  builder.RegisterService(&duty_);
  builder.RegisterService(&admin_);
  builder.RegisterService(&lookup_);
  sink_ = builder.experimental().AddExternalConnectionAcceptor(
      grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, credentials);
  if (local_ != nullptr) {
    // Whoever comes this far is the owner of what TLS would protect.
    local_sink_ = builder.experimental().AddExternalConnectionAcceptor(
        grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD,
        grpc::InsecureServerCredentials());
  }
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) {
    return MakeStatus(absl::StatusCode::kUnavailable, text::Get(text::ProcessLang(), "central.no_grpc"));
  }
  SetServing(false);
  return absl::OkStatus();
}

void RpcServer::Accept() {
  acceptor_->Start(sink_.get());
  if (local_ != nullptr) local_->Start(local_sink_.get());
}

void RpcServer::SetServing(bool serving) {
  grpc::HealthCheckServiceInterface* const health = server_->GetHealthCheckService();
  health->SetServingStatus(serving);
  for (const char* service :
       {v1::CommandService::service_full_name(), v1::SessionService::service_full_name(),
        v1::WatchService::service_full_name(), v1::DutyService::service_full_name(),
        v1::AdminService::service_full_name(), v1::LookupService::service_full_name()}) {
    health->SetServingStatus(service, serving);
  }
}

void RpcServer::Announce() {
  SetServing(false);
  hub_.Announce();
}

void RpcServer::Shutdown() {
  if (std::exchange(shut_down_, true)) return;
  if (acceptor_ != nullptr) acceptor_->Stop();
  if (local_ != nullptr) local_->Stop();
  lookup_.Stop();
  if (server_ != nullptr) {
    hub_.Finish(std::chrono::seconds(1));
    server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
  }
  hub_.Stop();
}

}  // namespace legevakt::rpc
