// Drawn shapes: urgency is always letter + shape + colour, an alarm shape + text. Never glyphs: the font has
// none.
#pragma once

#include "console/ui/ui.h"
#include "legevakt/v1/common.pb.h"
#include "triage/evaluator/tool.h"

namespace legevakt::console::ui {

enum class MarkShape : std::uint8_t { kTriangle, kDiamond, kCircle, kRing, kSquare };

void Shape(const Ui& ui, ImVec2 centre, float size, MarkShape shape, ImU32 colour);

// A badge of Px(48) x Px(26): filled for A and H, outlined for V, a dashed question mark where nobody has
// assessed. `letter` is the tool's own.
inline constexpr float kBadgeWidth = 48;
inline constexpr float kBadgeHeight = 26;
void UrgencyBadge(const Ui& ui, ImVec2 top_left, v1::Hastegrad hastegrad);
// The same in any size, with the letter in `font`. `quiet` without colour: nobody has that urgency now.
void UrgencyBadge(const Ui& ui, const Rect& rect, v1::Hastegrad hastegrad, ImFont* font, bool quiet = false);
// What wants attention, as a mark or a frame on a panel: yellow is not seen on a light ground.
Role Attention(const Ui& ui);
Role UrgencyRole(v1::Hastegrad hastegrad);
// A, H, V or ?.
std::string_view UrgencyLetter(v1::Hastegrad hastegrad);

// A key as a cap; gives its width.
float KeyCap(const Ui& ui, ImVec2 left_middle, std::string_view text);
float KeyCapWidth(const Ui& ui, std::string_view text);
// A short word in a box; gives its width.
float Chip(const Ui& ui, ImVec2 left_middle, std::string_view text, Role outline, Role text_role);
// How strong the stripes of the hatch are: what lies beneath is read through them.
inline constexpr float kHatch = 0.16F;
// Grey hatch over what may be out of date. Above every window.
void Hatch(const Ui& ui, const Rect& rect);

}  // namespace legevakt::console::ui
