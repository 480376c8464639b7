// A disk in memory, behind SQLite, that writes down what is done to it: from the record one can make what the
// disk would hold if the power went at any moment (power_cut.h).
//
// While a MemoryDisk lives, every file of SQLite under its folder lies on it, and every other one where it
// always did. It keeps SQLite's locks and its shared memory between the connections of this process. Like
// SQLite's own for Unix it writes the folder's entries with the first sync of a new log or rollback journal.
//
// Thread: any. A disk outlives the connections to it. Two disks never have the same folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace legevakt::faults {

// One thing that was done, in order.
struct Operation {
  enum class Kind {
    kCreate,      // `name` is there from now on, as the file `file`
    kDelete,      // `name` is gone
    kWrite,       // `bytes` at `offset`
    kTruncate,    // to `offset` bytes
    kSync,        // what was done to the file is on the disk; with `folder` also what was done to all names
    kSyncFailed,  // what was done to the file stays readable, and is never written
    kMark,        // what the writer of the record wants to remember, in `offset`
  };
  Kind kind = Kind::kMark;
  int file = 0;
  std::int64_t offset = 0;
  std::string name;
  std::string bytes;
  bool folder = false;
};

// Names without the folder, and what is in the files.
using Files = std::map<std::string, std::string>;

class MemoryDisk {
 public:
  // `folder` is a real directory, which holds what is not SQLite's. `files` are on the disk already.
  explicit MemoryDisk(const std::filesystem::path& folder, Files files = {});
  ~MemoryDisk();
  MemoryDisk(const MemoryDisk&) = delete;
  MemoryDisk& operator=(const MemoryDisk&) = delete;

  void Mark(std::int64_t what);

  // From the n-th change on (create, delete, write, truncate, sync; 1 is the next one) every call fails, as
  // if the process had been killed there: nothing of that change is done.
  void DieAtChange(std::int64_t n);
  // The n-th change fails with an error of I/O, a write after half of its bytes. With `for_good` all after it
  // do.
  void FailAtChange(std::int64_t n, bool for_good);
  // A sync does nothing: a disk that lies.
  void IgnoreSyncs();
  // Every call is done again. Connections must be new ones.
  void Heal();

  // Changes since the start.
  std::int64_t changes() const;
  // What a reader sees now. Nobody may be writing.
  Files Current() const;
  const std::vector<Operation>& operations() const;

  // What the VFS is made of; for memory_disk.cc alone.
  struct Impl;

 private:
  std::shared_ptr<Impl> impl_;
};

}  // namespace legevakt::faults
