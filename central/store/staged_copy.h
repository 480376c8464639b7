// A copy of a journal that is being served, beside it, on its way to where backups lie.
//
// While SQLite copies a journal, the journal's log cannot begin anew, and grows. So that lasts as long as the
// data disk needs, which central waits for anyway: a directory for backups may hang, on another machine's
// disk, and holds nothing of the journal then.
#pragma once

#include <filesystem>
#include <memory>

#include "base/status.h"
#include "central/store/partial_file.h"

namespace legevakt::store {

// The copy lies in the partial file, which goes with it. RESOURCE_EXHAUSTED where the disk had not enough
// room left for events then. CANCELLED as CopyJournal.
absl::StatusOr<std::unique_ptr<PartialFile>> StageCopy(const std::filesystem::path& journal);

// What a process that was killed left in its data directory `dir`. Before anybody makes a copy there.
void RemoveStagedCopies(const std::filesystem::path& dir);

}  // namespace legevakt::store
