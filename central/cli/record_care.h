// What `serve` does for the record beside serving: the chores, the thread that does them, and what of it
// GetStatus says. Thread: one, save FillStatus.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/limits.h"
#include "central/engine/engine.h"
#include "central/engine/keeper.h"
#include "central/engine/record_news.h"
#include "central/engine/snapshot_chore.h"
#include "central/store/backup_chore.h"
#include "central/store/scrub.h"
#include "legevakt/v1/admin.pb.h"

namespace legevakt::cli {

class RecordCare {
 public:
  struct Options {
    std::int64_t snapshot_every = limits::kSnapshotEvery;
    // Empty for no backups on a schedule.
    std::string backup_dir;
    int backup_every_minutes = 60;
    int backups_kept = 48;
  };
  // `engine`, on the journal in `data_dir`, must outlive this. Nothing is done before Start.
  RecordCare(engine::Engine& engine, const std::string& data_dir, const Options& options);

  void Start();
  // What is in work shall end. Does not wait.
  void RequestStop();
  // Waits for it: less than a second, but for ever where a directory hangs. Whoever calls it has a last
  // resort.
  void Stop();
  // When the engine has been stopped in good order, and Stop was called.
  void KeepForNextStart() { engine::MakeLastSnapshot(engine_); }

  // Somebody has had a backup made and verified. Any thread.
  void NoteBackup(std::int64_t revision) { news_.SetBackup(engine_.NowUs(), revision); }

  // The part of the answer that is about the record. Any thread.
  void FillStatus(v1::GetStatusResponse& response) const;

 private:
  engine::Engine& engine_;
  engine::RecordNews news_;
  engine::SnapshotChore snapshots_;
  store::ScrubChore scrub_;
  std::optional<store::BackupChore> backups_;
  std::unique_ptr<engine::Keeper> keeper_;
  // Of its own: a directory for backups that hangs, on another machine's disk, holds up nothing else.
  std::unique_ptr<engine::Keeper> backup_keeper_;
};

}  // namespace legevakt::cli
