// The snapshots of the state: DIR/snapshots/REVISION.snapshot, each a whole file, for the next start.
// docs/durability.md describes the format. Derived from the journal: any of them may be deleted, and an older
// program that does not know them loses nothing.
//
// A snapshot names the revision and the chain's hash that it was made at, and counts only where the journal
// still has that event. Thread: one that writes; any that reads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/status.h"
#include "central/engine/event_store.h"

namespace legevakt::store {

struct SnapshotFile {
  engine::StoredSnapshot snapshot;
  // The journal's hash at that revision, and BLAKE2b-256 over `snapshot.state`.
  Hash chain_hash{};
  Hash state_hash{};
};

class SnapshotFiles {
 public:
  // Those that belong to the journal in `dir`, a data directory.
  explicit SnapshotFiles(const std::filesystem::path& dir) : folder_(dir / "snapshots") {}

  // Written and synced under its last name; then all but the newest kSnapshotsKept go. One of a revision that
  // lies ahead of it stays: nothing else may be left to show what has been lost.
  absl::Status Write(const engine::StoredSnapshot& snapshot, const Hash& chain_hash) const;

  // The revisions that there is a file for, newest first; none where the folder is not there. Nothing is
  // checked. An error where the folder cannot be read to its end.
  absl::StatusOr<std::vector<std::int64_t>> Revisions() const;

  // DATA_LOSS, with the file in its words and the revision as the position, where it is not as it was
  // written.
  absl::StatusOr<SnapshotFile> Read(std::int64_t revision) const;

  // A snapshot is made of what is durable. So one that is whole and lies ahead of the journal's `head` proves
  // that the journal's end is gone, or that it belongs to another one: DATA_LOSS, with its revision. Another
  // error where the disk does not give what there is.
  absl::Status NoneAhead(std::int64_t head) const;

  std::filesystem::path PathOf(std::int64_t revision) const;

 private:
  void RemoveOld(std::int64_t newest) const;

  std::filesystem::path folder_;
};

}  // namespace legevakt::store
