// For tests: a screen without a window, on ImGui's null backend.
#pragma once

#include <imgui.h>

#include "console/ui/screen.h"

namespace legevakt::console::testing {

// With fonts and style, of this size, and no mouse on it. False where the fonts cannot be loaded.
[[nodiscard]] inline bool OnNullBackend(ui::Screen& screen, ImVec2 size = {1920, 1080}) {
  if (!screen.LoadFonts().ok()) return false;
  screen.ApplyStyle();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = size;
  io.DeltaTime = 1.0F / 60.0F;
  io.MousePos = {-1, -1};
  return true;
}

}  // namespace legevakt::console::testing
