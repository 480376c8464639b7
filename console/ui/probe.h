// What a test (and later a screen reader bridge) can see of a frame: every widget by name with its place, and
// every text drawn. Off in normal use: a null pointer.
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

namespace legevakt::console::ui {

class Probe {
 public:
  struct Item {
    std::string id;
    ImVec2 min;
    ImVec2 max;
    bool enabled = true;
    bool focused = false;
  };
  void Begin();
  void Widget(std::string_view id, ImVec2 min, ImVec2 max, bool enabled, bool focused);
  void Text(std::string_view text);
  // This text did not fit: `kept` of it is drawn, and "…".
  void Cut(std::string_view text, std::string_view kept);

  // Null where it is not on the screen.
  const Item* Find(std::string_view id) const;
  bool HasText(std::string_view part) const;
  const std::vector<Item>& items() const { return items_; }
  const std::vector<std::string>& texts() const { return texts_; }
  const std::vector<std::string>& cut() const { return cut_; }
  // What is drawn of each of them.
  const std::vector<std::string>& kept() const { return kept_; }

 private:
  std::vector<Item> items_;
  std::vector<std::string> texts_;
  std::vector<std::string> cut_;
  std::vector<std::string> kept_;
};

}  // namespace legevakt::console::ui
