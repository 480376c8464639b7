#include "console/model/settings.h"

#include <algorithm>
#include <charconv>

namespace legevakt::console {
namespace {

constexpr int kPercentMin = 90;
constexpr int kPercentMax = 175;

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

void Take(Settings& settings, std::string_view name, std::string_view value) {
  if (name == "theme") settings.day = value == "dag";
  if (name == "sound") settings.sound = value != "off";
  if (name != "scale_percent") return;
  int percent = 0;
  const auto read = std::from_chars(value.data(), value.data() + value.size(), percent);
  if (read.ec != std::errc() || percent <= 0) return;
  settings.scale = static_cast<float>(std::clamp(percent, kPercentMin, kPercentMax)) / 100.0F;
}

}  // namespace

std::string ToText(const Settings& settings) {
  std::string text = "theme = ";
  text += settings.day ? "dag" : "natt";
  text += "\nscale_percent = " + std::to_string(static_cast<int>(settings.scale * 100.0F + 0.5F));
  text += "\nsound = ";
  text += settings.sound ? "on" : "off";
  return text + "\n";
}

Settings SettingsFrom(std::string_view text) {
  Settings settings;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    Take(settings, Trimmed(line.substr(0, equals)), Trimmed(line.substr(equals + 1)));
  }
  return settings;
}

}  // namespace legevakt::console
