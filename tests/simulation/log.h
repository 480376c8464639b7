// What happened, as a hash always and as lines where somebody reads them. Two runs of one seed are the same
// run where their hashes are equal.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include "tests/simulation/loop.h"

namespace legevakt::simulation {

class Log {
 public:
  Log(const Loop& loop, bool prints) : loop_(loop), prints_(prints) {}

  bool prints() const { return prints_; }
  std::uint64_t hash() const { return hash_; }

  // "  12.345678  kari         asks 17"
  void Step(std::string_view who, std::string_view what, std::int64_t number = 0) {
    Mix(who);
    Mix(what);
    Mix(static_cast<std::uint64_t>(number));
    Mix(static_cast<std::uint64_t>(loop_.now_us()));
    if (!prints_) return;
    std::printf("%12.6f  %-12.*s %.*s", static_cast<double>(loop_.now_us()) / 1e6,
                static_cast<int>(who.size()), who.data(), static_cast<int>(what.size()), what.data());
    std::printf(number == 0 ? "\n" : " %lld\n", static_cast<long long>(number));
  }
  // More about the step above, for a reader only.
  void Detail(const std::string& text) const {
    if (prints_) std::printf("%28s%s\n", "", text.c_str());
  }
  void Mix(std::string_view bytes) {
    Mix(static_cast<std::uint64_t>(bytes.size()));
    std::uint64_t word = 0;
    for (; bytes.size() >= sizeof word; bytes.remove_prefix(sizeof word)) {
      std::memcpy(&word, bytes.data(), sizeof word);
      Mix(word);
    }
    word = 0;
    if (!bytes.empty()) std::memcpy(&word, bytes.data(), bytes.size());
    Mix(word);
  }
  void Mix(std::uint64_t value) {
    hash_ = (hash_ ^ value) * 0x9E3779B97F4A7C15ULL;
    hash_ ^= hash_ >> 32;
  }

 private:
  const Loop& loop_;
  const bool prints_;
  std::uint64_t hash_ = 0xCBF29CE484222325ULL;
};

}  // namespace legevakt::simulation
