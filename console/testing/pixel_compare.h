// Compares two pictures of a screen so that another processor's rasteriser passes, and a widget that has
// moved or has another colour does not.
#pragma once

#include "console/ui/pixels.h"

namespace legevakt::console::testing {

// So many pixels a side become one: what is kept and compared. A rasteriser that rounds otherwise changes the
// edge of a letter by a few steps of 255, and its block by a part of one.
inline constexpr int kBlock = 4;

// Each block's mean. What is left over at the right and below is dropped.
ui::Pixels Shrunk(const ui::Pixels& whole);

struct Difference {
  bool same_size = true;
  // Of all channels of all blocks, in steps of 255.
  double mean = 0;
  // Blocks with a channel further off than kNear, and the first of them in pixels of the whole picture.
  int off = 0;
  int x = -1;
  int y = -1;
};
// Of two shrunk pictures.
Difference Compare(const ui::Pixels& a, const ui::Pixels& b);

// Further off than this is another colour or another place, not another rounding.
inline constexpr int kNear = 10;
// So many blocks may be off, and so much all of them together. One letter of the text is some ten blocks.
inline constexpr int kOffMax = 6;
inline constexpr double kMeanMax = 0.75;
inline bool Alike(const Difference& d) {
  return d.same_size && d.off <= kOffMax && d.mean <= kMeanMax;
}

}  // namespace legevakt::console::testing
