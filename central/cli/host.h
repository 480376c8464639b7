// What `serve` puts together: store, engine, configuration, rpc and web, in the order in which they may start
// and must stop. Thread: one.
#pragma once

#include <absl/status/statusor.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "central/cli/address_file.h"
#include "central/engine/engine.h"
#include "central/engine/sessions.h"
#include "central/rpc/server.h"
#include "central/web/web_server.h"

namespace legevakt::cli {

struct ServeOptions {
  std::string region;
  std::string data;
  std::string tools;
  std::string listen = "127.0.0.1:7116";
  std::string web = "127.0.0.1:7117";
  bool training = false;
  bool reflection = false;
  rpc::TlsFiles tls;
};

class Host {
 public:
  // Everything up to the moment where it may serve. An error is one sentence that says what to do.
  // `on_fail_stop` comes on any thread.
  static absl::StatusOr<std::unique_ptr<Host>> Start(const ServeOptions& options,
                                                     std::function<void(absl::Status)> on_fail_stop);
  ~Host();

  // Clients are let in.
  void Serve();
  const Addresses& addresses() const { return addresses_; }

  // Reads the region file again, for the days that have come nearer; a file that is no longer good changes
  // nothing.
  void RefreshRegion();

  // Announces the end, finishes what waits, and stops.
  void Stop();

 private:
  explicit Host(ServeOptions options) : options_(std::move(options)) {}

  absl::Status OpenEngine(std::function<void(absl::Status)> on_fail_stop);
  absl::Status BindWeb();
  absl::Status Configure();
  // From the folder, where the journal has none: linted and allowed like every other.
  absl::Status TakeFirstTool();
  absl::Status LoadRegion();

  const ServeOptions options_;
  engine::SessionRegistry sessions_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<rpc::RpcServer> rpc_;
  std::unique_ptr<web::WebServer> web_;
  Addresses addresses_;
  bool stopped_ = false;
};

}  // namespace legevakt::cli
