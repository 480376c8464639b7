#include "central/store/backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "base/ids.h"
#include "base/text.h"
#include "central/store/dir_lock.h"
#include "central/store/schema.h"
#include "central/store/sqlite.h"

namespace legevakt::store {
namespace {

namespace fs = std::filesystem;

absl::Status FileError(absl::StatusCode code, std::string_view key, const fs::path& file,
                       std::string_view what) {
  return MakeStatus(code, text::Format(text::ProcessLang(), key, {{"file", file.native()}, {"what", what}}));
}

absl::Status Sync(const fs::path& path, int flags) {
  const int fd = open(path.c_str(), flags | O_CLOEXEC);
  const bool good = fd >= 0 && fsync(fd) == 0;
  const int error = errno;
  if (fd >= 0) close(fd);
  return good ? absl::OkStatus()
              : FileError(absl::StatusCode::kInternal, "store.cannot_write", path, std::strerror(error));
}

// A file under its last name is whole: it is made as `path`.partial and renamed. What is left of a failure
// goes.
class PartialFile {
 public:
  explicit PartialFile(fs::path path) : path_(std::move(path)), partial_(path_.native() + ".partial") {}
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;
  ~PartialFile() {
    std::error_code ignored;
    fs::remove(partial_, ignored);
    fs::remove(partial_.native() + "-journal", ignored);
  }

  // An empty file that only its owner reads: the journal holds personal data.
  absl::Status Create() {
    const int fd = open(partial_.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0) {
      return FileError(absl::StatusCode::kPermissionDenied, "store.cannot_write", partial_,
                       std::strerror(errno));
    }
    close(fd);
    return absl::OkStatus();
  }

  absl::Status Finish() {
    LV_RETURN_IF_ERROR(Sync(partial_, O_RDONLY));
    std::error_code error;
    fs::rename(partial_, path_, error);
    if (error)
      return FileError(absl::StatusCode::kPermissionDenied, "store.cannot_write", path_, error.message());
    return Sync(fs::absolute(path_).parent_path(), O_RDONLY | O_DIRECTORY);
  }

  const fs::path& partial() const { return partial_; }

 private:
  fs::path path_;
  fs::path partial_;
};

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
  if (fs::exists(out, ignored))
    return FileError(absl::StatusCode::kAlreadyExists, "store.file_exists", out, "");
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
    return FileError(absl::StatusCode::kNotFound, "store.no_file", in, "");
  }
  if (fs::exists(dir, error) && !fs::is_empty(dir, error)) {
    return FileError(absl::StatusCode::kAlreadyExists, "store.dir_not_empty", dir, "");
  }
  LV_RETURN_IF_ERROR(MustBeWhole(in).status());
  fs::create_directories(dir, error);
  if (error)
    return FileError(absl::StatusCode::kPermissionDenied, "store.cannot_write", dir, error.message());
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
