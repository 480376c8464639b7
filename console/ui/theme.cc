#include "console/ui/theme.h"

#include <algorithm>
#include <cmath>

namespace legevakt::console::ui {
namespace {

struct Entry {
  Role role;
  Rgb natt;
  Rgb dag;
};

constexpr Entry kPalette[] = {
    {Role::kBackground, 0x1E2227, 0xD6D9DD}, {Role::kPanel, 0x272C33, 0xE9EBEE},
    {Role::kField, 0x1A1E23, 0xFAFBFC},      {Role::kText, 0xE4E7EB, 0x15181C},
    {Role::kTextDim, 0xA7B0BA, 0x454D57},    {Role::kBorder, 0x75808F, 0x636C76},
    {Role::kRule, 0x3A424C, 0xC2C7CD},       {Role::kAccent, 0x6FA8DC, 0x1F5F99},
    {Role::kOnAccent, 0x10151B, 0xFFFFFF},   {Role::kSelected, 0x2F4A68, 0xBBD3EA},
    {Role::kOnSelected, 0xFFFFFF, 0x15181C}, {Role::kFocus, 0xFFD866, 0x0B3D6E},
    {Role::kHigh, 0xFF6259, 0xC01F1F},       {Role::kOnHigh, 0x111111, 0xFFFFFF},
    {Role::kMedium, 0xF2C230, 0xF0B400},     {Role::kOnMedium, 0x111111, 0x15181C},
    {Role::kLow, 0x6CC48A, 0x1B6B3A},        {Role::kGood, 0x6CC48A, 0x1B6B3A},
};

double Linear(Rgb colour, int shift) {
  const double channel = ((colour >> shift) & 0xFFU) / 255.0;
  return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double Luminance(Rgb colour) {
  return 0.2126 * Linear(colour, 16) + 0.7152 * Linear(colour, 8) + 0.0722 * Linear(colour, 0);
}

}  // namespace

Theme::Theme(ThemeName name) : name_(name), colours_{} {
  for (const auto& entry : kPalette) {
    colours_[static_cast<int>(entry.role)] = name == ThemeName::kNatt ? entry.natt : entry.dag;
  }
}

double Contrast(Rgb a, Rgb b) {
  const double la = Luminance(a);
  const double lb = Luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace legevakt::console::ui
