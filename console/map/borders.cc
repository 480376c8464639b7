#include "console/map/borders.h"

#include <boost/json.hpp>
#include <cmath>
#include <optional>
#include <utility>

#include "base/text.h"

namespace legevakt::console::map {
namespace {

namespace json = boost::json;

absl::Status Refused(std::string_view key, std::initializer_list<text::Arg> args = {}) {
  return absl::InvalidArgumentError(text::Format(text::ProcessLang(), key, args));
}

// Null where it is no object, or has no such member.
const json::value* Member(const json::value& value, std::string_view name) {
  const json::object* object = value.if_object();
  return object == nullptr ? nullptr : object->if_contains(name);
}

std::string_view Word(const json::value* value) {
  const json::string* word = value == nullptr ? nullptr : value->if_string();
  return word == nullptr ? std::string_view() : std::string_view(*word);
}

std::optional<double> Degrees(const json::value& value, double most) {
  boost::system::error_code error;
  const auto number = value.to_number<double>(error);
  if (error || !std::isfinite(number) || std::abs(number) > most) return std::nullopt;
  return number;
}

// Empty where it is no ring of degrees.
Ring RingOf(const json::value& value) {
  Ring ring;
  const json::array* points = value.if_array();
  if (points == nullptr) return ring;
  ring.reserve(points->size());
  for (const json::value& point : *points) {
    const json::array* pair = point.if_array();
    if (pair == nullptr || pair->size() < 2) return {};
    const auto lon = Degrees((*pair)[0], 180);
    const auto lat = Degrees((*pair)[1], 90);
    if (!lon || !lat) return {};
    ring.push_back({*lon, *lat});
  }
  if (ring.size() > 1 && ring.front().lon == ring.back().lon && ring.front().lat == ring.back().lat)
    ring.pop_back();
  return ring.size() < 3 ? Ring() : ring;
}

void AddPolygon(const json::value& polygon, std::vector<Ring>& rings) {
  const json::array* parts = polygon.if_array();
  if (parts == nullptr || parts->empty()) return;
  Ring outer = RingOf(parts->front());
  if (!outer.empty()) rings.push_back(std::move(outer));
}

std::vector<Ring> RingsOf(const json::value* geometry) {
  std::vector<Ring> rings;
  if (geometry == nullptr) return rings;
  const json::value* coordinates = Member(*geometry, "coordinates");
  const std::string_view type = Word(Member(*geometry, "type"));
  if (coordinates == nullptr) return rings;
  if (type == "Polygon") AddPolygon(*coordinates, rings);
  const json::array* polygons = type == "MultiPolygon" ? coordinates->if_array() : nullptr;
  if (polygons == nullptr) return rings;
  for (const json::value& polygon : *polygons) AddPolygon(polygon, rings);
  return rings;
}

}  // namespace

absl::StatusOr<Borders> ReadBorders(std::string_view text) {
  if (text.size() > kBordersBytesMax) {
    return absl::ResourceExhaustedError(
        text::Format(text::ProcessLang(), "cli.borders.large",
                     {{"mib", std::to_string(kBordersBytesMax / (1024 * 1024))}}));
  }
  boost::system::error_code error;
  const json::value all = json::parse({text.data(), text.size()}, error);
  if (error) return Refused("cli.borders.no_json");
  const json::value* list = Member(all, "features");
  const json::array* features = list == nullptr ? nullptr : list->if_array();
  if (features == nullptr) return Refused("cli.borders.no_features");
  Borders borders;
  for (const json::value& feature : *features) {
    const json::value* properties = Member(feature, "properties");
    if (properties == nullptr) continue;
    const std::string_view number = Word(Member(*properties, "kommunenummer"));
    if (number.empty()) continue;
    auto rings = RingsOf(Member(feature, "geometry"));
    if (rings.empty()) continue;
    auto& all_rings = borders[std::string(number)];
    std::move(rings.begin(), rings.end(), std::back_inserter(all_rings));
  }
  if (borders.empty()) return Refused("cli.borders.none");
  return borders;
}

}  // namespace legevakt::console::map
