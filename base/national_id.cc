#include "base/national_id.h"

#include <array>

namespace legevakt {
namespace {

constexpr std::size_t kDigits = 11;
using Digits = std::array<int, kDigits>;

constexpr std::array<int, 9> kWeights1 = {3, 7, 6, 1, 8, 9, 4, 5, 2};
constexpr std::array<int, 10> kWeights2 = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
constexpr int kModulus = 11;
// What may be left of the first check from 2032 on: 0 to 3.
constexpr int kRest2032Max = 3;

std::optional<Digits> DigitsOf(std::string_view text) {
  Digits digits{};
  std::size_t count = 0;
  for (const char c : text) {
    if (c == ' ') continue;
    if (c < '0' || c > '9' || count == kDigits) return std::nullopt;
    digits[count++] = c - '0';
  }
  if (count != kDigits) return std::nullopt;
  return digits;
}

template <std::size_t kCount>
int Rest(const Digits& digits, const std::array<int, kCount>& weights) {
  int sum = digits[kCount];
  for (std::size_t i = 0; i < kCount; ++i) sum += digits[i] * weights[i];
  return sum % kModulus;
}

int TwoDigits(const Digits& digits, std::size_t at) {
  return digits[at] * 10 + digits[at + 1];
}

// As the register's own check does it: 29 February in the years that 4 divides.
bool IsDate(int day, int month, int year_of_century) {
  constexpr std::array<int, 12> kDays = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1 || day > kDays[static_cast<std::size_t>(month - 1)]) return false;
  return month != 2 || day != 29 || year_of_century % 4 == 0;
}

// The individual digits tell the century; nothing where no series has them.
std::optional<int> CenturyOf(int individual, int year_of_century) {
  if (individual < 500) return 1900;
  if (individual < 750 && year_of_century >= 54) return 1800;
  if (year_of_century < 40) return 2000;
  if (individual >= 900) return 1900;
  return std::nullopt;
}

}  // namespace

NationalIdResult ReadNationalId(std::string_view text) {
  NationalIdResult result;
  const auto digits = DigitsOf(text);
  if (!digits) {
    result.fault = NationalIdFault::kNotElevenDigits;
    return result;
  }
  const int rest = Rest(*digits, kWeights1);
  const bool second = Rest(*digits, kWeights2) == 0;
  NationalId& id = result.id;
  if ((*digits)[0] >= 8) {
    id.kind = NationalIdKind::kFhNumber;
    if (rest != 0 || !second) result.fault = NationalIdFault::kCheckDigits;
    return result;
  }
  int day = TwoDigits(*digits, 0);
  int month = TwoDigits(*digits, 2);
  const int year = TwoDigits(*digits, 4);
  const bool d_number = day > 40;
  if (d_number) day -= 40;
  id.synthetic = month > 80;
  const bool h_number = !id.synthetic && month > 40;
  month -= id.synthetic ? 80 : h_number ? 40 : 0;
  id.kind = d_number ? (h_number ? NationalIdKind::kDHNumber : NationalIdKind::kDNumber)
                     : (h_number ? NationalIdKind::kHNumber : NationalIdKind::kBirthNumber);
  if (!IsDate(day, month, year)) {
    result.fault = NationalIdFault::kNoSuchDate;
    return result;
  }
  if (rest > kRest2032Max || !second) {
    result.fault = NationalIdFault::kCheckDigits;
    return result;
  }
  id.rule_2032 = rest != 0;
  if (id.rule_2032) return result;
  id.female = (*digits)[8] % 2 == 0;
  const auto century = CenturyOf(TwoDigits(*digits, 6) * 10 + (*digits)[8], year);
  if (century && !d_number) id.birth = BirthDate{*century + year, month, day};
  return result;
}

}  // namespace legevakt
