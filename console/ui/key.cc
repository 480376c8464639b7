#include "console/ui/key.h"

namespace legevakt::console::ui {
namespace {

std::string KeyText(Key key, text::Lang lang) {
  const int code = static_cast<int>(key);
  if ((key >= Key::k0 && code <= 57) || (key >= Key::kA && key <= Key::kZ)) {
    return std::string(1, static_cast<char>(code));
  }
  if (key >= Key::kF1 && key <= Key::kF12) return "F" + std::to_string(code - static_cast<int>(Key::kF1) + 1);
  return std::string(text::Get(lang, "console.key." + std::to_string(code)));
}

}  // namespace

std::string ChordText(const Chord& chord, text::Lang lang) {
  if (chord.key == Key::kNone) return {};
  std::string result;
  if (chord.ctrl) result += "Ctrl+";
  if (chord.shift) result += "Shift+";
  return result + KeyText(chord.key, lang);
}

}  // namespace legevakt::console::ui
