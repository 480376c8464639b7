#include "central/store/writer.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/ids.h"
#include "base/text.h"
#include "central/store/journal_file.h"
#include "central/store/write_ahead_log.h"

namespace legevakt::store {

struct Writer::Statements {
  Statement begin;
  Statement commit;
  Statement event;
  Statement reply;
  Statement head;
  Statement prune;
};

namespace {

// WAL with FULL: a commit is on the disk before it returns, power loss included. The log keeps its 40 MiB,
// which is more than it has before a step (SqliteStore::Options): a log that grows costs each sync more.
absl::Status Durable(Db& db) {
  LV_RETURN_IF_ERROR(db.Exec("PRAGMA page_size=4096; PRAGMA auto_vacuum=NONE;"));
  LV_ASSIGN_OR_RETURN(const std::string mode, db.QueryText("PRAGMA journal_mode=WAL"));
  LV_RETURN_IF_ERROR(
      db.Exec("PRAGMA synchronous=FULL; PRAGMA cache_size=-4096; PRAGMA journal_size_limit=41943040;"
              "PRAGMA secure_delete=ON; PRAGMA ignore_check_constraints=OFF;"));
  LV_ASSIGN_OR_RETURN(const std::int64_t synchronous, db.QueryInt("PRAGMA synchronous"));
  if (mode != "wal" || synchronous != 2) {
    return MakeStatus(absl::StatusCode::kFailedPrecondition,
                      text::Get(text::ProcessLang(), "store.not_durable"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Writer>> Writer::Open(const std::filesystem::path& file) {
  // The journal holds personal data: only its owner reads it. SQLite gives its log the same rights.
  if (const int fd = open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600); fd >= 0) close(fd);
  LV_ASSIGN_OR_RETURN(Db db, Db::Open(file, Db::Mode::kCreate));
  // Until a clean end: who refuses to serve leaves all to whoever looks at it then.
  db.KeepLogOnClose();
  std::unique_ptr<Writer> writer(new Writer(std::move(db)));
  LV_RETURN_IF_ERROR(Durable(writer->db_));
  LV_ASSIGN_OR_RETURN(writer->is_new_, IsEmpty(writer->db_));
  if (writer->is_new_) LV_RETURN_IF_ERROR(MayBeBegun(file));
  LV_RETURN_IF_ERROR(SettleLog(writer->db_));
  if (writer->is_new_) LV_RETURN_IF_ERROR(CreateSchema(writer->db_, NewUuid()));
  LV_ASSIGN_OR_RETURN(writer->meta_, ReadMeta(writer->db_));
  LV_RETURN_IF_ERROR(writer->Prepare());
  return writer;
}

absl::Status Writer::Prepare() {
  LV_ASSIGN_OR_RETURN(Statement begin, db_.Prepare("BEGIN IMMEDIATE"));
  LV_ASSIGN_OR_RETURN(Statement commit, db_.Prepare("COMMIT"));
  LV_ASSIGN_OR_RETURN(Statement event, db_.Prepare("INSERT INTO event VALUES(?, ?, ?, ?, ?, ?)"));
  LV_ASSIGN_OR_RETURN(
      Statement reply,
      db_.Prepare("INSERT OR REPLACE INTO reply(request_id, user_id, payload_hash, response, at_us)"
                  " VALUES(?, ?, ?, ?, ?)"));
  LV_ASSIGN_OR_RETURN(Statement head,
                      db_.Prepare("UPDATE meta SET head_rev = ?, head_hash = ? WHERE id = 1"));
  LV_ASSIGN_OR_RETURN(Statement prune,
                      db_.Prepare("DELETE FROM reply WHERE id IN (SELECT id FROM"
                                  " (SELECT id, at_us FROM reply ORDER BY id LIMIT ?) WHERE at_us < ?"
                                  "  AND id <= (SELECT max(id) FROM reply) - ?)"));
  statements_ = std::make_shared<Statements>(Statements{.begin = std::move(begin),
                                                        .commit = std::move(commit),
                                                        .event = std::move(event),
                                                        .reply = std::move(reply),
                                                        .head = std::move(head),
                                                        .prune = std::move(prune)});
  sqlite3_wal_hook(
      db_.raw(),
      [](void* self, sqlite3*, const char*, int pages) {
        auto* writer = static_cast<Writer*>(self);
        // Fewer than before: the log has begun anew.
        if (pages < writer->log_pages_) writer->checkpointed_pages_ = 0;
        writer->log_pages_ = pages;
        return SQLITE_OK;
      },
      this);
  return absl::OkStatus();
}

absl::Status Writer::Append(const engine::Batch& batch) {
  std::int64_t expected = meta_.head_revision;
  for (const v1::Event& event : batch.events) {
    if (event.revision() != ++expected) {
      return MakeStatus(absl::StatusCode::kInvalidArgument,
                        text::Format(text::ProcessLang(), "store.gap",
                                     {{"found", std::to_string(event.revision())},
                                      {"expected", std::to_string(expected)}}));
    }
  }
  if (batch.events.empty() && batch.replies.empty()) return absl::OkStatus();
  LV_RETURN_IF_ERROR(statements_->begin.Run());
  return AppendRows(batch);
}

absl::Status Writer::AppendRows(const engine::Batch& batch) {
  Meta next = meta_;
  for (const v1::Event& event : batch.events) {
    const Row row = encoder_.Encode(event);
    const Hash hash = HashOf(next.head_hash, row);
    Statement& insert = statements_->event;
    insert.BindInt(1, row.rev).BindInt(2, row.at_us).BindBlob(3, row.payload);
    if (row.personal) {
      insert.BindBlob(4, *row.personal);
    } else {
      insert.BindNull(4);
    }
    LV_RETURN_IF_ERROR(insert.BindBlob(5, AsBytes(next.head_hash)).BindBlob(6, AsBytes(hash)).Run());
    next.head_revision = row.rev;
    next.head_hash = hash;
  }
  for (const engine::StoredReply& reply : batch.replies) {
    LV_RETURN_IF_ERROR(statements_->reply.BindText(1, reply.request_id)
                           .BindText(2, reply.user_id)
                           .BindText(3, reply.payload_hash)
                           .BindBlob(4, reply.response)
                           .BindInt(5, reply.at_us)
                           .Run());
  }
  if (!batch.events.empty()) {
    LV_RETURN_IF_ERROR(
        statements_->head.BindInt(1, next.head_revision).BindBlob(2, AsBytes(next.head_hash)).Run());
  }
  LV_RETURN_IF_ERROR(statements_->commit.Run());
  meta_ = next;
  return absl::OkStatus();
}

absl::Status Writer::Checkpoint() {
  int log = 0;
  int done = 0;
  const int code = sqlite3_wal_checkpoint_v2(db_.raw(), "main", SQLITE_CHECKPOINT_PASSIVE, &log, &done);
  // BUSY: a reader is in the way. The rest goes next time.
  if (code != SQLITE_OK && code != SQLITE_BUSY) return SqliteStatus(db_.raw(), code);
  log_pages_ = log;
  checkpointed_pages_ = done;
  return absl::OkStatus();
}

absl::Status Writer::PruneReplies(std::int64_t before_us, int limit, std::int64_t kept_min) {
  return statements_->prune.BindInt(1, limit).BindInt(2, before_us).BindInt(3, kept_min).Run();
}

absl::Status Writer::Finish() {
  const int code = sqlite3_wal_checkpoint_v2(db_.raw(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (code != SQLITE_OK && code != SQLITE_BUSY) return SqliteStatus(db_.raw(), code);
  db_.KeepLogOnClose(false);
  return absl::OkStatus();
}

}  // namespace legevakt::store
