#include "central/store/sqlite.h"

#include <sqlite3.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

#include "base/text.h"

namespace legevakt::store {
namespace {

absl::StatusCode CodeOf(int code) {
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return absl::StatusCode::kDataLoss;
    case SQLITE_FULL:
      return absl::StatusCode::kResourceExhausted;
    case SQLITE_CANTOPEN:
      return absl::StatusCode::kNotFound;
    case SQLITE_CONSTRAINT:
    case SQLITE_READONLY:
      return absl::StatusCode::kFailedPrecondition;
    case SQLITE_INTERRUPT:
      return absl::StatusCode::kCancelled;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return absl::StatusCode::kUnavailable;
    default:
      return absl::StatusCode::kInternal;
  }
}

int Flags(Db::Mode mode) {
  // Our own locks serialise each connection, so SQLite's are not needed.
  constexpr int kAlways = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (mode) {
    case Db::Mode::kReadOnly:
      return kAlways | SQLITE_OPEN_READONLY;
    case Db::Mode::kStill:
      return kAlways | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
    case Db::Mode::kReadWrite:
      return kAlways | SQLITE_OPEN_READWRITE;
    case Db::Mode::kCreate:
      return kAlways | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  }
  return kAlways | SQLITE_OPEN_READONLY;
}

// Of this thread.
thread_local std::stop_token current_stop;

// As a URI of SQLite's, in which three characters have a meaning.
std::string UriOf(const std::filesystem::path& path) {
  std::string uri = "file:";
  for (const char c : path.native()) {
    if (c == '%') {
      uri += "%25";
    } else if (c == '?') {
      uri += "%3f";
    } else if (c == '#') {
      uri += "%23";
    } else {
      uri += c;
    }
  }
  return uri;
}

// A file without a log stands alone, and is read as it is: else SQLite would make an empty log. With a log,
// SQLite's way without locks keeps the log's index in memory, and not in a file beside it.
std::string StillUriOf(const std::filesystem::path& path) {
  const bool has_log = SizeOf(path.native() + "-wal").value_or(0) > 0;
  return UriOf(path) + (has_log ? "?vfs=unix-none" : "?immutable=1");
}

}  // namespace

// --- Interruptible

Interruptible::Interruptible(std::stop_token stop) {
  current_stop = std::move(stop);
}

Interruptible::~Interruptible() {
  current_stop = std::stop_token();
}

bool Interruptible::StopRequested() {
  return current_stop.stop_requested();
}

// The interrupt ends what is deep in one instruction of SQLite, as an integrity check is; the progress
// handler ends whatever comes after it.
struct Db::Stopping {
  Stopping(sqlite3* db, const std::stop_token& stop)
      : token(stop), interrupt(stop, [db] { sqlite3_interrupt(db); }) {
    constexpr int kEveryInstructions = 1000;
    sqlite3_progress_handler(
        db, kEveryInstructions,
        [](void* self) { return static_cast<Stopping*>(self)->token.stop_requested() ? 1 : 0; }, this);
  }
  std::stop_token token;
  std::stop_callback<std::function<void()>> interrupt;
};

void Db::EndStopping::operator()(Stopping* stopping) const {
  delete stopping;
}

absl::StatusOr<std::int64_t> SizeOf(const std::filesystem::path& path) {
  sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
  const auto memory = std::make_unique<std::byte[]>(static_cast<std::size_t>(vfs->szOsFile));
  auto* const file = static_cast<sqlite3_file*>(static_cast<void*>(memory.get()));
  const std::unique_ptr<const char, decltype(&sqlite3_free_filename)> name(
      sqlite3_create_filename(path.c_str(), "", "", 0, nullptr), &sqlite3_free_filename);
  int code = vfs->xOpen(vfs, name.get(), file, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, nullptr);
  sqlite3_int64 size = 0;
  if (code == SQLITE_OK) code = file->pMethods->xFileSize(file, &size);
  if (file->pMethods != nullptr) file->pMethods->xClose(file);
  if (code == SQLITE_OK) return size;
  int is_there = 0;
  vfs->xAccess(vfs, name.get(), SQLITE_ACCESS_EXISTS, &is_there);
  return MakeStatus(is_there != 0 ? absl::StatusCode::kInternal : absl::StatusCode::kNotFound,
                    text::Format(text::ProcessLang(), "store.sqlite",
                                 {{"file", path.native()}, {"what", sqlite3_errstr(code)}}));
}

absl::Status SqliteStatus(sqlite3* db, int code) {
  const char* file = db == nullptr ? nullptr : sqlite3_db_filename(db, "main");
  // The connection's own words, where they are about this error.
  const bool its_own = db != nullptr && sqlite3_extended_errcode(db) == code;
  const std::string what =
      std::string(its_own ? sqlite3_errmsg(db) : sqlite3_errstr(code)) + ", " + std::to_string(code);
  return MakeStatus(CodeOf(code), text::Format(text::ProcessLang(), "store.sqlite",
                                               {{"file", file == nullptr ? "?" : file}, {"what", what}}));
}

// --- Statement

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement& Statement::BindInt(int place, std::int64_t value) {
  if (const int code = sqlite3_bind_int64(statement_.get(), place, value); code != SQLITE_OK)
    bind_error_ = code;
  return *this;
}

Statement& Statement::BindText(int place, std::string_view text) {
  const int code =
      sqlite3_bind_text64(statement_.get(), place, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (code != SQLITE_OK) bind_error_ = code;
  return *this;
}

Statement& Statement::BindBlob(int place, std::string_view bytes) {
  // A null pointer would store NULL where an empty blob is meant.
  const void* data = bytes.data() == nullptr ? "" : bytes.data();
  const int code = sqlite3_bind_blob64(statement_.get(), place, data, bytes.size(), SQLITE_STATIC);
  if (code != SQLITE_OK) bind_error_ = code;
  return *this;
}

Statement& Statement::BindNull(int place) {
  if (const int code = sqlite3_bind_null(statement_.get(), place); code != SQLITE_OK) bind_error_ = code;
  return *this;
}

absl::StatusOr<bool> Statement::Step() {
  if (bind_error_ != 0) {
    const int code = bind_error_;
    Reset();
    return SqliteStatus(db_, code);
  }
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    Reset();
    return false;
  }
  absl::Status status = SqliteStatus(db_, code);
  Reset();
  return status;
}

absl::Status Statement::Run() {
  LV_ASSIGN_OR_RETURN(const bool row, Step());
  if (row) Reset();
  return absl::OkStatus();
}

void Statement::Reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
  bind_error_ = 0;
}

std::int64_t Statement::Int(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::Text(int column) const {
  // The pointer first, then the size: the call for the pointer may convert.
  const unsigned char* text = sqlite3_column_text(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  if (text == nullptr) return {};
  return {static_cast<const char*>(static_cast<const void*>(text)), size};
}

std::string_view Statement::Blob(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes), size};
}

bool Statement::IsNull(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

// --- Db

void Db::Close::operator()(sqlite3* db) const {
  sqlite3_close_v2(db);
}

absl::StatusOr<Db> Db::Open(const std::filesystem::path& path, Mode mode) {
  sqlite3* raw = nullptr;
  const std::string name = mode == Mode::kStill ? StillUriOf(path) : path.native();
  const int code = sqlite3_open_v2(name.c_str(), &raw, Flags(mode), nullptr);
  Db db(raw);
  if (code != SQLITE_OK) {
    return MakeStatus(CodeOf(code), text::Format(text::ProcessLang(), "store.sqlite",
                                                 {{"file", path.native()}, {"what", sqlite3_errstr(code)}}));
  }
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  if (current_stop.stop_possible()) db.stopping_.reset(new Stopping(raw, current_stop));
  LV_RETURN_IF_ERROR(
      db.Exec("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;"
              "PRAGMA wal_autocheckpoint=0; PRAGMA locking_mode=NORMAL; PRAGMA temp_store=MEMORY;"
              "PRAGMA busy_timeout=0; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"));
  if (mode == Mode::kStill) {
    db.KeepLogOnClose();
    LV_RETURN_IF_ERROR(db.Exec("PRAGMA query_only=ON; PRAGMA locking_mode=EXCLUSIVE;"));
    return db;
  }
  if (mode == Mode::kReadOnly) {
    db.KeepLogOnClose();
    // A reader may meet the moment in which the writer recovers or restarts the log.
    LV_RETURN_IF_ERROR(db.Exec("PRAGMA query_only=ON; PRAGMA busy_timeout=2000;"));
  }
  return db;
}

void Db::KeepLogOnClose(bool keep) {
  sqlite3_db_config(raw(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, nullptr);
}

absl::Status Db::Exec(const std::string& sql) {
  const int code = sqlite3_exec(raw(), sql.c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : SqliteStatus(raw(), code);
}

absl::StatusOr<Statement> Db::Prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(raw(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return SqliteStatus(raw(), code);
  return Statement(raw(), statement);
}

absl::StatusOr<std::int64_t> Db::QueryInt(std::string_view sql) {
  LV_ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
  LV_ASSIGN_OR_RETURN(const bool row, statement.Step());
  return row ? statement.Int(0) : 0;
}

absl::StatusOr<std::string> Db::QueryText(std::string_view sql) {
  LV_ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
  LV_ASSIGN_OR_RETURN(const bool row, statement.Step());
  return row ? std::string(statement.Text(0)) : std::string();
}

}  // namespace legevakt::store
