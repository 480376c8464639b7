#include "triage/report/wording.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "triage/reader/expression.h"

namespace legevakt::report {
namespace {

constexpr double kSmallestP = 0.001;

std::size_t Characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// A number in its unit, without the unit.
std::string Bare(double value, Unit unit, text::Lang lang) {
  switch (unit) {
    case Unit::kShare:
      return Number(value * 100, 1, lang);
    case Unit::kCoefficient:
      return Number(value, 2, lang);
    case Unit::kPoints: {
      const std::string text = Number(value * 100, 1, lang);
      return value > 0 ? "+" + text : text;
    }
  }
  return {};
}

std::string WithUnit(const std::string& text, Unit unit, text::Lang lang) {
  switch (unit) {
    case Unit::kShare:
      return text::Format(lang, "validate.percent", {{"n", text}});
    case Unit::kCoefficient:
      return text;
    case Unit::kPoints:
      return text::Format(lang, "validate.points", {{"n", text}});
  }
  return text;
}

std::string Joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += between;
    out += part;
  }
  return out;
}

// "1", "1 og 2", "1, 2 og 3".
std::string Listed(const std::vector<std::string>& parts, text::Lang lang) {
  if (parts.empty()) return {};
  if (parts.size() == 1) return parts.front();
  const std::vector<std::string> first(parts.begin(), parts.end() - 1);
  return text::Format(lang, "validate.and", {{"first", Joined(first, ", ")}, {"last", parts.back()}});
}

}  // namespace

std::string Number(double value, int decimals, text::Lang lang) {
  char buffer[64];
  // No "-0.0".
  const double scale = std::pow(10.0, decimals);
  if (std::round(value * scale) == 0) value = 0;
  std::snprintf(buffer, sizeof buffer, "%.*f", decimals, value);
  std::string out = buffer;
  if (lang == text::Lang::kNb) std::replace(out.begin(), out.end(), '.', ',');
  // The minus of typography.
  if (out.front() == '-') out.replace(0, 1, "\xE2\x88\x92");
  return out;
}

std::string Percent(double value, text::Lang lang) {
  return WithUnit(Bare(value, Unit::kShare, lang), Unit::kShare, lang);
}

std::string Count(long n) {
  std::string out = std::to_string(n);
  for (auto at = static_cast<long>(out.size()) - 3; at > 0; at -= 3)
    out.insert(static_cast<std::size_t>(at), "\xE2\x80\xAF");
  return out;
}

std::string PValue(double p, text::Lang lang) {
  if (p < kSmallestP) return text::Format(lang, "validate.p_less", {{"p", Number(kSmallestP, 3, lang)}});
  return text::Format(lang, "validate.p", {{"p", Number(p, 3, lang)}});
}

std::string Value(const stats::Estimate& estimate, Unit unit, text::Lang lang) {
  if (!estimate.value) return std::string(kNoFigure);
  return WithUnit(Bare(*estimate.value, unit, lang), unit, lang);
}

std::string Interval(const stats::Estimate& estimate, Unit unit, text::Lang lang) {
  if (!estimate.low || !estimate.high) return std::string(kNoFigure);
  // A dash between figures that may have a minus of their own would be read as one.
  const std::string_view key = unit == Unit::kShare ? "validate.from_to" : "validate.from_to_signed";
  const std::string range = text::Format(
      lang, key, {{"low", Bare(*estimate.low, unit, lang)}, {"high", Bare(*estimate.high, unit, lang)}});
  // It stands beside its value, which says "points".
  return unit == Unit::kPoints ? range : WithUnit(range, unit, lang);
}

std::string Of(const stats::Estimate& estimate) {
  if (!estimate.k) return {};
  return std::to_string(*estimate.k) + "/" + std::to_string(estimate.n);
}

std::string LevelName(const triage::Level& level, text::Lang lang) {
  return std::string(1, level.letter) + " " + triage::In(level.name, lang);
}

std::string UrgentCodes(const past::CodedColumn& levels, std::size_t count, text::Lang lang) {
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < count; ++i) codes.push_back(levels.codes[i].first);
  return Listed(codes, lang);
}

std::string UrgentLetters(const triage::Tool& tool, std::size_t count, text::Lang lang) {
  std::vector<std::string> letters;
  for (std::size_t i = 0; i < count; ++i) letters.emplace_back(1, tool.levels()[i].letter);
  return Listed(letters, lang);
}

const std::string& YardstickName(const past::ColumnMap& map, text::Lang lang) {
  return lang == text::Lang::kEn ? map.yardstick->name_en : map.yardstick->name_nb;
}

std::string Reasons(const triage::Tool& tool, const triage::Result& result, text::Lang lang) {
  std::vector<std::string> parts;
  for (const triage::Index rule : result.decided_by)
    parts.push_back(triage::In(tool.rules()[rule].reason, lang));
  for (const triage::Index rule : result.raised_by)
    parts.push_back(triage::In(tool.rules()[rule].reason, lang));
  return Joined(parts, "; ");
}

std::string Missing(const triage::Tool& tool, const triage::Result& result, text::Lang lang) {
  constexpr std::size_t kShown = 4;
  std::vector<std::string> parts;
  for (const triage::Index question : result.missing) {
    if (parts.size() < kShown) parts.push_back(triage::In(tool.questions()[question].text, lang));
  }
  // They end in question marks: a semicolon after one is clutter.
  const std::string list = Joined(parts, " · ");
  const std::size_t all = std::size_t{result.missing.size} + result.missing.dropped;
  if (all <= kShown) return list;
  return text::Format(lang, "validate.and_more", {{"list", list}, {"n", std::to_string(all - kShown)}});
}

std::vector<Line> Lines(const past::Scales& scales, const past::ColumnMap& map, const triage::Tool& tool,
                        text::Lang lang) {
  using past::Figures;
  const std::string& column = map.reference->column;
  const std::string codes = UrgentCodes(*map.reference, scales.urgent_reference, lang);
  const std::size_t lowest = past::LowestLevels(tool.levels().size());
  const auto get = [&](std::string_view key) { return std::string(text::Get(lang, key)); };
  const std::string lowest_label = text::Format(
      lang, lowest == 1 ? "validate.most_urgent_lowest_one" : "validate.most_urgent_lowest",
      {{"column", column}, {"code", map.reference->codes.front().first}, {"n", std::to_string(lowest)}});
  return {
      {"sensitivity", text::Format(lang, "validate.sensitivity", {{"column", column}, {"codes", codes}}),
       get("validate.sensitivity_name"), Unit::kShare, &Figures::sensitivity},
      {"specificity", get("validate.specificity"), get("validate.specificity_name"), Unit::kShare,
       &Figures::specificity},
      {"under_triage", get("validate.under_triage"), get("validate.under_triage_name"), Unit::kShare,
       &Figures::under_triage},
      {"over_triage", get("validate.over_triage"), get("validate.over_triage_name"), Unit::kShare,
       &Figures::over_triage},
      {"agreement", get("validate.agreement"), get("validate.agreement_name"), Unit::kShare,
       &Figures::agreement},
      {"kappa", get("validate.kappa"), get("validate.kappa_name"), Unit::kCoefficient, &Figures::kappa},
      {"most_urgent_lowest", lowest_label, get("validate.most_urgent_lowest_name"), Unit::kShare,
       &Figures::most_urgent_lowest},
  };
}

std::string TextTable::ToString() const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (widths.size() <= i) widths.push_back(0);
      widths[i] = std::max(widths[i], Characters(row[i]));
    }
  }
  std::string out;
  for (const auto& row : rows_) {
    std::string line = "  ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string space(widths[i] - Characters(row[i]), ' ');
      if (i > 0) line += "  ";
      line += i == 0 ? row[i] + space : space + row[i];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

}  // namespace legevakt::report
