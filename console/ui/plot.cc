#include "console/ui/plot.h"

#include <algorithm>
#include <cmath>

#include "console/ui/marks.h"

namespace legevakt::console::ui {

void HourPlot(const Ui& ui, Rect rect, std::span<const HourBar> bars, int goal_percent, ImFont* font) {
  if (bars.empty()) return;
  const float line = std::round(font->FontSize * 1.3F);
  const Rect labels = rect.CutBottom(line);
  // Room above for the mark of a missed goal.
  rect.CutTop(std::round(font->FontSize * 0.9F));
  const std::string goal = goal_percent > 0 ? std::to_string(goal_percent) + " %" : std::string();
  const Rect side = rect.CutRight(TextWidth(ui, font, goal) + ui.Px(12));
  const float bottom = rect.max.y;
  const auto y_of = [&](int percent) {
    return std::round(bottom - rect.height() * static_cast<float>(percent) / 100.0F);
  };
  Fill(ui, {{rect.min.x, bottom - 1}, {rect.max.x, bottom}}, Role::kBorder);
  const auto count = static_cast<int>(bars.size());
  const float gap = std::round(std::max(ui.Px(3), rect.width() / static_cast<float>(count) * 0.22F));
  for (int i = 0; i < count; ++i) {
    const HourBar& bar = bars[static_cast<std::size_t>(i)];
    const Rect column = rect.Column(i, count, gap);
    Label(ui, {{column.min.x - gap / 2, labels.min.y}, {column.max.x + gap / 2, labels.max.y}}, font,
          Role::kTextDim, bar.label, Align::kCentre);
    if (bar.percent < 0) {
      // No calls: said, not left out.
      Label(ui, {{column.min.x, bottom - line}, {column.max.x, bottom}}, font, Role::kTextDim, "–",
            Align::kCentre);
      continue;
    }
    const bool missed = goal_percent > 0 && bar.percent < goal_percent;
    const Rect filled{{std::round(column.min.x), y_of(bar.percent)}, {std::round(column.max.x), bottom}};
    Fill(ui, filled, missed ? Role::kMedium : Role::kAccent);
    if (missed) {
      // Yellow on a light ground needs a dark outline.
      Frame(ui, filled, Attention(ui), 1);
      Shape(ui, {filled.middle().x, rect.min.y - font->FontSize * 0.4F}, std::round(font->FontSize * 0.7F),
            MarkShape::kDiamond, ui.Colour(Attention(ui)));
    }
  }
  if (goal_percent <= 0) return;
  const float y = y_of(goal_percent);
  Fill(ui, {{rect.min.x, y - 1}, {rect.max.x + ui.Px(4), y + 1}}, Role::kText);
  const float half = font->FontSize / 2;
  Label(ui, {{side.min.x + ui.Px(12), y - half}, {side.max.x, y + half}}, font, Role::kText, goal,
        Align::kRight);
}

}  // namespace legevakt::console::ui
