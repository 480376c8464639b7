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

namespace legevakt::store {
namespace {

// The format: https://www.sqlite.org/fileformat2.html#walformat. Numbers are big-endian.
constexpr sqlite3_int64 kHeader = 32;
constexpr std::size_t kFrameHeader = 24;
constexpr std::uint32_t kMagic = 0x377f0682;

std::uint32_t Word(const char* at, bool big_endian) {
  std::uint32_t word = 0;
  for (int i = 0; i < 4; ++i) {
    const auto byte = static_cast<unsigned char>(at[big_endian ? i : 3 - i]);
    word = word << 8U | byte;
  }
  return word;
}

struct Checksum {
  std::uint32_t first = 0;
  std::uint32_t second = 0;

  // A multiple of eight bytes, in the order of bytes that the log's magic number names.
  void Add(const char* at, std::size_t size, bool big_endian) {
    for (std::size_t i = 0; i < size; i += 8) {
      first += Word(at + i, big_endian) + second;
      second += Word(at + i + 4, big_endian) + first;
    }
  }
  // As it lies in the log.
  void Set(const char* at) {
    first = Word(at, true);
    second = Word(at + 4, true);
  }
  bool Is(const char* at) const { return first == Word(at, true) && second == Word(at + 4, true); }
};

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
    return SQLITE_OK;
  }

  // True where nothing is lost with the log: its header was being written anew, which SQLite does when all of
  // the log lies in the file `main`.
  bool IsNotNeeded(sqlite3_file* main) {
    if (has_header_) return false;
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

}  // namespace

absl::Status SettleLog(Db& db) {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(db.raw(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
  if (file == nullptr || file->pMethods == nullptr) return absl::OkStatus();
  sqlite3_int64 size = 0;
  int code = file->pMethods->xFileSize(file, &size);
  if (code == SQLITE_OK && size == 0) return absl::OkStatus();
  Log log(file, size);
  if (code == SQLITE_OK) code = log.Read();
  sqlite3_file* main = nullptr;
  sqlite3_file_control(db.raw(), "main", SQLITE_FCNTL_FILE_POINTER, &main);
  if (code == SQLITE_OK && log.changed_at() >= 0 && !log.IsNotNeeded(main)) {
    return MakeStatus(absl::StatusCode::kDataLoss,
                      text::Format(text::ProcessLang(), "store.broken_log",
                                   {{"file", std::string(sqlite3_db_filename(db.raw(), "main")) + "-wal"},
                                    {"at", std::to_string(log.changed_at())}}));
  }
  if (code == SQLITE_OK) code = WriteOnceMore(file, log.whole());
  // What is left of a transaction that was not finished must not be taken for one that was, another time.
  if (code == SQLITE_OK && log.whole() < size) code = file->pMethods->xTruncate(file, log.whole());
  if (code == SQLITE_OK) code = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
  return code == SQLITE_OK ? absl::OkStatus() : SqliteStatus(db.raw(), code);
}

}  // namespace legevakt::store
