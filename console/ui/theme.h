// Colours by what they mean, never by what they are. Two palettes: natt (default) and dag.
// ui/theme_test.cc computes every contrast: text at least 4.5, marks at least 3.0.
#pragma once

#include <cstdint>

#include "legevakt/v1/common.pb.h"

namespace legevakt::console::ui {

enum class Role : std::uint8_t {
  kBackground,
  kPanel,
  // Text fields and quiet buttons.
  kField,
  kText,
  kTextDim,
  kBorder,
  // A line that only parts; carries no meaning.
  kRule,
  kAccent,
  kOnAccent,
  kSelected,
  kOnSelected,
  kFocus,
  // Alarm and urgency: A, H, V.
  kHigh,
  kOnHigh,
  kMedium,
  kOnMedium,
  kLow,
  // Good, done, connected.
  kGood,
  kCount,
};

enum class ThemeName : std::uint8_t { kNatt, kDag };

// 0xRRGGBB.
using Rgb = std::uint32_t;

class Theme {
 public:
  explicit Theme(ThemeName name);
  ThemeName name() const { return name_; }
  Rgb operator[](Role role) const { return colours_[static_cast<int>(role)]; }

 private:
  ThemeName name_;
  Rgb colours_[static_cast<int>(Role::kCount)];
};

// WCAG 2: (L1 + 0.05) / (L2 + 0.05).
double Contrast(Rgb a, Rgb b);

}  // namespace legevakt::console::ui
