#include "central/store/staged_copy.h"

#include <cstdint>
#include <mutex>
#include <string>
#include <system_error>

#include "base/ids.h"
#include "base/text.h"
#include "central/store/folder.h"
#include "central/store/new_journal.h"

namespace legevakt::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "backup-";
// Beside the copy: the journal goes on meanwhile, and a disk without room for an event ends central.
constexpr std::uintmax_t kRoomForEvents = 128 << 20;
constexpr std::uintmax_t kMiB = 1 << 20;

// Without opening it: SQLite would lose its locks.
std::uintmax_t BytesOf(const fs::path& file) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  return error ? 0 : size;
}

absl::Status MustHaveRoom(const fs::path& journal) {
  std::error_code error;
  const fs::space_info space = fs::space(journal.parent_path(), error);
  if (error) return FileError("store.cannot_read", journal.parent_path(), error.value());
  const std::uintmax_t needed = BytesOf(journal) + BytesOf(journal.native() + "-wal") + kRoomForEvents;
  if (space.available >= needed) return absl::OkStatus();
  return MakeStatus(absl::StatusCode::kResourceExhausted,
                    text::Format(text::ProcessLang(), "store.no_room_for_copy",
                                 {{"dir", journal.parent_path().native()},
                                  {"room", std::to_string(space.available / kMiB)},
                                  {"needed", std::to_string(needed / kMiB)}}));
}

}  // namespace

absl::StatusOr<std::unique_ptr<PartialFile>> StageCopy(const fs::path& journal) {
  // One by hand and one on the schedule: each sees the room that the other has left.
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  LV_RETURN_IF_ERROR(MustHaveRoom(journal));
  auto copy = std::make_unique<PartialFile>(journal.parent_path() / (std::string(kPrefix) + NewUuid()));
  LV_RETURN_IF_ERROR(copy->Create());
  LV_RETURN_IF_ERROR(CopyJournal(journal, copy->partial()));
  return copy;
}

void RemoveStagedCopies(const fs::path& dir) {
  const auto entries = ListFolder(dir);
  // What does not go costs room and nothing else: the next start will try again.
  if (!entries.ok()) return;
  for (const fs::path& entry : *entries) {
    const std::string name = entry.filename().native();
    std::error_code ignored;
    if (name.starts_with(kPrefix) && name.find(".partial") != std::string::npos) fs::remove(entry, ignored);
  }
}

}  // namespace legevakt::store
