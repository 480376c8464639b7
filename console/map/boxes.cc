#include "console/map/boxes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace legevakt::console::map {
namespace {

// On either side of straight down.
constexpr int kDirections = 8;

}  // namespace

bool Overlap(const Box& a, const Box& b) {
  return a.min.x < b.max.x && b.min.x < a.max.x && a.min.y < b.max.y && b.min.y < a.max.y;
}

float Away(const Box& box, Point at) {
  return Distance(at, {std::clamp(at.x, box.min.x, box.max.x), std::clamp(at.y, box.min.y, box.max.y)});
}

std::optional<Box> PlaceNear(Point at, float width, float height, const Box& paper,
                             std::span<const Box> taken) {
  if (width > paper.max.x - paper.min.x || height > paper.max.y - paper.min.y) return std::nullopt;
  const auto around = [&](float x, float y) {
    const float left = std::clamp(std::round(x - width / 2), paper.min.x, paper.max.x - width);
    const float top = std::clamp(std::round(y - height / 2), paper.min.y, paper.max.y - height);
    return Box{{left, top}, {left + width, top + height}};
  };
  const auto free = [&](const Box& box) {
    return std::none_of(taken.begin(), taken.end(), [&](const Box& other) { return Overlap(box, other); });
  };
  if (const Box box = around(at.x, at.y); free(box)) return box;
  const float step = height / 4;
  // Further away nobody would see what it belongs to.
  const float most = 2 * height + width / 2;
  for (float away = step; away <= most; away += step) {
    for (int i = 0; i < 2 * kDirections; ++i) {
      // Below first, then to both sides, above last.
      const int steps = (i + 1) / 2;
      const float turn = std::numbers::pi_v<float> * static_cast<float>(steps) / kDirections;
      const float angle = std::numbers::pi_v<float> / 2 + (i % 2 == 0 ? turn : -turn);
      const Box box = around(at.x + away * std::cos(angle), at.y + away * std::sin(angle));
      if (free(box)) return box;
    }
  }
  return std::nullopt;
}

std::optional<Box> PlaceBeside(const Box& box, float width, float height, const Box& paper,
                               std::span<const Box> taken) {
  const float centred = std::round((box.min.x + box.max.x - width) / 2);
  const float level = std::round((box.min.y + box.max.y - height) / 2);
  // Most legible first.
  for (const Point at :
       {Point{centred, box.max.y}, Point{centred, box.min.y - height}, Point{box.max.x, level},
        Point{box.min.x - width, level}, Point{box.min.x, box.max.y}, Point{box.max.x - width, box.max.y},
        Point{box.min.x, box.min.y - height}, Point{box.max.x - width, box.min.y - height}}) {
    const Box beside{at, {at.x + width, at.y + height}};
    if (beside.min.x < paper.min.x || beside.max.x > paper.max.x || beside.min.y < paper.min.y ||
        beside.max.y > paper.max.y)
      continue;
    if (std::none_of(taken.begin(), taken.end(), [&](const Box& other) { return Overlap(beside, other); }))
      return beside;
  }
  return std::nullopt;
}

}  // namespace legevakt::console::map
