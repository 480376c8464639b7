// Languages of callers: as a nurse types them, as codes, and in words.
#pragma once

#include <string>
#include <string_view>

#include "base/text.h"

namespace legevakt::console {

// "polsk", "Polish", "pl" -> "pl". What is not known stays as it was typed: an interpreter may be needed all
// the same.
std::string LanguageCode(std::string_view typed);
// "pl" -> "polsk"; a code without a name is shown as it is.
std::string LanguageName(text::Lang lang, const std::string& code);

}  // namespace legevakt::console
