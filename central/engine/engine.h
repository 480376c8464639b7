// The engine: one strand that decides, one thread that makes durable, then publish, then reply.
//
//   Execute (any thread) -> queue -> strand: Decide + Apply, a batch of all that waits
//     -> store thread: one durable transaction (events and replies)
//     -> strand: durable revision moves, subscribers hear of it, then the replies go out
//
// The strand decides batch N+1 while the store commits batch N; every reply, refusals included, and every
// read waits until the revision that it has seen is durable. Any error of the store ends the process' right
// to serve: `Options::on_fail_stop` is called once, and nothing is acknowledged after it.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"
#include "central/domain/decide.h"
#include "central/domain/state.h"
#include "central/engine/event_store.h"
#include "central/engine/event_versions.h"
#include "central/engine/runner.h"
#include "legevakt/v1/admin.pb.h"
#include "legevakt/v1/command.pb.h"

namespace legevakt::engine {

// Hears of published revisions. Called on the strand, must not block; typically it wakes a reader.
class Subscriber {
 public:
  virtual ~Subscriber() = default;
  // Everything up to `revision` is durable and may be seen.
  virtual void OnPublished(std::int64_t revision) = 0;
};

class ToolReader;

class Engine {
 public:
  struct Options {
    std::shared_ptr<Clock> clock;
    std::unique_ptr<EventStore> store;
    // Called once, on any thread, with the store's error. The process must stop serving.
    std::function<void(absl::Status)> on_fail_stop;
    bool training = false;
    // How many published events lie in memory, and from how far back a watch may be resumed. Smaller in
    // tests.
    std::size_t watch_ring_events = limits::kWatchRingEventsMax;
    std::int64_t watch_window = limits::kWatchWindowRevisions;
    // How many commands may wait to be decided (see shedding.h). Smaller in tests.
    std::size_t command_queue = limits::kCommandQueueMax;
    // What this version cannot read is not written, so that it can be put back on the same data.
    std::optional<Version> readable_by;
    // An announced restart is due. Called once, on the strand; whoever hosts the engine stops and ends the
    // process.
    std::function<void()> on_restart_due;
    // Null for threads of its own. A simulation brings its own thread and its own time.
    std::unique_ptr<Runner> runner;
    // Reads the files of triage tools. Null for the files' own reader; a simulation, which reads the same few
    // thousands of times, remembers what they gave.
    std::shared_ptr<const ToolReader> tool_reader;
  };

  // Takes the newest snapshot and replays what came after it; without a good one, the whole journal.
  // DATA_LOSS with the position where what it reads is broken.
  static absl::StatusOr<std::unique_ptr<Engine>> Open(Options options);
  virtual ~Engine() = default;

  // --- from any thread; callbacks come on the strand ---

  // Status codes as in command.proto. The actor is the session's; the permission is checked here.
  using Reply = std::function<void(absl::StatusOr<v1::ExecuteResponse>)>;
  virtual void Execute(v1::Actor actor, v1::ExecuteRequest request, Reply reply) = 0;

  // Runs `read` on the strand with the state as it is, then `done` when that revision is durable.
  // `read` must be short and must not keep the reference.
  // Where the engine stops or fails first, or the disk does not answer in time (disk_late), `done` is
  // destroyed without having been called: whoever must answer somebody keeps the answer in an object that
  // `done` owns and whose destructor refuses (unanswered.h).
  using ReadFn = std::function<void(const domain::State& state, std::int64_t now_us)>;
  virtual void Read(ReadFn read, std::function<void()> done) = 0;

  // Writes to the journal that somebody looked for contacts, or read one: see domain/service.h. `done` when
  // that is durable; a status with the refusal's reason where it may not be, and then nothing may be shown.
  struct LookupNote {
    // What was looked for, and why.
    std::string what;
    std::string reason;
    int found = 0;
    // The contact that was read; 0 for a search.
    std::int64_t contact_id = 0;
  };
  using Done = std::function<void(absl::Status)>;
  virtual void RecordLookup(v1::Actor actor, LookupNote note, Done done) = 0;

  // Announces that central will stop at `at_us`, or with 0 takes that back: see domain/service.h. `done` when
  // that is durable, or refused; destroyed unanswered where the engine stops or fails first.
  using RestartDone = std::function<void(v1::PlanRestartResponse)>;
  virtual void PlanRestart(v1::Actor by, std::int64_t at_us, bool even_with_red, RestartDone done) = 0;

  // True where there is too much to do for reading and exports: the caller refuses with REASON_SHED and does
  // not read. Counted. To be asked before each Read for one who can wait.
  virtual bool Shed() = 0;
  // True where so many reads wait that not even those are taken that are never turned away for overload (the
  // status, signing in): the caller refuses with REASON_QUEUE_FULL and does not read. Counted.
  virtual bool Full() = 0;
  // Commands that wait to be decided; and what was turned away since the start, reads and commands.
  virtual std::int64_t queue_depth() const = 0;
  virtual std::int64_t shed() const = 0;

  // Configuration: takes effect where the content differs from what is active.
  virtual void LoadRegion(v1::Region region, Done done) = 0;

  // What the record's own checks have found, for every screen: a NoticeChanged where it is news.
  struct RecordReport {
    // As in ServiceNotice.
    std::int64_t backup_verified_us = 0;
    std::string backup_problem;
    // Nothing where the check has not ended yet: what was known before stands.
    std::optional<std::string> record_problem;
    // When the newest backup is too old, and what is then said in place of an empty backup_problem. The
    // strand's time decides, so that it is said whatever has become of the thread that makes backups. 0 for
    // never.
    std::int64_t backup_old_at_us = 0;
    std::string backup_old;
  };
  virtual void ReportRecord(RecordReport report, Done done) = 0;

  // Triage tools. Both read, prove and compare on the calling thread, which may take seconds: never on the
  // strand or on one that must answer others. A file that is not good, or a rule that forbids it, is a result
  // with problems or a refusal; nothing was changed then. `done` is destroyed unanswered where the engine
  // stops or fails first.
  struct ToolOrder {
    std::string yaml;
    // For the linter's sentences.
    std::string file_name;
    text::Lang lang = text::Lang::kNb;
    v1::Actor by;
    // 0 for now.
    std::int64_t at_us = 0;
    // Take it although nobody has approved it.
    bool demonstration = false;
  };
  using ToolDone = std::function<void(v1::ToolResult)>;
  virtual void ActivateTool(ToolOrder order, ToolDone done) = 0;
  // `result.changed` with a planned tool taken back leaves the active one as it was.
  virtual void RollBackTool(v1::Actor by, ToolDone done) = 0;

  // Not owned; must outlive the engine or be removed. Remove returns when no call is in progress; neither may
  // be called from OnPublished.
  virtual void AddSubscriber(Subscriber* subscriber) = 0;
  virtual void RemoveSubscriber(Subscriber* subscriber) = 0;

  // The durable revision, and engine time now.
  virtual std::int64_t durable_revision() const = 0;
  virtual std::int64_t NowUs() const = 0;
  virtual const std::string& journal_id() const = 0;

  // Published events with revision > after, in order: from memory where they are recent, else from the store.
  // OUT_OF_RANGE where `after` is older than the watch window or in the future. Any thread; may read the
  // disk, so never call it on the strand.
  virtual absl::StatusOr<std::vector<std::shared_ptr<const v1::Event>>> Published(std::int64_t after,
                                                                                  std::size_t limit) = 0;

  // How many revisions before the durable one `Published` reaches back.
  virtual std::int64_t watch_window() const = 0;

  // Durable events with revision > after, in order, at most `limit`, from the store: the whole journal,
  // whatever the watch window is. Any thread; reads the disk, so never call it on the strand.
  virtual absl::StatusOr<std::vector<v1::Event>> History(std::int64_t after, std::size_t limit) = 0;

  // The compiled tools; safe from any thread.
  virtual const domain::ToolSet& tools() const = 0;

  // Invariant checks made since start.
  virtual std::int64_t invariant_checks() const = 0;

  // False once the engine has stopped or failed.
  virtual bool serving() const = 0;

  // The disk has not taken a batch in time (commit_watch.h): what is published may be behind what has
  // happened, so nobody may be told that they are up to date. Any thread.
  virtual bool disk_late() const = 0;

  // Keeps what is durable now for the next start, which then replays only what came later. Made of the store,
  // not of the serving state: takes nothing from the strand. An error loses nothing. Blocks for as long as
  // the events since the last one take, and is CANCELLED soon after a stop is requested; any thread but the
  // strand, one at a time, also after Stop.
  virtual absl::Status MakeSnapshot(const std::stop_token& stop = {}) = 0;
  // The revision of the newest snapshot that is known to be good; 0 for none.
  virtual std::int64_t snapshot_revision() const = 0;

  // Refuses new commands with UNAVAILABLE, finishes what waits, stops the threads. Blocks; not from the
  // strand. Callbacks of calls made after it come on the calling thread.
  virtual void Stop() = 0;
};

}  // namespace legevakt::engine
