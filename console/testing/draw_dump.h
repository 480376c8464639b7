// What a frame draws, as text that a person can read and compare: texts, surfaces and shapes with their place
// in whole pixels and their colour by its name in the theme. Read from ImGui's own vertices, so that nothing
// that is drawn is left out.
#pragma once

#include <string>

#include "console/ui/ui.h"

namespace legevakt::console::testing {

// Of the last ImGui::Render. A line for each thing drawn, in the order in which it is drawn:
//
//   text 16,10 title text Legevakt              its left edge and line, font, colour, words
//   fill 0,0 1920x48 panel                      a surface
//   draw 24,60 13x11 high 6                     a shape within these bounds, its soft edge left out, and
//                                               how many corners it has
//   in 8,56 640x900                             what follows is cut off outside of this
std::string DumpFrame(const ui::Ui& ui);

}  // namespace legevakt::console::testing
