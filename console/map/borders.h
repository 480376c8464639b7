// The borders of municipalities, as Kartverket gives them out: GeoJSON, one Feature for each with the
// property `kommunenummer` and a Polygon or MultiPolygon in degrees. No such file lies in the project: a site
// may name one.
#pragma once

#include <absl/status/statusor.h>

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "console/map/places.h"

namespace legevakt::console::map {

// Closed: the last point is not the first again.
using Ring = std::vector<LonLat>;

// The outer rings of each municipality, by number. A hole is another municipality, which has its own.
using Borders = std::map<std::string, std::vector<Ring>, std::less<>>;

// Kartverket's own simplified borders are 1 MiB. Read, a file takes some twenty times its size for a moment.
inline constexpr std::size_t kBordersBytesMax = std::size_t{16} * 1024 * 1024;

// INVALID_ARGUMENT with one sentence, in the language of the process, where it is no such file,
// RESOURCE_EXHAUSTED where it is larger than kBordersBytesMax. What is no municipality with a polygon is
// passed over; a file without any is none.
absl::StatusOr<Borders> ReadBorders(std::string_view json);

}  // namespace legevakt::console::map
