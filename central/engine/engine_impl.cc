#include "central/engine/engine_impl.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "base/hash.h"
#include "base/ids.h"
#include "base/limits.h"
#include "base/status.h"
#include "base/time_units.h"
#include "central/domain/apply.h"
#include "central/domain/invariants.h"
#include "central/domain/tools.h"
#include "central/engine/field_limits.h"
#include "central/engine/reason_status.h"
#include "central/engine/shedding.h"
#include "central/engine/state_load.h"
#include "central/engine/thread_runner.h"

namespace legevakt::engine {
namespace {

// Replayed events go into the ring in parts of this size.
constexpr std::size_t kRingChunk = 512;
// How many things time may do before the strand looks at the commands again.
constexpr int kTimeStepsPerTurn = 1024;
// The timer sleeps at most this long: a suspended machine or a slewed clock is noticed soon.
constexpr std::int64_t kTimerSleepMaxUs = 250'000;
// What is due and yet gives nothing to do must not keep the strand busy.
constexpr std::int64_t kTimerSleepMinUs = 1'000;

absl::Status NotServing() {
  return ReasonStatus(absl::StatusCode::kUnavailable, v1::REASON_NOT_SERVING);
}

absl::Status QueueFull() {
  return ReasonStatus(absl::StatusCode::kResourceExhausted, v1::REASON_QUEUE_FULL);
}

absl::Status Reused() {
  return ReasonStatus(absl::StatusCode::kInvalidArgument, v1::REASON_REQUEST_ID_REUSED);
}

// Over everything that makes the request what it is, its id excepted: that is taken out meanwhile.
std::string PayloadHash(v1::ExecuteRequest& request) {
  std::string id = std::move(*request.mutable_request_id());
  request.clear_request_id();
  const std::string payload = request.SerializeAsString();
  request.set_request_id(std::move(id));
  return ToHex(Blake2b(payload));
}

bool IsLowerUuid(std::string_view text) {
  return IsUuid(text) && std::none_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'F'; });
}

// Since when a notice has a place for what the clock does.
constexpr Version kClockProblemSince{0, 2, 0};
// The clocks are compared this often.
constexpr std::int64_t kClockLookUs = 1'000'000;

std::string Mended(std::int64_t revision, std::string_view what) {
  return text::Format(text::Lang::kNb, "central.invariant_mended",
                      {{"revision", std::to_string(revision)}, {"what", what}});
}

}  // namespace

v1::Actor SystemActor() {
  v1::Actor actor;
  actor.set_user_id("system");
  actor.set_role(v1::ROLE_SYSTEM);
  return actor;
}

EngineImpl::EngineImpl(Options options)
    : clock_(std::move(options.clock)),
      store_(std::move(options.store)),
      on_fail_stop_(std::move(options.on_fail_stop)),
      training_(options.training),
      readable_by_(options.readable_by),
      on_restart_due_(std::move(options.on_restart_due)),
      tool_reader_(options.tool_reader != nullptr ? std::move(options.tool_reader)
                                                  : std::make_shared<const ToolReader>()),
      watch_window_(options.watch_window),
      command_queue_(options.command_queue),
      ring_(options.watch_ring_events, limits::kWatchRingBytesMax),
      runner_(options.runner != nullptr ? std::move(options.runner) : std::make_unique<ThreadRunner>()) {}

EngineImpl::~EngineImpl() {
  Stop();
}

// --- start
// ---------------------------------------------------------------------------------------------------

absl::Status EngineImpl::Replay() {
  LV_RETURN_IF_ERROR(ReplayEvents());
  LV_RETURN_IF_ERROR(CompileTools());
  last_now_us_ = state_.at_us;
  durable_revision_ = state_.revision;
  LV_ASSIGN_OR_RETURN(const auto kept, store_->ReadReplies(0));
  for (const StoredReply& reply : kept) replies_.Add(reply);
  replies_.Forget(TickUs() - limits::kReplyKeptUs);
  return absl::OkStatus();
}

absl::Status EngineImpl::ReplayEvents() {
  std::vector<EventPtr> recent;
  const auto keep = [this, &recent] {
    ring_.Append(recent);
    recent.clear();
  };
  LV_ASSIGN_OR_RETURN(LoadedState loaded, LoadState(*store_, store_->last_revision(), [&](v1::Event&& event) {
                        recent.push_back(std::make_shared<const v1::Event>(std::move(event)));
                        if (recent.size() == kRingChunk) keep();
                      }));
  keep();
  for (const std::string& problem : loaded.passed_over) {
    spdlog::error("a snapshot is not used, and more is replayed instead: {}", problem);
  }
  state_ = std::move(loaded.state);
  snapshot_revision_ = loaded.snapshot_revision;
  spdlog::info("the state of revision {}: from the snapshot of revision {}, and {} events replayed",
               state_.revision, loaded.snapshot_revision, state_.revision - loaded.snapshot_revision);
  return absl::OkStatus();
}

void EngineImpl::Start() {
  started_ = true;
  runner_->Start(*store_, [this](absl::Status status, Batch batch) {
    OnCommitted(std::move(status), std::move(batch));
  });
  accepting_ = true;
  runner_->Post([this] {
    if (MendAtStart()) Drain();
  });
}

bool EngineImpl::MendAtStart() {
  // What was found before stands until a check of the whole journal has found nothing.
  problems_.Reported(state_.notice.record_problem());
  for (const domain::Violation& violation : domain::CheckAll(state_)) {
    spdlog::error("repairing what the journal left: {}", violation.what);
    problem_is_news_ |= problems_.Found(Mended(state_.revision, violation.what));
    if (!ApplyOne(domain::Repair(state_, violation, TickUs()))) return false;
  }
  if (state_.planned_tool.has_value() && tools_.Find(state_.planned_tool->tool().tool_hash()) == nullptr &&
      !ApplyOne(domain::CancelToolPlan(state_, MakeContext(SystemActor())))) {
    return false;
  }
  if (!TellRecordProblem()) return false;
  // An announced restart is over: this is it.
  if (state_.notice.training() == training_ && state_.notice.restart_at_us() == 0) return true;
  v1::ServiceNotice notice = state_.notice;
  notice.set_training(training_);
  notice.set_restart_at_us(0);
  return ApplyOne(NoticeEvent(std::move(notice)));
}

v1::Event EngineImpl::NoticeEvent(v1::ServiceNotice notice) const {
  v1::Event event;
  event.set_revision(state_.revision + 1);
  event.set_at_us(MakeContext(SystemActor()).now_us);
  *event.mutable_actor() = SystemActor();
  *event.mutable_notice_changed()->mutable_notice() = std::move(notice);
  return event;
}

// --- any thread
// ----------------------------------------------------------------------------------------------

std::int64_t EngineImpl::NowUs() const {
  return TickUs();
}

std::int64_t EngineImpl::TickUs() const {
  const std::lock_guard lock(clock_mutex_);
  last_now_us_ = std::max(last_now_us_, clock_->NowUs());
  return last_now_us_;
}

void EngineImpl::Refuse(Reply reply, absl::Status status) {
  auto shared = std::make_shared<Reply>(std::move(reply));
  if (!runner_->Post([shared, status] { (*shared)(status); })) (*shared)(std::move(status));
}

void EngineImpl::Execute(v1::Actor actor, v1::ExecuteRequest request, Reply reply) {
  if (!accepting_) return Refuse(std::move(reply), NotServing());
  if (!IsLowerUuid(request.request_id())) {
    return Refuse(std::move(reply),
                  ReasonStatus(absl::StatusCode::kInvalidArgument, v1::REASON_REQUEST_ID_MALFORMED));
  }
  const v1::Command::WhatCase what = request.command().what_case();
  if (what == v1::Command::WHAT_NOT_SET) {
    return Refuse(std::move(reply),
                  ReasonStatus(absl::StatusCode::kInvalidArgument, v1::REASON_BAD_FIELD, "command"));
  }
  if (!domain::Allowed(actor.role(), what)) {
    return Refuse(std::move(reply),
                  ReasonStatus(absl::StatusCode::kPermissionDenied, v1::REASON_NOT_ALLOWED));
  }
  auto work = std::make_shared<Work>();
  work->payload_hash = PayloadHash(request);
  work->refusal = CheckFields(request.command());
  work->actor = std::move(actor);
  work->request = std::move(request);
  bool full = false;
  bool wake = false;
  {
    const std::lock_guard lock(waiting_mutex_);
    full = IsFull(what);
    if (!full) {
      work->replies.emplace_back(
          [reply = std::move(reply), place = unanswered_.Take()](absl::StatusOr<v1::ExecuteResponse> answer) {
            reply(std::move(answer));
          });
      waiting_.push_back(work);
      wake = !std::exchange(drain_posted_, true);
    }
  }
  if (full) {
    ++shed_;
    return Refuse(std::move(reply), QueueFull());
  }
  if (wake && !runner_->Post([this] { Drain(); })) RefuseWaiting();
}

bool EngineImpl::IsFull(v1::Command::WhatCase what) const {
  const std::size_t places = QueueFor(what, command_queue_);
  return waiting_.size() >= places ||
         unanswered_.taken() >= static_cast<std::int64_t>(places + 2 * limits::kBatchCommandsMax);
}

bool EngineImpl::Shed() {
  const bool busy = queue_depth() >= static_cast<std::int64_t>(ShedReadsFrom(command_queue_)) ||
                    reads_.taken() >= static_cast<std::int64_t>(limits::kReadsWaitingMax);
  if (busy) ++shed_;
  return busy;
}

bool EngineImpl::Full() {
  const bool full = reads_.taken() >= static_cast<std::int64_t>(limits::kReadsHeldMax);
  if (full) ++shed_;
  return full;
}

std::int64_t EngineImpl::queue_depth() const {
  const std::lock_guard lock(waiting_mutex_);
  return static_cast<std::int64_t>(waiting_.size());
}

void EngineImpl::Read(ReadFn read, std::function<void()> done) {
  std::function<void()> held = [done = std::move(done), place = reads_.Take()] { done(); };
  runner_->Post([this, read = std::move(read), done = std::move(held)]() mutable {
    // Whoever reads waits for what the state has seen to be durable: in vain, where the disk is late.
    if (failed_ || !RunTime() || disk_late_) return;
    read(state_, TickUs());
    if (!deciding_.empty()) {
      deciding_.reads.push_back(std::move(done));
    } else if (committing_.has_value()) {
      committing_->reads.push_back(std::move(done));
    } else {
      done();
    }
    SubmitIfIdle();
  });
}

void EngineImpl::LoadRegion(v1::Region region, Done done) {
  auto shared = std::make_shared<const v1::Region>(std::move(region));
  Configure(
      "region:" + shared->content_hash(),
      [this, shared](const domain::Context& context) { return domain::LoadRegion(state_, *shared, context); },
      std::move(done));
}

void EngineImpl::ReportRecord(RecordReport report, Done done) {
  auto shared = std::make_shared<Done>(std::move(done));
  const bool posted = runner_->Post([this, report = std::move(report), shared]() mutable {
    if (!RunTime()) return (*shared)(NotServing());
    if (report.record_problem.has_value()) problems_.Reported(*std::move(report.record_problem));
    backup_old_at_us_ = report.backup_old_at_us;
    backup_old_ = std::move(report.backup_old);
    const v1::ServiceNotice& now = state_.notice;
    v1::ServiceNotice notice = now;
    notice.set_backup_verified_us(report.backup_verified_us);
    notice.set_backup_problem(std::move(report.backup_problem));
    notice.set_record_problem(problems_.Text());
    const bool news = now.backup_verified_us() != notice.backup_verified_us() ||
                      now.backup_problem() != notice.backup_problem() ||
                      now.record_problem() != notice.record_problem();
    if (news && !Accept({NoticeEvent(std::move(notice))})) return (*shared)(NotServing());
    // The report may bring a problem that is none any more, where the newest backup is too old all the same.
    if (!RunBackupWatch()) return (*shared)(NotServing());
    WhenDurable(std::move(*shared));
  });
  if (!posted) (*shared)(NotServing());
}

absl::Status EngineImpl::MakeSnapshot(const std::stop_token& stop) {
  LV_ASSIGN_OR_RETURN(snapshot_revision_, KeepSnapshot(*store_, stop));
  return absl::OkStatus();
}

void EngineImpl::AddSubscriber(Subscriber* subscriber) {
  const std::lock_guard lock(subscribers_mutex_);
  subscribers_.push_back(subscriber);
}

void EngineImpl::RemoveSubscriber(Subscriber* subscriber) {
  const std::lock_guard lock(subscribers_mutex_);
  std::erase(subscribers_, subscriber);
}

absl::StatusOr<std::vector<EventPtr>> EngineImpl::Published(std::int64_t after, std::size_t limit) {
  const std::int64_t durable = durable_revision_;
  if (after > durable || after < 0 || after < durable - watch_window_) {
    return MakeStatus(absl::StatusCode::kOutOfRange, "revision " + std::to_string(after) +
                                                         " is not in the window that ends at " +
                                                         std::to_string(durable));
  }
  // Never more than what is published, though ring and store may already hold more.
  limit = std::min(limit, static_cast<std::size_t>(durable - after));
  if (limit == 0) return std::vector<EventPtr>();
  if (auto recent = ring_.ReadAfter(after, limit); recent.has_value()) return *std::move(recent);
  auto events = store_->Read(after, limit);
  if (!events.ok()) {
    TellUnreadable(events.status());
    return events.status();
  }
  std::vector<EventPtr> result;
  result.reserve(events->size());
  for (v1::Event& event : *events) result.push_back(std::make_shared<const v1::Event>(std::move(event)));
  return result;
}

void EngineImpl::TellUnreadable(const absl::Status& status) {
  if (absl::IsUnavailable(status)) return;  // it passes by itself
  spdlog::error("what a watcher asks for cannot be read: {}", Message(status));
  runner_->Post([this, what = Message(status)] {
    if (!RunTime()) return;
    if (!problems_.Found(text::Format(text::Lang::kNb, "central.history_unreadable", {{"what", what}})))
      return;
    problem_is_news_ = true;
    if (TellRecordProblem()) WhenDurable([](const absl::Status&) {});
  });
}

absl::StatusOr<std::vector<v1::Event>> EngineImpl::History(std::int64_t after, std::size_t limit) {
  const std::int64_t durable = durable_revision_;
  if (after >= durable) return std::vector<v1::Event>();
  return store_->ReadBeside(after, std::min(limit, static_cast<std::size_t>(durable - after)));
}

void EngineImpl::Stop() {
  if (!std::exchange(started_, false)) return;
  accepting_ = false;
  auto promise = std::make_shared<std::promise<void>>();
  const std::future<void> idle = promise->get_future();
  runner_->Post([this, promise = std::move(promise)] {
    stopped_ = std::move(*promise);
    if (!failed_) Drain();
    FinishStopIfIdle();
  });
  runner_->Await(idle);
  // Whoever slipped in meanwhile is refused: reads are dropped, commands answered.
  runner_->End();
  RefuseWaiting();
}

void EngineImpl::RefuseWaiting() {
  while (const WorkPtr work = NextWaiting()) {
    for (const Reply& reply : work->replies) reply(NotServing());
  }
}

// --- the strand
// ----------------------------------------------------------------------------------------------

domain::Context EngineImpl::MakeContext(const v1::Actor& actor) const {
  domain::Context context;
  context.now_us = std::max(TickUs(), state_.at_us);
  context.actor = actor;
  context.tools = &tools_;
  return context;
}

EngineImpl::WorkPtr EngineImpl::NextWaiting() {
  const std::lock_guard lock(waiting_mutex_);
  if (waiting_.empty()) {
    drain_posted_ = false;
    return nullptr;
  }
  WorkPtr work = std::move(waiting_.front());
  waiting_.pop_front();
  return work;
}

// Decides what waits, as far as the batch has room; the rest is decided when the store has taken this batch.
void EngineImpl::Drain() {
  if (failed_) return RefuseWaiting();
  if (!RunTime()) return;
  while (deciding_.works.size() < limits::kBatchCommandsMax) {
    const WorkPtr work = NextWaiting();
    if (work == nullptr) break;
    Take(work);
    if (failed_) return Drain();
  }
  SubmitIfIdle();
  ScheduleTimer();
}

void EngineImpl::Take(const WorkPtr& work) {
  const std::string& id = work->request.request_id();
  const Fingerprint fingerprint = FingerprintOf(work->actor.user_id(), work->payload_hash);
  if (const auto found = in_flight_.find(id); found != in_flight_.end()) {
    Work& first = *found->second;
    if (FingerprintOf(first.actor.user_id(), first.payload_hash) != fingerprint) {
      return work->replies.front()(Reused());
    }
    return Join(first, std::move(work->replies.front()));
  }
  if (const ReplyCache::Kept* kept = replies_.Find(KeyOf(id)); kept != nullptr) {
    if (kept->fingerprint != fingerprint) return work->replies.front()(Reused());
    v1::ExecuteResponse response;
    response.ParseFromString(kept->response);
    return work->replies.front()(std::move(response));
  }
  Decide(*work);
  if (failed_) {
    for (const Reply& reply : work->replies) reply(NotServing());
    return;
  }
  in_flight_.emplace(id, work);
  deciding_.works.push_back(work);
}

void EngineImpl::Join(Work& first, Reply reply) {
  first.replies.push_back(std::move(reply));
  if (first.replies.size() <= limits::kRetriesHeldMax) return;
  // Whoever asks again has given up the calls before.
  const Reply oldest = std::move(first.replies.front());
  first.replies.erase(first.replies.begin());
  ++shed_;
  oldest(QueueFull());
}

void EngineImpl::Decide(Work& work) {
  const domain::Context context = MakeContext(work.actor);
  domain::Decision decision;
  if (work.refusal.has_value()) {
    decision.refusal = std::move(work.refusal);
  } else {
    decision = domain::Decide(state_, work.request.command(), work.request.expected_version(), context);
  }
  HoldBack(decision);
  v1::ExecuteResponse& response = work.response;
  response.set_revision(decision.events.empty() ? state_.revision : decision.events.back().revision());
  if (decision.refusal.has_value()) {
    *response.mutable_refusal() = *std::move(decision.refusal);
  } else {
    response.set_call_id(decision.call_id);
    response.set_contact_id(decision.contact_id);
    response.set_mission_id(decision.mission_id);
    if (!Accept(std::move(decision.events))) return;
  }
  deciding_.batch.replies.push_back({work.request.request_id(), work.actor.user_id(), work.payload_hash,
                                     response.SerializeAsString(), context.now_us});
}

bool EngineImpl::Accept(std::vector<v1::Event> events) {
  const std::size_t first_new = deciding_.batch.events.size();
  for (v1::Event& event : events) {
    if (!ApplyOne(std::move(event))) return false;
  }
  return RepairWhatBroke(first_new);
}

bool EngineImpl::ApplyOne(v1::Event event) {
  const absl::Status applied = domain::Apply(state_, event);
  if (!applied.ok()) {
    // The domain decided what it cannot apply: the state may be half changed. Only a replay is to be trusted.
    FailStop(MakeStatus(absl::StatusCode::kInternal, "a decided event cannot be applied at revision " +
                                                         std::to_string(event.revision()) + ": " +
                                                         Message(applied)));
    return false;
  }
  deciding_.batch.events.push_back(std::move(event));
  return true;
}

// Rule 1 of the design. A command's events stand or fall together, so the records are looked at when all of
// them have been applied; what is broken then is mended by an event of its own.
bool EngineImpl::RepairWhatBroke(std::size_t first_new_event) {
  const std::size_t end = deciding_.batch.events.size();
  for (std::size_t i = first_new_event; i < end; ++i) {
    ++invariant_checks_;
    const std::int64_t revision = deciding_.batch.events[i].revision();
    for (const domain::Violation& violation : domain::CheckTouched(state_, deciding_.batch.events[i])) {
      spdlog::error("repairing after revision {}: {}", revision, violation.what);
      problem_is_news_ |= problems_.Found(Mended(revision, violation.what));
      if (!ApplyOne(domain::Repair(state_, violation, MakeContext(SystemActor()).now_us))) return false;
    }
  }
  return TellRecordProblem();
}

// On every screen, as an alarm about the record.
bool EngineImpl::TellRecordProblem() {
  if (!std::exchange(problem_is_news_, false)) return true;
  v1::ServiceNotice notice = state_.notice;
  notice.set_record_problem(problems_.Text());
  return ApplyOne(NoticeEvent(std::move(notice)));
}

bool EngineImpl::RunTime() {
  if (failed_ || !WatchCommit()) return false;
  for (int step = 0; step < kTimeStepsPerTurn; ++step) {
    std::vector<v1::Event> events = domain::DecideTime(state_, std::max(TickUs(), state_.at_us));
    if (events.empty()) break;
    if (!Accept(std::move(events))) return false;
  }
  return RunBackupWatch() && RunClockWatch() && RunRestart();
}

bool EngineImpl::WatchCommit() {
  if (!committing_.has_value()) return true;
  const std::int64_t age_us = commit_watch_.AgeUs(TickUs());
  if (age_us > kCommitHangsUs) {
    FailStop(MakeStatus(absl::StatusCode::kDeadlineExceeded,
                        text::Format(text::ProcessLang(), "central.disk_hangs",
                                     {{"seconds", std::to_string(kCommitHangsUs / kSecondUs)}})));
    FinishStopIfIdle();
    return false;
  }
  if (age_us <= kCommitLateUs || disk_late_) return true;
  disk_late_ = true;
  // What is dropped here answers its caller.
  const std::vector<std::function<void()>> reads[] = {std::exchange(committing_->reads, {}),
                                                      std::exchange(deciding_.reads, {})};
  spdlog::error(
      "the disk has not taken a batch for {} ms: screens are told nothing until it has, so that they say "
      "themselves that they are not up to date; {} reads are refused",
      age_us / 1000, reads[0].size() + reads[1].size());
  return true;
}

bool EngineImpl::RunBackupWatch() {
  const bool old = backup_old_at_us_ != 0 && TickUs() > backup_old_at_us_;
  if (!old || !state_.notice.backup_problem().empty()) return true;
  spdlog::error("{}", backup_old_);
  v1::ServiceNotice notice = state_.notice;
  notice.set_backup_problem(backup_old_);
  return Accept({NoticeEvent(std::move(notice))});
}

bool EngineImpl::RunClockWatch() {
  const std::int64_t now_us = TickUs();
  if (now_us < clock_look_at_us_ || (readable_by_.has_value() && *readable_by_ < kClockProblemSince)) {
    return true;
  }
  clock_look_at_us_ = now_us + kClockLookUs;
  std::int64_t ahead_us = 0;
  {
    const std::lock_guard lock(clock_mutex_);
    ahead_us = clock_->AheadOfWallUs();
  }
  const std::string& problem = clock_problem_.Look(ahead_us);
  if (problem == state_.notice.clock_problem()) return true;
  if (problem.empty()) {
    spdlog::info("central's time is that of the machine's clock again");
  } else {
    spdlog::error("{}", problem);
  }
  v1::ServiceNotice notice = state_.notice;
  notice.set_clock_problem(problem);
  return Accept({NoticeEvent(std::move(notice))});
}

void EngineImpl::SubmitIfIdle() {
  if (failed_ || committing_.has_value() || deciding_.empty()) return;
  committing_ = std::move(deciding_);
  deciding_ = Group();
  commit_watch_.Began(TickUs());
  runner_->Commit(std::move(committing_->batch));
}

void EngineImpl::OnCommitted(absl::Status status, Batch batch) {
  if (failed_) {
    FailAll(*committing_);
    committing_.reset();
    return FinishStopIfIdle();
  }
  if (!status.ok()) {
    FailStop(std::move(status));
    return FinishStopIfIdle();
  }
  if (disk_late_.exchange(false)) spdlog::warn("the disk has taken the batch that it was late with");
  Group group = *std::move(committing_);
  committing_.reset();
  // The next batch, already decided, goes to the disk while this one is told.
  SubmitIfIdle();
  for (const StoredReply& reply : batch.replies) replies_.Add(reply);
  Publish(std::move(batch));
  Acknowledge(std::move(group));
  replies_.Forget(TickUs() - limits::kReplyKeptUs);
  Drain();
  FinishStopIfIdle();
}

void EngineImpl::Publish(Batch batch) {
  if (batch.events.empty()) return;
  std::vector<EventPtr> events;
  events.reserve(batch.events.size());
  for (v1::Event& event : batch.events) events.push_back(std::make_shared<const v1::Event>(std::move(event)));
  ring_.Append(events);
  durable_revision_ = events.back()->revision();
  const std::lock_guard lock(subscribers_mutex_);
  for (Subscriber* subscriber : subscribers_) subscriber->OnPublished(events.back()->revision());
}

void EngineImpl::Acknowledge(Group group) {
  for (const WorkPtr& work : group.works) {
    in_flight_.erase(work->request.request_id());
    for (const Reply& reply : work->replies) reply(work->response);
  }
  for (const auto& done : group.reads) done();
  for (const Done& done : group.dones) done(absl::OkStatus());
}

void EngineImpl::FailStop(absl::Status status) {
  if (std::exchange(failed_, true)) return;
  accepting_ = false;
  spdlog::critical("fail-stop: {}", Message(status));
  // Nobody may assume that these are, or are not, on disk. The same request_id tells after the restart.
  FailAll(deciding_);
  if (committing_.has_value()) FailAll(*committing_);
  in_flight_.clear();
  Drain();
  if (on_fail_stop_) on_fail_stop_(std::move(status));
}

void EngineImpl::FailAll(Group& group) {
  Group failed = std::exchange(group, Group());
  for (const WorkPtr& work : failed.works) {
    for (const Reply& reply : work->replies) reply(NotServing());
  }
  for (const Done& done : failed.dones) done(NotServing());
}

void EngineImpl::ScheduleTimer() {
  const std::int64_t due_us = domain::NextDeadline(state_);
  const std::int64_t now_us = TickUs();
  const std::int64_t wait_us = std::clamp(due_us - now_us, kTimerSleepMinUs, kTimerSleepMaxUs);
  runner_->WakeAfter(wait_us, [this] { Drain(); });
}

void EngineImpl::Configure(std::string active_key, std::function<v1::Event(const domain::Context&)> make,
                           Done done) {
  auto shared = std::make_shared<Done>(std::move(done));
  const bool posted =
      runner_->Post([this, active_key = std::move(active_key), make = std::move(make), shared] {
        if (!RunTime()) return (*shared)(NotServing());
        const bool active = active_key == "region:" + state_.region.content_hash();
        if (!active && !Accept({make(MakeContext(SystemActor()))})) return (*shared)(NotServing());
        WhenDurable(std::move(*shared));
      });
  if (!posted) (*shared)(NotServing());
}

void EngineImpl::WhenDurable(Done done) {
  if (!deciding_.empty()) {
    deciding_.dones.push_back(std::move(done));
  } else if (committing_.has_value()) {
    committing_->dones.push_back(std::move(done));
  } else {
    done(absl::OkStatus());
  }
  SubmitIfIdle();
  ScheduleTimer();
}

void EngineImpl::FinishStopIfIdle() {
  if (!stopped_.has_value()) return;
  if (!failed_ && (committing_.has_value() || !deciding_.empty())) return;
  runner_->CancelWake();
  failed_ = true;
  std::exchange(stopped_, std::nullopt)->set_value();
}

}  // namespace legevakt::engine
