// A journal's file, looked at before SQLite opens it, and opened to be read so that nothing of it changes.
//
// SQLite deletes the log that lies beside an empty file, also where it opens the file only to read; and a
// journal whose file is empty or gone may have all its events in that log still.
#pragma once

#include <filesystem>
#include <optional>

#include "base/status.h"
#include "central/store/dir_lock.h"
#include "central/store/sqlite.h"

namespace legevakt::store {

// OK where central may serve `file`, a data directory's journal.db, or begin a new journal there. DATA_LOSS
// where it is empty or gone, and something of a journal lies beside it: its log, a snapshot, or the address
// of a central. A start that was killed before it wrote anything leaves none of these.
absl::Status MayBeServed(const std::filesystem::path& file);
// The same question of a file that SQLite has opened and that has no tables: all of it may have been in a log
// that is gone.
absl::Status MayBeBegun(const std::filesystem::path& file);

struct JournalFile {
  // Where nobody serves it: keeps an owner from starting meanwhile.
  std::optional<DirLock> lock;
  Db db;
};

// `file` is journal.db or a backup. Beside the process that serves it, it is read with the locks and the
// index that this process keeps. Where there is none, every file stays as it is, byte for byte, and none is
// made; a medium that cannot be written to is good enough. NOT_FOUND, PERMISSION_DENIED; DATA_LOSS where it
// is empty, or gone and something of it is left.
absl::StatusOr<JournalFile> OpenToRead(const std::filesystem::path& file);

}  // namespace legevakt::store
