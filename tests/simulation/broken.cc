#include "tests/simulation/broken.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "central/domain/apply.h"
#include "central/domain/snapshot.h"

namespace legevakt::simulation {
namespace {

// Says that it is on the disk, and writes it with the batch after it.
class EagerStore : public DiskStore {
 public:
  using DiskStore::DiskStore;

 protected:
  void Write(const engine::Batch& batch) override {
    DiskStore::Write(waiting_);
    waiting_ = batch;
  }

 private:
  engine::Batch waiting_;
};

// The same, at one commit in fifty.
class HastyStore : public DiskStore {
 public:
  using DiskStore::DiskStore;

 protected:
  void Write(const engine::Batch& batch) override {
    DiskStore::Write(std::exchange(waiting_, {}));
    if (++commits_ % 50 == 0) {
      waiting_ = batch;
    } else {
      DiskStore::Write(batch);
    }
  }

 private:
  engine::Batch waiting_;
  int commits_ = 0;
};

// Writes replies with the batch after theirs.
class TwoStepStore : public DiskStore {
 public:
  using DiskStore::DiskStore;

 protected:
  void Write(const engine::Batch& batch) override {
    DiskStore::Write({.events = batch.events, .replies = std::move(waiting_)});
    waiting_ = batch.replies;
  }

 private:
  std::vector<engine::StoredReply> waiting_;
};

// Begins one too late for those who catch up.
class SkippingStore : public DiskStore {
 public:
  using DiskStore::DiskStore;

  absl::StatusOr<std::vector<v1::Event>> Read(std::int64_t after, std::size_t limit) override {
    return DiskStore::Read(started() ? after + 1 : after, limit);
  }
};

// The state that the journal gives at `revision`, with all but its last event.
domain::State WithoutLast(const Disk& disk, std::int64_t revision) {
  domain::State state;
  for (const v1::Event& event : disk.events) {
    if (event.revision() >= revision) break;
    domain::Apply(state, event).IgnoreError();
  }
  state.revision = revision;
  return state;
}

// Keeps snapshots that lack their last event.
class ForgetfulStore : public DiskStore {
 public:
  using DiskStore::DiskStore;

  absl::Status WriteSnapshot(const engine::StoredSnapshot& snapshot) override {
    engine::StoredSnapshot without = snapshot;
    without.state = domain::SnapshotBytes(WithoutLast(disk(), snapshot.revision));
    return DiskStore::WriteSnapshot(without);
  }
};

// Wakes the strand when the wall says so.
class WallRunner : public LoopRunner {
 public:
  WallRunner(World& world, const std::shared_ptr<Life>& life)
      : LoopRunner(world.loop(), world.chaos(), life), machine_(world.machine()) {}

  void WakeAfter(std::int64_t wait_us, Task task) override {
    WakeAt(machine_.WallUs() + wait_us, std::move(task));
  }

 private:
  void WakeAt(std::int64_t wall_us, Task task) {
    LoopRunner::WakeAfter(std::max<std::int64_t>(1, wall_us - machine_.WallUs()),
                          [this, wall_us, task = std::move(task)] {
                            if (machine_.WallUs() < wall_us) return WakeAt(wall_us, task);
                            task();
                          });
  }

  const Machine& machine_;
};

// Begins where it should, and takes the wall for the time from then on.
class WallClock : public Clock {
 public:
  WallClock(const Machine& machine, std::int64_t begin_us)
      : machine_(machine), ahead_us_(begin_us - machine.WallUs()) {}
  std::int64_t NowUs() override { return machine_.WallUs() + ahead_us_; }

 private:
  const Machine& machine_;
  const std::int64_t ahead_us_;
};

}  // namespace

std::unique_ptr<DiskStore> MakeStore(World& world, std::shared_ptr<Life> life) {
  switch (world.options().broken) {
    case Broken::kReplyBeforeCommit:
      return std::make_unique<EagerStore>(world.disk(), world.chaos(), std::move(life));
    case Broken::kReplyBeforeCommitAtTimes:
      return std::make_unique<HastyStore>(world.disk(), world.chaos(), std::move(life));
    case Broken::kReplyApart:
      return std::make_unique<TwoStepStore>(world.disk(), world.chaos(), std::move(life));
    case Broken::kRevisionSkipped:
      return std::make_unique<SkippingStore>(world.disk(), world.chaos(), std::move(life));
    case Broken::kKeptSnapshotShort:
      return std::make_unique<ForgetfulStore>(world.disk(), world.chaos(), std::move(life));
    default:
      return std::make_unique<DiskStore>(world.disk(), world.chaos(), std::move(life));
  }
}

std::unique_ptr<LoopRunner> MakeRunner(World& world, const std::shared_ptr<Life>& life) {
  if (world.options().broken == Broken::kTimerOnTheWall) return std::make_unique<WallRunner>(world, life);
  return std::make_unique<LoopRunner>(world.loop(), world.chaos(), life);
}

std::shared_ptr<Clock> MakeClock(World& world, std::int64_t last_journal_us) {
  const Machine& machine = world.machine();
  const Disk::Clock& kept = world.disk().clock;
  std::optional<ClockReading> on_this_boot;
  if (kept.boot == machine.boot() && world.options().broken != Broken::kStartTakesTheWall) {
    on_this_boot = kept.reading;
  }
  auto clock = std::make_shared<EngineClock>(
      last_journal_us, [&machine] { return machine.WallUs(); }, [&machine] { return machine.BootUs(); },
      on_this_boot);
  if (world.options().broken == Broken::kDeadlineDropped) {
    return std::make_shared<WallClock>(machine, clock->NowUs());
  }
  return clock;
}

v1::StateSnapshot MakeSnapshot(World& world, const domain::State& state) {
  if (world.options().broken != Broken::kSnapshotShort) return domain::ToSnapshot(state);
  v1::StateSnapshot snapshot = domain::ToSnapshot(WithoutLast(world.disk(), state.revision));
  snapshot.set_at_us(state.at_us);
  return snapshot;
}

void RashBookmarks::OnSent(const v1::WatchResponse& message) {
  const auto part = [this](const v1::Chunk& chunk) {
    in_parts_ = !chunk.last();
    sent_ = chunk.revision();
  };
  if (message.has_snapshot()) part(message.snapshot());
  if (message.has_batch_part()) part(message.batch_part());
  if (message.has_batch()) sent_ = message.batch().last_revision();
  if (message.has_bookmark()) sent_ = message.bookmark().revision();
}

bool RashBookmarks::Take(v1::WatchResponse& message, engine::Engine& engine) {
  if (!due_ || in_parts_ || sent_ == 0 || engine.disk_late()) return false;
  due_ = false;
  v1::Bookmark& bookmark = *message.mutable_bookmark();
  bookmark.set_revision(sent_);
  bookmark.set_at_us(engine.NowUs());
  bookmark.set_journal_id(engine.journal_id());
  return true;
}

}  // namespace legevakt::simulation
