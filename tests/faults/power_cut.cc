#include "tests/faults/power_cut.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace legevakt::faults {
namespace {

constexpr std::size_t kSector = 512;

bool Half(std::mt19937_64& chance) {
  return (chance() & 1U) != 0;
}

std::size_t Below(std::size_t bound, std::mt19937_64& chance) {
  return static_cast<std::size_t>(chance() % bound);
}

// The file is at least so long; what lies between is zero or rubbish.
void Grow(std::string& bytes, std::size_t size, bool rubbish, std::mt19937_64& chance) {
  const std::size_t before = bytes.size();
  if (before >= size) return;
  bytes.resize(size);
  if (!rubbish) return;
  std::uint64_t next = chance();
  std::generate(bytes.begin() + static_cast<std::ptrdiff_t>(before), bytes.end(), [&next] {
    next = next * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<char>(next >> 56U);
  });
}

void PutPart(std::string& bytes, const Operation& write, std::size_t begin, std::size_t end) {
  const auto at = static_cast<std::size_t>(write.offset);
  std::copy(write.bytes.begin() + static_cast<std::ptrdiff_t>(begin - at),
            write.bytes.begin() + static_cast<std::ptrdiff_t>(end - at),
            bytes.begin() + static_cast<std::ptrdiff_t>(begin));
}

void PutWhole(std::string& bytes, const Operation& write) {
  const std::size_t end = static_cast<std::size_t>(write.offset) + write.bytes.size();
  if (bytes.size() < end) bytes.resize(end);
  PutPart(bytes, write, static_cast<std::size_t>(write.offset), end);
}

// Some sectors of it; not all, where there are several.
void PutTorn(std::string& bytes, const Operation& write, bool rubbish, std::mt19937_64& chance) {
  const auto begin = static_cast<std::size_t>(write.offset);
  const std::size_t end = begin + write.bytes.size();
  const std::size_t first = begin / kSector;
  const std::size_t sectors = (end + kSector - 1) / kSector - first;
  std::vector<bool> written(sectors);
  if (Half(chance)) {
    // From the beginning on, as a disk most often does it.
    std::fill_n(written.begin(), static_cast<std::ptrdiff_t>(Below(sectors, chance)), true);
  } else {
    for (std::size_t i = 0; i < sectors; ++i) written[i] = Half(chance);
    written[Below(sectors, chance)] = false;
  }
  // The length may have been written without the bytes.
  if (Half(chance)) Grow(bytes, end, rubbish, chance);
  for (std::size_t i = 0; i < sectors; ++i) {
    if (!written[i]) continue;
    const std::size_t from = std::max(begin, (first + i) * kSector);
    const std::size_t to = std::min(end, (first + i + 1) * kSector);
    Grow(bytes, to, rubbish, chance);
    PutPart(bytes, write, from, to);
  }
}

void Apply(std::string& bytes, const Operation& operation) {
  if (operation.kind == Operation::Kind::kTruncate) {
    bytes.resize(static_cast<std::size_t>(operation.offset));
  } else {
    PutWhole(bytes, operation);
  }
}

// Reordered, but never across a change of the length: what was cut off does not come back after it.
void Shuffle(std::vector<const Operation*>& operations, std::mt19937_64& chance) {
  auto from = operations.begin();
  while (from != operations.end()) {
    const auto to = std::find_if(from, operations.end(), [](const Operation* operation) {
      return operation->kind == Operation::Kind::kTruncate;
    });
    std::shuffle(from, to, chance);
    from = to == operations.end() ? to : to + 1;
  }
}

}  // namespace

PowerCut::PowerCut(Files files) {
  for (auto& [name, bytes] : files) {
    names_[name] = static_cast<int>(inodes_.size());
    inodes_.push_back({.bytes = std::move(bytes), .open = {}});
  }
}

PowerCut::Inode& PowerCut::At(int file) {
  const auto place = static_cast<std::size_t>(file);
  if (place >= inodes_.size()) inodes_.resize(place + 1);
  return inodes_[place];
}

void PowerCut::Begin(const Operation& operation) {
  for (const Operation& sync : std::exchange(syncing_, {})) Finish(sync);
  switch (operation.kind) {
    case Operation::Kind::kCreate:
      At(operation.file);
      open_names_.push_back({.name = operation.name, .file = operation.file});
      break;
    case Operation::Kind::kDelete:
      open_names_.push_back({.name = operation.name});
      break;
    case Operation::Kind::kWrite:
    case Operation::Kind::kTruncate:
      At(operation.file).open.push_back(operation);
      last_changed_ = operation.file;
      break;
    case Operation::Kind::kSync:
    case Operation::Kind::kSyncFailed:
      syncing_.push_back(operation);
      break;
    case Operation::Kind::kMark:
      break;
  }
}

void PowerCut::Finish(const Operation& sync) {
  if (sync.file >= 0) {
    Inode& inode = At(sync.file);
    for (const Operation& operation : std::exchange(inode.open, {})) {
      if (sync.kind == Operation::Kind::kSync) Apply(inode.bytes, operation);
    }
  }
  if (!sync.folder) return;
  for (const NameChange& change : std::exchange(open_names_, {})) {
    if (change.file < 0) {
      names_.erase(change.name);
    } else {
      names_[change.name] = change.file;
    }
  }
}

bool PowerCut::anything_open() const {
  return !open_names_.empty() ||
         std::any_of(inodes_.begin(), inodes_.end(), [](const Inode& inode) { return !inode.open.empty(); });
}

// Of each name some of its changes, from the first on.
std::map<std::string, int> PowerCut::Names(Kind kind, std::mt19937_64& chance) const {
  std::map<std::string, int> names = names_;
  if (kind == Kind::kLost) return names;
  std::map<std::string, bool> ended;
  for (const NameChange& change : open_names_) {
    bool& end = ended[change.name];
    end = end || (kind == Kind::kMixed && Half(chance));
    if (end) continue;
    if (change.file < 0) {
      names.erase(change.name);
    } else {
      names[change.name] = change.file;
    }
  }
  return names;
}

PowerCut::Place PowerCut::AnyChange(std::mt19937_64& chance) const {
  std::size_t all = 0;
  for (const Inode& inode : inodes_) all += inode.open.size();
  if (all == 0) return {};
  std::size_t left = Below(all, chance);
  for (std::size_t file = 0;; ++file) {
    if (left < inodes_[file].open.size()) return {.file = static_cast<int>(file), .index = left};
    left -= inodes_[file].open.size();
  }
}

// All of it, but one change torn or lost; an index behind the last change means none.
std::string PowerCut::Almost(const Inode& inode, Kind kind, std::size_t special,
                             std::mt19937_64& chance) const {
  std::string bytes = inode.bytes;
  for (std::size_t i = 0; i < inode.open.size(); ++i) {
    const Operation& operation = inode.open[i];
    if (i != special) {
      Apply(bytes, operation);
    } else if (kind == Kind::kTorn && operation.kind == Operation::Kind::kWrite) {
      PutTorn(bytes, operation, false, chance);
    }
  }
  return bytes;
}

std::string PowerCut::Mixed(const Inode& inode, std::mt19937_64& chance) const {
  std::string bytes = inode.bytes;
  const bool rubbish = Half(chance);
  // In sixteenths: from almost none to almost all.
  const std::size_t kept = 1 + Below(15, chance);
  std::vector<const Operation*> order;
  for (const Operation& operation : inode.open) order.push_back(&operation);
  if (Half(chance)) Shuffle(order, chance);
  for (const Operation* operation : order) {
    if (Below(16, chance) >= kept) continue;
    if (operation->kind == Operation::Kind::kTruncate) {
      Apply(bytes, *operation);
    } else if (Below(4, chance) == 0) {
      PutTorn(bytes, *operation, rubbish, chance);
    } else {
      Grow(bytes, static_cast<std::size_t>(operation->offset) + operation->bytes.size(), rubbish, chance);
      PutWhole(bytes, *operation);
    }
  }
  return bytes;
}

Files PowerCut::Image(Kind kind, std::mt19937_64& chance) const {
  Place special;
  if (kind == Kind::kOneLost) special = AnyChange(chance);
  if (kind == Kind::kTorn && last_changed_ >= 0) {
    const std::size_t changes = inodes_[static_cast<std::size_t>(last_changed_)].open.size();
    if (changes > 0) special = {.file = last_changed_, .index = changes - 1};
  }
  Files image;
  for (const auto& [name, file] : Names(kind, chance)) {
    const Inode& inode = inodes_[static_cast<std::size_t>(file)];
    if (kind == Kind::kLost) {
      image[name] = inode.bytes;
    } else if (kind == Kind::kMixed) {
      image[name] = Mixed(inode, chance);
    } else {
      image[name] = Almost(inode, kind, file == special.file ? special.index : inode.open.size(), chance);
    }
  }
  return image;
}

std::uint64_t Digest(const Files& files) {
  std::uint64_t digest = 0;
  for (const auto& [name, bytes] : files) {
    digest = digest * 1099511628211ULL + std::hash<std::string>()(name);
    digest = digest * 1099511628211ULL + std::hash<std::string>()(bytes);
  }
  return digest;
}

}  // namespace legevakt::faults
