// A number as typed, against the question's unit and plausible range.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "triage/evaluator/tool.h"

namespace legevakt::console {

enum class TypedNumber : std::uint8_t { kEmpty, kGood, kNotANumber, kTooFine, kImplausible };

struct ParsedNumber {
  TypedNumber verdict = TypedNumber::kEmpty;
  // In the question's steps; only where kGood.
  std::int32_t steps = 0;
};

// "36,8" and "36.8" both read; the unit may be typed after it ("36,8 °C").
ParsedNumber ParseNumber(const triage::Question& question, std::string_view typed);
// 368 with per_unit 10 -> "36,8" (bokmål) or "36.8".
std::string NumberText(const triage::Question& question, std::int32_t steps, bool comma);
// "30,0–43,0 °C": what is plausible.
std::string RangeText(const triage::Question& question, bool comma);

}  // namespace legevakt::console
