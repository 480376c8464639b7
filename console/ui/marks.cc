#include "console/ui/marks.h"

#include <algorithm>
#include <cmath>

namespace legevakt::console::ui {

void Shape(const Ui& ui, ImVec2 c, float size, MarkShape shape, ImU32 colour) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float r = size / 2;
  // Large marks are seen from afar.
  const float line = std::max(ui.Px(2), std::round(size * 0.14F));
  switch (shape) {
    case MarkShape::kTriangle:
      draw->AddTriangleFilled({c.x, c.y - r}, {c.x + r * 1.1F, c.y + r * 0.85F},
                              {c.x - r * 1.1F, c.y + r * 0.85F}, colour);
      return;
    case MarkShape::kDiamond:
      draw->AddQuadFilled({c.x, c.y - r}, {c.x + r, c.y}, {c.x, c.y + r}, {c.x - r, c.y}, colour);
      return;
    case MarkShape::kCircle:
      draw->AddCircleFilled(c, r * 0.9F, colour, 24);
      return;
    case MarkShape::kRing:
      draw->AddCircle(c, r * 0.8F, colour, 24, line);
      return;
    case MarkShape::kSquare:
      draw->AddRect({c.x - r * 0.75F, c.y - r * 0.75F}, {c.x + r * 0.75F, c.y + r * 0.75F}, colour, 0, 0,
                    line);
      return;
  }
}

Role Attention(const Ui& ui) {
  return ui.theme.name() == ThemeName::kDag ? Role::kOnMedium : Role::kMedium;
}

Role UrgencyRole(v1::Hastegrad hastegrad) {
  if (hastegrad == v1::HASTEGRAD_AKUTT) return Role::kHigh;
  if (hastegrad == v1::HASTEGRAD_HASTER) return Role::kMedium;
  if (hastegrad == v1::HASTEGRAD_VANLIG) return Role::kLow;
  return Role::kText;
}

std::string_view UrgencyLetter(v1::Hastegrad hastegrad) {
  if (hastegrad == v1::HASTEGRAD_AKUTT) return "A";
  if (hastegrad == v1::HASTEGRAD_HASTER) return "H";
  if (hastegrad == v1::HASTEGRAD_VANLIG) return "V";
  return "?";
}

void UrgencyBadge(const Ui& ui, ImVec2 top_left, v1::Hastegrad hastegrad) {
  const Rect rect{top_left, {top_left.x + ui.Px(kBadgeWidth), top_left.y + ui.Px(kBadgeHeight)}};
  UrgencyBadge(ui, rect, hastegrad, ui.fonts.bold);
}

void UrgencyBadge(const Ui& ui, const Rect& rect, v1::Hastegrad hastegrad, ImFont* font, bool quiet) {
  const float grow = rect.height() / kBadgeHeight;
  const float rounding = std::round(3 * grow);
  const float line = std::max(1.0F, std::round(2 * grow));
  const ImVec2 mark{std::round(rect.min.x + 15 * grow), std::round(rect.middle().y)};
  Rect letter = rect;
  letter.min.x += 24 * grow;
  letter.max.x -= 6 * grow;
  Role on = Role::kText;
  MarkShape shape = MarkShape::kSquare;
  if (quiet) Frame(ui, rect, Role::kRule, line, rounding);
  if (hastegrad == v1::HASTEGRAD_AKUTT) {
    if (!quiet) Fill(ui, rect, Role::kHigh, rounding);
    on = Role::kOnHigh;
    shape = MarkShape::kTriangle;
  } else if (hastegrad == v1::HASTEGRAD_HASTER) {
    if (!quiet) Fill(ui, rect, Role::kMedium, rounding);
    // Yellow on a light ground needs a dark outline.
    if (!quiet && ui.theme.name() == ThemeName::kDag) Frame(ui, rect, Role::kOnMedium, 1, rounding);
    on = Role::kOnMedium;
    shape = MarkShape::kDiamond;
  } else if (hastegrad == v1::HASTEGRAD_VANLIG) {
    if (!quiet) Frame(ui, rect, Role::kLow, line, rounding);
    on = Role::kLow;
    shape = MarkShape::kRing;
  } else {
    if (!quiet) Frame(ui, rect, Role::kText, line, rounding);
  }
  if (quiet) on = Role::kTextDim;
  Shape(ui, mark, std::round(14 * grow), shape, ui.Colour(on));
  Label(ui, letter, font, on, UrgencyLetter(hastegrad), Align::kCentre);
}

float KeyCapWidth(const Ui& ui, std::string_view text) {
  return std::round(TextWidth(ui, ui.fonts.small_bold, text)) + ui.Px(12);
}

float KeyCap(const Ui& ui, ImVec2 left_middle, std::string_view text) {
  const float width = KeyCapWidth(ui, text);
  const float half = ui.Px(10);
  const Rect rect{{left_middle.x, std::round(left_middle.y) - half},
                  {left_middle.x + width, std::round(left_middle.y) + half}};
  Fill(ui, rect, Role::kField, ui.Px(3));
  Frame(ui, rect, Role::kBorder, 1, ui.Px(3));
  Label(ui, rect, ui.fonts.small_bold, Role::kText, text, Align::kCentre);
  return width;
}

float Chip(const Ui& ui, ImVec2 left_middle, std::string_view text, Role outline, Role text_role) {
  const float width = std::round(TextWidth(ui, ui.fonts.small, text)) + ui.Px(16);
  const float half = ui.Px(12);
  const Rect rect{{left_middle.x, std::round(left_middle.y) - half},
                  {left_middle.x + width, std::round(left_middle.y) + half}};
  Frame(ui, rect, outline, 1, ui.Px(3));
  Label(ui, rect, ui.fonts.small, text_role, text, Align::kCentre);
  return width;
}

void Hatch(const Ui& ui, const Rect& rect) {
  ImDrawList* draw = ImGui::GetForegroundDrawList();
  draw->PushClipRect(rect.min, rect.max, true);
  const float step = ui.Px(24);
  const ImU32 colour = ui.Colour(Role::kTextDim, kHatch);
  for (float x = rect.min.x - rect.height(); x < rect.max.x; x += step) {
    draw->AddLine({x, rect.max.y}, {x + rect.height(), rect.min.y}, colour, ui.Px(4));
  }
  draw->PopClipRect();
}

}  // namespace legevakt::console::ui
