// Times of one run: their percentiles on stdout as one line of JSON, and every one of them in a file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace legevakt::bench {

// CLOCK_MONOTONIC in nanoseconds.
std::int64_t MonotonicNs();

class Samples {
 public:
  void Add(std::int64_t nanoseconds) { ns_.push_back(nanoseconds); }
  // Prints {"count", "p50_us", "p99_us", "max_us"}; writes one number (ns) a line to `raw_file` where it is
  // not empty. False where the file cannot be written or there is nothing to report.
  bool Report(const std::string& raw_file) const;

 private:
  std::vector<std::int64_t> ns_;
};

}  // namespace legevakt::bench
