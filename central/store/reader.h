// A read-only connection to a journal. Checks the chain of everything it reads: bytes that are not what was
// written are never given out. Thread: one at a time; the caller locks. May stand beside the writer, in this
// process or another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

#include "central/engine/event_store.h"
#include "central/store/journal_file.h"
#include "central/store/schema.h"

namespace legevakt::store {

class Reader {
 public:
  // `file` is journal.db or a backup. Changes nothing, and keeps an owner from starting where there is none
  // (journal_file.h).
  static absl::StatusOr<Reader> Open(const std::filesystem::path& file);

  // As it is now: a writer beside us moves the head.
  absl::StatusOr<Meta> ReadMeta();

  // Gives the events with revision > after, in order, at most `limit`, and returns how many. Each read is
  // short, so that it does not hold the write-ahead log back. DATA_LOSS with the position where the chain
  // breaks or a row is missing. `each` may end it with an error of its own.
  using Each = std::function<absl::Status(v1::Event&& event)>;
  absl::StatusOr<std::size_t> Scan(std::int64_t after, std::size_t limit, const Each& each);

  // All events up to `last`, in short reads; DATA_LOSS where it ends before.
  absl::Status ScanAll(std::int64_t last, const Each& each);

  // DATA_LOSS where a row lies behind the head: a head that went back would hide what was acknowledged.
  absl::Status CheckEnd();

  // The hash of a revision's row; zero for revision 0.
  absl::StatusOr<Hash> HashAt(std::int64_t revision);

  absl::StatusOr<std::vector<engine::StoredReply>> ReadReplies(std::int64_t since_us);

  Db& db() { return file_.db; }

 private:
  Reader(JournalFile file, Statement rows, Statement hash)
      : file_(std::move(file)), rows_(std::move(rows)), hash_(std::move(hash)) {}

  JournalFile file_;
  Statement rows_;
  Statement hash_;
};

}  // namespace legevakt::store
