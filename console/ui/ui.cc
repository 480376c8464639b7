#include "console/ui/ui.h"

#include <algorithm>
#include <cmath>

namespace legevakt::console::ui {
namespace {

// The part of `text` that fits in `width`, in bytes; never splits a letter.
std::size_t Fitting(ImFont* font, std::string_view text, float width) {
  const char* remaining = nullptr;
  font->CalcTextSizeA(font->FontSize, width, 0.0F, text.data(), text.data() + text.size(), &remaining);
  return static_cast<std::size_t>(remaining - text.data());
}

}  // namespace

float Ui::Px(float at_scale_1) const {
  return std::round(at_scale_1 * scale);
}

ImU32 Ui::Colour(Role role, float alpha) const {
  const Rgb rgb = theme[role];
  return IM_COL32((rgb >> 16) & 0xFFU, (rgb >> 8) & 0xFFU, rgb & 0xFFU, static_cast<int>(alpha * 255.0F));
}

bool Ui::TakeKey(Key key) {
  if (!input.chord || input.chord->key != key || input.chord->ctrl) return false;
  input.chord.reset();
  // What opens, sends and answers is pressed anew each time.
  return !input.repeat || (key != Key::kEnter && key != Key::kKeypadEnter);
}

bool Ui::TakeLetter(std::string_view letters) {
  if (focus.on_text() || input.repeat || input.typed.size() != 1 || input.typed[0] >= 0x80) return false;
  if (letters.find(static_cast<char>(input.typed[0])) == std::string_view::npos) return false;
  input.typed.clear();
  return true;
}

int Ui::TakeDigit() {
  if (focus.on_text() || input.repeat || input.typed.size() != 1) return 0;
  const char32_t c = input.typed[0];
  if (c < U'1' || c > U'9') return 0;
  input.typed.clear();
  return static_cast<int>(c - U'0');
}

float TextWidth(const Ui&, ImFont* font, std::string_view text) {
  if (text.empty()) return 0;  // ImGui takes a null pointer for "find the end yourself"
  return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0.0F, text.data(), text.data() + text.size()).x;
}

void Label(const Ui& ui, const Rect& rect, ImFont* font, Role role, std::string_view text, Align align) {
  if (text.empty() || rect.width() <= 0) return;
  if (ui.probe != nullptr) {
    ui.probe->Text(text);
    // There was no room left for it: it lies over something else.
    if (rect.height() <= 0) ui.probe->Cut(text, {});
  }
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float y = std::round(rect.min.y + (rect.height() - font->FontSize) / 2);
  const float width = TextWidth(ui, font, text);
  if (width <= rect.width() + 0.5F) {
    float x = rect.min.x;
    if (align == Align::kCentre) x += (rect.width() - width) / 2;
    if (align == Align::kRight) x = rect.max.x - width;
    draw->AddText(font, font->FontSize, {std::round(x), y}, ui.Colour(role), text.data(),
                  text.data() + text.size());
    return;
  }
  constexpr std::string_view kEllipsis = "…";
  const float ellipsis = TextWidth(ui, font, kEllipsis);
  std::size_t size = Fitting(font, text, std::max(1.0F, rect.width() - ellipsis));
  while (size > 0 && text[size - 1] == ' ') --size;
  if (ui.probe != nullptr) ui.probe->Cut(text, text.substr(0, size));
  const float cut = TextWidth(ui, font, text.substr(0, size));
  draw->AddText(font, font->FontSize, {std::round(rect.min.x), y}, ui.Colour(role), text.data(),
                text.data() + size);
  draw->AddText(font, font->FontSize, {std::round(rect.min.x + cut), y}, ui.Colour(role), kEllipsis.data(),
                kEllipsis.data() + kEllipsis.size());
  // Not below a card: what the mouse is over there is the card.
  if (ImGui::IsMouseHoveringRect(rect.min, rect.max) &&
      ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem))
    Tip(ui, rect, font, text);
}

void Tip(const Ui& ui, const Rect& rect, ImFont* font, std::string_view text) {
  if (ui.probe != nullptr) ui.probe->Text(text);
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float pad = ui.Px(8);
  const float width = std::min(TextWidth(ui, font, text) + 1, screen.x * 0.6F);
  const char* end = text.data() + text.size();
  const float height = font->CalcTextSizeA(font->FontSize, FLT_MAX, width, text.data(), end).y;
  const float x = std::clamp(rect.min.x - pad, 0.0F, std::max(0.0F, screen.x - width - 2 * pad));
  const bool below = rect.max.y + height + 2 * pad < screen.y;
  const float y = below ? rect.max.y : rect.min.y - height - 2 * pad;
  const ImVec2 min{std::round(x), std::round(y)};
  const ImVec2 max{min.x + width + 2 * pad, min.y + height + 2 * pad};
  ImDrawList* draw = ImGui::GetForegroundDrawList();
  draw->AddRectFilled(min, max, ui.Colour(Role::kPanel), ui.Px(3));
  draw->AddRect(min, max, ui.Colour(Role::kBorder), ui.Px(3));
  draw->AddText(font, font->FontSize, {min.x + pad, min.y + pad}, ui.Colour(Role::kText), text.data(), end,
                width);
}

float Paragraph(const Ui& ui, const Rect& rect, ImFont* font, Role role, std::string_view text) {
  if (text.empty()) return 0;
  if (ui.probe != nullptr) ui.probe->Text(text);
  const char* end = text.data() + text.size();
  ImGui::GetWindowDrawList()->AddText(font, font->FontSize, {std::round(rect.min.x), std::round(rect.min.y)},
                                      ui.Colour(role), text.data(), end, rect.width());
  return font->CalcTextSizeA(font->FontSize, FLT_MAX, rect.width(), text.data(), end).y;
}

void Fill(const Ui& ui, const Rect& rect, Role role, float rounding) {
  ImGui::GetWindowDrawList()->AddRectFilled(rect.min, rect.max, ui.Colour(role), rounding);
}

void Frame(const Ui& ui, const Rect& rect, Role role, float thickness, float rounding) {
  // Lines on pixel middles stay one pixel wide.
  const float half = thickness / 2;
  ImGui::GetWindowDrawList()->AddRect({rect.min.x + half, rect.min.y + half},
                                      {rect.max.x - half, rect.max.y - half}, ui.Colour(role), rounding, 0,
                                      thickness);
}

void RuleBelow(const Ui& ui, const Rect& rect) {
  Fill(ui, {{rect.min.x, rect.max.y - 1}, rect.max}, Role::kRule);
}

void FocusRing(const Ui& ui, const Rect& rect) {
  const float thickness = ui.Px(2);
  Frame(ui, rect.Inset(-thickness), Role::kFocus, thickness, ui.Px(4));
}

}  // namespace legevakt::console::ui
