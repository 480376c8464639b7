// SQLite as values: a connection, a statement, and errors as absl::Status. The only place that knows
// sqlite3.h besides backup.cc.
//
// Errors: DATA_LOSS for a damaged file, RESOURCE_EXHAUSTED for a full disk, NOT_FOUND for a file that cannot
// be opened, FAILED_PRECONDITION for a constraint or a trigger that refuses, UNAVAILABLE for a lock,
// CANCELLED for a stop, else INTERNAL. Thread: one at a time; the caller locks.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/status.h"

struct sqlite3;
struct sqlite3_stmt;

namespace legevakt::store {

// While it lives, the connections that this thread opens end their work soon after `stop` is requested,
// whoever goes on with them then: what runs gives CANCELLED, and so does what is begun afterwards.
class Interruptible {
 public:
  explicit Interruptible(std::stop_token stop);
  ~Interruptible();
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;

  // Of the calling thread; false outside of any.
  static bool StopRequested();
};

class Statement {
 public:
  // Places count from 1. The bytes must live until Step has returned false or Reset was called.
  // An error is kept and returned by the next Step.
  Statement& BindInt(int place, std::int64_t value);
  Statement& BindText(int place, std::string_view text);
  Statement& BindBlob(int place, std::string_view bytes);
  Statement& BindNull(int place);

  // True: a row is there to read. False: done, and the statement is reset.
  absl::StatusOr<bool> Step();
  // For a statement that gives no rows.
  absl::Status Run();
  // Ends the read; what is bound is forgotten.
  void Reset();

  // Columns count from 0. Views live until the next Step or Reset.
  std::int64_t Int(int column) const;
  std::string_view Text(int column) const;
  std::string_view Blob(int column) const;
  bool IsNull(int column) const;

 private:
  friend class Db;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}

  sqlite3* db_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bind_error_ = 0;
};

class Db {
 public:
  // kReadOnly reads beside a writer: it writes neither the file nor its log, and shares their index, which it
  // makes where there is none. kStill is for a file that nobody writes meanwhile (the caller sees to it):
  // with its log, if it has one, and without a trace, so that it needs no right to write.
  enum class Mode { kReadOnly, kStill, kReadWrite, kCreate };

  static absl::StatusOr<Db> Open(const std::filesystem::path& path, Mode mode);

  // One or more statements that give no rows that matter.
  absl::Status Exec(const std::string& sql);
  absl::StatusOr<Statement> Prepare(std::string_view sql);
  // The first column of the first row.
  absl::StatusOr<std::int64_t> QueryInt(std::string_view sql);
  absl::StatusOr<std::string> QueryText(std::string_view sql);

  // Whether the write-ahead log stays as it is when this connection closes.
  void KeepLogOnClose(bool keep = true);

  sqlite3* raw() const { return db_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* db) const;
  };
  struct Stopping;
  struct EndStopping {
    void operator()(Stopping* stopping) const;
  };
  explicit Db(sqlite3* db) : db_(db) {}

  std::unique_ptr<sqlite3, Close> db_;
  // Null where nobody stops it. After the connection: it ends first.
  std::unique_ptr<Stopping, EndStopping> stopping_;
};

// The bytes of a file, asked by the way that SQLite itself takes: who opens and closes a database behind its
// back lets go of its locks. One byte is none to it. NOT_FOUND where there is no such file.
absl::StatusOr<std::int64_t> SizeOf(const std::filesystem::path& path);

// The status of an extended result code of SQLite, with the file and SQLite's words.
absl::Status SqliteStatus(sqlite3* db, int code);

}  // namespace legevakt::store
