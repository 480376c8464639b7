// A plot of shares by the hour, drawn by hand: the bars, the goal as a line, and a mark where the goal was
// missed.
#pragma once

#include <span>
#include <string>

#include "console/ui/ui.h"

namespace legevakt::console::ui {

struct HourBar {
  // "21"; under the bar.
  std::string label;
  // 0-100; -1 where nothing was measured.
  int percent = -1;
};

// The goal is a share in per cent; 0 for none. Marks by shape and place, never by colour alone.
void HourPlot(const Ui& ui, Rect rect, std::span<const HourBar> bars, int goal_percent, ImFont* font);

}  // namespace legevakt::console::ui
