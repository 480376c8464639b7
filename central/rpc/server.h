// The gRPC server of central: services, health, limits, TLS, and its own way of accepting connections.
//
//   auto server = RpcServer::Start(engine, sessions, options);   // the port is ours
//   server->Accept();
//   server->SetServing(true);
//   ...
//   server->Announce();       // watchers are told that central is about to stop
//   engine.Stop();            // what waits is finished
//   server->Shutdown();       // the rest is sent, streams end, connections close
#pragma once

#include <absl/status/statusor.h>
#include <grpcpp/server.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "central/engine/engine.h"
#include "central/engine/sessions.h"
#include "central/rpc/acceptor.h"
#include "central/rpc/admin_service.h"
#include "central/rpc/command_service.h"
#include "central/rpc/credentials.h"
#include "central/rpc/duty_service.h"
#include "central/rpc/lookup_service.h"
#include "central/rpc/session_service.h"
#include "central/rpc/watch_hub.h"
#include "central/rpc/watch_service.h"

namespace legevakt::rpc {

class RpcServer {
 public:
  struct Options {
    // HOST:PORT; port 0 takes a free one. Without TLS only an address of the machine itself.
    std::string listen = "127.0.0.1:0";
    // A Unix socket for the commands of the data directory's owner, in plaintext whatever `tls` is
    // (docs/adr/0014); empty for none. In a directory that is this process' own.
    std::filesystem::path local;
    TlsFiles tls;
    bool reflection = false;
    std::string server_version;
    AdminHooks hooks;
    int connections_max;
    std::chrono::milliseconds export_slow;
    WatchHub::Options watch;
    Options();
  };

  // `engine` and `sessions` must outlive the server. Errors are sentences for the one who starts central.
  static absl::StatusOr<std::unique_ptr<RpcServer>> Start(engine::Engine& engine,
                                                          engine::SessionRegistry& sessions, Options options);
  ~RpcServer();

  std::string address() const { return acceptor_->address(); }
  // False where `local` could not be made, which the log says.
  bool has_local() const { return local_ != nullptr; }
  // Clients are let in; until then they wait in the listen queue.
  void Accept();
  // What gRPC health says, for the whole server and for each service.
  void SetServing(bool serving);
  void Announce();
  // After engine.Stop(); takes at most about two seconds.
  void Shutdown();

 private:
  RpcServer(engine::Engine& engine, engine::SessionRegistry& sessions, Options options);
  absl::Status Build(const Options& options);

  WatchHub hub_;
  CommandService commands_;
  SessionService session_service_;
  WatchService watch_;
  DutyService duty_;
  AdminService admin_;
  LookupService lookup_;
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> sink_;
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> local_sink_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Acceptor> acceptor_;
  std::unique_ptr<Acceptor> local_;
  bool shut_down_ = false;
};

}  // namespace legevakt::rpc
