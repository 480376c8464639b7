#include "console/ui/probe.h"

#include <algorithm>

namespace legevakt::console::ui {

void Probe::Begin() {
  items_.clear();
  texts_.clear();
  cut_.clear();
  kept_.clear();
}

void Probe::Widget(std::string_view id, ImVec2 min, ImVec2 max, bool enabled, bool focused) {
  items_.push_back({std::string(id), min, max, enabled, focused});
}

void Probe::Text(std::string_view text) {
  texts_.emplace_back(text);
}

void Probe::Cut(std::string_view text, std::string_view kept) {
  cut_.emplace_back(text);
  kept_.emplace_back(kept);
}

const Probe::Item* Probe::Find(std::string_view id) const {
  const auto found =
      std::find_if(items_.begin(), items_.end(), [id](const Item& item) { return item.id == id; });
  return found == items_.end() ? nullptr : &*found;
}

bool Probe::HasText(std::string_view part) const {
  return std::any_of(texts_.begin(), texts_.end(),
                     [part](const std::string& text) { return text.find(part) != std::string::npos; });
}

}  // namespace legevakt::console::ui
