// A data directory in the making: a journal that is there as a whole, verified, or not at all.
#pragma once

#include <filesystem>

#include "base/status.h"
#include "central/store/dir_lock.h"
#include "central/store/partial_file.h"
#include "central/store/verify.h"

namespace legevakt::store {

// Copies a journal in one read, in which the source stands still for us: in several, a busy writer would make
// it begin again and again. `to` is one file that stands alone afterwards. CANCELLED where an Interruptible
// of this thread says so.
absl::Status CopyJournal(const std::filesystem::path& from, const std::filesystem::path& to);

// DATA_LOSS where it is not. `there` as in Verify.
absl::StatusOr<Verification> MustBeWhole(const std::filesystem::path& file, std::int64_t there = 0);

// That a backup lies there, and is whole: NOT_FOUND, INVALID_ARGUMENT for a directory, DATA_LOSS.
absl::Status MustBeBackup(const std::filesystem::path& file);

class NewJournal {
 public:
  // Makes `dir`, which must be new or empty: else ALREADY_EXISTS.
  static absl::StatusOr<NewJournal> In(const std::filesystem::path& dir);

  // The file to fill, empty at first.
  const std::filesystem::path& file() const { return file_->partial(); }
  // Gives it an id of its own, so that every client starts afresh.
  absl::Status Rename();
  // Under its last name, where it is whole.
  absl::StatusOr<Verification> Finish();

 private:
  NewJournal(DirLock lock, std::unique_ptr<PartialFile> file)
      : lock_(std::move(lock)), file_(std::move(file)) {}

  DirLock lock_;
  std::unique_ptr<PartialFile> file_;
};

}  // namespace legevakt::store
