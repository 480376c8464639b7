// A copy of the journal in one file, made in one step beside a running central, and believed only when the
// copy itself has been verified; and a new data directory made of such a file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/status.h"
#include "central/store/verify.h"

namespace legevakt::store {

// Copies `journal` (journal.db of a directory that nobody serves, or a backup) to `out`. ALREADY_EXISTS where
// `out` is there; DATA_LOSS, and no `out`, where the copy is not whole.
absl::StatusOr<Verification> Backup(const std::filesystem::path& journal, const std::filesystem::path& out);

// What a running central has in memory, at a revision that is durable.
struct LiveState {
  std::int64_t revision = 0;
  std::string state_hash;
};
// The same, for a journal that is being served: by way of a copy beside it, so that nothing holds its log
// back while `out` is waited for. What the copy replays to must also be what central had then, where `live`
// says.
absl::StatusOr<Verification> Backup(const std::filesystem::path& journal, const std::filesystem::path& out,
                                    const LiveState& live);

// Makes `dir` (new or empty) from the backup `in`, with a new journal_id, so that every client starts afresh.
// DATA_LOSS, and nothing made, where `in` is not whole.
absl::StatusOr<Verification> Restore(const std::filesystem::path& in, const std::filesystem::path& dir);

}  // namespace legevakt::store
