// Power loss: a run of the real SqliteStore on a MemoryDisk, and every image that a power cut could leave of
// it, each opened by the real store: what was acknowledged or shown is there, nothing is there by half, and
// it goes on.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "central/store/sqlite_store.h"
#include "central/store/testing.h"
#include "tests/faults/memory_disk.h"
#include "tests/faults/power_cut.h"
#include "tests/faults/scripted_journal.h"

namespace legevakt::faults {

// A store or a disk that does something wrong, to show that it is caught.
enum class Variant {
  kNone,
  kSynchronousNormal,
  kSynchronousOff,
  kAcknowledgesBeforeCommit,
  kRepliesApart,  // events and their replies in two transactions
  kLyingDisk,     // a sync does nothing
};

struct PowerLossOptions {
  std::uint64_t seed = 1;
  std::size_t transactions = 1'000;
  Variant variant = Variant::kNone;
  // Of the writes and syncs each so many-th is a place where the power goes; of the rarer changes each is.
  std::int64_t every = 1;
  // Images of mixed changes at each place, beside the four of the other kinds.
  int mixed = 4;
  // Each so many-th image has its power cut again while it is opened and goes on; 0: none.
  std::int64_t again_every = 50;
  // This share of the places: those with a block number of `share` modulo `shares`.
  std::int64_t share = 0, shares = 1;
  // No more after the first so many faults.
  std::size_t faults_max = 5;
};

struct PowerLossReport {
  std::int64_t operations = 0;
  std::int64_t acknowledged = 0;
  // In the run itself: the process was killed, or a call failed, and it went on with what the cache held.
  std::int64_t restarts = 0;
  std::int64_t places = 0;
  std::int64_t images = 0;
  // Images that differ in what is in them or in what must be: each of them was opened.
  std::int64_t opened = 0;
  std::int64_t again = 0;
  // One sentence each; empty: nothing was lost.
  std::vector<std::string> faults;
};

PowerLossReport TryPowerLoss(const PowerLossOptions& options);

}  // namespace legevakt::faults
