#include "tests/faults/hosted_run.h"

#include <deque>
#include <fstream>
#include <future>
#include <map>
#include <new>
#include <optional>
#include <sstream>
#include <utility>

#include "base/clock.h"
#include "base/ids.h"
#include "base/time_units.h"
#include "central/engine/engine.h"
#include "central/engine/runner.h"
#include "central/store/backup_folder.h"
#include "central/store/schema.h"
#include "central/store/sqlite_store.h"
#include "central/store/verify.h"
#include "tests/faults/fault_plan.h"

namespace legevakt::faults {
namespace {

using engine::Engine;
using store::SqliteStore;

constexpr std::int64_t kBeginUs = 1'795'290'120LL * kSecondUs;

// The engine on the calling thread: it moves when somebody calls Run.
class OneThread : public engine::Runner {
 public:
  void Start(engine::EventStore& store, Committed committed) override {
    store_ = &store;
    committed_ = std::move(committed);
  }
  bool Post(Task task) override {
    if (ended_) return false;
    tasks_.push_back(std::move(task));
    return true;
  }
  void WakeAfter(std::int64_t, Task task) override { wake_ = std::move(task); }
  void CancelWake() override { wake_ = nullptr; }
  void Commit(engine::Batch batch) override { batch_ = std::move(batch); }
  void Await(const std::future<void>& done) override {
    while (done.wait_for(std::chrono::seconds(0)) != std::future_status::ready && Step()) {
    }
  }
  void End() override {
    Run();
    ended_ = true;
  }

  void Run() {
    while (Step()) {
    }
  }
  // As if the time of the timer had come.
  void Wake() {
    if (Task task = std::exchange(wake_, nullptr)) task();
    Run();
  }

 private:
  bool Step() {
    if (!tasks_.empty()) {
      const Task task = std::move(tasks_.front());
      tasks_.pop_front();
      task();
      return true;
    }
    if (!batch_.has_value()) return false;
    engine::Batch batch = *std::exchange(batch_, std::nullopt);
    absl::Status status = store_->Append(batch);
    committed_(std::move(status), std::move(batch));
    return true;
  }

  engine::EventStore* store_ = nullptr;
  Committed committed_;
  std::deque<Task> tasks_;
  std::optional<engine::Batch> batch_;
  Task wake_;
  bool ended_ = false;
};

// Says yes to a batch and writes it with the next one.
class EarlyStore : public engine::EventStore {
 public:
  explicit EarlyStore(std::unique_ptr<SqliteStore> store)
      : store_(std::move(store)), last_revision_(store_->last_revision()) {}
  ~EarlyStore() override { store_->Append(late_).IgnoreError(); }
  const std::string& journal_id() const override { return store_->journal_id(); }
  std::int64_t last_revision() const override { return last_revision_; }
  absl::Status Append(const engine::Batch& batch) override {
    LV_RETURN_IF_ERROR(store_->Append(std::exchange(late_, batch)));
    if (!batch.events.empty()) last_revision_ = batch.events.back().revision();
    return absl::OkStatus();
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
  std::unique_ptr<SqliteStore> store_;
  engine::Batch late_;
  std::int64_t last_revision_;
};

v1::Actor Operator() {
  v1::Actor actor;
  actor.set_user_id("kari");
  actor.set_name("Kari Nes");
  actor.set_role(v1::ROLE_OPERATOR);
  actor.set_device("test");
  return actor;
}

v1::Region Region() {
  v1::Region region;
  region.set_region_id("test");
  region.set_content_hash("test");
  v1::Municipality& municipality = *region.add_municipalities();
  municipality.set_number("4640");
  municipality.set_name("Sogndal");
  region.mutable_targets()->set_unassessed_s(300);
  region.mutable_targets()->set_claim_s(300);
  return region;
}

std::string Tool() {
  std::ifstream file(LEGEVAKT_SOURCE_DIR "/triage/tools/news2.yaml", std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return std::move(bytes).str();
}

// A central that lives in this process, from its start to its end.
class Host {
 public:
  explicit Host(std::int64_t now_us) : clock_(std::make_shared<ManualClock>(now_us)) {}

  absl::Status Start(const std::filesystem::path& dir, bool acknowledges_early = false) {
    // The store's own thread does nothing by itself, so that the calls come in the same order each time.
    constexpr int kNever = 1 << 30;
    LV_ASSIGN_OR_RETURN(
        auto store,
        SqliteStore::Open({.dir = dir, .checkpoint_pages = kNever, .checkpoint_pages_max = kNever}));
    store_ = store.get();
    auto runner = std::make_unique<OneThread>();
    runner_ = runner.get();
    Engine::Options options;
    options.clock = clock_;
    if (acknowledges_early) {
      options.store = std::make_unique<EarlyStore>(std::move(store));
    } else {
      options.store = std::move(store);
    }
    options.on_fail_stop = [this](const absl::Status&) { failed_ = true; };
    options.runner = std::move(runner);
    LV_ASSIGN_OR_RETURN(engine_, Engine::Open(std::move(options)));
    runner_->Run();
    return absl::OkStatus();
  }

  absl::Status LoadRegion(const v1::Region& region) {
    std::optional<absl::Status> done;
    engine_->LoadRegion(region, [&done](absl::Status status) { done = std::move(status); });
    runner_->Run();
    return done.value_or(absl::UnavailableError("no answer"));
  }

  bool ActivateTool(const std::string& yaml) {
    Engine::ToolOrder order;
    order.yaml = yaml;
    order.file_name = "news2.yaml";
    order.by.set_user_id("berit");
    order.by.set_role(v1::ROLE_ADMIN);
    order.demonstration = true;
    auto changed = std::make_shared<bool>(false);
    engine_->ActivateTool(std::move(order),
                          [changed](const v1::ToolResult& result) { *changed = result.changed(); });
    runner_->Run();
    return *changed;
  }

  // Nothing where no answer came.
  std::optional<absl::StatusOr<v1::ExecuteResponse>> Execute(const v1::ExecuteRequest& request) {
    auto answer = std::make_shared<std::optional<absl::StatusOr<v1::ExecuteResponse>>>();
    try {
      engine_->Execute(Operator(), request, [answer](absl::StatusOr<v1::ExecuteResponse> response) {
        *answer = std::move(response);
      });
    } catch (const std::bad_alloc&) {
      // gRPC catches what its handlers throw, and answers with an error.
      *answer = absl::StatusOr<v1::ExecuteResponse>(absl::UnknownError(""));
    }
    runner_->Run();
    return *answer;
  }

  void Pass(std::int64_t us) {
    clock_->Advance(us);
    runner_->Wake();
  }

  // What other threads do from time to time. An error is the store's to keep, and a snapshot may fail.
  void Maintain() {
    store_->TEST_Maintain().IgnoreError();
    engine_->MakeSnapshot().IgnoreError();
  }

  // On the schedule: it may fail, and nothing else then.
  void BackUp(const std::filesystem::path& dir) {
    const store::BackupFolder folder(dir / "backups", engine_->journal_id());
    folder.List().IgnoreError();
    const absl::Status made = folder.Make(store::JournalPath(dir), now_us(), {}).status();
    if (made.ok()) folder.KeepNewest(1).IgnoreError();
  }

  void Stop() {
    engine_->Stop();
    engine_.reset();
  }

  bool failed() const { return failed_; }
  std::int64_t now_us() const { return clock_->NowUs(); }

 private:
  std::shared_ptr<ManualClock> clock_;
  bool failed_ = false;
  SqliteStore* store_ = nullptr;
  OneThread* runner_ = nullptr;
  std::unique_ptr<Engine> engine_;
};

// --- the run

v1::ExecuteRequest Request(int number) {
  std::string id = "00000000-0000-4000-8000-000000000000";
  const std::string digits = std::to_string(number);
  id.replace(id.size() - digits.size(), digits.size(), digits);
  v1::ExecuteRequest request;
  request.set_request_id(id);
  return request;
}

v1::ExecuteRequest Call(int number) {
  v1::ExecuteRequest request = Request(number);
  v1::RecordCall& call = *request.mutable_command()->mutable_record_call();
  call.set_kind(v1::CALL_KIND_PHONE);
  call.set_lane(v1::CALL_LANE_NORMAL);
  call.set_municipality("4640");
  call.mutable_personal()->set_caller_name("caller " + std::to_string(number));
  return request;
}

v1::ExecuteRequest Note(int number, std::int64_t contact_id, std::size_t size) {
  v1::ExecuteRequest request = Request(number);
  request.mutable_command()->mutable_add_note()->set_contact_id(contact_id);
  request.mutable_command()->mutable_add_note()->set_text(std::string(size, 'x'));
  return request;
}

class Script {
 public:
  Script(Host& host, const std::function<void(const Acknowledged&)>& told) : host_(host), told_(told) {}

  // False where it must end; `ending()` says how.
  bool Send(const v1::ExecuteRequest& request) {
    const bool failed_before = host_.failed();
    const auto answer = host_.Execute(request);
    const NoFaults none;
    if (!answer.has_value()) {
      // Who waits in vain is told by nobody, unless the process ends.
      ending_ = host_.failed() ? Ending::kFailStop : Ending::kSilent;
      return false;
    }
    if (answer->ok()) {
      if (failed_before) {
        ending_ = Ending::kAcknowledgedAfterFailure;
        return false;
      }
      last_ = **answer;
      told_({.request = request.SerializeAsString(), .response = last_.SerializeAsString()});
    }
    return true;
  }

  const v1::ExecuteResponse& last() const { return last_; }
  Ending ending() const { return ending_; }

 private:
  Host& host_;
  const std::function<void(const Acknowledged&)>& told_;
  v1::ExecuteResponse last_;
  Ending ending_ = Ending::kThrough;
};

bool FirstEvening(const std::filesystem::path& dir, Host& host, Script& script) {
  if (!script.Send(Call(1))) return false;
  const std::int64_t contact = script.last().contact_id();
  // Refused, and the refusal is kept too.
  if (!script.Send(Note(2, 999'999, 10)) || !script.Send(Note(3, contact, 100))) return false;
  // Over several pages.
  if (!script.Send(Note(4, contact, 3'500))) return false;
  host.Maintain();
  if (!script.Send(Call(5))) return false;
  // Nobody has assessed them: time itself writes.
  host.Pass(10 * 60 * kSecondUs);
  host.Maintain();
  host.BackUp(dir);
  return script.Send(Note(6, contact, 50)) && script.Send(Note(3, contact, 100));
}

bool SecondEvening(Host& host, Script& script) {
  // Asked again, and asked for the first time.
  return script.Send(Call(1)) && script.Send(Call(7)) &&
         script.Send(Note(8, script.last().contact_id(), 900)) && (host.Maintain(), script.Send(Call(9)));
}

}  // namespace

Ending RunHosted(const std::filesystem::path& dir, const std::function<void(const Acknowledged&)>& told,
                 bool acknowledges_early) {
  const std::string yaml = Tool();
  std::int64_t now_us = kBeginUs;
  for (const bool first : {true, false}) {
    Host host(now_us);
    if (!host.Start(dir, acknowledges_early).ok())
      return host.failed() ? Ending::kFailStop : Ending::kCannotStart;
    if (!host.LoadRegion(Region()).ok() || (first && !host.ActivateTool(yaml))) {
      return host.failed() ? Ending::kFailStop : Ending::kCannotStart;
    }
    Script script(host, told);
    if (!(first ? FirstEvening(dir, host, script) : SecondEvening(host, script))) return script.ending();
    // The service ends at once there.
    if (host.failed()) return Ending::kFailStop;
    now_us = host.now_us();
    host.Stop();
  }
  return Ending::kThrough;
}

namespace {

// Before anybody asks again: who asks again could do it anew, and get the same answer.
absl::Status CheckReplies(const std::filesystem::path& dir, const std::vector<Acknowledged>& acknowledged) {
  LV_ASSIGN_OR_RETURN(const auto store, SqliteStore::Open({.dir = dir}));
  LV_ASSIGN_OR_RETURN(const std::vector<engine::StoredReply> replies, store->ReadReplies(0));
  std::map<std::string, std::string> kept;
  for (const engine::StoredReply& reply : replies) kept[reply.request_id] = reply.response;
  for (const Acknowledged& one : acknowledged) {
    v1::ExecuteRequest request;
    v1::ExecuteResponse response;
    if (!request.ParseFromString(one.request) || !response.ParseFromString(one.response)) {
      return absl::InternalError("what was acknowledged cannot be read");
    }
    const auto reply = kept.find(request.request_id());
    if (reply == kept.end() || reply->second != one.response ||
        response.revision() > store->last_revision()) {
      return absl::DataLossError("request " + request.request_id() +
                                 " was acknowledged, and is not in the journal");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckAfter(const std::filesystem::path& dir, const std::vector<Acknowledged>& acknowledged) {
  LV_RETURN_IF_ERROR(CheckReplies(dir, acknowledged));
  Host host(kBeginUs);
  LV_RETURN_IF_ERROR(host.Start(dir));
  LV_RETURN_IF_ERROR(host.LoadRegion(Region()));
  for (const Acknowledged& one : acknowledged) {
    v1::ExecuteRequest request;
    if (!request.ParseFromString(one.request)) return absl::InternalError("a request cannot be read");
    const auto answer = host.Execute(request);
    if (!answer.has_value() || !answer->ok() || (*answer)->SerializeAsString() != one.response) {
      return absl::DataLossError("request " + request.request_id() +
                                 " was acknowledged, and gets another answer: " +
                                 (answer.has_value() ? answer->status().ToString() : "none"));
    }
  }
  if (const auto answer = host.Execute(Call(99)); !answer.has_value() || !answer->ok()) {
    return absl::DataLossError("it does not go on");
  }
  host.Stop();
  LV_ASSIGN_OR_RETURN(const store::Verification verified, store::Verify(dir / "journal.db"));
  if (!verified.ok) return absl::DataLossError(verified.problem());
  return absl::OkStatus();
}

}  // namespace legevakt::faults
