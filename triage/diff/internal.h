// The parts of Diff(), each in a file of its own. Private to this room.
//
// Everything is compared by ids and values, never by words: the words are only for the sentences, so that
// both languages give the same list.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "triage/diff/diff.h"
#include "triage/reader/expression.h"

namespace legevakt::triage::diff {

// Both versions, the language, and the changes found so far.
struct Work {
  const Draft& before;
  const Draft& after;
  text::Lang lang;
  std::vector<Change> changes;
  // Of what is told next.
  ChangeArea area = ChangeArea::kScale;
  std::string complaint;

  std::string Say(std::string_view key) const { return std::string(text::Get(lang, key)); }
  const std::string& In(const Text& text) const { return triage::In(text, lang); }
  void Add(ChangeKind kind, std::string_view key, text::Args args) {
    changes.push_back({kind, text::Format(lang, key, args), area, complaint});
  }
};

// --- diff_fields.cc: one value of each

// "Hodepine: søkeord er endret fra «a» til «b»." where they differ.
void Field(Work& work, const std::string& where, std::string_view what_key, const std::string& from,
           const std::string& to);
// The same, whatever they say: for what is known to differ while its words may not.
void Tell(Work& work, const std::string& where, std::string_view what_key, const std::string& from,
          const std::string& to);
// The same for a text of two languages. Told once: in the sentence's language where that changed, else the
// other language's words.
void TextField(Work& work, const std::string& where, std::string_view what_key, const Text& from,
               const Text& to);
inline bool Same(const Text& a, const Text& b) {
  return a.nb == b.nb && a.en == b.en;
}

// One after the other, with `between` between.
std::string Joined(const std::vector<std::string>& list, std::string_view between = ", ");

// --- diff_rules.cc: rules and what they are made of

// A test as ids and numbers, the same in both versions and languages.
std::string Key(const Draft& draft, const Test& test);
std::string Key(const Draft& draft, const std::vector<Test>& tests, bool all);
std::string Describe(const Draft& draft, const std::vector<Test>& tests, bool all, text::Lang lang);
void Rules(Work& work, const std::vector<DraftRule>& before, const std::vector<DraftRule>& after,
           const std::string& where);
void Modifiers(Work& work);

// --- the other parts

void Levels(Work& work);
void Common(Work& work);
void Complaints(Work& work);
void Scores(Work& work);
void Questions(Work& work);
void Meta(Work& work);

// Position of the one whose `id_of` gives `id`; the list's end where there is none.
template <typename List, typename IdOf>
auto FindIn(const List& list, const std::string& id, IdOf id_of) {
  return std::find_if(list.begin(), list.end(), [&](const auto& item) { return id_of(item) == id; });
}

std::vector<std::string> Ids(const Draft& draft, const std::vector<Index>& questions);
const Question& QuestionOf(const Draft& draft, const std::string& id);

}  // namespace legevakt::triage::diff
