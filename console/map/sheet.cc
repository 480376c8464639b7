#include "console/map/sheet.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

namespace legevakt::console::map {
namespace {

constexpr double kKmPerDegree = 111.2;
// Of the paper: finer than this nobody sees.
constexpr float kTolerance = 0.7F;
// An island smaller than this, in square points, is a speck.
constexpr float kSpeck = 8;
constexpr int kCorners = 40;
// Of one outline: the work to fill it goes with their square.
constexpr std::size_t kPointsMost = 1500;

struct Extent {
  Point low{std::numeric_limits<float>::max(), std::numeric_limits<float>::max()};
  Point high{std::numeric_limits<float>::lowest(), std::numeric_limits<float>::lowest()};
  void Take(const Line& line) {
    for (const Point p : line) {
      low = {std::min(low.x, p.x), std::min(low.y, p.y)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
  }
  bool Meets(const Extent& other) const {
    return low.x < other.high.x && other.low.x < high.x && low.y < other.high.y && other.low.y < high.y;
  }
};

// The earth as a plane, in kilometres with north up (y grows downwards): near enough for a region.
class Plane {
 public:
  explicit Plane(LonLat middle) : middle_(middle), narrow_(std::cos(middle.lat * std::numbers::pi / 180)) {}
  Point operator()(LonLat at) const {
    return {static_cast<float>((at.lon - middle_.lon) * narrow_ * kKmPerDegree),
            static_cast<float>((middle_.lat - at.lat) * kKmPerDegree)};
  }
  Line operator()(const Ring& ring) const {
    Line line;
    line.reserve(ring.size());
    for (const LonLat at : ring) line.push_back((*this)(at));
    return line;
  }

 private:
  LonLat middle_;
  double narrow_;
};

const std::vector<Ring>* RingsOf(const Borders* borders, std::string_view number) {
  if (borders == nullptr) return nullptr;
  const auto found = borders->find(number);
  return found == borders->end() ? nullptr : &found->second;
}

// The table's point; of a municipality that only the borders know, the middle of its longest ring.
std::optional<LonLat> PointOf(std::string_view number, const Borders* borders) {
  if (const Place* place = FindPlace(number)) return place->at;
  const auto* rings = RingsOf(borders, number);
  if (rings == nullptr) return std::nullopt;
  const auto longest = std::max_element(rings->begin(), rings->end(),
                                        [](const Ring& a, const Ring& b) { return a.size() < b.size(); });
  LonLat sum;
  for (const LonLat at : *longest) sum = {sum.lon + at.lon, sum.lat + at.lat};
  const auto count = static_cast<double>(longest->size());
  return LonLat{sum.lon / count, sum.lat / count};
}

std::optional<LonLat> MiddleOf(std::span<const std::string> numbers, const Borders* borders) {
  std::optional<LonLat> low;
  LonLat high;
  for (const std::string& number : numbers) {
    const auto at = PointOf(number, borders);
    if (!at) continue;
    if (!low) {
      low = *at;
      high = *at;
    }
    low = LonLat{std::min(low->lon, at->lon), std::min(low->lat, at->lat)};
    high = {std::max(high.lon, at->lon), std::max(high.lat, at->lat)};
  }
  if (!low) return std::nullopt;
  return LonLat{(low->lon + high.lon) / 2, (low->lat + high.lat) / 2};
}

// Every municipality of the table on the plane, for the cells.
class Cells {
 public:
  explicit Cells(const Plane& plane) {
    for (const Place& place : Places()) points_.push_back(plane(place.at));
  }
  // As wide as the third neighbour is near: small where they lie close.
  Line Around(Point at) const {
    std::array<float, 3> nearest{};
    nearest.fill(std::numeric_limits<float>::max());
    for (const Point other : points_) {
      const float away = Distance(at, other);
      if (away < 0.01F || away >= nearest.back()) continue;
      nearest.back() = away;
      std::sort(nearest.begin(), nearest.end());
    }
    const float radius = nearest.back() * 0.7F;
    Line cell = Circle(at, radius, kCorners);
    for (const Point other : points_) {
      const float away = Distance(at, other);
      if (away >= 0.01F && away < 2 * radius) cell = Nearer(cell, at, other);
    }
    return cell;
  }

 private:
  std::vector<Point> points_;
};

// What a municipality has on the plane.
std::vector<Line> LinesOf(std::string_view number, const Borders* borders, const Plane& plane,
                          const Cells& cells, Point at) {
  std::vector<Line> lines;
  const auto* rings = RingsOf(borders, number);
  if (rings == nullptr) {
    lines.push_back(cells.Around(at));
    return lines;
  }
  for (const Ring& ring : *rings) lines.push_back(plane(ring));
  return lines;
}

// Are they all of it? They are not where the outline crosses itself.
bool Fills(const Land& land) {
  float filled = 0;
  for (std::size_t i = 0; i < land.triangles.size(); i += 3) {
    filled += Area({land.outline[land.triangles[i]], land.outline[land.triangles[i + 1]],
                    land.outline[land.triangles[i + 2]]});
  }
  const float whole = Area(land.outline);
  return std::abs(filled - whole) < 0.01F * whole + 1;
}

// A narrow fjord can close over itself when its outline is made simpler; some do in the file already.
Land LandOf(const Line& line) {
  Land land;
  for (float tolerance = kTolerance; land.outline.empty() || land.outline.size() > kPointsMost;
       tolerance *= 2) {
    land.outline = Simplified(line, tolerance);
    if (land.outline.size() < 3) return land;
  }
  land.triangles = Triangles(land.outline);
  if (Fills(land)) return land;
  land.outline = Untangled(land.outline);
  land.triangles = Triangles(land.outline);
  return land;
}

// From the plane to the paper.
struct Fit {
  float scale;
  Point shift;
  Point operator()(Point p) const { return {p.x * scale + shift.x, p.y * scale + shift.y}; }
  // Without what is too small to be seen.
  void Add(const std::vector<Line>& lines, std::vector<Land>& lands) const {
    for (const Line& line : lines) {
      Line on_paper;
      on_paper.reserve(line.size());
      for (const Point p : line) on_paper.push_back((*this)(p));
      const Land land = LandOf(on_paper);
      if (land.outline.size() >= 3 && Area(land.outline) >= kSpeck) lands.push_back(land);
    }
  }
};

Fit FitInto(const Extent& region, float width, float height, float margin) {
  const float wide = std::max(region.high.x - region.low.x, 0.1F);
  const float high = std::max(region.high.y - region.low.y, 0.1F);
  const float scale = std::max(std::min((width - 2 * margin) / wide, (height - 2 * margin) / high), 0.001F);
  return {scale,
          {width / 2 - scale * (region.low.x + region.high.x) / 2,
           height / 2 - scale * (region.low.y + region.high.y) / 2}};
}

// The land of everybody else that reaches onto the paper.
std::vector<Land> Around(std::span<const std::string> numbers, const Borders* borders, const Plane& plane,
                         const Cells& cells, const Fit& fit, const Extent& paper) {
  std::vector<Land> around;
  const auto add = [&](std::string_view number, Point at) {
    if (std::find(numbers.begin(), numbers.end(), number) != numbers.end()) return;
    std::vector<Line> lines = LinesOf(number, borders, plane, cells, at);
    std::erase_if(lines, [&](const Line& line) {
      Extent extent;
      extent.Take(line);
      return !extent.Meets(paper);
    });
    fit.Add(lines, around);
  };
  if (borders != nullptr) {
    for (const auto& [number, rings] : *borders) add(number, {});
    return around;
  }
  for (const Place& place : Places()) {
    const Point at = plane(place.at);
    // A cell is no wider than this.
    constexpr float kReach = 150;
    if (at.x > paper.low.x - kReach && at.x < paper.high.x + kReach && at.y > paper.low.y - kReach &&
        at.y < paper.high.y + kReach)
      add(place.number, at);
  }
  return around;
}

}  // namespace

Sheet MakeSheet(std::span<const std::string> numbers, const Borders* borders, float width, float height,
                float margin) {
  Sheet sheet;
  sheet.spots.resize(numbers.size());
  const auto middle = MiddleOf(numbers, borders);
  if (!middle || width <= 2 * margin || height <= 2 * margin) return sheet;
  const Plane plane(*middle);
  const Cells cells(plane);
  Extent region;
  std::vector<std::vector<Line>> lines(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto at = PointOf(numbers[i], borders);
    if (!at) continue;
    sheet.spots[i].known = true;
    sheet.spots[i].at = plane(*at);
    lines[i] = LinesOf(numbers[i], borders, plane, cells, sheet.spots[i].at);
    for (const Line& line : lines[i]) region.Take(line);
  }
  const Fit fit = FitInto(region, width, height, margin);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!sheet.spots[i].known) continue;
    sheet.spots[i].at = fit(sheet.spots[i].at);
    fit.Add(lines[i], sheet.spots[i].lands);
  }
  Extent paper;
  paper.Take({{-fit.shift.x / fit.scale, -fit.shift.y / fit.scale},
              {(width - fit.shift.x) / fit.scale, (height - fit.shift.y) / fit.scale}});
  sheet.around = Around(numbers, borders, plane, cells, fit, paper);
  sheet.per_km = fit.scale;
  return sheet;
}

bool Holds(const Spot& spot, Point point) {
  return std::any_of(spot.lands.begin(), spot.lands.end(), [&](const Land& land) {
    bool inside = false;
    for (std::size_t i = 0; i < land.outline.size(); ++i) {
      const Point a = land.outline[i];
      const Point b = land.outline[(i + 1) % land.outline.size()];
      if ((a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x)
        inside = !inside;
    }
    return inside;
  });
}

}  // namespace legevakt::console::map
