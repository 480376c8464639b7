// A file that is there as a whole or not at all: made as `path`.partial, synced, and renamed. What is left of
// a failure goes. Only its owner reads it, for what the record holds is personal.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "base/status.h"

namespace legevakt::store {

class PartialFile {
 public:
  explicit PartialFile(std::filesystem::path path);
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;
  ~PartialFile();

  // Empty; what lay there of an earlier try is gone.
  absl::Status Create();
  // Puts `bytes` at the end. RESOURCE_EXHAUSTED where the disk is full.
  absl::Status Append(std::string_view bytes);
  // Its content is what lies in `from`, which is gone where it is on the same disk. CANCELLED where an
  // Interruptible of this thread says so.
  absl::Status TakeOver(const std::filesystem::path& from);
  // On the disk under its last name, in the place of what had that name.
  absl::Status Finish();

  const std::filesystem::path& partial() const { return partial_; }

 private:
  std::filesystem::path path_;
  std::filesystem::path partial_;
};

// What was made, renamed or removed in `dir` is on the disk.
absl::Status SyncDirectory(const std::filesystem::path& dir);

// Gives `each` the bytes of a file from its beginning, in parts, until it says no. Not with a stream, which
// does not tell an error of the disk from the end of the file.
absl::Status ReadInParts(const std::filesystem::path& file,
                         const std::function<bool(std::string_view)>& each);

// The status of a file operation: the code by `error` (an errno), with the words of the catalogue's `key`.
absl::Status FileError(std::string_view key, const std::filesystem::path& file, int error);

}  // namespace legevakt::store
