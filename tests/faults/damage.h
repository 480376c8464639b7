// Damage to a journal on the disk: flipped bits, pages of zeros or of chance, files that are cut, in the file
// and in the log, of a central that ended and of one that was killed. What is damaged is never served as
// good, `verify` says so, and a salvage brings over what can still be read, up to the damage, and nothing
// that was not there.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace legevakt::faults {

struct DamageOptions {
  std::uint64_t seed = 1;
  std::int64_t tries = 1000;
  std::size_t faults_max = 20;
};

struct DamageReport {
  std::int64_t tries = 0;
  // verify said no, by the part that it named first.
  std::int64_t told = 0;
  std::int64_t told_events = 0;
  std::int64_t told_log = 0;
  // A file had no byte left, or one, which SQLite takes for none.
  std::int64_t cut_to_nothing = 0;
  // Nothing that counts was hit: all of it is there.
  std::int64_t harmless = 0;
  // The end of the log is gone, and nothing can tell.
  std::int64_t end_is_gone = 0;
  // Of the salvages: all events, or those before the damage; events behind it that nothing joins.
  std::int64_t salvaged_all = 0;
  std::int64_t salvaged_part = 0;
  std::int64_t events_beyond = 0;
  std::int64_t replies = 0;
  std::vector<std::string> faults;
};

// One thread; works in a directory of its own.
DamageReport TryDamage(const DamageOptions& options);

}  // namespace legevakt::faults
