// Cutting a screen into zones: a rectangle that parts are cut off.
#pragma once

#include <imgui.h>

#include <algorithm>

namespace legevakt::console::ui {

struct Rect {
  ImVec2 min{0, 0};
  ImVec2 max{0, 0};

  float width() const { return max.x - min.x; }
  float height() const { return max.y - min.y; }
  ImVec2 size() const { return {width(), height()}; }
  ImVec2 middle() const { return {(min.x + max.x) / 2, (min.y + max.y) / 2}; }

  Rect Inset(float x, float y) const { return {{min.x + x, min.y + y}, {max.x - x, max.y - y}}; }
  Rect Inset(float by) const { return Inset(by, by); }

  // Each gives the part that was cut off, and leaves the rest here.
  Rect CutTop(float by) {
    const Rect part{min, {max.x, std::min(max.y, min.y + by)}};
    min.y = part.max.y;
    return part;
  }
  Rect CutBottom(float by) {
    const Rect part{{min.x, std::max(min.y, max.y - by)}, max};
    max.y = part.min.y;
    return part;
  }
  Rect CutLeft(float by) {
    const Rect part{min, {std::min(max.x, min.x + by), max.y}};
    min.x = part.max.x;
    return part;
  }
  Rect CutRight(float by) {
    const Rect part{{std::max(min.x, max.x - by), min.y}, max};
    max.x = part.min.x;
    return part;
  }
  // Column `index` of `count` equal ones with `gap` between.
  Rect Column(int index, int count, float gap) const {
    const float each = (width() - gap * static_cast<float>(count - 1)) / static_cast<float>(count);
    const float x = min.x + static_cast<float>(index) * (each + gap);
    return {{x, min.y}, {x + each, max.y}};
  }
};

}  // namespace legevakt::console::ui
