// The Norwegian identity numbers that people have: is what was typed one of them, and which kind? Pure
// arithmetic; that a number is right does not say that it is this person's.
//
// Eleven digits, DDMMYY III KK. A D number has 4 added to its first digit, an H number (local, of whoever
// issued it) 4 to its third; both may be. An FH number (common, where nothing else is known) begins with 8 or
// 9 and means nothing. Synthetic ones have 80 added to the month. From 2032 on the first check digit has four
// right values: such a number says neither sex nor century, and both must be asked for. Old and new numbers
// hold side by side.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace legevakt {

enum class NationalIdKind : std::uint8_t { kBirthNumber, kDNumber, kHNumber, kDHNumber, kFhNumber };

struct BirthDate {
  int year;
  int month;
  int day;
  friend bool operator==(const BirthDate&, const BirthDate&) = default;
};

struct NationalId {
  NationalIdKind kind = NationalIdKind::kBirthNumber;
  // Not a person's: month + 80. The only ones that the repository and exercises use.
  bool synthetic = false;
  // Right by the rule of 2032 only.
  bool rule_2032 = false;
  // Nothing where the number does not say it: D numbers (theirs may be the day of registration), FH numbers,
  // 2032.
  std::optional<BirthDate> birth;
  std::optional<bool> female;
};

enum class NationalIdFault : std::uint8_t { kNone, kNotElevenDigits, kNoSuchDate, kCheckDigits };

struct NationalIdResult {
  NationalIdFault fault = NationalIdFault::kNone;
  // Meaningful without a fault.
  NationalId id;

  bool ok() const { return fault == NationalIdFault::kNone; }
};

// Spaces are overlooked.
NationalIdResult ReadNationalId(std::string_view text);

}  // namespace legevakt
