// The pages of a journal that SQLite may no longer be able to read, each for itself: those of journal.db, and
// those that finished transactions left in the log beside it. Reads only, and opens nothing for writing. A
// page that the disk does not give counts as empty.
//
// Nothing here says that a page is as it was written: what is read from it must prove itself (loose_rows.h).
// Thread: one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/status.h"

namespace legevakt::store {

// A page has this size in every journal of ours (writer.cc): a damaged header must not lead astray.
inline constexpr std::size_t kPageSize = 4096;

class LoosePages {
 public:
  // NOT_FOUND where neither `journal` nor its log is there.
  static absl::StatusOr<LoosePages> Open(const std::filesystem::path& journal);
  LoosePages(LoosePages&& other) noexcept = default;
  LoosePages& operator=(LoosePages&& other) noexcept = default;

  // Pages of the file count from 0, those of the log follow, in the order in which they were written.
  std::size_t size() const { return file_pages_ + log_.size(); }
  bool IsInLog(std::size_t index) const { return index >= file_pages_; }
  // kPageSize bytes.
  std::string Read(std::size_t index) const;

  // Where the page with this number (from 1) may be found: in the log and in the file, at most one of each.
  std::vector<std::size_t> Versions(std::uint32_t number) const;

 private:
  class Fd {
   public:
    explicit Fd(int fd = -1) : fd_(fd) {}
    Fd(Fd&& other) noexcept;
    Fd& operator=(Fd&& other) noexcept;
    ~Fd();
    // What cannot be read is zero.
    std::string Read(std::int64_t at, std::size_t size) const;
    std::int64_t Size() const;
    bool IsOpen() const { return fd_ >= 0; }

   private:
    int fd_;
  };

  LoosePages() = default;
  void FindInLog();

  Fd file_;
  Fd log_file_;
  std::size_t file_pages_ = 0;
  // Where the bytes of a page begin in the log.
  std::vector<std::int64_t> log_;
  // Page number -> its newest index in the log.
  std::map<std::uint32_t, std::size_t> newest_;
};

}  // namespace legevakt::store
