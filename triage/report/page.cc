#include "triage/report/page.h"

#include <algorithm>

#include "triage/report/reading.h"

namespace legevakt::report {
namespace {

constexpr std::size_t kRefusedShown = 20;

// From dark to light, for levels that have no colour of their own.
std::uint32_t Grey(std::size_t level, std::size_t levels) {
  const auto part = static_cast<std::uint32_t>(70 + 150 * level / std::max<std::size_t>(1, levels - 1));
  return part << 16U | part << 8U | part;
}

}  // namespace

std::string PageStyle() {
  return DrawingStyle() +
         ".figures td, .figures th { padding-right: 1rem; }\n"
         ".row { border-top: 1px solid var(--line); padding: .6rem 0 .2rem; break-inside: avoid; }\n"
         ".row p { margin: 0 0 .25rem; }\n"
         ".row .quote { font-weight: 650; }\n"
         ".tight td, .tight th { font-size: .86rem; padding-right: .6rem; }\n"
         "td .soft { display: block; font-size: .78rem; }\n"
         "@media print { h2 { margin-top: 1.6rem; } .row { font-size: .95em; } }\n";
}

void Fact(html::Writer& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out.Leaf("dt", name).Leaf("dd", value);
}

void FiguresTable(html::Writer& out, const std::vector<Line>& lines, const past::Figures& first,
                  const past::Figures* second, std::string_view first_name, std::string_view second_name,
                  text::Lang lang) {
  const std::string interval(text::Get(lang, "validate.interval"));
  std::vector<html::Column> columns = {{std::string(text::Get(lang, "validate.figure")), false},
                                       {std::string(first_name), true},
                                       {interval, true},
                                       {"", true}};
  if (second != nullptr) {
    columns.push_back({std::string(second_name), true});
    columns.push_back({interval, true});
    columns.push_back({"", true});
  }
  std::vector<std::vector<std::string>> rows;
  for (const Line& line : lines) {
    std::vector<std::string> cells = {line.label};
    for (const past::Figures* figures : {&first, second}) {
      if (figures == nullptr) continue;
      const stats::Estimate& estimate = figures->*line.figure;
      cells.push_back(Value(estimate, line.unit, lang));
      cells.push_back(Interval(estimate, line.unit, lang));
      cells.push_back(Of(estimate));
    }
    rows.push_back(std::move(cells));
  }
  html::Table(out, "", columns, rows, "figures");
}

std::vector<DotLine> Dots(const std::vector<Line>& lines, const past::Figures& first,
                          const past::Figures* second) {
  std::vector<DotLine> dots;
  for (const Line& line : lines) {
    const stats::Estimate& estimate = first.*line.figure;
    if (line.unit != Unit::kShare || !estimate.value) continue;
    dots.push_back({line.name, estimate, second == nullptr ? stats::Estimate{} : second->*line.figure});
  }
  return dots;
}

Bar ToolBar(const triage::Tool& tool, const std::string& label, const std::vector<long>& counts) {
  Bar bar{label, {}};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const triage::Level& level = tool.levels()[i];
    bar.bands.push_back({std::string(1, level.letter), level.colour, counts[i]});
  }
  return bar;
}

Bar ReferenceBar(const past::CodedColumn& levels, const triage::Tool& tool,
                 const std::vector<std::size_t>& same, const std::string& label,
                 const std::vector<long>& counts) {
  Bar bar{label, {}};
  const bool coloured = same.size() == counts.size();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    bar.bands.push_back({levels.codes[i].first,
                         coloured ? tool.levels()[same[i]].colour : Grey(i, counts.size()), counts[i]});
  }
  return bar;
}

std::vector<long> ColumnSums(const stats::Matrix& matrix) {
  std::vector<long> sums;
  for (std::size_t i = 0; i < matrix.columns(); ++i) sums.push_back(matrix.ColumnSum(i));
  return sums;
}

std::vector<long> RowSums(const stats::Matrix& matrix) {
  std::vector<long> sums;
  for (std::size_t i = 0; i < matrix.rows(); ++i) sums.push_back(matrix.RowSum(i));
  return sums;
}

void ReadingSection(html::Writer& out, const past::CaseFile& file, text::Lang lang) {
  const auto get = [&](std::string_view key) { return text::Get(lang, key); };
  out.Heading(2, get("validate.page_reading"));
  const auto refused = static_cast<long>(file.refused.size());
  out.Paragraph(text::Format(lang, "validate.page_rows",
                             {{"rows", Count(file.rows)},
                              {"read", Count(static_cast<long>(file.cases.size()))},
                              {"refused", Count(refused)},
                              {"uneven", Count(static_cast<long>(file.uneven_rows.size()))}}));
  if (refused > 0) {
    out.Open("ul");
    for (std::size_t i = 0; i < file.refused.size() && i < kRefusedShown; ++i) {
      const past::RefusedRow& row = file.refused[i];
      out.Leaf("li", text::Format(lang, "validate.page_refused_row",
                                  {{"row", std::to_string(row.row)},
                                   {"line", std::to_string(row.line)},
                                   {"why", row.reason}}));
    }
    if (file.refused.size() > kRefusedShown) {
      out.Leaf("li", text::Format(lang, "validate.more_unknown",
                                  {{"n", Count(refused - static_cast<long>(kRefusedShown))}}));
    }
    out.Close();
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& [column, faults] : file.faults) {
    rows.push_back({column, Count(faults.empty), Count(faults.broken), Count(faults.out_of_range)});
  }
  if (rows.empty()) return;
  const std::vector<html::Column> columns = {{std::string(get("validate.page_column")), false},
                                             {std::string(get("validate.page_empty")), true},
                                             {std::string(get("validate.page_broken")), true},
                                             {std::string(get("validate.page_range")), true}};
  html::Table(out, get("validate.page_faults"), columns, rows);
}

void Method(html::Writer& out, std::string_view name_key, std::string_view text_key, text::Lang lang) {
  out.Open("p").Leaf("strong", text::Get(lang, name_key)).Text(" ").Text(text::Get(lang, text_key)).Close();
}

}  // namespace legevakt::report
