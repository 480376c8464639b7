// Where the Norwegian municipalities lie: municipalities.csv, built in, so that the map needs no
// configuration. Thread: any; the table never changes after the first use.
#pragma once

#include <span>
#include <string_view>

namespace legevakt::console::map {

// Degrees.
struct LonLat {
  double lon = 0;
  double lat = 0;
};

struct Place {
  // Four digits, as "4601".
  std::string_view number;
  std::string_view name;
  // Well within its largest piece of land.
  LonLat at;
};

// By number.
std::span<const Place> Places();
// Null where the number is none of them.
const Place* FindPlace(std::string_view number);

}  // namespace legevakt::console::map
