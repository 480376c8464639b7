#include "central/store/new_journal.h"

#include <sqlite3.h>

#include <string>
#include <utility>

#include "base/ids.h"
#include "base/text.h"
#include "central/store/folder.h"
#include "central/store/journal_file.h"
#include "central/store/schema.h"
#include "central/store/sqlite.h"

namespace legevakt::store {

namespace fs = std::filesystem;

namespace {

// Bit by bit: a whole journal at once would stand before what central acknowledges on the same disk.
absl::Status SyncSoFar(Db& target) {
  sqlite3_file* file = nullptr;
  int code = sqlite3_file_control(target.raw(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (code == SQLITE_OK) code = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
  return code == SQLITE_OK ? absl::OkStatus() : SqliteStatus(target.raw(), code);
}

}  // namespace

absl::Status CopyJournal(const fs::path& from, const fs::path& to) {
  LV_ASSIGN_OR_RETURN(JournalFile opened, OpenToRead(from));
  Db& source = opened.db;
  // Held to the end: the pages may then be copied in parts, and are those of one moment all the same.
  LV_RETURN_IF_ERROR(source.Exec("BEGIN"));
  LV_RETURN_IF_ERROR(ReadMeta(source).status());
  LV_ASSIGN_OR_RETURN(Db target, Db::Open(to, Db::Mode::kReadWrite));
  sqlite3_backup* backup = sqlite3_backup_init(target.raw(), "main", source.raw(), "main");
  if (backup == nullptr) return SqliteStatus(target.raw(), sqlite3_errcode(target.raw()));
  constexpr int kPagesInOnePart = 4096;
  int step = SQLITE_OK;
  absl::Status synced = absl::OkStatus();
  while (step == SQLITE_OK && synced.ok() && !Interruptible::StopRequested()) {
    step = sqlite3_backup_step(backup, kPagesInOnePart);
    if (step == SQLITE_OK) synced = SyncSoFar(target);
  }
  const int finish = sqlite3_backup_finish(backup);
  LV_RETURN_IF_ERROR(synced);
  if (step == SQLITE_OK) return absl::CancelledError();
  if (step != SQLITE_DONE) return SqliteStatus(target.raw(), step);
  if (finish != SQLITE_OK) return SqliteStatus(target.raw(), finish);
  // One file that stands alone, without a log beside it.
  return target.QueryText("PRAGMA journal_mode=DELETE").status();
}

absl::StatusOr<Verification> MustBeWhole(const fs::path& file, std::int64_t there) {
  LV_ASSIGN_OR_RETURN(Verification found, Verify(file, there));
  if (!found.ok) return MakeStatus(absl::StatusCode::kDataLoss, found.problem());
  return found;
}

absl::Status MustBeBackup(const fs::path& file) {
  const auto refused = [&file](absl::StatusCode code, std::string_view key) {
    return MakeStatus(code, text::Format(text::ProcessLang(), key, {{"file", file.native()}}));
  };
  std::error_code error;
  if (fs::is_directory(file, error)) {
    return refused(absl::StatusCode::kInvalidArgument, "store.is_directory");
  }
  if (!fs::is_regular_file(file, error)) return refused(absl::StatusCode::kNotFound, "store.no_file");
  return MustBeWhole(file).status();
}

absl::StatusOr<NewJournal> NewJournal::In(const fs::path& dir) {
  const auto there = ListFolder(dir);
  if (!there.ok() && !absl::IsNotFound(there.status())) return there.status();
  if (there.ok() && !there->empty()) {
    return MakeStatus(absl::StatusCode::kAlreadyExists,
                      text::Format(text::ProcessLang(), "store.dir_not_empty", {{"file", dir.native()}}));
  }
  LV_RETURN_IF_ERROR(MakeDirectoryDurable(dir, kDataDirectory));
  LV_ASSIGN_OR_RETURN(DirLock lock, DirLock::Acquire(dir, DirLock::Mode::kOwn));
  auto file = std::make_unique<PartialFile>(JournalPath(dir));
  LV_RETURN_IF_ERROR(file->Create());
  return NewJournal(std::move(lock), std::move(file));
}

absl::Status NewJournal::Rename() {
  LV_ASSIGN_OR_RETURN(Db db, Db::Open(file(), Db::Mode::kReadWrite));
  LV_ASSIGN_OR_RETURN(Statement update,
                      db.Prepare("UPDATE meta SET restored_from = journal_id, journal_id = ? WHERE id = 1"));
  const std::string id = NewUuid();
  return update.BindText(1, id).Run();
}

absl::StatusOr<Verification> NewJournal::Finish() {
  LV_ASSIGN_OR_RETURN(Verification found, MustBeWhole(file()));
  LV_RETURN_IF_ERROR(file_->Finish());
  return found;
}

}  // namespace legevakt::store
