#include "sim/replay/replay.h"

#include <csignal>
#include <cstdio>
#include <memory>
#include <thread>

#include "base/text.h"
#include "sim/cli/app.h"
#include "sim/replay/report.h"

namespace legevakt::sim {
namespace {

struct Args {
  std::string cases;
  std::string map;
  std::string name;
  std::string speed = "max";
  int limit = 0;
  bool json = false;
  ReplayOptions options;
};

// Waits for SIGINT or SIGTERM on a thread of its own; every other thread has them blocked.
class Signals {
 public:
  explicit Signals(std::atomic<bool>& stop) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    thread_ = std::thread([this, set, &stop] {
      const timespec patience = {0, 100'000'000};
      while (!done_) {
        if (sigtimedwait(&set, nullptr, &patience) > 0) stop = true;
      }
    });
  }
  ~Signals() {
    done_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> done_{false};
  std::thread thread_;
};

bool ReadSpeed(const std::string& word, double& speed) {
  if (word == "max") {
    speed = 0;
    return true;
  }
  try {
    std::size_t read = 0;
    speed = std::stod(word, &read);
    return read == word.size() && speed > 0 && speed <= 100'000;
  } catch (const std::exception&) {
    return false;
  }
}

absl::StatusOr<past::CaseFile> LoadCases(const Args& args, past::ColumnMap& map) {
  const auto yaml = ReadFile(args.map);
  if (!yaml.ok()) return yaml.status();
  auto loaded = past::LoadColumnMap(*yaml, args.map, text::ProcessLang());
  if (!loaded.ok()) return loaded.status();
  map = *std::move(loaded);
  if (!args.name.empty()) map.name = args.name;
  const auto csv = ReadFile(args.cases);
  if (!csv.ok()) return csv.status();
  past::CsvTable table = past::ReadCsv(*csv, map.delimiter);
  const auto limit = static_cast<std::size_t>(args.limit);
  if (limit > 0 && table.rows.size() > limit) table.rows.resize(limit);
  return past::ReadCases(table, map, text::ProcessLang(), args.cases);
}

int RunReplay(Args& args) {
  if (!ReadSpeed(args.speed, args.options.speed)) {
    PrintError(text::Format(text::ProcessLang(), "sim.bad_speed", {{"speed", args.speed}}));
    return kWrongUse;
  }
  past::ColumnMap map;
  const auto file = LoadCases(args, map);
  if (!file.ok()) {
    PrintError(file.status());
    return kWrongUse;
  }
  std::atomic<bool> stop{false};
  const Signals signals(stop);
  const auto result = Replay(*file, map, args.options, stop);
  if (!result.ok()) {
    PrintError(result.status());
    return result.status().code() == absl::StatusCode::kInvalidArgument ? kWrongUse : kCannotStart;
  }
  const std::string report =
      args.json ? ReportAsJson(*file, map, *result) : ReportAsText(*file, map, *result);
  std::fwrite(report.data(), 1, report.size(), stdout);
  // Being stopped is no failure; rows that could not be closed, or watchers that disagree, are.
  if (result->stopped) return kYes;
  return result->stuck.empty() && result->watchers_agree ? kYes : kNo;
}

}  // namespace

void AddReplay(CLI::App& app, int* exit_code) {
  auto args = std::make_shared<Args>();
  ReplayOptions& options = args->options;
  CLI::App* command = app.add_subcommand("replay", Say("sim.replay"));
  command->add_option("--cases", args->cases, Say("sim.replay_cases"))->required();
  command->add_option("--map", args->map, Say("sim.replay_map"))->required();
  command->add_option("--central", options.central, Say("sim.replay_central"))->required();
  command->add_option("--speed", args->speed, Say("sim.replay_speed"))->capture_default_str();
  command->add_option("--operators", options.operators, Say("sim.replay_operators"))
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  command->add_option("--doctors", options.doctors, Say("sim.replay_doctors"))
      ->check(CLI::Range(1, 50))
      ->capture_default_str();
  command->add_option("--operator-users", options.operator_users, Say("sim.replay_operator_users"))
      ->delimiter(',');
  command->add_option("--doctor-users", options.doctor_users, Say("sim.replay_doctor_users"))->delimiter(',');
  command->add_option("--limit", args->limit, Say("sim.replay_limit"))->check(CLI::NonNegativeNumber);
  command->add_option("--name", args->name, Say("sim.replay_name"));
  command->add_option("--begin-s", options.begin_s, Say("sim.replay_begin_s"))
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--leave-open", options.leave_open, Say("sim.replay_leave_open"))
      ->check(CLI::NonNegativeNumber);
  command->add_option("--leave-open-s", options.leave_open_s, Say("sim.replay_leave_open_s"))
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--progress-ms", options.progress_ms, Say("sim.replay_progress"))
      ->check(CLI::NonNegativeNumber);
  command->add_flag("--json", args->json, Say("sim.replay_json"));
  command->callback([args, exit_code] { *exit_code = RunReplay(*args); });
}

}  // namespace legevakt::sim
