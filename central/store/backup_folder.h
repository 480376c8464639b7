// The backups that central makes by itself: DIR/legevakt-JOURNAL-TIME.db, each a file that stands alone and
// was verified before it got that name. What a failure left is called .partial and is never taken for one.
// Thread: one at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/status.h"
#include "central/store/backup.h"

namespace legevakt::store {

struct KeptBackup {
  std::filesystem::path file;
  // From its name: of when it is, to the second.
  std::int64_t at_us = 0;
};

class BackupFolder {
 public:
  // Of this journal alone: those of another one, as of the one that this was restored from, are left alone.
  BackupFolder(std::filesystem::path dir, std::string_view journal_id);

  // Newest first; none where there is no such directory yet. An error where it cannot be read to its end.
  absl::StatusOr<std::vector<KeptBackup>> List() const;

  // Copies, verifies and keeps; `live` as in Backup. Makes the directory where there is none.
  absl::StatusOr<Verification> Make(const std::filesystem::path& journal, std::int64_t at_us,
                                    const LiveState& live) const;

  // Lets all but the newest `count` go.
  absl::Status KeepNewest(std::size_t count) const;

  const std::filesystem::path& dir() const { return dir_; }

 private:
  absl::Status RemoveLeftovers() const;

  std::filesystem::path dir_;
  // "legevakt-12345678-"
  std::string prefix_;
};

}  // namespace legevakt::store
