#include "base/text.h"

#include <boost/json/src.hpp>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <unordered_map>

#include "lv_text_files.h"

namespace legevakt::text {
namespace {

struct HashOf {
  using is_transparent = void;
  std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
};
// A screen asks for a hundred texts a frame.
using Table = std::unordered_map<std::string, std::string, HashOf, std::equal_to<>>;

struct Catalogue {
  Table table[2];
  // The area (file name before the first dot) of each key.
  std::map<std::string, std::string, std::less<>> area;
};

Catalogue Load() {
  Catalogue catalogue;
  for (const auto& file : embedded::text::Files()) {
    const std::string_view name = file.path.substr(file.path.rfind('/') + 1);
    const std::string area(name.substr(0, name.find('.')));
    const bool english = name.find(".en.") != std::string_view::npos;
    const auto value = boost::json::parse({file.data.data(), file.data.size()});
    for (const auto& [key, text] : value.as_object()) {
      catalogue.table[english ? 1 : 0].emplace(std::string(key), std::string(text.as_string()));
      catalogue.area.emplace(std::string(key), area);
    }
  }
  return catalogue;
}

const Catalogue& TheCatalogue() {
  static const Catalogue catalogue = Load();
  return catalogue;
}

const Table& TableOf(Lang lang) {
  return TheCatalogue().table[lang == Lang::kEn ? 1 : 0];
}

}  // namespace

Lang ProcessLang() {
  static const Lang lang = [] {
    const char* wanted = std::getenv("LEGEVAKT_LANG");
    return wanted != nullptr && std::string_view(wanted) == "en" ? Lang::kEn : Lang::kNb;
  }();
  return lang;
}

bool Has(Lang lang, std::string_view key) {
  return TableOf(lang).contains(key);
}

std::string_view Get(Lang lang, std::string_view key) {
  const Table& table = TableOf(lang);
  if (const auto found = table.find(key); found != table.end()) return found->second;
  if (lang == Lang::kEn) return Get(Lang::kNb, key);
  return key;
}

std::string Format(Lang lang, std::string_view key, std::span<const Arg> args) {
  std::string result;
  std::string_view rest = Get(lang, key);
  while (true) {
    const std::size_t open = rest.find('{');
    const std::size_t close = open == std::string_view::npos ? open : rest.find('}', open);
    if (close == std::string_view::npos) return result.append(rest);
    result.append(rest.substr(0, open));
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    for (const auto& [key_of_arg, value] : args) {
      if (key_of_arg == name) result.append(value);
    }
    rest.remove_prefix(close + 1);
  }
}

std::vector<std::string_view> Keys() {
  std::vector<std::string_view> keys;
  for (const auto& [key, area] : TheCatalogue().area) keys.push_back(key);
  return keys;
}

std::string AsJson(Lang lang, std::string_view area) {
  boost::json::object object;
  for (const auto& [key, area_of_key] : TheCatalogue().area) {
    if (!area.empty() && area_of_key != area) continue;
    const std::string_view value = Get(lang, key);
    object[key] = boost::json::string_view(value.data(), value.size());
  }
  return boost::json::serialize(object);
}

}  // namespace legevakt::text
