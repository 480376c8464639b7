#include "console/ui/focus.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace legevakt::console::ui {
namespace {

// FNV-1a: stable, and good enough for a few hundred names.
std::uint64_t HashOf(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

}  // namespace

Id::Id(std::string_view name) {
  Append(name);
  Seal();
}

Id::Id(std::string_view prefix, std::int64_t number) {
  char digits[24];
  const auto result = std::to_chars(digits, digits + sizeof digits, number);
  Append(prefix);
  Append("/");
  Append({digits, static_cast<std::size_t>(result.ptr - digits)});
  Seal();
}

Id::Id(std::string_view prefix, std::string_view name) {
  Append(prefix);
  Append("/");
  Append(name);
  Seal();
}

void Id::Append(std::string_view part) {
  const std::size_t size = std::min(part.size(), kNameMax - size_);
  std::memcpy(name_ + size_, part.data(), size);
  size_ += size;
}

void Id::Seal() {
  hash_ = HashOf(name());
  zone_ = HashOf(name().substr(0, name().find('/')));
}

void Focus::BeginFrame() {
  last_order_.swap(order_);
  order_.clear();
  alive_ = false;
  on_text_ = false;
  for (const auto& stop : last_order_) {
    if (stop.hash != current_) continue;
    alive_ = true;
    on_text_ = stop.text_field;
    current_zone_ = stop.zone;
  }
}

bool Focus::Register(const Id& id, bool text_field) {
  order_.push_back({id.hash(), id.zone(), text_field});
  if (current_ == id.hash()) {
    on_text_ = text_field;
    current_zone_ = id.zone();
  }
  return current_ == id.hash();
}

void Focus::Move(std::uint64_t to) {
  arrived_ = true;
  current_ = to;
  on_text_ = false;
}

void Focus::Set(const Id& id) {
  if (Has(id)) return;
  Move(id.hash());
  current_zone_ = id.zone();
}

void Focus::Step(int by) {
  const std::uint64_t zone = trap_ != 0 ? trap_ : current_zone_;
  std::vector<Stop> stops;
  for (const auto& stop : last_order_) {
    if (zone == 0 || stop.zone == zone) stops.push_back(stop);
  }
  if (stops.empty()) {
    if (zone != 0 && trap_ == 0) {
      current_zone_ = 0;
      Step(by);
    }
    return;
  }
  const auto at =
      std::find_if(stops.begin(), stops.end(), [this](const Stop& s) { return s.hash == current_; });
  const auto size = static_cast<std::ptrdiff_t>(stops.size());
  std::ptrdiff_t next =
      at == stops.end() ? (by > 0 ? 0 : size - 1) : ((at - stops.begin()) + by + size) % size;
  Move(stops[static_cast<std::size_t>(next)].hash);
  on_text_ = stops[static_cast<std::size_t>(next)].text_field;
}

void Focus::StepZone(int by) {
  if (trap_ != 0) return Step(by);
  std::vector<Stop> firsts;
  for (const auto& stop : last_order_) {
    const bool seen =
        std::any_of(firsts.begin(), firsts.end(), [&stop](const Stop& s) { return s.zone == stop.zone; });
    if (!seen) firsts.push_back(stop);
  }
  if (firsts.empty()) return;
  const auto at =
      std::find_if(firsts.begin(), firsts.end(), [this](const Stop& s) { return s.zone == current_zone_; });
  const auto size = static_cast<std::ptrdiff_t>(firsts.size());
  const std::ptrdiff_t next = at == firsts.end() ? 0 : ((at - firsts.begin()) + by + size) % size;
  const auto& stop = firsts[static_cast<std::size_t>(next)];
  Move(stop.hash);
  current_zone_ = stop.zone;
  on_text_ = stop.text_field;
}

bool Focus::InZone(std::string_view zone) const {
  return current_ != 0 && current_zone_ == HashOf(zone);
}

bool Focus::Arrived(const Id& id) {
  if (!Has(id) || !arrived_) return false;
  arrived_ = false;
  return true;
}

}  // namespace legevakt::console::ui
