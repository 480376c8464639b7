#include "sim/replay/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <thread>
#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "central/domain/snapshot.h"
#include "proto/client/watch_client.h"
#include "sim/replay/desk.h"
#include "sim/replay/players.h"
#include "triage/past/fit.h"
#include "triage/reader/loader.h"

namespace legevakt::sim {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLook{20};
constexpr std::chrono::seconds kConnect{30};

absl::Status Refuse(absl::StatusCode code, std::string_view key, text::Args args) {
  return MakeStatus(code, text::Format(text::ProcessLang(), key, args));
}

class Run {
 public:
  Run(const past::CaseFile& file, const past::ColumnMap& map, const ReplayOptions& options,
      const std::atomic<bool>& stop)
      : file_(file), map_(map), options_(options), signal_(stop), desk_(file.cases, DeskOptionsOf(options)) {}

  absl::StatusOr<ReplayResult> Play() {
    LV_RETURN_IF_ERROR(Connect());
    if (signal_) return Finish(std::chrono::steady_clock::now());
    LV_RETURN_IF_ERROR(CheckTool());
    ChooseDoctors();
    const SteadyTime begun = std::chrono::steady_clock::now();
    StartPlayers();
    Supervise();
    stop_ = true;
    desk_.Wake();
    witness_.Wake();
    for (std::thread& thread : threads_) thread.join();
    return Finish(begun);
  }

 private:
  static DeskOptions DeskOptionsOf(const ReplayOptions& options) {
    DeskOptions desk;
    desk.calls_first = options.speed > 0;
    desk.leave_every = options.leave_open;
    desk.leave_for = std::chrono::seconds(options.leave_open_s);
    return desk;
  }

  // Two watchers: the telephony link's, which the players act on, and one that only looks.
  absl::Status Connect() {
    stage_.channel.target = options_.central;
    stage_.state = &desk_;
    stage_.witness = &witness_;
    stage_.meter = &meter_;
    stage_.stop = &stop_;
    stage_.speed = options_.speed;
    stage_.begin_s = options_.begin_s;
    LV_ASSIGN_OR_RETURN(auto channel, client::Channel::Create(stage_.channel));
    LV_ASSIGN_OR_RETURN(const auto users, channel->ListUsers(kConnect));
    for (const v1::Actor& user : users) {
      if (user.role() == v1::ROLE_TELEPHONY && telephony_.empty()) telephony_ = user.user_id();
      if (user.role() == v1::ROLE_OPERATOR) operators_.push_back(user.user_id());
    }
    if (!options_.operator_users.empty()) operators_ = options_.operator_users;
    if (telephony_.empty() || operators_.empty()) {
      return Refuse(absl::StatusCode::kInvalidArgument, "sim.no_users", {});
    }
    LV_RETURN_IF_ERROR(Watch(telephony_, v1::ROLE_TELEPHONY, "watch", desk_));
    LV_RETURN_IF_ERROR(Watch(operators_.front(), v1::ROLE_OPERATOR, "witness", witness_));
    return absl::OkStatus();
  }

  absl::Status Watch(const std::string& user, v1::Role role, const std::string& name, Mirror& mirror) {
    LV_ASSIGN_OR_RETURN(auto channel, client::Channel::Create(stage_.channel));
    auto session = std::make_shared<client::Session>(
        std::move(channel), client::Identity{user, role, std::string(kDevice) + " " + name});
    LV_RETURN_IF_ERROR(session->Open(kConnect));
    watches_.push_back(std::make_unique<client::WatchClient>(session, &mirror));
    watches_.back()->Start();
    const SteadyTime until = std::chrono::steady_clock::now() + kConnect;
    while (!signal_ && !mirror.connected()) {
      if (std::chrono::steady_clock::now() > until) {
        return MakeStatus(absl::StatusCode::kUnavailable, mirror.last_error());
      }
      std::this_thread::sleep_for(kLook);
    }
    return absl::OkStatus();
  }

  absl::Status CheckTool() {
    const std::string yaml = desk_.Read([](const domain::State& state) {
      for (const v1::ToolRecord& tool : state.tools) {
        if (tool.tool_hash() == state.active_tool_hash) return tool.yaml();
      }
      return std::string();
    });
    if (yaml.empty()) return Refuse(absl::StatusCode::kFailedPrecondition, "sim.no_tool", {});
    const triage::LoadResult loaded = triage::LoadTool(yaml, "tool");
    if (loaded.tool == nullptr) return Refuse(absl::StatusCode::kFailedPrecondition, "sim.no_tool", {});
    tool_ = loaded.tool;
    std::string unknown;
    for (const past::Unknown& item : past::UnknownToTool(map_, *tool_, text::ProcessLang())) {
      unknown += (unknown.empty() ? "" : ", ") + item.what;
    }
    if (unknown.empty()) return absl::OkStatus();
    return Refuse(absl::StatusCode::kInvalidArgument, "sim.map_and_tool", {{"what", unknown}});
  }

  // Doctors to play, so that every measure has somebody; those whose shift it is come first.
  void ChooseDoctors() {
    if (!options_.doctor_users.empty()) {
      doctors_ = options_.doctor_users;
    } else {
      doctors_ = desk_.Read([&](const domain::State& state) {
        std::vector<const v1::Doctor*> order;
        for (const v1::Doctor& doctor : state.region.doctors()) order.push_back(&doctor);
        std::stable_partition(order.begin(), order.end(), [&](const v1::Doctor* doctor) {
          return std::any_of(doctor->shifts().begin(), doctor->shifts().end(), [&](const v1::Shift& shift) {
            return shift.from_us() <= state.at_us && state.at_us < shift.to_us();
          });
        });
        return Cover(order);
      });
    }
    StepRules rules;
    rules.tool = tool_.get();
    rules.map = &map_;
    // At full speed nobody else is there to answer.
    if (options_.speed <= 0) rules.doctors = std::set(doctors_.begin(), doctors_.end());
    desk_.SetRules(std::move(rules));
  }

  std::vector<std::string> Cover(const std::vector<const v1::Doctor*>& order) const {
    const auto limit = static_cast<std::size_t>(std::max(1, options_.doctors));
    std::vector<std::string> chosen;
    std::set<int> covered;
    const auto add = [&](const v1::Doctor& doctor) {
      if (chosen.size() >= limit || std::count(chosen.begin(), chosen.end(), doctor.doctor_id()) > 0) return;
      chosen.push_back(doctor.doctor_id());
      covered.insert(doctor.measures().begin(), doctor.measures().end());
    };
    // The station above all, then driving: whoever brings something new and may stand alone.
    for (const v1::Measure measure : {v1::MEASURE_STATION, v1::MEASURE_HOME_VISIT, v1::MEASURE_VIDEO}) {
      for (const v1::Doctor* doctor : order) {
        const bool can = std::count(doctor->measures().begin(), doctor->measures().end(), measure) > 0;
        if (can && doctor->may_stand_alone() && !covered.contains(measure)) add(*doctor);
      }
    }
    for (const v1::Doctor* doctor : order) add(*doctor);
    return chosen;
  }

  void StartPlayers() {
    const auto start = [&](auto player) {
      threads_.emplace_back([player = std::move(player)] { player->Run(); });
    };
    // Doctors nobody plays: at full speed the first of ours answers for their reds too.
    std::set<std::string> nobody = {""};
    if (options_.speed <= 0) {
      desk_.Read([&](const domain::State& state) {
        for (const v1::Doctor& doctor : state.region.doctors()) nobody.insert(doctor.doctor_id());
        return 0;
      });
      for (const std::string& doctor : doctors_) nobody.erase(doctor);
    }
    for (const std::string& doctor : doctors_) {
      start(std::make_shared<DoctorOnDuty>(stage_, doctor, std::exchange(nobody, {})));
    }
    const int ringing_max = 2 * options_.operators + 4;
    start(std::make_shared<TelephonyLink>(stage_, desk_, telephony_, file_.cases, ringing_max));
    for (int i = 0; i < options_.operators; ++i) {
      const std::string& user = operators_[static_cast<std::size_t>(i) % operators_.size()];
      start(std::make_shared<Operator>(stage_, desk_, user, i + 1));
    }
  }

  void Supervise() {
    SteadyTime moved = std::chrono::steady_clock::now();
    SteadyTime told{};
    std::int64_t commands = 0;
    while (!signal_ && !desk_.AllClosed()) {
      std::this_thread::sleep_for(kLook);
      const SteadyTime now = std::chrono::steady_clock::now();
      if (options_.progress_ms > 0 && now - told >= milliseconds(options_.progress_ms)) {
        told = now;
        Tell();
      }
      const std::int64_t acknowledged = meter_.commands - meter_.unacknowledged;
      if (acknowledged != commands || !desk_.connected() || options_.speed > 0) {
        commands = acknowledged;
        moved = now;
      }
      if (now - moved > options_.stall) {
        stuck_ = true;
        return;
      }
    }
    if (options_.progress_ms > 0) Tell();
  }

  void Tell() const {
    const Desk::Phases now = desk_.phases();
    fmt::print(
        stderr,
        "{{\"not_rung\":{},\"ringing\":{},\"open\":{},\"closed\":{},\"commands\":{},\"unacknowledged\":{},"
        "\"retries\":{},\"connected\":{}}}\n",
        now.not_rung, now.ringing, now.open, now.closed, meter_.commands.load(), meter_.unacknowledged.load(),
        meter_.retries.load(), desk_.connected());
    std::fflush(stderr);
  }

  ReplayResult Finish(SteadyTime begun) {
    ReplayResult result;
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    result.closed = desk_.phases().closed;
    result.stopped = signal_ && !desk_.AllClosed();
    if (stuck_) result.stuck = desk_.NotClosed(20);
    result.acknowledged = meter_.acknowledged();
    result.applied = meter_.applied();
    result.commands = meter_.commands;
    result.retries = meter_.retries;
    result.disconnects = desk_.disconnects();
    result.refusals = meter_.refusals();
    result.failures = meter_.failures();
    if (!signal_) result.watchers_agree = WatchersAgree();
    for (auto& watch : watches_) watch->Stop();
    if (tool_ != nullptr) Count(result);
    return result;
  }

  // Time goes on in central, so the two are compared where they happen to be at the same revision.
  bool WatchersAgree() {
    const SteadyTime until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::chrono::steady_clock::now() < until) {
      const auto hash = [](const domain::State& state) {
        return std::pair(state.revision, domain::StateHash(state));
      };
      const auto one = desk_.Read(hash);
      const auto other = witness_.Read(hash);
      if (one.first == other.first) return one.second == other.second;
      std::this_thread::sleep_for(kLook);
    }
    return false;
  }

  // The tool's own first answer for each row, beside the reference.
  void Count(ReplayResult& result) const {
    for (const triage::Level& level : tool_->levels()) result.levels.push_back(std::string(1, level.letter));
    result.matrix.assign(static_cast<std::size_t>(map_.reference_levels) + 1,
                         std::vector<int>(result.levels.size(), 0));
    desk_.Read([&](const domain::State& state) {
      std::map<std::string, const v1::Call*, std::less<>> calls;
      for (const auto& [id, call] : state.calls) calls[call.external_ref()] = &call;
      for (const past::Case& item : file_.cases) {
        const auto call = calls.find(item.external_ref);
        if (call == calls.end() || call->second->contact_ids().empty()) continue;
        const v1::Contact* contact = state.FindContact(call->second->contact_ids(0));
        if (contact == nullptr || contact->assessments().empty()) continue;
        const triage::Index level = tool_->FindLevel(contact->assessments(0).suggestion().level_id());
        if (level == triage::kNone) continue;
        ++result.matrix[static_cast<std::size_t>(item.reference)][level];
      }
      return 0;
    });
  }

  const past::CaseFile& file_;
  const past::ColumnMap& map_;
  const ReplayOptions& options_;
  const std::atomic<bool>& signal_;
  std::atomic<bool> stop_{false};
  bool stuck_ = false;

  Meter meter_;
  Desk desk_;
  Mirror witness_;
  Stage stage_;
  std::vector<std::unique_ptr<client::WatchClient>> watches_;
  std::shared_ptr<const triage::Tool> tool_;
  std::string telephony_;
  std::vector<std::string> operators_;
  std::vector<std::string> doctors_;
  std::vector<std::thread> threads_;
};

}  // namespace

absl::StatusOr<ReplayResult> Replay(const past::CaseFile& file, const past::ColumnMap& map,
                                    const ReplayOptions& options, const std::atomic<bool>& stop) {
  return Run(file, map, options, stop).Play();
}

}  // namespace legevakt::sim
