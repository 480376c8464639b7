#include "console/ui/tri_layout.h"

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace legevakt::console::ui {
namespace {

// With less room beside the answers, the words stand above them.
constexpr float kWordsLeast = 170;
constexpr float kWide = 520;

}  // namespace

TriLayout LayOutTri(const Ui& ui, float width) {
  TriLayout layout;
  const float inner = width - 2 * ui.Px(8);
  const auto answers = [&](bool letters) {
    layout.letters = letters;
    layout.answers = {ui.Px(letters ? 40 : 56), ui.Px(letters ? 40 : 56), ui.Px(letters ? 40 : 88)};
    return layout.answers[0] + layout.answers[1] + layout.answers[2] + 2 * ui.Px(kTriGap);
  };
  const float beside = inner - answers(width < ui.Px(kWide)) - ui.Px(12) - ui.Px(kTriMark);
  layout.above = beside < ui.Px(kWordsLeast);
  layout.words = layout.above ? inner - ui.Px(kTriMark) : beside;
  return layout;
}

float WrappedHeight(ImFont* font, float width, std::string_view text) {
  return font->CalcTextSizeA(font->FontSize, FLT_MAX, width, text.data(), text.data() + text.size()).y;
}

ImFont* WrapFont(const Ui& ui, bool must, float width, std::string_view label) {
  ImFont* font = must ? ui.fonts.bold : ui.fonts.body;
  if (WrappedHeight(font, width, label) <= 2 * font->FontSize + 1) return font;
  return must ? ui.fonts.small_bold : ui.fonts.small;
}

float TriHeight(const Ui& ui, float width, std::string_view label, bool must, float least) {
  if (label.empty()) return least;
  const TriLayout layout = LayOutTri(ui, width);
  ImFont* font = must ? ui.fonts.bold : ui.fonts.body;
  const bool one_line = TextWidth(ui, font, label) <= layout.words;
  if (one_line && !layout.above) return least;
  ImFont* wrapped = WrapFont(ui, must, layout.words, label);
  const float words = std::ceil(one_line ? font->FontSize : WrappedHeight(wrapped, layout.words, label));
  return layout.above ? words + ui.Px(4) + least : std::max(least, words + ui.Px(8));
}

}  // namespace legevakt::console::ui
