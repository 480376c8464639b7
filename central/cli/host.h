// What `serve` puts together: store, engine, configuration, rpc and web, in the order in which they may start
// and must stop. Thread: one.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "central/cli/address_file.h"
#include "central/cli/clock_file.h"
#include "central/cli/record_care.h"
#include "central/engine/engine.h"
#include "central/engine/keeper.h"
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
  // Empty, or a version that can be put back on the same data (docs/adr/0008).
  std::string readable_by;
  bool reflection = false;
  rpc::TlsFiles tls;
  RecordCare::Options care;
};

class Host {
 public:
  // Everything up to the moment where it may serve. An error is one sentence that says what to do.
  // The callbacks come on any thread.
  struct Callbacks {
    std::function<void(absl::Status)> fail_stop;
    // An announced restart is due: the process shall stop in good order.
    std::function<void()> restart_due;
  };
  static absl::StatusOr<std::unique_ptr<Host>> Start(const ServeOptions& options, Callbacks callbacks);
  ~Host();

  // Clients are let in.
  void Serve();
  const Addresses& addresses() const { return addresses_; }
  // There was no journal, and this start has begun one.
  bool is_new() const { return is_new_; }

  // Reads the region file again, for the days that have come nearer; a file that is no longer good changes
  // nothing.
  void RefreshRegion();

  // Announces the end, finishes what waits, and stops. A disk or a directory that hangs holds it up for ever:
  // whoever calls it has a last resort.
  void Stop();
  // Nothing is lost where the process ends now: what was taken is durable and answered. Any thread.
  bool settled() const { return settled_; }

 private:
  explicit Host(ServeOptions options) : options_(std::move(options)) {}

  absl::Status OpenEngine(Callbacks callbacks);
  // On this boot of the machine it goes on from where the last central was; else it begins with the wall.
  std::shared_ptr<EngineClock> BeginClock(std::int64_t last_us);
  // A long time without central, or a wall that is wrong: only people can tell which.
  void SayIfLongSince(std::int64_t last_us);
  absl::Status BindWeb();
  absl::Status Configure();
  // From the folder, where the journal has none: linted and allowed like every other.
  absl::Status TakeFirstTool();
  // With its rosters from then on.
  absl::StatusOr<v1::Region> ReadRegion(std::int64_t from_us) const;
  absl::Status LoadRegion();

  const ServeOptions options_;
  engine::SessionRegistry sessions_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<RecordCare> care_;
  std::optional<ClockFileChore> clock_file_;
  // Of its own: neither a check of the record nor a disk that hangs makes the file old, or the end late.
  std::unique_ptr<engine::Keeper> clock_keeper_;
  bool clock_goes_on_ = false;
  std::unique_ptr<rpc::RpcServer> rpc_;
  std::unique_ptr<web::WebServer> web_;
  Addresses addresses_;
  bool is_new_ = false;
  bool served_ = false;
  bool stopped_ = false;
  std::atomic<bool> settled_ = false;
};

}  // namespace legevakt::cli
