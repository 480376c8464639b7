// Fail the n-th call, for n = 1, 2, 3 ... until the run gets through: each time in a process of its own,
// whose end is judged, and whose journal must hold everything that it acknowledged. A program of one thread
// calls it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/faults/fault_plan.h"

namespace legevakt::faults {

struct NthCallOptions {
  Target target = Target::kCall;
  bool for_good = false;
  // From `first` on each so many-th: of bytes one needs not try each.
  std::int64_t first = 1, every = 1;
  std::size_t faults_max = 5;
  // Of the store, to show that it is caught.
  bool acknowledges_early = false;
};

struct NthCallReport {
  // Calls (or bytes) of a run in which nothing fails.
  std::int64_t calls = 0;
  // Runs in which one failed, and how they ended.
  std::int64_t runs = 0;
  std::map<std::string, std::int64_t> endings;
  // Acknowledged in them, and all there afterwards.
  std::int64_t acknowledged = 0;
  std::vector<std::string> faults;
};

NthCallReport TryNthCall(const NthCallOptions& options);

}  // namespace legevakt::faults
