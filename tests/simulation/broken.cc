#include "tests/simulation/broken.h"

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

// Takes the wall for the time.
class WallClock : public Clock {
 public:
  WallClock(const Machine& machine, std::int64_t last_journal_us)
      : machine_(machine), ahead_us_(std::max<std::int64_t>(0, last_journal_us - machine.WallUs())) {}
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

std::shared_ptr<Clock> MakeClock(World& world, std::int64_t last_journal_us) {
  const Machine& machine = world.machine();
  if (world.options().broken == Broken::kDeadlineDropped) {
    return std::make_shared<WallClock>(machine, last_journal_us);
  }
  return std::make_shared<EngineClock>(
      last_journal_us, [&machine] { return machine.WallUs(); }, [&machine] { return machine.BootUs(); });
}

v1::StateSnapshot MakeSnapshot(World& world, const domain::State& state) {
  if (world.options().broken != Broken::kSnapshotShort) return domain::ToSnapshot(state);
  v1::StateSnapshot snapshot = domain::ToSnapshot(WithoutLast(world.disk(), state.revision));
  snapshot.set_at_us(state.at_us);
  return snapshot;
}

}  // namespace legevakt::simulation
