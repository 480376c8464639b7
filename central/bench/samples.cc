#include "central/bench/samples.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>

namespace legevakt::bench {

std::int64_t MonotonicNs() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

bool Samples::Report(const std::string& raw_file) const {
  if (ns_.empty()) return false;
  std::vector<std::int64_t> sorted = ns_;
  std::sort(sorted.begin(), sorted.end());
  const auto at = [&sorted](std::size_t percent) {
    return static_cast<double>(sorted[(sorted.size() - 1) * percent / 100]) / 1000.0;
  };
  std::printf("{\"count\": %zu, \"p50_us\": %.1f, \"p99_us\": %.1f, \"max_us\": %.1f}\n", sorted.size(),
              at(50), at(99), at(100));
  std::fflush(stdout);
  if (raw_file.empty()) return true;
  // In the order in which they came, so that a slow stretch can be seen.
  std::ofstream out(raw_file);
  for (const std::int64_t ns : ns_) out << ns << '\n';
  return out.good();
}

}  // namespace legevakt::bench
