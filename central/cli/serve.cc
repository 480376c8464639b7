#include "central/cli/serve.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "base/limits.h"
#include "base/status.h"
#include "base/text.h"
#include "central/cli/exit_code.h"
#include "central/cli/host.h"
#include "central/cli/last_resort.h"

namespace legevakt::cli {
namespace {

// How often the region file is read again: its rosters are made into intervals for some weeks ahead.
constexpr std::chrono::hours kRegionEvery(1);
// From the signal on; docs/limits.md says it.
constexpr std::chrono::milliseconds kEndWithin(2800);

void LogToStderr() {
  auto logger = spdlog::stderr_logger_mt("central");
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

[[noreturn]] int EndAtOnce(const absl::Status& failure) {
  // A clause of our sentence, whose own end it brings or not.
  std::string why = Message(failure);
  while (why.ends_with('.')) why.pop_back();
  PrintError(text::Format(text::ProcessLang(), "central.fail_stop", {{"why", why}}));
  // Nothing more may be promised, and nothing that is left may be trusted to end in order.
  std::_Exit(kFailStop);
}

// The main thread while central serves: waits for a signal, or for the engine's fail-stop.
class MainLoop {
 public:
  // Signals are caught from here on, so that one that comes while central starts is not lost.
  MainLoop() {
    signals_.async_wait([this](const boost::system::error_code& error, int) {
      if (!error) io_.stop();
    });
  }

  // Any thread.
  void FailStop(absl::Status why) {
    boost::asio::post(io_, [this, why] {
      failure_ = why;
      io_.stop();
    });
    // The main thread may be held up by what the engine failed of: at a start it waits for the same disk.
    std::thread([why = std::move(why)] {
      std::this_thread::sleep_for(kEndWithin);
      EndAtOnce(why);
    }).detach();
  }

  // Any thread: an announced restart is due.
  void End() {
    boost::asio::post(io_, [this] { io_.stop(); });
  }

  // The error that the engine has stopped with, also while central starts or ends; OK for none.
  absl::Status Failure() {
    io_.restart();
    io_.poll();
    return failure_;
  }

  // OK after a signal; else the error that forbids to go on.
  absl::Status Run(Host& host) {
    EveryHour(host);
    io_.run();
    return failure_;
  }

 private:
  void EveryHour(Host& host) {
    timer_.expires_after(kRegionEvery);
    timer_.async_wait([this, &host](const boost::system::error_code& error) {
      if (error) return;
      host.RefreshRegion();
      EveryHour(host);
    });
  }

  boost::asio::io_context io_{1};
  boost::asio::signal_set signals_{io_, SIGINT, SIGTERM};
  boost::asio::steady_timer timer_{io_};
  absl::Status failure_;
};

int Serve(const ServeOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  // A limit on file size is an error of the write, and so of the journal.
  std::signal(SIGXFSZ, SIG_IGN);
  LogToStderr();
  MainLoop loop;
  auto started =
      Host::Start(options, {.fail_stop = [&loop](absl::Status why) { loop.FailStop(std::move(why)); },
                            .restart_due = [&loop] { loop.End(); }});
  if (!started.ok()) {
    const absl::Status failure = loop.Failure();
    if (!failure.ok()) return EndAtOnce(failure);
    PrintError(started.status());
    return kCannotStart;
  }
  std::unique_ptr<Host> host = *std::move(started);
  host->Serve();
  std::printf("ready grpc=%s web=%s%s\n", host->addresses().grpc.c_str(), host->addresses().web.c_str(),
              host->is_new() ? " journal=new" : "");
  std::fflush(stdout);
  const absl::Status failure = loop.Run(*host);
  if (!failure.ok()) return EndAtOnce(failure);
  spdlog::info("ending in good order");
  {
    const LastResort last_resort(kEndWithin, [&host] {
      const bool settled = host->settled();
      PrintError(text::Get(text::ProcessLang(), settled ? "central.end_by_force" : "central.end_with_batch"));
      return settled ? kYes : kFailStop;
    });
    host->Stop();
    // What was decided last may be what the disk does not take.
    if (const absl::Status at_end = loop.Failure(); !at_end.ok()) return EndAtOnce(at_end);
    host.reset();
  }
  return kYes;
}

}  // namespace

void AddServe(CLI::App& app, int* exit_code) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App* const command = app.add_subcommand("serve", Say("central.serve"));
  command->add_option("--region", options->region, Say("central.serve_region"))->required();
  command->add_option("--data", options->data, Say("central.serve_data"))->required();
  command->add_option("--tools", options->tools, Say("central.serve_tools"));
  command->add_option("--listen", options->listen, Say("central.serve_listen"))->capture_default_str();
  command->add_option("--web", options->web, Say("central.serve_web"))->capture_default_str();
  command->add_flag("--training", options->training, Say("central.serve_training"));
  command->add_flag("--reflection", options->reflection, Say("central.serve_reflection"));
  command->add_option("--readable-by", options->readable_by, Say("central.serve_readable_by"));
  command->add_option("--tls-cert", options->tls.cert, Say("central.serve_tls_cert"));
  command->add_option("--tls-key", options->tls.key, Say("central.serve_tls_key"));
  command->add_option("--tls-ca", options->tls.ca, Say("central.serve_tls_ca"));
  command->add_option("--snapshot-every", options->care.snapshot_every, Say("central.serve_snapshot_every"))
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  CLI::Option* const backups =
      command->add_option("--backup-dir", options->care.backup_dir, Say("central.serve_backup_dir"));
  command->add_option("--backup-every", options->care.backup_every_minutes, Say("central.serve_backup_every"))
      ->needs(backups)
      ->capture_default_str()
      ->check(CLI::Range(1, limits::kBackupEveryMinutesMax));
  command->add_option("--backups-kept", options->care.backups_kept, Say("central.serve_backups_kept"))
      ->needs(backups)
      ->capture_default_str()
      ->check(CLI::Range(1, limits::kBackupsKeptMax));
  command->callback([options, exit_code] { *exit_code = Serve(*options); });
}

}  // namespace legevakt::cli
