// The journal in SQLite: DIR/journal.db, and DIR/lock for the one process that owns it.
//
// What Append has returned OK for survives a crash and a power loss (WAL, synchronous=FULL). Any error of a
// transaction makes the store refuse everything after it: what is on the disk is then unknown, and only a
// restart, which reads it again, may go on (docs/durability.md).
//
// Thread: Append from one thread, the rest from any. A thread of the store's own moves the write-ahead log
// into the file in steps between commits, and removes old replies; nobody else checkpoints.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/limits.h"
#include "central/engine/event_store.h"
#include "central/store/dir_lock.h"
#include "central/store/reader.h"
#include "central/store/snapshot_files.h"
#include "central/store/step_size.h"
#include "central/store/writer.h"

namespace legevakt::store {

class SqliteStore : public engine::EventStore {
 public:
  struct Options {
    std::filesystem::path dir;
    // Pages of 4 KiB in the log: from `checkpoint_pages` a step is taken when no commit has come for
    // `quiet_us`; at once from `checkpoint_pages_max`, or earlier on a disk that is slow (step_size.h).
    int checkpoint_pages = 256;
    int checkpoint_pages_max = 6144;
    std::int64_t quiet_us = 20'000;
    // Never removed, however old the clock says that they are.
    std::int64_t replies_kept_min = limits::kRepliesKeptMin;
  };

  // Makes the directory and the journal where there are none.
  // UNAVAILABLE: another process has the directory. DATA_LOSS: the file is damaged or not ours, or it is
  // empty or gone and something of it is left, or a snapshot proves that its end is missing; nothing was
  // changed then. FAILED_PRECONDITION: a newer version wrote it.
  static absl::StatusOr<std::unique_ptr<SqliteStore>> Open(Options options);
  ~SqliteStore() override;

  const std::string& journal_id() const override { return journal_id_; }
  std::int64_t last_revision() const override { return last_revision_.load(std::memory_order_acquire); }
  absl::Status Append(const engine::Batch& batch) override;
  absl::StatusOr<std::vector<v1::Event>> Read(std::int64_t after, std::size_t limit) override;
  absl::StatusOr<std::vector<v1::Event>> ReadBeside(std::int64_t after, std::size_t limit) override;
  absl::StatusOr<std::vector<engine::StoredReply>> ReadReplies(std::int64_t since_us) override;
  absl::Status WriteSnapshot(const engine::StoredSnapshot& snapshot) override;
  absl::StatusOr<engine::FoundSnapshot> ReadSnapshot(std::int64_t at_most) override;

  const std::filesystem::path& dir() const { return options_.dir; }
  // There was no journal, and this Open has made one.
  bool is_new() const { return is_new_; }

  // For tests: one round of what the store's own thread does, now.
  absl::Status TEST_Maintain();
  // For tests: runs SQL on the writing connection, to set up faults.
  absl::Status TEST_ExecOnWriter(const std::string& sql);

 private:
  SqliteStore(Options options, DirLock lock, std::unique_ptr<Writer> writer, Reader reader);

  absl::Status Failure();
  absl::StatusOr<std::vector<v1::Event>> ReadWith(Reader& reader, std::int64_t after,
                                                  std::size_t limit) const;
  // With the reader beside the service, which is opened when it is first needed.
  absl::StatusOr<Reader*> Beside();
  absl::StatusOr<Hash> HashAt(std::int64_t revision);
  // The error of a transaction, with the last revision that is durable.
  absl::Status NotWritten(const absl::Status& error) const;
  // Keeps the first error and refuses from then on.
  absl::Status Latch(absl::Status error);
  absl::Status MaintainLocked();
  void MaintainLoop(const std::stop_token& stop);

  const Options options_;
  DirLock lock_;
  std::string journal_id_;
  const bool is_new_;
  std::atomic<std::int64_t> last_revision_;

  // Held for a whole commit and for a whole checkpoint step.
  std::mutex writer_mutex_;
  std::unique_ptr<Writer> writer_;
  std::condition_variable_any writer_wakes_;
  std::uint64_t commits_ = 0;
  StepSize step_size_;
  // Engine time as the batches carry it; the age of replies is counted from it.
  std::int64_t newest_us_ = 0;

  std::mutex reader_mutex_;
  Reader reader_;

  std::mutex beside_mutex_;
  std::optional<Reader> beside_;

  const SnapshotFiles snapshots_;

  std::atomic<bool> failed_ = false;
  std::mutex failure_mutex_;
  absl::Status failure_;

  std::jthread maintenance_;
};

}  // namespace legevakt::store
