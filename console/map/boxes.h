// Words on a map: each near its point, none over another.
#pragma once

#include <optional>
#include <span>

#include "console/map/outline.h"

namespace legevakt::console::map {

struct Box {
  Point min;
  Point max;
  friend bool operator==(const Box&, const Box&) = default;
};

bool Overlap(const Box& a, const Box& b);
// From the point to the box; 0 within it.
float Away(const Box& box, Point at);

// A box of this size that lies within `paper` and over none of `taken`: with its middle on `at` where that
// goes, else as near as it does. Nothing where there is no room for it. The same every time: a name does not
// wander.
std::optional<Box> PlaceNear(Point at, float width, float height, const Box& paper,
                             std::span<const Box> taken);

// A box of this size that touches `box`: below it, above, or at a side; within `paper` and over none of
// `taken`.
std::optional<Box> PlaceBeside(const Box& box, float width, float height, const Box& paper,
                               std::span<const Box> taken);

}  // namespace legevakt::console::map
