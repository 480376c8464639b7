// Chance that is the same on every machine: xoshiro256** from a seed, with distributions of our own, since
// those of the standard library may differ. Thread: one.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace legevakt::sim {

class Random {
 public:
  explicit Random(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
      // splitmix64
      seed += 0x9E3779B97F4A7C15ULL;
      std::uint64_t z = seed;
      z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
      z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
      word = z ^ (z >> 31U);
    }
  }

  std::uint64_t Next() {
    const std::uint64_t result = Rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = Rotate(state_[3], 45);
    return result;
  }

  // In [0, 1).
  double Unit() { return static_cast<double>(Next() >> 11U) * 0x1.0p-53; }
  // In [0, below).
  std::int64_t Below(std::int64_t below) {
    return static_cast<std::int64_t>(Unit() * static_cast<double>(below));
  }
  // In [from, to].
  std::int64_t Between(std::int64_t from, std::int64_t to) { return from + Below(to - from + 1); }
  bool Percent(std::int64_t percent) { return Below(100) < percent; }
  double Exponential(double mean) { return -mean * std::log(1.0 - Unit()); }
  double Normal(double mean, double deviation) {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - Unit()));
    return mean + deviation * radius * std::cos(6.283185307179586 * Unit());
  }
  template <typename T>
  const T& Pick(std::span<const T> items) {
    return items[static_cast<std::size_t>(Below(static_cast<std::int64_t>(items.size())))];
  }
  // A position, as often as its weight says. The weights' sum is over 0.
  std::size_t Weighted(std::span<const std::int64_t> weights) {
    std::int64_t sum = 0;
    for (const std::int64_t weight : weights) sum += weight;
    std::int64_t at = Below(sum);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (at < weights[i]) return i;
      at -= weights[i];
    }
    return weights.size() - 1;
  }

 private:
  static std::uint64_t Rotate(std::uint64_t word, unsigned by) { return (word << by) | (word >> (64U - by)); }

  std::array<std::uint64_t, 4> state_{};
};

}  // namespace legevakt::sim
