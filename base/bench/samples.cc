#include "base/bench/samples.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>

namespace legevakt::bench {

std::int64_t MonotonicNs() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

std::string Samples::Json() const {
  if (ns_.empty()) return "{}";
  std::vector<std::int64_t> sorted = ns_;
  std::sort(sorted.begin(), sorted.end());
  const auto at = [&sorted](std::size_t percent) {
    return static_cast<double>(sorted[(sorted.size() - 1) * percent / 100]) / 1000.0;
  };
  std::array<char, 160> line{};
  std::snprintf(line.data(), line.size(),
                "{\"count\": %zu, \"p50_us\": %.3f, \"p99_us\": %.3f, \"max_us\": %.3f}", sorted.size(),
                at(50), at(99), at(100));
  return line.data();
}

bool Samples::Keep(const std::string& raw_file) const {
  if (raw_file.empty()) return true;
  std::ofstream out(raw_file);
  for (const std::int64_t ns : ns_) out << ns << '\n';
  return out.good();
}

bool Samples::Report(const std::string& raw_file) const {
  if (ns_.empty()) return false;
  std::printf("%s\n", Json().c_str());
  std::fflush(stdout);
  return Keep(raw_file);
}

}  // namespace legevakt::bench
