// What is allowed at a level, when the patient is assessed again, and the must-ask questions in further
// languages.
#include <algorithm>
#include <set>
#include <tuple>

#include "triage/lint/internal.h"

namespace legevakt::triage::internal {
namespace {

// A caller reads these, or has them read aloud; they do not lie in the operator's list.
constexpr std::size_t kTranslationMax = 160;

// Whether the text holds a two-byte letter whose first byte lies in lo..hi.
bool HasLetter(const std::string& text, unsigned char lo, unsigned char hi) {
  return std::any_of(text.begin(), text.end(), [&](char c) {
    return static_cast<unsigned char>(c) >= lo && static_cast<unsigned char>(c) <= hi;
  });
}

// Cyrillic is U+0400-04FF, Arabic U+0600-06FF: their first bytes in UTF-8 belong to no other alphabet used
// here.
bool AlphabetFits(std::string_view language, const std::string& text) {
  const bool cyrillic = HasLetter(text, 0xD0, 0xD3);
  const bool arabic = HasLetter(text, 0xD8, 0xDB);
  return cyrillic == (language == "uk") && arabic == (language == "ar");
}

// Characters that turn the direction of the text around them: what is shown is then not what is written.
bool TurnsDirection(const std::string& text) {
  for (std::size_t at = text.find('\xE2'); at != std::string::npos; at = text.find('\xE2', at + 1)) {
    const std::string_view mark = std::string_view(text).substr(at, 3);
    if (mark >= "\xE2\x80\xAA" && mark <= "\xE2\x80\xAE") return true;
    if (mark >= "\xE2\x81\xA6" && mark <= "\xE2\x81\xA9") return true;
  }
  return false;
}

bool Contains(const auto& list, auto item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

void Linter::CheckMeasures() {
  // What complaints inherit from the level is told once.
  std::set<std::tuple<int, int, std::string>> told;
  const auto tell = [&](const FilePlace& place, std::string_view key, text::Args args) {
    if (told.emplace(place.line, place.column, key).second) Problem(place, key, args);
  };
  bool given = false;
  for (const DraftComplaint& complaint : draft_.complaints) {
    for (const DraftMeasures& one : complaint.measures) given = given || one.modes_given;
  }
  for (const DraftComplaint& complaint : draft_.complaints) {
    for (std::size_t i = 0; i < complaint.measures.size(); ++i) {
      const DraftMeasures& one = complaint.measures[i];
      const Level& level = draft_.levels[i];
      if (given && !one.modes_given) tell(one.place, "triage.lint_modes_missing", {{"level", level.id}});
      if (one.modes_given && level.hastegrad == Hastegrad::kAkutt) {
        for (const Mode mode : {Mode::kVideo, Mode::kOwnGp}) {
          if (!one.measures.modes.Has(mode)) continue;
          tell(one.place, "triage.lint_mode_akutt", {{"level", level.id}, {"mode", IdOf(mode)}});
        }
        if (!one.measures.modes.Has(Mode::kAmk)) {
          tell(one.place, "triage.lint_mode_amk", {{"level", level.id}});
        }
      }
      if (i + 1 == complaint.measures.size()) continue;
      const auto& soon = one.measures.reassess_minutes;
      const auto& late = complaint.measures[i + 1].measures.reassess_minutes;
      for (std::size_t place = 0; place < kPlaces; ++place) {
        if (soon[place] <= late[place]) continue;
        tell(one.place, "triage.lint_reassess",
             {{"complaint", complaint.complaint.id},
              {"level", level.id},
              {"other", draft_.levels[i + 1].id},
              {"place", place == 0 ? "?" : kPlaceIds[place - 1]},
              {"minutes", std::to_string(soon[place])},
              {"other_minutes", std::to_string(late[place])}});
        break;
      }
    }
  }
}

// Where a complaint promises a language, all that must be asked is there in it; and no text lies unused.
void Linter::CheckLanguages() {
  std::set<std::pair<Index, std::uint8_t>> promised;
  for (const DraftComplaint& complaint : draft_.complaints) {
    for (const std::uint8_t language : complaint.complaint.languages) {
      for (const Index question : complaint.complaint.must_ask) {
        // A fact is asked of nobody.
        if (draft_.questions[question].question.fact != Fact::kNone) continue;
        promised.emplace(question, language);
        const auto& texts = draft_.questions[question].question.translations;
        if (std::any_of(texts.begin(), texts.end(),
                        [&](const Translation& text) { return text.language == language; })) {
          continue;
        }
        Problem(complaint.place, "triage.lint_language",
                {{"complaint", complaint.complaint.id},
                 {"id", Name(question)},
                 {"language", kFurtherLanguages[language]}});
      }
    }
  }
  for (std::size_t i = 0; i < draft_.questions.size(); ++i) {
    for (const Translation& text : draft_.questions[i].question.translations) {
      CheckTranslation(draft_.questions[i], text);
      if (Contains(promised, std::pair(static_cast<Index>(i), text.language))) continue;
      Problem(draft_.questions[i].place, "triage.lint_language_unused",
              {{"id", Name(static_cast<Index>(i))}, {"language", kFurtherLanguages[text.language]}});
    }
  }
}

void Linter::CheckTranslation(const DraftQuestion& question, const Translation& translation) {
  const std::string language{kFurtherLanguages[translation.language]};
  const std::string what = question.question.id + "." + language;
  const Text& own = question.question.text;
  CheckLength(question.place, translation.text, kTranslationMax, what);
  if (translation.text == own.nb || translation.text == own.en) {
    Problem(question.place, "triage.lint_untranslated", {{"what", what}, {"text", translation.text}});
  } else if (!AlphabetFits(language, translation.text) || TurnsDirection(translation.text)) {
    Problem(question.place, "triage.lint_alphabet", {{"id", question.question.id}, {"language", language}});
  }
}

}  // namespace legevakt::triage::internal
