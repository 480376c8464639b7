// A new data directory from the last backup and everything after it that can still be read in a damaged one.
//
// What is brought over goes on from the backup's last event without a gap: each event's hash is that of its
// bytes, and its link is the hash of the one before. So nothing comes in that was not in the journal,
// whatever the damage has made of it; it ends before the first event that cannot be read. The whole is
// verified before it is believed.
//
// The damaged directory is only read, page by page (loose_rows.h), and without SQLite, which would write an
// index beside its log.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/status.h"
#include "central/store/verify.h"

namespace legevakt::store {

struct Salvage {
  // The new journal.
  Verification made;
  // The backup's last revision; 0 without a backup.
  std::int64_t backup_revision = 0;
  // Brought over: the events after that one, up to made.events, and the replies that were given with them.
  std::int64_t events() const { return made.events - backup_revision; }
  std::int64_t replies = 0;
  // The first that could not be: it cannot be read, or does not go on from the one before. 0 where there is
  // none that the damaged journal knows of.
  std::int64_t stopped_at = 0;
  // Events behind that place which are whole in themselves, and which nothing joins to what lies before.
  std::int64_t beyond = 0;
  std::int64_t beyond_first = 0;
  std::int64_t beyond_last = 0;
};

// Makes `dir` (new or empty), with a new journal_id. `backup` is a file that Backup has made; without one the
// damaged journal is read from its first event. `damaged` is a data directory that no process has, or a
// journal's file. Errors as Restore's; INVALID_ARGUMENT where `damaged` is another journal than the backup's;
// UNAVAILABLE where a central runs on it. Where an error comes, nothing was made.
absl::StatusOr<Salvage> SalvageInto(const std::filesystem::path& dir,
                                    const std::optional<std::filesystem::path>& backup,
                                    const std::filesystem::path& damaged);

}  // namespace legevakt::store
