#include "central/store/loose_pages.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "central/store/log_format.h"
#include "central/store/partial_file.h"

namespace legevakt::store {
namespace {

using log_format::kFrameHeader;

constexpr std::size_t kFrame = kFrameHeader + kPageSize;
// What a disk gives or does not give as one.
constexpr std::size_t kBlock = 4096;

struct Frame {
  std::uint32_t page = 0;
  bool intact = false;
  bool commits = false;
};

// The frames of a log as they lie in it. `salts` names those that belong together.
std::vector<Frame> FramesOf(const std::vector<std::string>& heads, const std::vector<bool>& intact,
                            std::string_view salts) {
  std::vector<Frame> frames;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const bool ours = std::string_view(heads[i]).substr(8, 8) == salts;
    frames.push_back({.page = log_format::Word(heads[i].data()),
                      .intact = intact[i] && ours,
                      .commits = intact[i] && ours && log_format::Word(heads[i].data() + 4) != 0});
  }
  return frames;
}

// How many of the frames finished transactions have written. A transaction is synced before the next one
// begins: so all that lies before one that is whole was finished, damaged or not.
std::size_t Finished(const std::vector<Frame>& frames) {
  std::size_t finished = 0;
  bool whole = true;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    whole = whole && frames[i].intact;
    if (!frames[i].commits) continue;
    if (whole) finished = i + 1;
    whole = true;
  }
  return finished;
}

}  // namespace

LoosePages::Fd::Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

LoosePages::Fd& LoosePages::Fd::operator=(Fd&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

LoosePages::Fd::~Fd() {
  if (fd_ >= 0) close(fd_);
}

std::string LoosePages::Fd::Read(std::int64_t at, std::size_t size) const {
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const std::size_t wanted = std::min(kBlock, size - done);
    const ssize_t got = pread(fd_, bytes.data() + done, wanted, at + static_cast<std::int64_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got == 0) break;
    // A block that the disk does not give: on to the next.
    done += got < 0 ? wanted : static_cast<std::size_t>(got);
  }
  return bytes;
}

std::int64_t LoosePages::Fd::Size() const {
  struct stat info = {};
  return fd_ >= 0 && fstat(fd_, &info) == 0 ? info.st_size : 0;
}

absl::StatusOr<LoosePages> LoosePages::Open(const std::filesystem::path& journal) {
  LoosePages pages;
  pages.file_ = Fd(open(journal.c_str(), O_RDONLY | O_CLOEXEC));
  const int error = errno;
  pages.log_file_ = Fd(open((journal.native() + "-wal").c_str(), O_RDONLY | O_CLOEXEC));
  if (!pages.file_.IsOpen() && !pages.log_file_.IsOpen())
    return FileError("store.cannot_read", journal, error);
  // A page that is cut off at the end counts too.
  pages.file_pages_ = (static_cast<std::size_t>(pages.file_.Size()) + kPageSize - 1) / kPageSize;
  pages.FindInLog();
  return pages;
}

void LoosePages::FindInLog() {
  const auto size = static_cast<std::size_t>(log_file_.Size());
  if (size < log_format::kHeader + kFrame) return;
  const std::string header = log_file_.Read(0, log_format::kHeader);
  const std::size_t count = (size - log_format::kHeader) / kFrame;
  const auto place = [](std::size_t index) {
    return static_cast<std::int64_t>(log_format::kHeader + index * kFrame);
  };
  std::vector<std::string> heads;
  // By both orders of bytes: the header that names the right one may be what is damaged.
  std::vector<bool> intact[2];
  log_format::Checksum before;
  before.Set(header.data() + 24);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string frame = log_file_.Read(place(i), kFrame);
    for (const bool big_endian : {false, true}) {
      log_format::Checksum sum = before;
      sum.Add(frame.data(), 8, big_endian);
      sum.Add(frame.data() + kFrameHeader, kPageSize, big_endian);
      intact[big_endian ? 1 : 0].push_back(sum.Is(frame.data() + 16));
    }
    before.Set(frame.data() + 16);
    heads.push_back(frame.substr(0, kFrameHeader));
  }
  std::size_t finished = 0;
  std::vector<Frame> frames;
  // The header names the frames that belong together; where it is damaged, the first frame does.
  for (const std::string_view salts :
       {std::string_view(header).substr(16, 8), std::string_view(heads[0]).substr(8, 8)}) {
    for (const auto& by_order : intact) {
      std::vector<Frame> tried = FramesOf(heads, by_order, salts);
      const std::size_t found = Finished(tried);
      if (found <= finished) continue;
      finished = found;
      frames = std::move(tried);
    }
  }
  for (std::size_t i = 0; i < finished; ++i) {
    // Of a frame that is damaged itself not even the number is sure.
    if (frames[i].intact) newest_[frames[i].page] = file_pages_ + log_.size();
    log_.push_back(place(i) + static_cast<std::int64_t>(kFrameHeader));
  }
}

std::string LoosePages::Read(std::size_t index) const {
  return IsInLog(index) ? log_file_.Read(log_[index - file_pages_], kPageSize)
                        : file_.Read(static_cast<std::int64_t>(index * kPageSize), kPageSize);
}

std::vector<std::size_t> LoosePages::Versions(std::uint32_t number) const {
  std::vector<std::size_t> versions;
  if (const auto found = newest_.find(number); found != newest_.end()) versions.push_back(found->second);
  if (number >= 1 && number <= file_pages_) versions.push_back(number - 1);
  return versions;
}

}  // namespace legevakt::store
