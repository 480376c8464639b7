// One keyboard focus over all widgets, ours and ImGui's text fields, in reading order. Focus moves only when
// the operator moves it (or a command of theirs does), never because data arrived.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace legevakt::console::ui {

// A widget's name, as "intake/phone" or "queue/row/12": the part before the first '/' is its zone.
class Id {
 public:
  Id(std::string_view name);                            // NOLINT(google-explicit-constructor)
  Id(const char* name) : Id(std::string_view(name)) {}  // NOLINT(google-explicit-constructor)
  Id(std::string_view prefix, std::int64_t number);
  Id(std::string_view prefix, std::string_view name);
  std::uint64_t hash() const { return hash_; }
  std::uint64_t zone() const { return zone_; }
  std::string_view name() const { return {name_, size_}; }
  const char* c_str() const { return name_; }

 private:
  void Append(std::string_view part);
  void Seal();
  static constexpr std::size_t kNameMax = 95;
  char name_[kNameMax + 1] = {};
  std::size_t size_ = 0;
  std::uint64_t hash_ = 0;
  std::uint64_t zone_ = 0;
};

class Focus {
 public:
  void BeginFrame();
  // Called by each widget that can have the focus, in reading order. True where it has it.
  bool Register(const Id& id, bool text_field);
  void Set(const Id& id);
  void Clear() { Move(0); }
  // The next or previous widget of the last whole frame; around at the ends, within the zone.
  void Step(int by);
  // To the first widget of the next zone.
  void StepZone(int by);
  // While set, Step and StepZone stay among widgets of this zone (an open card).
  void Trap(std::uint64_t zone) { trap_ = zone; }
  bool trapped() const { return trap_ != 0; }

  bool Has(const Id& id) const { return current_ == id.hash(); }
  bool InZone(std::string_view zone) const;
  // The focused widget is a text field: characters belong to it.
  bool on_text() const { return on_text_; }
  // True once after the focus moved to this widget.
  bool Arrived(const Id& id);
  // The focused widget was on the screen in the last frame.
  bool alive() const { return alive_; }

 private:
  struct Stop {
    std::uint64_t hash;
    std::uint64_t zone;
    bool text_field;
  };
  void Move(std::uint64_t to);
  std::vector<Stop> order_;
  std::vector<Stop> last_order_;
  std::uint64_t current_ = 0;
  std::uint64_t current_zone_ = 0;
  std::uint64_t trap_ = 0;
  bool on_text_ = false;
  bool arrived_ = false;
  bool alive_ = false;
};

}  // namespace legevakt::console::ui
