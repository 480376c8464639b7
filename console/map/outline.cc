#include "console/map/outline.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <utility>

namespace legevakt::console::map {
namespace {

// Twice the area of the triangle; above 0 where it turns left (y upwards).
float Turn(Point a, Point b, Point c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

float SignedArea(const Line& line) {
  float twice = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const Point a = line[i];
    const Point b = line[(i + 1) % line.size()];
    twice += a.x * b.y - b.x * a.y;
  }
  return twice / 2;
}

float FromSegment(Point p, Point a, Point b) {
  const float dx = b.x - a.x;
  const float dy = b.y - a.y;
  const float length = dx * dx + dy * dy;
  const float t = length <= 0 ? 0 : std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0F, 1.0F);
  return Distance(p, {a.x + t * dx, a.y + t * dy});
}

bool Within(Point p, Point a, Point b, Point c) {
  return Turn(a, b, p) >= 0 && Turn(b, c, p) >= 0 && Turn(c, a, p) >= 0;
}

// Nothing of the rest lies in the triangle that the corner at `at` cuts off.
bool IsEar(const Line& line, const std::vector<std::uint16_t>& left, std::size_t at) {
  const std::size_t n = left.size();
  const Point a = line[left[(at + n - 1) % n]];
  const Point b = line[left[at]];
  const Point c = line[left[(at + 1) % n]];
  if (Turn(a, b, c) <= 0) return false;
  return std::none_of(left.begin(), left.end(), [&](std::uint16_t i) {
    const Point p = line[i];
    return p != a && p != b && p != c && Within(p, a, b, c);
  });
}

bool Cross(Point a, Point b, Point c, Point d) {
  return (Turn(a, b, c) > 0) != (Turn(a, b, d) > 0) && (Turn(c, d, a) > 0) != (Turn(c, d, b) > 0);
}

}  // namespace

float Distance(Point a, Point b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

float Area(const Line& line) {
  return std::abs(SignedArea(line));
}

Point Middle(const Line& line) {
  if (line.empty()) return {};
  Point low = line.front();
  Point high = line.front();
  for (const Point p : line) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  }
  return {(low.x + high.x) / 2, (low.y + high.y) / 2};
}

Line Simplified(const Line& line, float tolerance) {
  if (line.size() < 3) return {};
  // Two halves, from the first point to the one furthest from it and back.
  const auto furthest = std::max_element(line.begin(), line.end(), [&](Point a, Point b) {
    return Distance(a, line.front()) < Distance(b, line.front());
  });
  const auto half = static_cast<std::size_t>(furthest - line.begin());
  std::vector<bool> kept(line.size(), false);
  kept.front() = true;
  kept[half] = true;
  std::vector<std::pair<std::size_t, std::size_t>> todo = {{0, half}, {half, line.size()}};
  while (!todo.empty()) {
    const auto [from, to] = todo.back();
    todo.pop_back();
    float most = tolerance;
    std::size_t found = 0;
    for (std::size_t i = from + 1; i < to; ++i) {
      const float away = FromSegment(line[i], line[from], line[to % line.size()]);
      if (away > most) {
        most = away;
        found = i;
      }
    }
    if (found == 0) continue;
    kept[found] = true;
    todo.emplace_back(from, found);
    todo.emplace_back(found, to);
  }
  Line simple;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (kept[i]) simple.push_back(line[i]);
  }
  return simple;
}

std::vector<std::uint16_t> Triangles(const Line& line) {
  std::vector<std::uint16_t> triangles;
  if (line.size() < 3 || line.size() > std::numeric_limits<std::uint16_t>::max()) return triangles;
  std::vector<std::uint16_t> left(line.size());
  std::iota(left.begin(), left.end(), std::uint16_t{0});
  if (SignedArea(line) < 0) std::reverse(left.begin(), left.end());
  std::size_t at = 0;
  std::size_t tried = 0;
  while (left.size() >= 3) {
    const std::size_t n = left.size();
    at %= n;
    if (tried < n && !IsEar(line, left, at)) {
      ++at;
      ++tried;
      continue;
    }
    // After a round without an ear it crosses itself, or has no width: the corner goes, and is not filled.
    if (tried < n) {
      triangles.insert(triangles.end(), {left[(at + n - 1) % n], left[at], left[(at + 1) % n]});
    }
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(at));
    tried = 0;
    at += n - 2;
  }
  return triangles;
}

Line Untangled(Line line) {
  const std::size_t n = line.size();
  // One undone may make another; what is not done after some rounds stays.
  constexpr int kRounds = 8;
  for (int round = 0; round < kRounds; ++round) {
    bool crossed = false;
    for (std::size_t i = 0; i + 2 < n; ++i) {
      for (std::size_t j = i + 2; j < n; ++j) {
        if ((j + 1) % n == i || !Cross(line[i], line[i + 1], line[j], line[(j + 1) % n])) continue;
        std::reverse(line.begin() + static_cast<std::ptrdiff_t>(i + 1),
                     line.begin() + static_cast<std::ptrdiff_t>(j + 1));
        crossed = true;
      }
    }
    if (!crossed) break;
  }
  return line;
}

Line Circle(Point centre, float radius, int corners) {
  Line circle;
  circle.reserve(static_cast<std::size_t>(corners));
  for (int i = 0; i < corners; ++i) {
    const float angle = 2 * std::numbers::pi_v<float> * static_cast<float>(i) / static_cast<float>(corners);
    circle.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
  }
  return circle;
}

Line Nearer(const Line& convex, Point a, Point b) {
  // Above 0 on the side of `a`.
  const auto side = [&](Point p) {
    return (a.x - b.x) * (p.x - (a.x + b.x) / 2) + (a.y - b.y) * (p.y - (a.y + b.y) / 2);
  };
  Line part;
  for (std::size_t i = 0; i < convex.size(); ++i) {
    const Point p = convex[i];
    const Point q = convex[(i + 1) % convex.size()];
    const float at_p = side(p);
    const float at_q = side(q);
    if (at_p >= 0) part.push_back(p);
    if ((at_p > 0 && at_q < 0) || (at_p < 0 && at_q > 0)) {
      const float t = at_p / (at_p - at_q);
      part.push_back({p.x + t * (q.x - p.x), p.y + t * (q.y - p.y)});
    }
  }
  return part;
}

}  // namespace legevakt::console::map
