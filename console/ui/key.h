// Keys and chords. The values are GLFW's key codes, which name positions on a US keyboard: letters, digits
// and F-keys are the same here, punctuation is not, so no chord uses it.
#pragma once

#include <cstdint>
#include <string>

#include "base/text.h"

namespace legevakt::console::ui {

enum class Key : std::int16_t {
  kNone = 0,
  kSpace = 32,
  k0 = 48,
  k1 = 49,
  k2 = 50,
  k3 = 51,
  k4 = 52,
  k5 = 53,
  k6 = 54,
  kA = 65,
  kB = 66,
  kC = 67,
  kD = 68,
  kE = 69,
  kF = 70,
  kG = 71,
  kH = 72,
  kI = 73,
  kJ = 74,
  kK = 75,
  kL = 76,
  kM = 77,
  kN = 78,
  kO = 79,
  kP = 80,
  kQ = 81,
  kR = 82,
  kS = 83,
  kT = 84,
  kU = 85,
  kV = 86,
  kW = 87,
  kX = 88,
  kY = 89,
  kZ = 90,
  kEscape = 256,
  kEnter = 257,
  kTab = 258,
  kBackspace = 259,
  kDelete = 261,
  kRight = 262,
  kLeft = 263,
  kDown = 264,
  kUp = 265,
  kPageUp = 266,
  kPageDown = 267,
  kHome = 268,
  kEnd = 269,
  kF1 = 290,
  kF2 = 291,
  kF3 = 292,
  kF4 = 293,
  kF5 = 294,
  kF6 = 295,
  kF7 = 296,
  kF8 = 297,
  kF9 = 298,
  kF10 = 299,
  kF11 = 300,
  kF12 = 301,
  kKeypadEnter = 335,
};

struct Chord {
  Key key = Key::kNone;
  bool ctrl = false;
  bool shift = false;
  friend auto operator<=>(const Chord&, const Chord&) = default;
};

// "Ctrl+P", "F2", "Esc"; empty for no key.
std::string ChordText(const Chord& chord, text::Lang lang);

}  // namespace legevakt::console::ui
