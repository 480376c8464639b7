#include "central/store/journal_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <utility>

#include "base/text.h"
#include "central/store/folder.h"
#include "central/store/partial_file.h"
#include "central/store/schema.h"

namespace legevakt::store {
namespace {

namespace fs = std::filesystem;

// The first thing beside a data directory's `file` that only a central that served leaves; empty for none.
absl::StatusOr<fs::path> LeftByServing(const fs::path& file) {
  const fs::path dir = file.parent_path();
  if (file != JournalPath(dir)) return fs::path();
  const auto snapshots = ListFolder(dir / "snapshots");
  if (!snapshots.ok() && !absl::IsNotFound(snapshots.status())) return snapshots.status();
  if (snapshots.ok() && !snapshots->empty()) return snapshots->front();
  std::error_code error;
  for (const char* name : {"address", "clock"}) {
    if (fs::exists(dir / name, error)) return dir / name;
    if (error) return FileError("store.cannot_read", dir / name, error.value());
  }
  return fs::path();
}

// The same of a file that is empty or gone: then its log is no part of a first start either.
absl::StatusOr<fs::path> RemainsOf(const fs::path& file) {
  const fs::path log = file.native() + "-wal";
  // One that cannot be looked at is there all the same.
  if (!absl::IsNotFound(SizeOf(log).status())) return log;
  return LeftByServing(file);
}

absl::Status OnlyRemains(const fs::path& file, const fs::path& remains) {
  return MakeStatus(absl::StatusCode::kDataLoss,
                    text::Format(text::ProcessLang(), "store.only_remains",
                                 {{"file", file.native()}, {"what", remains.native()}}));
}

absl::Status MayBeRead(const fs::path& file) {
  if (access(file.c_str(), R_OK) != 0 && errno != ENOENT) return FileError("store.cannot_read", file, errno);
  const absl::StatusOr<std::int64_t> size = SizeOf(file);
  if (size.ok() ? *size > 0 : !absl::IsNotFound(size.status())) return size.status();
  LV_ASSIGN_OR_RETURN(const fs::path remains, RemainsOf(file));
  if (!remains.empty()) return OnlyRemains(file, remains);
  return size.ok()
             ? MakeStatus(absl::StatusCode::kDataLoss,
                          text::Format(text::ProcessLang(), "store.empty_file", {{"file", file.native()}}))
             : MakeStatus(absl::StatusCode::kNotFound,
                          text::Format(text::ProcessLang(), "store.no_file", {{"file", file.native()}}));
}

}  // namespace

absl::Status MayBeServed(const fs::path& file) {
  const absl::StatusOr<std::int64_t> size = SizeOf(file);
  if (size.ok() ? *size > 0 : !absl::IsNotFound(size.status())) return size.status();
  LV_ASSIGN_OR_RETURN(const fs::path remains, RemainsOf(file));
  return remains.empty() ? absl::OkStatus() : OnlyRemains(file, remains);
}

absl::Status MayBeBegun(const fs::path& file) {
  LV_ASSIGN_OR_RETURN(const fs::path remains, LeftByServing(file));
  return remains.empty() ? absl::OkStatus() : OnlyRemains(file, remains);
}

absl::StatusOr<JournalFile> OpenToRead(const fs::path& file) {
  LV_RETURN_IF_ERROR(MayBeRead(file));
  const fs::path dir = file.has_parent_path() ? file.parent_path() : fs::path(".");
  absl::StatusOr<DirLock> lock = DirLock::Acquire(dir, DirLock::Mode::kRead);
  if (lock.ok()) {
    LV_ASSIGN_OR_RETURN(Db db, Db::Open(file, Db::Mode::kStill));
    return JournalFile{.lock = *std::move(lock), .db = std::move(db)};
  }
  if (!absl::IsUnavailable(lock.status())) return lock.status();
  LV_ASSIGN_OR_RETURN(Db db, Db::Open(file, Db::Mode::kReadOnly));
  return JournalFile{.lock = std::nullopt, .db = std::move(db)};
}

}  // namespace legevakt::store
