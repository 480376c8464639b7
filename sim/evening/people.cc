#include "sim/evening/people.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <optional>
#include <span>

#include "base/national_id.h"

namespace legevakt::sim {
namespace {

constexpr std::array<int, 9> kFirst = {3, 7, 6, 1, 8, 9, 4, 5, 2};
constexpr std::array<int, 10> kSecond = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};

// Nothing where the digit would be ten: such a number is not given out.
std::optional<int> ControlDigit(std::string_view digits, std::span<const int> weights) {
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += (digits[i] - '0') * weights[i];
  const int control = (11 - sum % 11) % 11;
  if (control == 10) return std::nullopt;
  return control;
}

// 000-499 for births to 1999, 500-999 after; odd for men.
int Individual(const Birth& birth, bool female, unsigned draw) {
  const int half = static_cast<int>(draw % 250U);
  return (birth.year >= 2000 ? 500 : 0) + half * 2 + (female ? 0 : 1);
}

}  // namespace

std::string SyntheticId(const Birth& birth, bool female, unsigned draw) {
  for (;; ++draw) {
    std::string id = fmt::format("{:02}{:02}{:02}{:03}", birth.day, birth.month + 80, birth.year % 100,
                                 Individual(birth, female, draw));
    const auto first = ControlDigit(id, kFirst);
    if (!first) continue;
    id += static_cast<char>('0' + *first);
    const auto second = ControlDigit(id, kSecond);
    if (!second) continue;
    return id + static_cast<char>('0' + *second);
  }
}

bool IsSyntheticId(std::string_view id) {
  const NationalIdResult result = ReadNationalId(id);
  return result.ok() && result.id.synthetic && !result.id.rule_2032;
}

}  // namespace legevakt::sim
