// The engine behind engine.h. See there for the path of a command.
//
// Members are grouped by who may touch them; what belongs to the strand is touched by nothing else.
#pragma once

#include <atomic>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "central/engine/clock_problem.h"
#include "central/engine/commit_watch.h"
#include "central/engine/engine.h"
#include "central/engine/event_ring.h"
#include "central/engine/places.h"
#include "central/engine/record_problems.h"
#include "central/engine/reply_cache.h"
#include "central/engine/runner.h"
#include "central/engine/tool_cache.h"
#include "central/engine/tool_intake.h"

namespace legevakt::engine {

// Who acts where time or central itself does.
v1::Actor SystemActor();

class EngineImpl : public Engine {
 public:
  explicit EngineImpl(Options options);
  ~EngineImpl() override;

  // Replays the journal; before Start. Not thread-safe.
  absl::Status Replay();
  void Start();

  void Execute(v1::Actor actor, v1::ExecuteRequest request, Reply reply) override;
  void Read(ReadFn read, std::function<void()> done) override;
  void RecordLookup(v1::Actor actor, LookupNote note, Done done) override;
  void PlanRestart(v1::Actor by, std::int64_t at_us, bool even_with_red, RestartDone done) override;
  bool Shed() override;
  bool Full() override;
  std::int64_t queue_depth() const override;
  std::int64_t shed() const override { return shed_; }
  void LoadRegion(v1::Region region, Done done) override;
  void ReportRecord(RecordReport report, Done done) override;
  void ActivateTool(ToolOrder order, ToolDone done) override;
  void RollBackTool(v1::Actor by, ToolDone done) override;
  void AddSubscriber(Subscriber* subscriber) override;
  void RemoveSubscriber(Subscriber* subscriber) override;
  std::int64_t durable_revision() const override { return durable_revision_; }
  std::int64_t NowUs() const override;
  const std::string& journal_id() const override { return store_->journal_id(); }
  absl::StatusOr<std::vector<EventPtr>> Published(std::int64_t after, std::size_t limit) override;
  std::int64_t watch_window() const override { return watch_window_; }
  absl::StatusOr<std::vector<v1::Event>> History(std::int64_t after, std::size_t limit) override;
  const domain::ToolSet& tools() const override { return tools_; }
  std::int64_t invariant_checks() const override { return invariant_checks_; }
  bool serving() const override { return accepting_; }
  bool disk_late() const override { return disk_late_; }
  absl::Status MakeSnapshot(const std::stop_token& stop) override;
  std::int64_t snapshot_revision() const override { return snapshot_revision_; }
  void Stop() override;

 private:
  // A command on its way: waiting, decided, or being made durable.
  struct Work {
    v1::Actor actor;
    v1::ExecuteRequest request;
    std::string payload_hash;
    // Set where a field is bad: then nothing is decided.
    std::optional<v1::Refusal> refusal;
    v1::ExecuteResponse response;
    // More than one where the same request came again meanwhile; each holds its place among the unanswered.
    std::vector<Reply> replies;
  };
  using WorkPtr = std::shared_ptr<Work>;

  // What becomes durable together, and who waits for it.
  struct Group {
    Batch batch;
    std::vector<WorkPtr> works;
    std::vector<std::function<void()>> reads;
    std::vector<Done> dones;
    bool empty() const { return works.empty() && reads.empty() && dones.empty() && batch.events.empty(); }
  };

  // --- any thread ---
  void Refuse(Reply reply, absl::Status status);
  // With what was decided and waits for the disk, and with retries; under waiting_mutex_.
  bool IsFull(v1::Command::WhatCase what) const;
  // Answers all that waits and will not be decided.
  void RefuseWaiting();

  // The file of the active tool, and of the one that a rollback goes to. Nothing where the engine has ended.
  struct ToolFiles {
    std::string active_hash;
    std::string active;
    std::string target;
  };
  std::optional<ToolFiles> ReadToolFiles();
  using DecideTool = std::function<domain::Decision(const domain::Context&)>;
  // Decides on the strand, and answers when that is durable.
  void ChangeTool(v1::Actor by, DecideTool decide, ToolDone done);

  // --- the strand ---
  void Drain();
  // Takes the next waiting command; null where there is none.
  WorkPtr NextWaiting();
  void Take(const WorkPtr& work);
  // The same request again, while the first is on its way.
  void Join(Work& first, Reply reply);
  void Decide(Work& work);
  // Applies and checks; false after an error that ends the right to serve.
  bool Accept(std::vector<v1::Event> events);
  bool ApplyOne(v1::Event event);
  bool RepairWhatBroke(std::size_t first_new_event);
  bool TellRecordProblem();
  // Any thread.
  void TellUnreadable(const absl::Status& status);
  // What time brings, to the service too; false after an error that ends the right to serve.
  bool RunTime();
  // That the batch on its way comes back from the disk.
  bool WatchCommit();
  // Says where nobody has told of a new backup in time, and where the engine's time is not the machine's.
  bool RunBackupWatch();
  bool RunClockWatch();
  // Tells the host of an announced restart that is due; takes it back where a red has come meanwhile.
  bool RunRestart();
  // Refuses what the version before could not read.
  void HoldBack(domain::Decision& decision) const;
  void SubmitIfIdle();
  void OnCommitted(absl::Status status, Batch batch);
  void Publish(Batch batch);
  void Acknowledge(Group group);
  void FailStop(absl::Status status);
  void FailAll(Group& group);
  void ScheduleTimer();
  void Configure(std::string active_key, std::function<v1::Event(const domain::Context&)> make, Done done);
  v1::Event NoticeEvent(v1::ServiceNotice notice) const;
  // Calls `done` when all that has been decided so far is durable.
  void WhenDurable(Done done);
  void FinishStopIfIdle();
  domain::Context MakeContext(const v1::Actor& actor) const;
  std::int64_t TickUs() const;

  // --- before Start ---
  absl::Status ReplayEvents();
  // FAILED_PRECONDITION where a tool that is in use cannot be read: nobody is triaged by guesswork.
  absl::Status CompileTools();
  bool MendAtStart();

  const std::shared_ptr<Clock> clock_;
  const std::unique_ptr<EventStore> store_;
  const std::function<void(absl::Status)> on_fail_stop_;
  const bool training_;
  const std::optional<Version> readable_by_;
  const std::function<void()> on_restart_due_;
  const std::shared_ptr<const ToolReader> tool_reader_;
  const std::int64_t watch_window_;
  const std::size_t command_queue_;

  // Any thread.
  mutable std::mutex clock_mutex_;
  mutable std::int64_t last_now_us_ = 0;
  std::atomic<std::int64_t> durable_revision_ = 0;
  std::atomic<std::int64_t> invariant_checks_ = 0;
  std::atomic<std::int64_t> snapshot_revision_ = 0;
  std::atomic<bool> accepting_ = false;
  std::atomic<bool> disk_late_ = false;
  EventRing ring_;
  ToolCache tools_;
  std::mutex subscribers_mutex_;
  std::vector<Subscriber*> subscribers_;
  std::atomic<std::int64_t> shed_ = 0;
  // From Read and from Execute until the answer: what waits for the disk waits too.
  Places reads_;
  Places unanswered_;
  mutable std::mutex waiting_mutex_;
  std::deque<WorkPtr> waiting_;
  bool drain_posted_ = false;

  // The strand.
  domain::State state_;
  ReplyCache replies_;
  std::unordered_map<std::string, WorkPtr> in_flight_;
  Group deciding_;
  std::optional<Group> committing_;
  CommitWatch commit_watch_;
  bool failed_ = false;
  // As it was said when the restart was announced. Not in the journal: a central that starts has restarted.
  bool restart_even_with_red_ = false;
  bool restart_told_ = false;
  RecordProblems problems_;
  // One of them is not on the screens yet.
  bool problem_is_news_ = false;
  // As in RecordReport.
  std::int64_t backup_old_at_us_ = 0;
  std::string backup_old_;
  ClockProblem clock_problem_;
  std::int64_t clock_look_at_us_ = 0;
  std::optional<std::promise<void>> stopped_;

  // Last: nothing runs any more when the rest goes.
  const std::unique_ptr<Runner> runner_;
  bool started_ = false;
};

}  // namespace legevakt::engine
