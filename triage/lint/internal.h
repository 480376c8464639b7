// What the parts of the linter share. Private to this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "triage/lint/lint.h"
#include "triage/lint/partition.h"
#include "triage/reader/expression.h"

namespace legevakt::triage::internal {

// More ways than this to answer the questions that one proof turns on: the tool is refused, not searched for
// hours.
inline constexpr std::size_t kWaysMax = 100'000;

bool HoldAll(const std::vector<Test>& tests, const AnswerSet& answers);
// The best values that apply; null where the question has none.
const DraftQuestion::Best* BestFor(const DraftQuestion& question, const AnswerSet& answers);
// Whether `value` is one of the best answers: none of `cells` is better.
bool IsBest(const DraftQuestion& question, const DraftQuestion::Best* best, const std::vector<Value>& cells,
            Value value);
// What a part counts; nothing where its question is open.
int PointsOf(const DraftPart& part, const AnswerSet& answers);

// Calls `body` with each way to answer `questions` from `cells`, which are beside them.
template <typename Body>
void ForEachCell(const std::vector<Index>& questions, const std::vector<std::vector<Value>>& cells,
                 AnswerSet& answers, Body&& body, std::size_t at = 0) {
  if (at == questions.size()) return body();
  for (const Value value : cells[at]) {
    answers.values[questions[at]] = value;
    ForEachCell(questions, cells, answers, body, at + 1);
  }
}

class Linter {
 public:
  Linter(const Draft& draft, std::string_view file, text::Lang lang)
      : draft_(draft), file_(file), lang_(lang), partition_(draft), tool_(Compile(draft)) {}

  LintResult Run();

 private:
  friend class Monotone;

  // lint.cc: the content
  void CheckApprover();
  void CheckUse();
  void CheckAsked(const DraftComplaint& complaint);
  void CheckRules(const DraftComplaint* complaint, const std::vector<DraftRule>& rules);
  void CheckTexts();
  void CheckLength(const FilePlace& place, const std::string& text, std::size_t max, std::string_view what);
  void CheckText(const FilePlace& place, const Text& text, std::size_t max, std::string_view what);
  // lint_measures.cc
  void CheckMeasures();
  void CheckLanguages();
  void CheckTranslation(const DraftQuestion& question, const Translation& translation);
  bool CanBeAnswered(const DraftComplaint* complaint, Index question) const;
  // lint_proofs.cc
  void ProveScores();
  void ProveMustAsk();
  void ProveModifiers();
  std::string SayOthers(const std::vector<Index>& questions, const AnswerSet& answers) const;
  // lint_reach.cc
  void CheckFound();
  void CheckAnswers();
  void CheckLevels(bool lowest_reached);
  void ProveRedReachable();
  bool ReachesRed(const DraftComplaint& complaint, Proof& proof) const;
  bool GivesRed(const DraftComplaint& complaint, const std::vector<Test>& tests) const;
  FilePlace LevelPlace(std::size_t level) const;

  bool Affordable(const std::vector<Index>& questions, const FilePlace& place, Proof& proof);
  void ProvePart(const DraftScore& score, const DraftPart& part, Proof& proof);
  // Whether all answers that satisfy `tests` (with `question` answered `value`) satisfy `wanted`.
  bool Implies(const std::vector<Test>& tests, const Test& wanted, Index question, Value value) const;
  // Answers that make `tests` hold; false where there are none.
  bool Witness(const std::vector<Test>& tests, AnswerSet& answers) const;
  void AnswerWorst(const DraftComplaint& complaint, const DraftScore& score, AnswerSet& answers) const;
  void AnswerCalm(const Complaint& complaint, AnswerSet& answers) const;

  void Problem(const FilePlace& place, std::string_view key, text::Args args);
  std::string Name(Index question) const { return draft_.questions[question].question.id; }
  std::string Say(Index question, Value value) const;

  const Draft& draft_;
  std::string file_;
  text::Lang lang_;
  Partition partition_;
  std::shared_ptr<const Tool> tool_;
  LintResult result_;
};

}  // namespace legevakt::triage::internal
