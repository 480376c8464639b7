// What this operator has chosen for their screen, kept between shifts.
#pragma once

#include <string>
#include <string_view>

namespace legevakt::console {

struct Settings {
  bool day = false;
  float scale = 1.0F;
  bool sound = true;
  friend bool operator==(const Settings&, const Settings&) = default;
};

// One "name = value" a line. Reading takes what it knows and leaves the rest as it is by default: a file that
// somebody has written in never keeps the console from starting.
std::string ToText(const Settings& settings);
Settings SettingsFrom(std::string_view text);

}  // namespace legevakt::console
