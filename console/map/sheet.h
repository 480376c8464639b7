// The map's ground, worked out once for a size: where each municipality of the region lies on the paper, what
// land it has there, and what lies around. North is up, one scale holds in all directions, and a degree of
// longitude is as much shorter than one of latitude as it is in the middle of the region.
//
// With borders the land is theirs, without the file's detail that could not be seen. Without them it is a
// cell: what is nearer to this municipality's point than to any other, and not far from it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "console/map/borders.h"
#include "console/map/outline.h"

namespace legevakt::console::map {

struct Land {
  Line outline;
  // See Triangles.
  std::vector<std::uint16_t> triangles;
};

struct Spot {
  // False where neither the table nor the borders know the number: it has no place on the paper.
  bool known = false;
  Point at;
  std::vector<Land> lands;
};

struct Sheet {
  // As many as were asked for, in the same order.
  std::vector<Spot> spots;
  // Land of neighbours that reaches onto the paper, or over its edge.
  std::vector<Land> around;
  // Points of the paper to a kilometre; 0 where no municipality is known.
  float per_km = 0;
};

// `numbers` are the region's municipalities. `borders` may be null. The region fits between the margins.
Sheet MakeSheet(std::span<const std::string> numbers, const Borders* borders, float width, float height,
                float margin);

// Does the land hold this point?
bool Holds(const Spot& spot, Point point);

}  // namespace legevakt::console::map
