// The one connection that writes, and the only one that checkpoints (SQLite 3.40 can lose pages otherwise:
// docs/durability.md). Format: schema.h.
// Thread: one at a time; the caller locks. After any error the caller must stop using it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "central/engine/event_store.h"
#include "central/store/row.h"
#include "central/store/schema.h"
#include "central/store/sqlite.h"

namespace legevakt::store {

class Writer {
 public:
  // Makes the journal where there is none. Where it fails, the file and its log are left as they were found.
  static absl::StatusOr<std::unique_ptr<Writer>> Open(const std::filesystem::path& file);

  const Meta& meta() const { return meta_; }
  // It was made by this Open.
  bool is_new() const { return is_new_; }

  // One durable transaction.
  absl::Status Append(const engine::Batch& batch);

  // Pages of the write-ahead log that are not in the file yet.
  int pending_pages() const { return log_pages_ - checkpointed_pages_; }
  // Moves them there, as far as readers let it.
  absl::Status Checkpoint();

  // Removes the oldest replies that are older than `before_us`, at most `limit`, and never the last
  // `kept_min`.
  absl::Status PruneReplies(std::int64_t before_us, int limit, std::int64_t kept_min);

  // A clean end: the whole log goes into the file, which then stands alone. Without it the log stays.
  absl::Status Finish();
  absl::Status TEST_Exec(const std::string& sql) { return db_.Exec(sql); }

 private:
  explicit Writer(Db db) : db_(std::move(db)) {}
  absl::Status Prepare();
  absl::Status AppendRows(const engine::Batch& batch);

  Db db_;
  Meta meta_;
  bool is_new_ = false;
  RowEncoder encoder_;
  struct Statements;
  std::shared_ptr<Statements> statements_;
  // Of the log, as the last commit left it; and how many of them are checkpointed.
  int log_pages_ = 0;
  int checkpointed_pages_ = 0;
};

}  // namespace legevakt::store
