// Widgets on given rectangles. Each can be reached and worked by keyboard alone, by mouse, and by the probe.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "console/ui/ui.h"
#include "legevakt/v1/common.pb.h"

namespace legevakt::console::ui {

inline constexpr float kFieldHeight = 34;
inline constexpr float kButtonHeight = 34;
inline constexpr float kPrimaryHeight = 40;
inline constexpr float kCaptionHeight = 22;

// Large type on a screen that is low for it: everything takes as little height as it can.
bool IsLow(const Ui& ui);

enum class ButtonKind : std::uint8_t { kQuiet, kPrimary, kUrgent };

// True when pressed: a click, or Enter or Space with the focus. `key` is shown as a cap; may be empty.
bool Button(Ui& ui, const Id& id, const Rect& rect, std::string_view label, ButtonKind kind,
            bool enabled = true, std::string_view key = {});

struct TextOptions {
  std::string_view hint = {};
  bool multiline = false;
  // Shown below in the alarm's colour, with a mark; empty where the field is right.
  std::string_view error = {};
  bool read_only = false;
};
// True when the text changed. Enter in a single line moves on.
bool TextField(Ui& ui, const Id& id, const Rect& rect, std::string& text, const TextOptions& options = {});

// One question with J, N and V. `rect` is the whole row. True when the answer changed.
// `suggested` marks the most useful question to ask next.
bool TriRow(Ui& ui, const Id& id, const Rect& rect, std::string_view label, v1::Tri& value,
            bool enabled = true, bool suggested = false, bool must = false);

struct ChooseMore {
  // The digit that chooses each option, 0 for none: where an option has the same digit wherever it stands.
  // Empty counts from 1.
  std::span<const int> digits = {};
  // From here on the options are dimmed: possible, but not what one would expect. -1: none.
  int dim_from = -1;
};
// One of several, `per_row` side by side (0: all). Left and Right move, digits choose. -1: none chosen. True
// when it changed. `rect` is as high as ChooseHeight says.
bool Choose(Ui& ui, const Id& id, const Rect& rect, std::span<const std::string> options, int& chosen,
            bool enabled = true, int per_row = 0, const ChooseMore& more = {});
float ChooseHeight(const Ui& ui, std::size_t options, int per_row);

bool Toggle(Ui& ui, const Id& id, const Rect& rect, std::string_view label, bool& on, bool enabled = true);

// A row that can be chosen. True when it is opened (click or Enter). Draws ground and focus only.
bool SelectableRow(Ui& ui, const Id& id, const Rect& rect, bool selected);

void Caption(const Ui& ui, const Rect& rect, std::string_view text);

// Moves the zone that is open with the arrows and the page keys, by `page` at most: the wheel does anyhow,
// and a keyboard must too.
void ScrollByKeys(Ui& ui, float page);

// A zone that scrolls by itself. Between Begin and End, draw from Flow's place; End tells how far it went.
class Scroll {
 public:
  Scroll(Ui& ui, const char* id, const Rect& rect);
  ~Scroll();
  Scroll(const Scroll&) = delete;
  Scroll& operator=(const Scroll&) = delete;

  // The next `height` of the flow, over the whole width.
  Rect Next(float height);
  void Gap(float height) { y_ += height; }
  float width() const { return width_; }
  float y() const { return y_; }
  float left() const { return left_; }

 private:
  float left_;
  float top_;
  float y_;
  float width_;
};

}  // namespace legevakt::console::ui
