#include "central/store/backup.h"

#include <sqlite3.h>

#include <string>

#include "base/ids.h"
#include "base/text.h"
#include "central/store/dir_lock.h"
#include "central/store/partial_file.h"
#include "central/store/schema.h"
#include "central/store/sqlite.h"

namespace legevakt::store {
namespace {

namespace fs = std::filesystem;

absl::Status Refused(absl::StatusCode code, std::string_view key, const fs::path& file) {
  return MakeStatus(code, text::Format(text::ProcessLang(), key, {{"file", file.native()}}));
}

// In one step, in which the source stands still for us: in several, a busy writer would make it begin again
// and again.
absl::Status Copy(const fs::path& from, const fs::path& to) {
  LV_ASSIGN_OR_RETURN(Db source, Db::Open(from, Db::Mode::kReadOnly));
  LV_RETURN_IF_ERROR(ReadMeta(source).status());
  LV_ASSIGN_OR_RETURN(Db target, Db::Open(to, Db::Mode::kReadWrite));
  sqlite3_backup* backup = sqlite3_backup_init(target.raw(), "main", source.raw(), "main");
  if (backup == nullptr) return SqliteStatus(target.raw(), sqlite3_errcode(target.raw()));
  const int step = sqlite3_backup_step(backup, -1);
  const int finish = sqlite3_backup_finish(backup);
  if (step != SQLITE_DONE) return SqliteStatus(target.raw(), step);
  if (finish != SQLITE_OK) return SqliteStatus(target.raw(), finish);
  // One file that stands alone, without a log beside it.
  return target.QueryText("PRAGMA journal_mode=DELETE").status();
}

absl::StatusOr<Verification> MustBeWhole(const fs::path& file) {
  LV_ASSIGN_OR_RETURN(Verification found, Verify(file));
  if (!found.ok) return MakeStatus(absl::StatusCode::kDataLoss, found.problem);
  return found;
}

absl::Status Rename(const fs::path& journal) {
  LV_ASSIGN_OR_RETURN(Db db, Db::Open(journal, Db::Mode::kReadWrite));
  LV_ASSIGN_OR_RETURN(Statement update,
                      db.Prepare("UPDATE meta SET restored_from = journal_id, journal_id = ? WHERE id = 1"));
  const std::string id = NewUuid();
  return update.BindText(1, id).Run();
}

}  // namespace

absl::StatusOr<Verification> Backup(const fs::path& journal, const fs::path& out) {
  std::error_code ignored;
  if (fs::exists(out, ignored)) return Refused(absl::StatusCode::kAlreadyExists, "store.file_exists", out);
  PartialFile file(out);
  LV_RETURN_IF_ERROR(file.Create());
  LV_RETURN_IF_ERROR(Copy(journal, file.partial()));
  LV_ASSIGN_OR_RETURN(Verification found, MustBeWhole(file.partial()));
  LV_RETURN_IF_ERROR(file.Finish());
  return found;
}

absl::StatusOr<Verification> Restore(const fs::path& in, const fs::path& dir) {
  std::error_code error;
  if (!fs::is_regular_file(in, error)) {
    return Refused(absl::StatusCode::kNotFound, "store.no_file", in);
  }
  if (fs::exists(dir, error) && !fs::is_empty(dir, error)) {
    return Refused(absl::StatusCode::kAlreadyExists, "store.dir_not_empty", dir);
  }
  LV_RETURN_IF_ERROR(MustBeWhole(in).status());
  fs::create_directories(dir, error);
  if (error) return FileError("store.cannot_write", dir, error.value());
  fs::permissions(dir, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec, error);
  LV_ASSIGN_OR_RETURN(const DirLock lock, DirLock::Acquire(dir, DirLock::Mode::kOwn));
  PartialFile file(JournalPath(dir));
  LV_RETURN_IF_ERROR(file.Create());
  LV_RETURN_IF_ERROR(Copy(in, file.partial()));
  LV_RETURN_IF_ERROR(Rename(file.partial()));
  LV_ASSIGN_OR_RETURN(Verification found, MustBeWhole(file.partial()));
  LV_RETURN_IF_ERROR(file.Finish());
  return found;
}

}  // namespace legevakt::store
