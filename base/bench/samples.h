// Times of one run: their percentiles as JSON, and every one of them in a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace legevakt::bench {

// CLOCK_MONOTONIC in nanoseconds.
std::int64_t MonotonicNs();

class Samples {
 public:
  void Reserve(std::size_t count) { ns_.reserve(count); }
  void Add(std::int64_t nanoseconds) { ns_.push_back(nanoseconds); }
  // {"count", "p50_us", "p99_us", "max_us"}; {} where there is none.
  std::string Json() const;
  // Writes one number (ns) a line, in the order in which they came, so that a slow stretch can be seen. True,
  // and nothing is written, where `raw_file` is empty.
  bool Keep(const std::string& raw_file) const;
  // Prints Json() as a line and keeps the times. False where the file cannot be written or there is nothing.
  bool Report(const std::string& raw_file) const;

 private:
  std::vector<std::int64_t> ns_;
};

}  // namespace legevakt::bench
