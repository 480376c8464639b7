// Plane geometry of the map: outlines made simpler, cut into triangles, and cells made of circles.
#pragma once

#include <cstdint>
#include <vector>

namespace legevakt::console::map {

struct Point {
  float x = 0;
  float y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

// Closed: after the last comes the first.
using Line = std::vector<Point>;

float Distance(Point a, Point b);
// Positive whichever way it goes.
float Area(const Line& line);
Point Middle(const Line& line);

// Without what lies nearer than `tolerance` to the rest (Douglas and Peucker). Fewer than three points where
// nothing is left of it.
Line Simplified(const Line& line, float tolerance);

// The triangles that fill it, three places of points each. An outline that crosses itself is filled as well
// as it can be, and always comes to an end.
std::vector<std::uint16_t> Triangles(const Line& line);

// The same points in an order in which no side crosses another: each crossing is undone by going the other
// way round between them. Of very many some may be left.
Line Untangled(Line line);

Line Circle(Point centre, float radius, int corners);
// The part of a convex outline that is nearer to `a` than to `b`.
Line Nearer(const Line& convex, Point a, Point b);

}  // namespace legevakt::console::map
