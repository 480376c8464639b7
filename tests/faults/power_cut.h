// What a disk can hold after the power went, made from the record of a MemoryDisk.
//
// What was synced is there. Of the rest each write is there or not, wholly or in some of its sectors of 512
// bytes, in any order between two changes of the file's length; where a file grew, what was not written is
// zero or rubbish. A name that was made or removed since the last sync of its folder may have come back or be
// gone. A sector is written as a whole or not at all, and none beside it is touched: SQLite asks that of a
// disk (SQLITE_IOCAP_POWERSAFE_OVERWRITE), and so do we.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/faults/memory_disk.h"

namespace legevakt::faults {

// Takes a record operation by operation, and makes images of the disk as it could be in the middle of the
// last.
class PowerCut {
 public:
  // What the disk held when the record began.
  explicit PowerCut(Files files = {});

  // The operation begins; what it does is not on the disk before the next one begins.
  void Begin(const Operation& operation);

  // True where something is not on the disk yet, so that images can differ.
  bool anything_open() const;

  enum class Kind {
    kLost,     // nothing that was not synced is there
    kKept,     // all of it is, as after the end of the process alone
    kTorn,     // all of it, but the last write in some of its sectors
    kOneLost,  // all of it but one change
    kMixed,    // each change or not, whole or torn, reordered
  };
  Files Image(Kind kind, std::mt19937_64& chance) const;

 private:
  struct Inode {
    std::string bytes;
    // Written and not synced, in order.
    std::vector<Operation> open;
  };
  struct NameChange {
    std::string name;
    // -1: removed.
    int file = -1;
  };

  // One change that is not on the disk yet.
  struct Place {
    int file = -1;
    std::size_t index = 0;
  };

  Inode& At(int file);
  void Finish(const Operation& sync);
  std::map<std::string, int> Names(Kind kind, std::mt19937_64& chance) const;
  Place AnyChange(std::mt19937_64& chance) const;
  std::string Almost(const Inode& inode, Kind kind, std::size_t special, std::mt19937_64& chance) const;
  std::string Mixed(const Inode& inode, std::mt19937_64& chance) const;

  std::deque<Inode> inodes_;
  std::map<std::string, int> names_;
  std::vector<NameChange> open_names_;
  // Has begun, and is done when the next operation begins.
  std::vector<Operation> syncing_;
  int last_changed_ = -1;
};

// The digest of an image: equal for equal ones.
std::uint64_t Digest(const Files& files);

}  // namespace legevakt::faults
