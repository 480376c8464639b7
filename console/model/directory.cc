#include "console/model/directory.h"

#include <algorithm>
#include <tuple>

namespace legevakt::console {
namespace {

DirectoryLine LineOf(const v1::DirectoryEntry& entry, const std::string& municipality, std::int64_t now_us) {
  DirectoryLine line;
  line.entry = &entry;
  line.open = entry.open().empty();
  for (const auto& hours : entry.open()) {
    const bool within = hours.from_us() <= now_us && now_us < hours.to_us();
    line.open = line.open || within;
    const std::int64_t next_us = within ? hours.to_us() : hours.from_us();
    if (next_us <= now_us) continue;
    line.changes_us = line.changes_us == 0 ? next_us : std::min(line.changes_us, next_us);
  }
  const auto& places = entry.municipalities();
  line.here = places.empty() || municipality.empty() ||
              std::find(places.begin(), places.end(), municipality) != places.end();
  return line;
}

}  // namespace

std::vector<DirectoryLine> DirectoryAt(const v1::Region& region, const std::string& municipality,
                                       std::int64_t now_us) {
  std::vector<DirectoryLine> lines;
  for (const auto& entry : region.directory()) lines.push_back(LineOf(entry, municipality, now_us));
  std::stable_sort(lines.begin(), lines.end(), [](const DirectoryLine& a, const DirectoryLine& b) {
    return std::tuple(!a.here, !a.open) < std::tuple(!b.here, !b.open);
  });
  return lines;
}

}  // namespace legevakt::console
