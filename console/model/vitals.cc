#include "console/model/vitals.h"

#include <cctype>

namespace legevakt::console {
namespace {

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool IsDigit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

ParsedNumber ParseNumber(const triage::Question& question, std::string_view typed) {
  typed = Trim(typed);
  if (!question.unit.empty() && typed.ends_with(question.unit)) {
    typed = Trim(typed.substr(0, typed.size() - question.unit.size()));
  }
  if (typed.empty()) return {};
  std::int64_t steps = 0;
  std::int64_t step_value = question.per_unit;
  bool negative = false;
  bool fraction = false;
  bool digits = false;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const char c = typed[i];
    if (i == 0 && c == '-') {
      negative = true;
    } else if ((c == ',' || c == '.') && !fraction) {
      fraction = true;
    } else if (!IsDigit(c)) {
      return {TypedNumber::kNotANumber, 0};
    } else if (!fraction) {
      digits = true;
      steps = steps * 10 + (c - '0') * question.per_unit;
      if (steps > 100'000'000) return {TypedNumber::kImplausible, 0};
    } else {
      digits = true;
      if (step_value % 10 != 0 && c != '0') return {TypedNumber::kTooFine, 0};
      step_value /= 10;
      steps += (c - '0') * step_value;
    }
  }
  if (!digits) return {TypedNumber::kNotANumber, 0};
  const auto value = static_cast<std::int32_t>(negative ? -steps : steps);
  if (value < question.plausible_min || value > question.plausible_max) return {TypedNumber::kImplausible, 0};
  return {TypedNumber::kGood, value};
}

std::string NumberText(const triage::Question& question, std::int32_t steps, bool comma) {
  const std::int32_t magnitude = steps < 0 ? -steps : steps;
  std::string result = (steps < 0 ? "-" : "") + std::to_string(magnitude / question.per_unit);
  if (question.per_unit == 1) return result;
  std::string rest = std::to_string(magnitude % question.per_unit);
  std::size_t places = 0;
  for (int unit = question.per_unit; unit > 1; unit /= 10) ++places;
  if (rest.size() < places) rest.insert(0, places - rest.size(), '0');
  return result + (comma ? "," : ".") + rest;
}

std::string RangeText(const triage::Question& question, bool comma) {
  std::string result = NumberText(question, question.plausible_min, comma) + "–" +
                       NumberText(question, question.plausible_max, comma);
  if (!question.unit.empty()) result += " " + question.unit;
  return result;
}

}  // namespace legevakt::console
