// The figures of the reports, drawn as SVG into a page: nothing is told by colour alone, and each has the
// same numbers in a table or in itself. Text takes the page's ink, so that dark screens and paper both work.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/html.h"
#include "base/text.h"
#include "triage/report/wording.h"
#include "triage/stats/estimate.h"
#include "triage/stats/matrix.h"

namespace legevakt::report {

// The style that the figures need, for PageInfo::style.
std::string DrawingStyle();

struct Band {
  // "A".
  std::string label;
  // 0xRRGGBB.
  std::uint32_t colour = 0;
  long count = 0;
};
struct Bar {
  std::string label;
  // Most urgent first.
  std::vector<Band> bands;
};
// One bar of 100 % each, divided into levels; `title` for those who cannot see it.
void DrawBars(html::Writer& out, const std::string& title, const std::vector<Bar>& bars, text::Lang lang);

struct HeatMap {
  std::string title;
  // Above the columns and beside the rows.
  std::string row_axis;
  std::string column_axis;
  std::vector<std::string> rows;
  std::vector<std::string> columns;
  // For each row the column that means the same; empty where nobody has said.
  std::vector<std::size_t> same;
};
// Each cell with its count and its share of the row; the cells that agree have a frame, those less urgent a
// triangle that points down, those more urgent one that points up.
void DrawHeatMap(html::Writer& out, const HeatMap& map, const stats::Matrix& matrix, text::Lang lang);

struct DotLine {
  std::string label;
  stats::Estimate first;
  // Not drawn where it has no value.
  stats::Estimate second;
};
// Shares with their intervals on one axis from 0 to 100 %: the first judge a filled circle, the second an
// open diamond.
void DrawDots(html::Writer& out, const std::string& title, const std::string& first,
              const std::string& second, const std::vector<DotLine>& lines, text::Lang lang);

}  // namespace legevakt::report
