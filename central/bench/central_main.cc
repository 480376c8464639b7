// legevakt-bench-central REGION TOOL DATA STAMPS: central as `serve` puts it together, save that its store
// notes when each revision was on the disk. On SIGUSR1 the notes are written to STAMPS, one "revision
// nanoseconds" a line (CLOCK_MONOTONIC), so that another process can tell how long an event took from commit
// to screen.
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <future>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/bench/samples.h"
#include "base/clock.h"
#include "base/status.h"
#include "central/config/region.h"
#include "central/engine/engine.h"
#include "central/engine/sessions.h"
#include "central/rpc/server.h"
#include "central/store/sqlite_store.h"

namespace legevakt::bench {
namespace {

class Stamps {
 public:
  void Add(std::int64_t revision) {
    const std::lock_guard lock(mutex_);
    stamps_.emplace_back(revision, MonotonicNs());
  }
  void Write(const std::string& file) {
    const std::lock_guard lock(mutex_);
    std::ofstream out(file + ".new");
    for (const auto& [revision, at_ns] : stamps_) out << revision << ' ' << at_ns << '\n';
    out.close();
    std::rename((file + ".new").c_str(), file.c_str());
  }

 private:
  std::mutex mutex_;
  std::vector<std::pair<std::int64_t, std::int64_t>> stamps_;
};

class StampingStore : public engine::EventStore {
 public:
  StampingStore(std::unique_ptr<engine::EventStore> store, Stamps& stamps)
      : store_(std::move(store)), stamps_(stamps) {}
  const std::string& journal_id() const override { return store_->journal_id(); }
  std::int64_t last_revision() const override { return store_->last_revision(); }
  absl::Status Append(const engine::Batch& batch) override {
    absl::Status status = store_->Append(batch);
    for (const v1::Event& event : batch.events) stamps_.Add(event.revision());
    return status;
  }
  absl::StatusOr<std::vector<v1::Event>> Read(std::int64_t after, std::size_t limit) override {
    return store_->Read(after, limit);
  }
  absl::StatusOr<std::vector<engine::StoredReply>> ReadReplies(std::int64_t since_us) override {
    return store_->ReadReplies(since_us);
  }
  absl::Status WriteSnapshot(const engine::StoredSnapshot& snapshot) override {
    return store_->WriteSnapshot(snapshot);
  }
  absl::StatusOr<engine::FoundSnapshot> ReadSnapshot(std::int64_t at_most) override {
    return store_->ReadSnapshot(at_most);
  }

 private:
  const std::unique_ptr<engine::EventStore> store_;
  Stamps& stamps_;
};

absl::Status Configure(engine::Engine& engine, const std::string& region_file, const std::string& tool_file) {
  config::RegionOptions options;
  options.from_us = engine.NowUs();
  LV_ASSIGN_OR_RETURN(v1::Region region, config::ReadRegionFile(region_file, options));
  std::promise<absl::Status> loaded;
  engine.LoadRegion(std::move(region),
                    [&loaded](absl::Status status) { loaded.set_value(std::move(status)); });
  LV_RETURN_IF_ERROR(loaded.get_future().get());
  std::ifstream file(tool_file, std::ios::binary);
  std::ostringstream yaml;
  yaml << file.rdbuf();
  engine::Engine::ToolOrder order;
  order.yaml = yaml.str();
  order.file_name = tool_file;
  order.demonstration = true;
  order.by.set_user_id("bench");
  order.by.set_role(v1::ROLE_ADMIN);
  std::promise<v1::ToolResult> taken;
  engine.ActivateTool(std::move(order),
                      [&taken](v1::ToolResult result) { taken.set_value(std::move(result)); });
  return taken.get_future().get().changed() ? absl::OkStatus()
                                            : absl::InvalidArgumentError("the tool was not taken");
}

absl::Status Serve(const std::string& region, const std::string& tool, const std::string& data,
                   const std::string& stamps_file) {
  boost::asio::io_context io;
  boost::asio::signal_set ends(io, SIGINT, SIGTERM);
  boost::asio::signal_set writes(io, SIGUSR1);
  Stamps stamps;
  store::SqliteStore::Options store_options;
  store_options.dir = data;
  LV_ASSIGN_OR_RETURN(auto store, store::SqliteStore::Open(std::move(store_options)));
  engine::Engine::Options options;
  options.clock = std::make_shared<EngineClock>(0);
  options.store = std::make_unique<StampingStore>(std::move(store), stamps);
  LV_ASSIGN_OR_RETURN(const auto engine, engine::Engine::Open(std::move(options)));
  LV_RETURN_IF_ERROR(Configure(*engine, region, tool));
  engine::SessionRegistry sessions;
  rpc::RpcServer::Options rpc_options;
  LV_ASSIGN_OR_RETURN(const auto server, rpc::RpcServer::Start(*engine, sessions, std::move(rpc_options)));
  server->Accept();
  server->SetServing(true);
  std::printf("ready grpc=%s\n", server->address().c_str());
  std::fflush(stdout);
  ends.async_wait([&io](const boost::system::error_code&, int) { io.stop(); });
  std::function<void(const boost::system::error_code&, int)> write =
      [&](const boost::system::error_code& error, int) {
        if (error) return;
        stamps.Write(stamps_file);
        writes.async_wait(write);
      };
  writes.async_wait(write);
  io.run();
  server->Announce();
  engine->Stop();
  server->Shutdown();
  return absl::OkStatus();
}

}  // namespace
}  // namespace legevakt::bench

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "use: legevakt-bench-central REGION TOOL DATA STAMPS\n");
    return 2;
  }
  const absl::Status status = legevakt::bench::Serve(argv[1], argv[2], argv[3], argv[4]);
  if (!status.ok()) std::fprintf(stderr, "%s\n", legevakt::Message(status).c_str());
  return status.ok() ? 0 : 3;
}
