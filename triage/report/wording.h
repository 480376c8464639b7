// Figures as people read them, in the language's own way: 85,2 % in bokmål, 85.2 % in English. Pure
// functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "triage/evaluator/tool.h"
#include "triage/past/column_map.h"
#include "triage/past/figures.h"
#include "triage/past/validation.h"
#include "triage/stats/estimate.h"

namespace legevakt::report {

// Where a figure is not defined.
inline constexpr std::string_view kNoFigure = "–";

std::string Number(double value, int decimals, text::Lang lang);
// 0.852 as "85,2 %".
std::string Percent(double value, text::Lang lang);
// Thousands set apart by a thin space.
std::string Count(long n);
// "p = 0,031", and "p < 0,001" for what is less.
std::string PValue(double p, text::Lang lang);

// How an estimate is shown: a share, a coefficient from -1 to 1, or a difference of shares in percentage
// points.
enum class Unit { kShare, kCoefficient, kPoints };
std::string Value(const stats::Estimate& estimate, Unit unit, text::Lang lang);
// "77,6–90,5 %"; kNoFigure where there is none.
std::string Interval(const stats::Estimate& estimate, Unit unit, text::Lang lang);
// "98/115"; empty where it is no proportion.
std::string Of(const stats::Estimate& estimate);

// "A Akutt".
std::string LevelName(const triage::Level& level, text::Lang lang);
// "1 og 2", "A": the most urgent `count` of a column's or the tool's levels.
std::string UrgentCodes(const past::CodedColumn& levels, std::size_t count, text::Lang lang);
std::string UrgentLetters(const triage::Tool& tool, std::size_t count, text::Lang lang);
// The map's name of the second reader.
const std::string& YardstickName(const past::ColumnMap& map, text::Lang lang);

// Why a row got its level: the reasons of the rules that decided, then of those that raised, divided by "; ".
std::string Reasons(const triage::Tool& tool, const triage::Result& result, text::Lang lang);
// The first must-ask questions without an answer, divided by " · ", and how many more.
std::string Missing(const triage::Tool& tool, const triage::Result& result, text::Lang lang);

// One line of the table of figures.
struct Line {
  // The key in JSON.
  std::string_view key;
  std::string label;
  // One word.
  std::string name;
  Unit unit = Unit::kShare;
  const stats::Estimate past::Figures::* figure = nullptr;
};
// Those of a tool with these scales, in the order of the report.
std::vector<Line> Lines(const past::Scales& scales, const past::ColumnMap& map, const triage::Tool& tool,
                        text::Lang lang);

// Columns of plain text, set by characters and not by bytes: the first to the left, the others to the right.
class TextTable {
 public:
  void Add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  // With two spaces before each line.
  std::string ToString() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace legevakt::report
