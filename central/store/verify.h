// Is the record whole? Everything that lies in a journal's file, in its log and in the snapshots beside it:
// the hash chain from the first row to the head, with every event applied again; tables and triggers as they
// were made; the replies; the snapshots against the replayed state; the write-ahead log; SQLite's own
// integrity. Reads only; works beside a running central. docs/durability.md says what it cannot tell.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace legevakt::store {

enum class Part { kEvents, kSchema, kReplies, kSnapshot, kLog, kFile };
// "events", "schema", "replies", "snapshot", "log", "file": for a program that reads the answer.
std::string_view NameOf(Part part);

struct Damage {
  Part part = Part::kFile;
  // The first revision that cannot be trusted; for a snapshot, its own; 0 where it is not known.
  std::int64_t revision = 0;
  // One sentence with the position: revision, page, byte or file.
  std::string sentence;
};

struct Verification {
  bool ok = false;
  std::int64_t events = 0;
  std::int64_t replies = 0;
  std::int64_t snapshots = 0;
  std::string journal_id;
  // The same as a running central gives for that revision; empty where something is damaged.
  std::string state_hash;
  // The first of each part, in the order above; empty where all is whole.
  std::vector<Damage> damages;
  // Of the state at the revision that was asked for; empty where none was, or it is not there.
  std::string hash_there = {};

  // Of the first damage; empty and 0 where there is none.
  std::string problem() const { return damages.empty() ? std::string() : damages.front().sentence; }
  std::int64_t broken_revision() const { return damages.empty() ? 0 : damages.front().revision; }
};

// `file` is journal.db of a data directory, with its log and snapshots beside it, or a file that stands
// alone. An error (NOT_FOUND, FAILED_PRECONDITION for a newer format) where the question could not be asked
// at all; damage is an answer. `there`: a revision whose state's hash is wanted too; 0 for none.
absl::StatusOr<Verification> Verify(const std::filesystem::path& file, std::int64_t there = 0);

}  // namespace legevakt::store
