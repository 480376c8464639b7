#include "console/model/language.h"

#include <array>

#include "console/model/search.h"

namespace legevakt::console {
namespace {

// Those with a name in the catalogue, as "console.lang.pl".
constexpr std::array<std::string_view, 18> kCodes = {"ar", "de", "en", "es", "fa", "fr", "ku", "lt", "pl",
                                                     "ro", "ru", "so", "th", "ti", "tr", "uk", "ur", "vi"};
constexpr std::size_t kBeginningMin = 3;

std::string Key(std::string_view code) {
  return "console.lang." + std::string(code);
}

}  // namespace

std::string LanguageCode(std::string_view typed) {
  const std::string wanted = Fold(typed);
  for (const auto code : kCodes) {
    if (wanted == code) return std::string(code);
    for (const auto lang : {text::Lang::kNb, text::Lang::kEn}) {
      const std::string name = Fold(text::Get(lang, Key(code)));
      if (wanted == name || (wanted.size() >= kBeginningMin && name.starts_with(wanted)))
        return std::string(code);
    }
  }
  return std::string(typed);
}

std::string LanguageName(text::Lang lang, const std::string& code) {
  return text::Has(lang, Key(code)) ? std::string(text::Get(lang, Key(code))) : code;
}

}  // namespace legevakt::console
