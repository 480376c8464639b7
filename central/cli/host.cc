#include "central/cli/host.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <future>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/status.h"
#include "base/text.h"
#include "base/time_units.h"
#include "central/cli/answer.h"
#include "central/cli/app.h"
#include "central/cli/record_hooks.h"
#include "central/cli/tool_folder.h"
#include "central/config/region.h"
#include "central/engine/read_and_wait.h"
#include "central/engine/reason_status.h"
#include "central/store/sqlite_store.h"
#include "central/web/web_server.h"

namespace legevakt::cli {
namespace {

// Waits for a configuration of the engine.
template <typename Start>
absl::Status Await(Start start) {
  std::promise<absl::Status> promise;
  start([&promise](absl::Status status) { promise.set_value(std::move(status)); });
  return promise.get_future().get();
}

absl::StatusOr<std::int64_t> LastJournalUs(engine::EventStore& store) {
  if (store.last_revision() == 0) return 0;
  LV_ASSIGN_OR_RETURN(const auto events, store.Read(store.last_revision() - 1, 1));
  return events.empty() ? 0 : events.back().at_us();
}

// So long without an event, while somebody waits, is worth a line.
constexpr std::int64_t kLongUs = 3 * kHourUs;

absl::Status DataError(const std::string& dir, const absl::Status& status) {
  const bool broken = status.code() == absl::StatusCode::kDataLoss;
  return MakeStatus(status.code(), text::Format(text::ProcessLang(),
                                                broken ? "central.data_broken" : "central.cannot_open_data",
                                                {{"dir", dir}, {"why", Message(status)}}));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Host>> Host::Start(const ServeOptions& options, Callbacks callbacks) {
  std::unique_ptr<Host> host(new Host(options));
  // Before anything is made: a name that was mistyped shall leave no journal behind.
  LV_RETURN_IF_ERROR(host->ReadRegion(WallNowUs()).status());
  LV_RETURN_IF_ERROR(host->OpenEngine(std::move(callbacks)));
  rpc::RpcServer::Options rpc_options;
  rpc_options.listen = options.listen;
  rpc_options.local = std::filesystem::path(options.data) / kLocalSocket;
  rpc_options.tls = options.tls;
  rpc_options.reflection = options.reflection;
  rpc_options.server_version = std::string(Version());
  host->care_ = std::make_unique<RecordCare>(*host->engine_, options.data, options.care);
  rpc_options.hooks = RecordHooks(options.data);
  rpc_options.hooks.backup = [make = rpc_options.hooks.backup,
                              care = host->care_.get()](const std::string& out) {
    v1::BackupResponse made = make(out);
    if (made.ok()) care->NoteBackup(made.revision());
    return made;
  };
  rpc_options.hooks.record_status = [care = host->care_.get()](v1::GetStatusResponse& response) {
    care->FillStatus(response);
  };
  LV_ASSIGN_OR_RETURN(host->rpc_,
                      rpc::RpcServer::Start(*host->engine_, host->sessions_, std::move(rpc_options)));
  host->addresses_.grpc = host->rpc_->address();
  if (host->rpc_->has_local()) host->addresses_.local = kLocalSocket;
  LV_RETURN_IF_ERROR(host->BindWeb());
  // Only when the port is ours is anything written.
  host->clock_file_->Do(host->engine_->NowUs(), {});
  LV_RETURN_IF_ERROR(host->Configure());
  // An old one that stays would send the commands elsewhere; and a disk without room for this line has none
  // for the next event.
  LV_RETURN_IF_ERROR(WriteAddresses(options.data, host->addresses_));
  return host;
}

// "127.0.0.1:7117" or "[::1]:7117"; empty for no web server at all.
absl::Status Host::BindWeb() {
  if (options_.web.empty()) return absl::OkStatus();
  const std::size_t colon = options_.web.rfind(':');
  web::WebServer::Options web_options;
  web_options.engine = engine_.get();
  web_options.sessions = &sessions_;
  web_options.server_version = std::string(Version());
  web_options.host = options_.web.substr(0, colon);
  if (web_options.host.starts_with('[') && web_options.host.ends_with(']')) {
    web_options.host = web_options.host.substr(1, web_options.host.size() - 2);
  }
  const std::string port = colon == std::string::npos ? "" : options_.web.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), web_options.port);
  if (error != std::errc() || end != port.data() + port.size()) {
    return MakeStatus(absl::StatusCode::kInvalidArgument,
                      text::Format(text::ProcessLang(), "central.web_address", {{"address", options_.web}}));
  }
  web_ = std::make_unique<web::WebServer>(std::move(web_options));
  LV_RETURN_IF_ERROR(web_->Bind());
  addresses_.web = options_.web.substr(0, colon + 1) + std::to_string(web_->port());
  return absl::OkStatus();
}

Host::~Host() {
  Stop();
}

absl::Status Host::OpenEngine(Callbacks callbacks) {
  std::optional<engine::Version> readable_by;
  if (!options_.readable_by.empty()) {
    readable_by = engine::ParseVersion(options_.readable_by);
    if (!readable_by.has_value()) {
      return MakeStatus(
          absl::StatusCode::kInvalidArgument,
          text::Format(text::ProcessLang(), "central.bad_version", {{"version", options_.readable_by}}));
    }
  }
  store::SqliteStore::Options store_options;
  store_options.dir = options_.data;
  auto opened = store::SqliteStore::Open(std::move(store_options));
  if (!opened.ok()) return DataError(options_.data, opened.status());
  std::unique_ptr<store::SqliteStore> journal = *std::move(opened);
  // A word that was mistyped in --data must not pass in silence.
  is_new_ = journal->is_new();
  if (is_new_) {
    std::error_code ignored;
    spdlog::warn("{}", text::Format(text::ProcessLang(), "central.new_journal",
                                    {{"dir", std::filesystem::absolute(options_.data, ignored).native()}}));
  }
  const auto last_us = LastJournalUs(*journal);
  if (!last_us.ok()) return DataError(options_.data, last_us.status());
  engine::Engine::Options engine_options;
  engine_options.clock = BeginClock(*last_us);
  engine_options.store = std::move(journal);
  engine_options.on_fail_stop = std::move(callbacks.fail_stop);
  engine_options.on_restart_due = std::move(callbacks.restart_due);
  engine_options.readable_by = readable_by;
  engine_options.training = options_.training;
  auto engine = engine::Engine::Open(std::move(engine_options));
  if (!engine.ok()) return DataError(options_.data, engine.status());
  engine_ = *std::move(engine);
  spdlog::info("journal {} at revision {}", engine_->journal_id(), engine_->durable_revision());
  SayIfLongSince(*last_us);
  return absl::OkStatus();
}

std::shared_ptr<EngineClock> Host::BeginClock(std::int64_t last_us) {
  const std::string boot_id = BootId();
  auto clock =
      std::make_shared<EngineClock>(last_us, &WallNowUs, &BootNowUs, ReadClockFile(options_.data, boot_id));
  clock_goes_on_ = clock->goes_on();
  clock_file_.emplace(options_.data, boot_id, [clock] { return clock->Reading(); });
  return clock;
}

void Host::SayIfLongSince(std::int64_t last_us) {
  const std::int64_t since_us = engine_->NowUs() - last_us;
  if (clock_goes_on_ || last_us == 0 || since_us < kLongUs) return;
  const auto open = engine::ReadAndWait(*engine_, [](const domain::State& state, std::int64_t) {
    return std::count_if(state.contacts.begin(), state.contacts.end(),
                         [](const auto& entry) { return domain::IsOpen(entry.second); });
  });
  if (open.value_or(0) == 0) return;
  spdlog::warn(
      "{}", text::Format(text::ProcessLang(), "central.long_since_last",
                         {{"hours", std::to_string(since_us / kHourUs)}, {"open", std::to_string(*open)}}));
}

absl::Status Host::Configure() {
  LV_RETURN_IF_ERROR(LoadRegion());
  if (options_.tools.empty()) return absl::OkStatus();
  const auto active = engine::ReadAndWait(*engine_, [](const domain::State& state, std::int64_t) {
    const v1::ToolRecord* tool = state.FindTool(state.active_tool_hash);
    return tool == nullptr ? v1::ToolRecord() : *tool;
  });
  if (!active.has_value()) {
    return engine::ReasonStatus(absl::StatusCode::kUnavailable, v1::REASON_NOT_SERVING);
  }
  if (active->tool_id().empty()) return TakeFirstTool();
  // The journal says which tool is active. Only a person's order changes it: never a restart, and never a
  // file that came with a new version of this program.
  CompareTool(options_.tools, *active, options_.data);
  return absl::OkStatus();
}

absl::Status Host::TakeFirstTool() {
  LV_ASSIGN_OR_RETURN(ToolFile file, ChooseTool(options_.tools, ""));
  engine::Engine::ToolOrder order;
  order.yaml = std::move(file.yaml);
  order.file_name = std::move(file.name);
  order.lang = text::ProcessLang();
  order.by.set_user_id("system");
  order.by.set_role(v1::ROLE_SYSTEM);
  auto answered = std::make_shared<std::promise<void>>();
  const std::future<void> answer = answered->get_future();
  auto result = std::make_shared<std::optional<v1::ToolResult>>();
  engine_->ActivateTool(std::move(order), [result, answered = std::move(answered)](v1::ToolResult is) {
    *result = std::move(is);
    answered->set_value();
  });
  answer.wait();
  if (!result->has_value()) {
    return engine::ReasonStatus(absl::StatusCode::kUnavailable, v1::REASON_NOT_SERVING);
  }
  if ((*result)->has_refusal()) {
    return MakeStatus(absl::StatusCode::kFailedPrecondition, RefusalWords((*result)->refusal()));
  }
  if ((*result)->problems_size() > 0) {
    return MakeStatus(absl::StatusCode::kInvalidArgument, (*result)->problems(0));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Region> Host::ReadRegion(std::int64_t from_us) const {
  config::RegionOptions region_options;
  region_options.from_us = from_us;
  region_options.lang = text::ProcessLang();
  return config::ReadRegionFile(options_.region, region_options);
}

absl::Status Host::LoadRegion() {
  LV_ASSIGN_OR_RETURN(v1::Region region, ReadRegion(engine_->NowUs()));
  return Await([&](engine::Engine::Done done) { engine_->LoadRegion(std::move(region), std::move(done)); });
}

void Host::RefreshRegion() {
  if (const absl::Status status = LoadRegion(); !status.ok()) {
    spdlog::error("the region file was not read again: {}", Message(status));
  }
}

void Host::Serve() {
  rpc_->Accept();
  if (web_ != nullptr) {
    if (const absl::Status status = web_->Start(); !status.ok()) spdlog::error("{}", Message(status));
  }
  rpc_->SetServing(true);
  // Last: whoever waits for central does not wait for this.
  care_->Start();
  clock_keeper_ = std::make_unique<engine::Keeper>(std::vector<engine::Chore*>{&*clock_file_},
                                                   [this] { return engine_->NowUs(); });
  served_ = true;
}

void Host::Stop() {
  if (std::exchange(stopped_, true)) return;
  if (web_ != nullptr) web_->Drain();
  if (rpc_ != nullptr) rpc_->Announce();
  if (care_ != nullptr) care_->RequestStop();
  if (clock_keeper_ != nullptr) clock_keeper_->RequestStop();
  if (engine_ != nullptr) engine_->Stop();
  settled_ = true;
  if (web_ != nullptr) web_->Stop();
  if (rpc_ != nullptr) rpc_->Shutdown();
  if (rpc_ != nullptr) RemoveAddresses(options_.data);
  // After all that others wait for: it may hang in a directory.
  clock_keeper_.reset();
  if (care_ != nullptr) care_->Stop();
  if (served_) care_->KeepForNextStart();
}

}  // namespace legevakt::cli
