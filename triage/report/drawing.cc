#include "triage/report/drawing.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace legevakt::report {
namespace {

// In units of the drawing, which is as wide as the page's text.
constexpr double kWidth = 800;

std::string Px(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.1f", value);
  return buffer;
}

std::string Opacity(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.3f", value);
  return buffer;
}

std::string Colour(std::uint32_t rgb) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "#%06X", static_cast<unsigned>(rgb & 0xFFFFFFU));
  return buffer;
}

// Black or white, whichever stands out more (WCAG's relative luminance).
std::string InkOn(std::uint32_t rgb) {
  const auto part = [&](unsigned shift) {
    const double c = static_cast<double>((rgb >> shift) & 0xFFU) / 255;
    return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  const double luminance = 0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0);
  return luminance > 0.179 ? "#111111" : "#FFFFFF";
}

void OpenSvg(html::Writer& out, const std::string& title, double height) {
  out.Open("svg", {{"viewBox", "0 0 " + Px(kWidth) + " " + Px(height)},
                   {"role", "img"},
                   {"width", Px(kWidth)},
                   {"xmlns", "http://www.w3.org/2000/svg"}});
  out.Leaf("title", title);
}

// anchor: start, middle, end.
void Say(html::Writer& out, double x, double y, const std::string& text, std::string_view css_class,
         std::string_view anchor = "start") {
  out.Leaf("text", text, {{"x", Px(x)}, {"y", Px(y)}, {"class", css_class}, {"text-anchor", anchor}});
}

void Stroke(html::Writer& out, double x1, double y1, double x2, double y2, std::string_view css_class) {
  out.Leaf("line", "",
           {{"x1", Px(x1)}, {"y1", Px(y1)}, {"x2", Px(x2)}, {"y2", Px(y2)}, {"class", css_class}});
}

void Triangle(html::Writer& out, double x, double y, bool down) {
  const double tip = down ? 4 : -4;
  out.Leaf("path", "",
           {{"d", "M" + Px(x - 4) + " " + Px(y - tip) + "h8l-4 " + Px(2 * tip) + "z"}, {"class", "mark"}});
}

void Diamond(html::Writer& out, double x, double y) {
  out.Leaf("path", "",
           {{"d", "M" + Px(x) + " " + Px(y - 6.5) + "l6.5 6.5l-6.5 6.5l-6.5 -6.5z"}, {"class", "open"}});
}

void Circle(html::Writer& out, double x, double y) {
  out.Leaf("circle", "", {{"cx", Px(x)}, {"cy", Px(y)}, {"r", "5.5"}, {"class", "full"}});
}

// The label where there is room for it, else its first word: a level's letter.
std::string Fitting(const std::string& label, double width) {
  constexpr double kCharacter = 7.5;
  return static_cast<double>(label.size()) * kCharacter <= width ? label : label.substr(0, label.find(' '));
}

// The parts of a bar between `x` and `x + width`.
void DrawBands(html::Writer& out, const Bar& bar, double x, double y, double width, double height,
               text::Lang lang) {
  constexpr double kRoomForText = 58;
  constexpr double kRoomForLetter = 16;
  long total = 0;
  for (const Band& band : bar.bands) total += band.count;
  if (total == 0) return;
  for (const Band& band : bar.bands) {
    if (band.count == 0) continue;
    const double share = static_cast<double>(band.count) / static_cast<double>(total);
    const double wide = share * width;
    out.Leaf("rect", "",
             {{"x", Px(x)},
              {"y", Px(y)},
              {"width", Px(wide)},
              {"height", Px(height)},
              {"fill", Colour(band.colour)},
              {"class", "band"}});
    const std::string text = wide >= kRoomForText     ? band.label + " " + Percent(share, lang)
                             : wide >= kRoomForLetter ? band.label
                                                      : "";
    if (!text.empty()) {
      out.Leaf("text", text,
               {{"x", Px(x + wide / 2)},
                {"y", Px(y + height / 2 + 4.5)},
                {"text-anchor", "middle"},
                {"class", "inband"},
                {"fill", InkOn(band.colour)}});
    }
    x += wide;
  }
}

// One cell of the map: its share as shade, its count, its share of the row.
void DrawCell(html::Writer& out, double x, double y, double width, double height, long count, long of,
              text::Lang lang) {
  constexpr double kDarkest = 0.5;
  const double share = of == 0 ? 0 : static_cast<double>(count) / static_cast<double>(of);
  out.Leaf("rect", "",
           {{"x", Px(x + 1)},
            {"y", Px(y + 1)},
            {"width", Px(width - 2)},
            {"height", Px(height - 2)},
            {"class", "shade"},
            {"fill-opacity", Opacity(share * kDarkest)}});
  Say(out, x + width / 2, y + height / 2 + 1, std::to_string(count), count == 0 ? "none" : "count", "middle");
  if (count > 0) Say(out, x + width / 2, y + height / 2 + 16, Percent(share, lang), "small", "middle");
}

void DrawInterval(html::Writer& out, const stats::Estimate& estimate, double x, double width, double y,
                  bool first) {
  if (!estimate.value) return;
  if (estimate.low && estimate.high) {
    Stroke(out, x + *estimate.low * width, y, x + *estimate.high * width, y, first ? "bar1" : "bar2");
  }
  if (first) {
    Circle(out, x + *estimate.value * width, y);
  } else {
    Diamond(out, x + *estimate.value * width, y);
  }
}

}  // namespace

std::string DrawingStyle() {
  return "svg { display: block; }\n"
         "svg text { font-size: 14px; fill: var(--ink); font-variant-numeric: tabular-nums; }\n"
         "svg text.inband { font-weight: 650; fill: inherit; }\n"
         "svg text.inband[fill=\"#111111\"] { fill: #111111; }\n"
         "svg text.inband[fill=\"#FFFFFF\"] { fill: #ffffff; }\n"
         "svg text.soft, svg text.small { fill: var(--soft); font-size: 12px; }\n"
         "svg text.count { font-size: 18px; font-weight: 650; }\n"
         "svg text.none { fill: var(--soft); }\n"
         "svg text.head { font-weight: 650; }\n"
         "svg .band { stroke: var(--paper); stroke-width: 1.5; }\n"
         "svg .shade { fill: var(--accent); stroke: var(--hair); }\n"
         "svg .frame { fill: none; stroke: var(--ink); stroke-width: 2.5; }\n"
         "svg .mark { fill: var(--soft); }\n"
         "svg .grid { stroke: var(--hair); stroke-width: 1; }\n"
         "svg .bar1 { stroke: var(--ink); stroke-width: 2.5; }\n"
         "svg .bar2 { stroke: var(--accent); stroke-width: 2; stroke-dasharray: 5 3; }\n"
         "svg .full { fill: var(--ink); }\n"
         "svg .open { fill: var(--paper); stroke: var(--accent); stroke-width: 2; }\n";
}

void DrawBars(html::Writer& out, const std::string& title, const std::vector<Bar>& bars, text::Lang lang) {
  constexpr double kLabel = 170;
  constexpr double kHeight = 34;
  constexpr double kStep = 46;
  OpenSvg(out, title, kStep * static_cast<double>(bars.size()) + 4);
  double y = 4;
  for (const Bar& bar : bars) {
    Say(out, kLabel - 14, y + kHeight / 2 + 5, bar.label, "head", "end");
    DrawBands(out, bar, kLabel, y, kWidth - kLabel, kHeight, lang);
    y += kStep;
  }
  out.Close();
}

void DrawHeatMap(html::Writer& out, const HeatMap& map, const stats::Matrix& matrix, text::Lang lang) {
  constexpr double kLabel = 150;
  constexpr double kSum = 80;
  constexpr double kTop = 52;
  constexpr double kRow = 52;
  const auto columns = static_cast<double>(matrix.columns());
  const double width = std::min(150.0, (kWidth - kLabel - kSum) / columns);
  const double bottom = kTop + kRow * static_cast<double>(matrix.rows());
  OpenSvg(out, map.title, bottom + 34);
  Say(out, kLabel + width * columns / 2, 15, map.column_axis, "soft", "middle");
  Say(out, 0, kTop - 12, map.row_axis, "soft");
  for (std::size_t column = 0; column < matrix.columns(); ++column) {
    const double x = kLabel + width * (static_cast<double>(column) + 0.5);
    Say(out, x, kTop - 12, Fitting(map.columns[column], width), "head", "middle");
    Say(out, x, bottom + 22, std::to_string(matrix.ColumnSum(column)), "soft", "middle");
  }
  const double sums = kLabel + width * columns + kSum / 2;
  for (std::size_t row = 0; row < matrix.rows(); ++row) {
    const double y = kTop + kRow * static_cast<double>(row);
    Say(out, kLabel - 14, y + kRow / 2 + 5, Fitting(map.rows[row], kLabel), "head", "end");
    Say(out, sums, y + kRow / 2 + 5, std::to_string(matrix.RowSum(row)), "soft", "middle");
    for (std::size_t column = 0; column < matrix.columns(); ++column) {
      const double x = kLabel + width * static_cast<double>(column);
      DrawCell(out, x, y, width, kRow, matrix.At(row, column), matrix.RowSum(row), lang);
      if (map.same.empty()) continue;
      if (column == map.same[row]) {
        out.Leaf("rect", "",
                 {{"x", Px(x + 2)},
                  {"y", Px(y + 2)},
                  {"width", Px(width - 4)},
                  {"height", Px(kRow - 4)},
                  {"class", "frame"}});
      } else if (matrix.At(row, column) > 0) {
        Triangle(out, x + width - 13, y + 12, column > map.same[row]);
      }
    }
  }
  Say(out, sums, bottom + 22, std::to_string(matrix.Total()), "head", "middle");
  Say(out, kLabel - 14, bottom + 22, std::string(text::Get(lang, "validate.sum")), "soft", "end");
  out.Close();
}

void DrawDots(html::Writer& out, const std::string& title, const std::string& first,
              const std::string& second, const std::vector<DotLine>& lines, text::Lang lang) {
  constexpr double kLabel = 170;
  constexpr double kRight = 24;
  constexpr double kTop = 40;
  constexpr double kStep = 44;
  const double width = kWidth - kLabel - kRight;
  const double bottom = kTop + kStep * static_cast<double>(lines.size());
  OpenSvg(out, title, bottom + 26);
  Circle(out, kLabel + 6, 12);
  Say(out, kLabel + 18, 17, first, "head");
  if (!second.empty()) {
    Diamond(out, kLabel + width / 2 + 6, 12);
    Say(out, kLabel + width / 2 + 20, 17, second, "head");
  }
  for (int tick = 0; tick <= 100; tick += 20) {
    const double x = kLabel + width * tick / 100;
    Stroke(out, x, kTop - 8, x, bottom, "grid");
    Say(out, x, bottom + 18, text::Format(lang, "validate.percent", {{"n", std::to_string(tick)}}), "soft",
        "middle");
  }
  double y = kTop + kStep / 2 - 4;
  for (const DotLine& line : lines) {
    Say(out, kLabel - 16, y + 5, line.label, "label", "end");
    const bool two = line.second.value.has_value();
    DrawInterval(out, line.second, kLabel, width, y + 8, false);
    DrawInterval(out, line.first, kLabel, width, two ? y - 8 : y, true);
    y += kStep;
  }
  out.Close();
}

}  // namespace legevakt::report
