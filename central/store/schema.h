// The tables of journal.db, format version 1. docs/durability.md describes them in words.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/hash.h"
#include "central/store/sqlite.h"

namespace legevakt::store {

// Raised only for what an older program cannot ignore. A table beside these that it never looks at is
// additive and leaves the version as it is, so that the program before can be put back on the same data
// (docs/adr/0008).
inline constexpr int kFormatVersion = 1;
// "LVKT": tells our file from any other SQLite file.
inline constexpr int kApplicationId = 0x4c564b54;

// The rights of a data directory: its owner's, and to look into it, its group's.
inline constexpr unsigned kDataDirectory = 0750;
// The journal's file in a data directory.
std::filesystem::path JournalPath(const std::filesystem::path& dir);

struct Meta {
  int format_version = 0;
  std::string journal_id;
  // The journal that this one was restored from; empty for none.
  std::string restored_from;
  // The last event, written in its transaction: rows that vanish from the end are missed.
  std::int64_t head_revision = 0;
  Hash head_hash{};
};

// Makes the tables of an empty file, in one transaction.
absl::Status CreateSchema(Db& db, const std::string& journal_id);
// True where the file has no tables yet.
absl::StatusOr<bool> IsEmpty(Db& db);

// Whether each table, index and trigger of ours is there exactly as it was made, and nothing more lies on our
// tables. DATA_LOSS with its name where not. A table beside ours is none of our business.
absl::Status CheckSchema(Db& db);

// DATA_LOSS where this is no journal of ours; FAILED_PRECONDITION where a newer version wrote it.
absl::StatusOr<Meta> ReadMeta(Db& db);

// DATA_LOSS where the blob has not the size of a hash.
absl::StatusOr<Hash> ToHash(std::string_view blob);

}  // namespace legevakt::store
