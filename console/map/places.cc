#include "console/map/places.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "lv_console_places.h"

namespace legevakt::console::map {
namespace {

// What comes before `end`, which is taken away with it.
std::string_view Cut(std::string_view& text, char end) {
  const std::size_t at = std::min(text.find(end), text.size());
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(text.size(), at + 1));
  return part;
}

double Number(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<Place> Read(std::string_view text) {
  std::vector<Place> places;
  while (!text.empty()) {
    std::string_view line = Cut(text, '\n');
    if (line.empty() || line.front() == '#') continue;
    Place& place = places.emplace_back();
    place.number = Cut(line, ',');
    place.at.lat = Number(Cut(line, ','));
    place.at.lon = Number(Cut(line, ','));
    place.name = line;
  }
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.number < b.number; });
  return places;
}

}  // namespace

std::span<const Place> Places() {
  static const std::vector<Place> places = Read(embedded::places::Files().front().data);
  return places;
}

const Place* FindPlace(std::string_view number) {
  const auto places = Places();
  const auto found =
      std::lower_bound(places.begin(), places.end(), number,
                       [](const Place& place, std::string_view wanted) { return place.number < wanted; });
  return found == places.end() || found->number != number ? nullptr : &*found;
}

}  // namespace legevakt::console::map
