// A copy of the journal in one file, made in one step beside a running central, and believed only when the
// copy itself has been verified; and a new data directory made of such a file.
#pragma once

#include <filesystem>

#include "base/status.h"
#include "central/store/verify.h"

namespace legevakt::store {

// Copies `journal` (journal.db of a live or a dead directory) to `out`. ALREADY_EXISTS where `out` is there;
// DATA_LOSS, and no `out`, where the copy is not whole.
absl::StatusOr<Verification> Backup(const std::filesystem::path& journal, const std::filesystem::path& out);

// Makes `dir` (new or empty) from the backup `in`, with a new journal_id, so that every client starts afresh.
// DATA_LOSS, and nothing made, where `in` is not whole.
absl::StatusOr<Verification> Restore(const std::filesystem::path& in, const std::filesystem::path& dir);

}  // namespace legevakt::store
