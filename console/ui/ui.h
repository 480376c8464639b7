// What every view draws with: theme, type, scale, focus, this frame's input, and the probe.
// Thread: the UI thread. Lives as long as the window.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.h"
#include "console/ui/focus.h"
#include "console/ui/key_queue.h"
#include "console/ui/probe.h"
#include "console/ui/rect.h"
#include "console/ui/theme.h"

namespace legevakt::console::ui {

// The type scale, at scale 1: 15, 17, 17 bold, 24 bold, 34 bold.
struct Fonts {
  ImFont* small = nullptr;
  ImFont* small_bold = nullptr;
  ImFont* body = nullptr;
  ImFont* bold = nullptr;
  ImFont* title = nullptr;
  ImFont* clock = nullptr;
  // 52 bold, of digits and "%" alone: read from two metres.
  ImFont* figure = nullptr;
  // Of a wallboard alone, 60 and 104 bold; null elsewhere.
  ImFont* board = nullptr;
  ImFont* board_huge = nullptr;
};

enum class Align : std::uint8_t { kLeft, kCentre, kRight };

class Ui {
 public:
  Ui(ThemeName theme_name, text::Lang language, float scale_factor)
      : theme(theme_name), lang(language), scale(scale_factor) {}

  Theme theme;
  text::Lang lang;
  float scale;
  Fonts fonts;
  Focus focus;
  FrameInput input;
  // This screen hangs on a wall: large type, nothing to type on. Set before LoadFonts.
  bool board = false;
  Probe* probe = nullptr;
  // A text field has the focus but ImGui has not opened it yet: hold characters back for a frame.
  bool text_opening = false;
  // The next field that opens is gone on with: nothing in it is selected, and the cursor is at its end.
  bool open_at_end = false;
  // The text field with the focus, and its text as the last frame left it.
  struct {
    std::uint64_t field = 0;
    std::string text;
  } edited;
  // Local monotonic time of this frame, for what flashes.
  std::int64_t mono_us = 0;

  // A length of the 4 px grid, scaled and on whole pixels.
  float Px(float at_scale_1) const;
  ImU32 Colour(Role role, float alpha = 1.0F) const;
  std::string_view T(std::string_view key) const { return text::Get(lang, key); }

  // True once where this frame's key is this one, without Ctrl (Shift is asked for by the caller). Enter only
  // where it was pressed, and not held.
  bool TakeKey(Key key);
  // True once where this frame's characters are one of these (code points below U+0080), and no text field
  // has the focus.
  bool TakeLetter(std::string_view letters);
  // This frame's single digit 1-9, taken; 0 for none.
  int TakeDigit();
};

// --- text. Each registers with the probe.
float TextWidth(const Ui& ui, ImFont* font, std::string_view text);
// One line in the middle of the rectangle's height, cut with "…" where it is too long; whole under the mouse.
void Label(const Ui& ui, const Rect& rect, ImFont* font, Role role, std::string_view text,
           Align align = Align::kLeft);
// Above everything, beside the rectangle, wrapped where the screen ends: what is under the mouse, whole.
void Tip(const Ui& ui, const Rect& beside, ImFont* font, std::string_view text);
// Wrapped from the rectangle's top; gives the height used.
float Paragraph(const Ui& ui, const Rect& rect, ImFont* font, Role role, std::string_view text);

// --- surfaces
void Fill(const Ui& ui, const Rect& rect, Role role, float rounding = 0);
void Frame(const Ui& ui, const Rect& rect, Role role, float thickness = 1, float rounding = 0);
void RuleBelow(const Ui& ui, const Rect& rect);
// The ring of the keyboard focus.
void FocusRing(const Ui& ui, const Rect& rect);

}  // namespace legevakt::console::ui
