// Which call of this process fails: an allocation (failing_new.cc), a call of the system on a file of the
// data directory (failing_calls.cc), or every write from the n-th byte on, as on a full disk. A program that
// links those files has the operators and the calls of its own; they do what they always do until Arm.
//
// Thread: Arm and Counted from one; the rest from any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace legevakt::faults {

enum class Target {
  kNone,
  kAllocation,  // operator new, and SQLite's own memory
  kCall,        // open, list, read, write, sync, truncate, lock, map, stat, rename, unlink, mkdir
  kLook,        // of these, what lists a directory, or reads a file that is not SQLite's
  kBytes,       // bytes that are written: a disk that is full
};

struct FaultPlan {
  Target target = Target::kNone;
  // The n-th since Arm, from 1 on; 0: none fails, they are only counted.
  std::int64_t n = 0;
  // Everything after it fails too.
  bool for_good = false;
};

// Counts from here on. Only files under `dir` count.
void Arm(const FaultPlan& plan, const std::string& dir);
void Disarm();
// Calls of the target, or bytes, since Arm.
std::int64_t Counted();

// Before SQLite is used for the first time: its memory is allocated through Fails(kAllocation).
void HookSqliteMemory();

// While it lives, nothing that this thread does counts or fails.
class NoFaults {
 public:
  NoFaults();
  ~NoFaults();
  NoFaults(const NoFaults&) = delete;
  NoFaults& operator=(const NoFaults&) = delete;
};

// --- for failing_new.cc and failing_calls.cc

// Counts one call; true where it fails.
bool Fails(Target target);
// How many of these bytes still have room: all of them but on a full disk.
std::size_t Room(std::size_t bytes);
bool IsWatched(const char* path);

}  // namespace legevakt::faults
