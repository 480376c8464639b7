// The parts of the sheet, each in a file of its own. Private to this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/html.h"
#include "triage/evaluator/draft.h"
#include "triage/reader/expression.h"
#include "triage/sheet/sheet.h"

namespace legevakt::triage::sheet {

// What every part needs: what is written, in which language, and where to.
struct Page {
  const Draft& draft;
  const LintResult& lint;
  // Null where none were run.
  const CasesOutcome* cases;
  text::Lang lang;
  html::Writer out;

  std::string Say(std::string_view key) const { return std::string(text::Get(lang, key)); }
  std::string Say(std::string_view key, text::Args args) const { return text::Format(lang, key, args); }
  const std::string& In(const Text& text) const { return triage::In(text, lang); }
};

// --- sheet_marks.cc: what the parts share

// Shape, letter and name: three signs of a level besides its colour.
void LevelMark(Page& page, Index level);
// "straks", "45 minutter", "4 timer"
std::string Minutes(const Page& page, int minutes);
// "Hvis alder under 3 måneder og feber": the words that join the tests stand out.
void ConditionSentence(Page& page, const Condition& condition);
// The rules as a table, a row for each level that has any.
void RulesByLevel(Page& page, const std::vector<DraftRule>& rules);
// A number of the file's line, small: where to change it.
void LineMark(Page& page, const FilePlace& place);
// "alder 12 år eller mer og kjønn: kvinne"
std::string Tests(const Page& page, const std::vector<Test>& tests, std::string_view join_key);
// The file's hash in groups that a person can compare; without spaces where it is copied.
void HashMark(Page& page);
// A list of questions in the order to ask, counted from `first`; `translated`: in the further languages too.
void Questions(Page& page, const std::vector<Index>& questions, std::size_t first, bool translated);
void Translations(Page& page, const Question& question);
void Term(Page& page, std::string_view key, std::string_view text);

// --- the parts, in their order on the page

// sheet_front.cc
void Front(Page& page);
void Scale(Page& page);
void Contents(Page& page);
// sheet_measures.cc
void LevelMeasures(Page& page);
// Terms of a list: what a complaint does otherwise than its levels.
void OwnMeasures(Page& page, const DraftComplaint& complaint);
// sheet_complaints.cc
void Common(Page& page);
void Complaints(Page& page);
void Modifiers(Page& page);
// sheet_scores.cc
void Scores(Page& page);
// sheet_evidence.cc
void Evidence(Page& page);
void Signature(Page& page);
// sheet_dictionary.cc
void Dictionary(Page& page);

}  // namespace legevakt::triage::sheet
