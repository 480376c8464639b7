// Flipped bits: the files that a killed central leaves, one bit of them changed. What the real store then
// gives out is what was written, all of it, or an error; never something else and never less.
//
// Replies lie outside the hash chain: a bit of theirs is not looked for (docs/durability.md).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace legevakt::faults {

struct BitFlipOptions {
  std::uint64_t seed = 1;
  // The first 448 are each bit of the log's header and its first frame's; chance says the others.
  std::int64_t flips = 1'000;
  std::size_t faults_max = 5;
};

struct BitFlipReport {
  std::int64_t flips = 0;
  // The store gave an error, or all events as they were written.
  std::int64_t refused = 0, whole = 0;
  // Of the log's last transaction alone: it cannot be told from one that was not finished.
  std::int64_t last_transaction_lost = 0;
  std::vector<std::string> faults;
};

BitFlipReport TryBitFlips(const BitFlipOptions& options);

}  // namespace legevakt::faults
