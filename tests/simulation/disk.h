// What central has written and what is there after it has ended; and the store that one life of central
// writes it through, with the disk's failpoints.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "central/engine/event_store.h"
#include "tests/simulation/chaos.h"
#include "tests/simulation/life.h"

namespace legevakt::simulation {

namespace v1 = legevakt::v1;

struct Disk {
  std::string journal_id = "6a1f0c9e-51d4-4c0b-9a57-0d6f3c1b2e84";
  std::vector<v1::Event> events;
  std::vector<engine::StoredReply> replies;
  struct Snapshot {
    engine::StoredSnapshot kept;
    bool damaged = false;
  };
  // The newest last.
  std::vector<Snapshot> snapshots;
  // The engine's time, and the boot that it was read in.
  struct Clock {
    int boot = 0;
    ClockReading reading;
  };
  Clock clock;

  std::int64_t last_revision() const { return static_cast<std::int64_t>(events.size()); }
};

class DiskStore : public engine::EventStore {
 public:
  DiskStore(Disk& disk, Chaos& chaos, std::shared_ptr<Life> life)
      : disk_(disk), chaos_(chaos), life_(std::move(life)) {}

  const std::string& journal_id() const override { return disk_.journal_id; }
  std::int64_t last_revision() const override { return disk_.last_revision(); }
  absl::Status Append(const engine::Batch& batch) override;
  absl::StatusOr<std::vector<v1::Event>> Read(std::int64_t after, std::size_t limit) override;
  absl::StatusOr<std::vector<engine::StoredReply>> ReadReplies(std::int64_t since_us) override;
  absl::Status WriteSnapshot(const engine::StoredSnapshot& snapshot) override;
  absl::StatusOr<engine::FoundSnapshot> ReadSnapshot(std::int64_t at_most) override;

  // From here on reads are those of readers who catch up.
  void Started() { started_ = true; }

 protected:
  // All of the batch, at once.
  virtual void Write(const engine::Batch& batch);
  bool started() const { return started_; }
  Disk& disk() { return disk_; }

 private:
  Disk& disk_;
  Chaos& chaos_;
  const std::shared_ptr<Life> life_;
  bool started_ = false;
  absl::Status failed_;
};

}  // namespace legevakt::simulation
