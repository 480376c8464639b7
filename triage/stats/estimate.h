// A figure with its 95 % interval and the method that the interval comes from.
#pragma once

#include <optional>
#include <string_view>

namespace legevakt::stats {

enum class Method {
  // No interval: the figure is not defined, or there are too few observations.
  kNone,
  kWilson,
  kFleissCohenEveritt,
  kBonettPrice,
};

// "Wilson score", ...: the names under which the literature knows them, in every language.
std::string_view Name(Method method);

struct Estimate {
  // Nothing where the figure is not defined.
  std::optional<double> value;
  std::optional<double> low;
  std::optional<double> high;
  Method method = Method::kNone;
  // What the figure was made of: `k` of `n` for a proportion, else only `n`.
  std::optional<long> k;
  long n = 0;
};

// The standard normal deviate that leaves 2.5 % on each side.
inline constexpr double kZ = 1.959963984540054;

}  // namespace legevakt::stats
