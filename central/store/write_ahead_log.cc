#include "central/store/write_ahead_log.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "central/store/log_format.h"

namespace legevakt::store {
namespace {

using log_format::Checksum;
using log_format::kFrameHeader;
using log_format::kMagic;
using log_format::Word;
constexpr sqlite3_int64 kHeader = log_format::kHeader;

class Log {
 public:
  Log(sqlite3_file* file, sqlite3_int64 size) : file_(file), size_(size) {}

  // Reads it to its end. An error of reading, or OK.
  int Read() {
    std::vector<char> header(kHeader);
    if (size_ < kHeader) return SQLITE_OK;
    if (const int code = Bytes(header, 0); code != SQLITE_OK) return code;
    big_endian_ = (Word(header.data(), true) & 1U) != 0;
    checksum_.Add(header.data(), 24, big_endian_);
    bool good = (Word(header.data(), true) & ~1U) == kMagic && checksum_.Is(header.data() + 24);
    checksum_.Set(header.data() + 24);
    const std::uint32_t page_size = Word(header.data() + 8, true);
    // A page has this size in every journal of ours (writer.cc); a damaged header must not lead astray.
    frame_.resize(kFrameHeader + (good ? page_size : 4096));
    salts_.assign(header.begin() + 16, header.begin() + 24);
    if (good) whole_ = kHeader;
    has_header_ = good;
    const auto step = static_cast<sqlite3_int64>(frame_.size());
    for (sqlite3_int64 at = kHeader; at + step <= size_; at += step) {
      if (const int code = Bytes(frame_, at); code != SQLITE_OK) return code;
      // Without a header, the first frame says which ones belong together.
      if (whole_ == 0 && at == kHeader) salts_.assign(frame_.begin() + 8, frame_.begin() + 16);
      const bool intact = IsIntact();
      good = good && intact;
      Take(at, step, good, intact);
    }
    // One bit of the header says in which order of bytes all checksums are: of a log with frames, some are
    // whole.
    if (!has_header_ && bad_at_ >= 0 && !any_intact_) changed_at_ = 0;
    return SQLITE_OK;
  }

  // True where nothing is lost with the log: its header was being written anew, which SQLite does when all of
  // the log lies in the file `main`.
  bool IsNotNeeded(sqlite3_file* main) {
    if (has_header_ || !any_intact_) return false;
    std::vector<char> in_log(frame_.size() - kFrameHeader);
    std::vector<char> in_file(in_log.size());
    for (const auto& [page, at] : newest_) {
      const auto place = static_cast<sqlite3_int64>(page - 1) * static_cast<sqlite3_int64>(in_file.size());
      if (Bytes(in_log, at + static_cast<sqlite3_int64>(kFrameHeader)) != SQLITE_OK) return false;
      if (main->pMethods->xRead(main, in_file.data(), static_cast<int>(in_file.size()), place) != SQLITE_OK) {
        return false;
      }
      if (in_log != in_file) return false;
    }
    return true;
  }

  // Up to the last transaction that is whole.
  sqlite3_int64 whole() const { return whole_; }
  // Where bytes that were synced have changed; -1 for nowhere.
  sqlite3_int64 changed_at() const { return changed_at_; }

 private:
  int Bytes(std::vector<char>& to, sqlite3_int64 at) {
    return file_->pMethods->xRead(file_, to.data(), static_cast<int>(to.size()), at);
  }

  // By the checksum that lies in the frame before, and so also behind a bad one.
  bool IsIntact() {
    checksum_.Add(frame_.data(), 8, big_endian_);
    checksum_.Add(frame_.data() + kFrameHeader, frame_.size() - kFrameHeader, big_endian_);
    const bool intact =
        checksum_.Is(frame_.data() + 16) && std::equal(salts_.begin(), salts_.end(), frame_.begin() + 8);
    checksum_.Set(frame_.data() + 16);
    return intact;
  }

  void Take(sqlite3_int64 at, sqlite3_int64 step, bool good, bool intact) {
    const bool commits = Word(frame_.data() + 4, true) != 0;
    if (!good && bad_at_ < 0) bad_at_ = at;
    if (!intact) return;
    any_intact_ = true;
    if (!has_header_) open_[Word(frame_.data(), true)] = at;
    if (!has_header_ && commits) {
      for (const auto& [page, place] : std::exchange(open_, {})) newest_[page] = place;
    }
    // One transaction writes a page once, and nothing after its last frame.
    const bool is_another = !pages_.insert(Word(frame_.data(), true)).second || committed_after_bad_;
    if (!good) {
      if (is_another && changed_at_ < 0) changed_at_ = bad_at_;
      committed_after_bad_ = committed_after_bad_ || commits;
    } else if (commits) {
      whole_ = at + step;
      pages_.clear();
    }
  }

  sqlite3_file* const file_;
  const sqlite3_int64 size_;
  bool big_endian_ = false;
  Checksum checksum_;
  std::vector<char> frame_;
  std::vector<char> salts_;
  sqlite3_int64 whole_ = 0;
  sqlite3_int64 bad_at_ = -1;
  bool has_header_ = false;
  bool any_intact_ = false;
  // Without a header: where the newest frame of each page lies, of the last transactions and of all before
  // it.
  std::map<std::uint32_t, sqlite3_int64> open_, newest_;
  // Of the frames behind `whole_` that are intact.
  std::set<std::uint32_t> pages_;
  bool committed_after_bad_ = false;
  sqlite3_int64 changed_at_ = -1;
};

// What a process that was killed left may lie in the system's cache alone, and after a sync that failed the
// next one says yes without having written it. So it is written once more, the same bytes in the same places.
int WriteOnceMore(sqlite3_file* file, sqlite3_int64 size) {
  // SQLite's own for Unix writes less than 128 KiB at a time.
  std::vector<char> bytes(static_cast<std::size_t>(std::min<sqlite3_int64>(size, 1 << 16)));
  int code = SQLITE_OK;
  for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += static_cast<sqlite3_int64>(bytes.size())) {
    const int count = static_cast<int>(std::min(size - at, static_cast<sqlite3_int64>(bytes.size())));
    code = file->pMethods->xRead(file, bytes.data(), count, at);
    if (code == SQLITE_OK) code = file->pMethods->xWrite(file, bytes.data(), count, at);
  }
  return code;
}

// The journal's log, and null where there is none with something in it.
sqlite3_file* LogOf(Db& db, sqlite3_int64* size, int* code) {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(db.raw(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
  if (file == nullptr || file->pMethods == nullptr) return nullptr;
  *code = file->pMethods->xFileSize(file, size);
  return *code == SQLITE_OK && *size == 0 ? nullptr : file;
}

// Where synced bytes have changed and something would be missing; -1 for nowhere.
sqlite3_int64 DamagedAt(Db& db, Log& log) {
  sqlite3_file* main = nullptr;
  sqlite3_file_control(db.raw(), "main", SQLITE_FCNTL_FILE_POINTER, &main);
  return log.changed_at() >= 0 && !log.IsNotNeeded(main) ? log.changed_at() : -1;
}

absl::Status Damaged(Db& db, sqlite3_int64 at) {
  return MakeStatus(absl::StatusCode::kDataLoss,
                    text::Format(text::ProcessLang(), "store.broken_log",
                                 {{"file", std::string(sqlite3_db_filename(db.raw(), "main")) + "-wal"},
                                  {"at", std::to_string(at)}}));
}

}  // namespace

absl::Status SettleLog(Db& db) {
  sqlite3_int64 size = 0;
  int code = SQLITE_OK;
  sqlite3_file* const file = LogOf(db, &size, &code);
  if (file == nullptr) return absl::OkStatus();
  Log log(file, size);
  if (code == SQLITE_OK) code = log.Read();
  if (code == SQLITE_OK) {
    if (const sqlite3_int64 at = DamagedAt(db, log); at >= 0) return Damaged(db, at);
  }
  if (code == SQLITE_OK) code = WriteOnceMore(file, log.whole());
  // What is left of a transaction that was not finished must not be taken for one that was, another time.
  if (code == SQLITE_OK && log.whole() < size) code = file->pMethods->xTruncate(file, log.whole());
  if (code == SQLITE_OK) code = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
  return code == SQLITE_OK ? absl::OkStatus() : SqliteStatus(db.raw(), code);
}

absl::Status CheckLog(Db& db) {
  // A writer beside us may be in the middle of a frame, or begin the log anew; damage stays where it is.
  constexpr int kLooksMax = 32;
  constexpr int kSeenEnough = 4;
  sqlite3_int64 seen_at = -1;
  for (int look = 0, seen = 0; look < kLooksMax && seen < kSeenEnough; ++look) {
    sqlite3_int64 size = 0;
    int code = SQLITE_OK;
    sqlite3_file* const file = LogOf(db, &size, &code);
    if (file == nullptr) return absl::OkStatus();
    Log log(file, size);
    if (code == SQLITE_OK) code = log.Read();
    if (code != SQLITE_OK) return SqliteStatus(db.raw(), code);
    const sqlite3_int64 at = DamagedAt(db, log);
    if (at < 0) return absl::OkStatus();
    seen = at == seen_at ? seen + 1 : 1;
    seen_at = at;
  }
  return Damaged(db, seen_at);
}

}  // namespace legevakt::store
