// The text catalogue: what users read, in bokmål (default) and English. No user text lies in code.
//
// The texts are in base/text/<area>.<lang>.json, flat key -> text, embedded in the binaries. A text may hold
// named places, as "{who} har endret {what}". A key that is missing in English falls back to bokmål; one that
// is missing in both shows as itself, and a test fails. Thread: any; the catalogue never changes after the
// first use.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace legevakt::text {

enum class Lang { kNb, kEn };

// The language of what this process says on its terminal and in the sentences of its errors: English where
// the environment has LEGEVAKT_LANG=en, else bokmål. Read once.
Lang ProcessLang();

// Lives as long as the process.
std::string_view Get(Lang lang, std::string_view key);
bool Has(Lang lang, std::string_view key);

using Arg = std::pair<std::string_view, std::string_view>;
using Args = std::initializer_list<Arg>;
// The text with its named places filled in; a place without an argument becomes empty.
std::string Format(Lang lang, std::string_view key, std::span<const Arg> args);
inline std::string Format(Lang lang, std::string_view key, std::initializer_list<Arg> args) {
  return Format(lang, key, std::span<const Arg>(args.begin(), args.size()));
}

// All keys, sorted; for tests and for the doctors' page.
std::vector<std::string_view> Keys();
// The whole catalogue of an area (or of all where `area` is empty) as one JSON object; for the doctors' page.
std::string AsJson(Lang lang, std::string_view area);

}  // namespace legevakt::text
