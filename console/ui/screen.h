// Owns ImGui: its context, style, fonts, and the way of keys into a frame. Knows no window and no GL: the
// platform or a test calls it.
#pragma once

#include <absl/status/status.h>

#include <functional>
#include <string>

#include "console/ui/ui.h"

struct ImGuiContext;

namespace legevakt::console::ui {

class Screen {
 public:
  Screen(ThemeName theme, text::Lang lang, float scale);
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  // NOT_FOUND where the font files are missing; the message says which package has them.
  absl::Status LoadFonts();
  // Theme and scale as they are in ui(). Fonts are rasterised again where the scale changed.
  void ApplyStyle();

  // The operator wants another text size: taken before the next frame (TakeScale), since fonts cannot change
  // within one.
  void RequestScale(float scale);
  // A wallboard is drawn for 1920x1080, and its type follows the screen that it hangs on.
  void FitBoard(float width, float height);
  // True where the scale changed and fonts were made anew: the platform must upload them.
  bool TakeScale();

  KeyQueue& keys() { return keys_; }
  Ui& ui() { return ui_; }
  const Ui& ui() const { return ui_; }
  // One frame: input, `draw`, ImGui::Render(). The caller has set DisplaySize and DeltaTime (or its backend
  // has).
  void Frame(std::int64_t mono_us, const std::function<void()>& draw);
  // More frames are needed before the screen is at rest.
  bool busy() const { return !keys_.empty() || settle_ > 0; }
  // Draw some more frames.
  void Wake() { settle_ = 3; }

 private:
  void FeedImGui();

  ImGuiContext* context_;
  Ui ui_;
  KeyQueue keys_;
  float wanted_scale_ = 0;
  int settle_ = 3;
  int held_back_ = 0;
  Key down_ = Key::kNone;
};

}  // namespace legevakt::console::ui
