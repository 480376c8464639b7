// Where the parts of a question with J, N and V lie, and how high its row is: no word may lie over another
// row, however large the type and however narrow the column.
#pragma once

#include <array>
#include <string_view>

#include "console/ui/ui.h"

namespace legevakt::console::ui {

// Between two answers, and the room of the mark before the words.
inline constexpr float kTriGap = 4;
inline constexpr float kTriMark = 20;

struct TriLayout {
  // Narrow columns get the key's letter alone.
  bool letters = false;
  // The words stand above the answers.
  bool above = false;
  // Widths of the answers, and of the words.
  std::array<float, 3> answers{};
  float words = 0;
};
TriLayout LayOutTri(const Ui& ui, float width);

// The type that wraps: the normal one as long as two lines do, smaller for more.
ImFont* WrapFont(const Ui& ui, bool must, float width, std::string_view label);
// What TriRow needs for all of its question, at least `least`; the same whatever is answered.
float TriHeight(const Ui& ui, float width, std::string_view label, bool must, float least);

float WrappedHeight(ImFont* font, float width, std::string_view text);

}  // namespace legevakt::console::ui
