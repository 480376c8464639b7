// What the parts of the linter share. Private to triage/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "triage/expression.h"
#include "triage/lint.h"
#include "triage/partition.h"

namespace legevakt::triage::internal {

class Linter {
 public:
  Linter(const Draft& draft, std::string_view file, text::Lang lang)
      : draft_(draft), file_(file), lang_(lang), partition_(draft), tool_(Compile(draft)) {}

  LintResult Run();

 private:
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
  void ProveMonotone();
  void ProveScores();
  void ProveRedReachable();
  void ProveMustAsk();
  void ProveModifiers();
  void CheckLevels(bool lowest_reached);

  bool Affordable(const std::vector<Index>& questions, const FilePlace& place, Proof& proof);
  void ProveCondition(const Condition& condition, const FilePlace& place, const std::string& id,
                      const DraftComplaint* complaint, Index level, Proof& proof);
  void ProveTest(const std::vector<Test>& tests, Index question, const FilePlace& place,
                 const std::string& id, const DraftComplaint* complaint, Index level, Proof& proof);
  void ProvePart(const DraftScore& score, const DraftPart& part, Proof& proof);
  // Whether some rule gives `level` or more whenever `tests` hold, with `question` answered `value`.
  bool Covered(const std::vector<Test>& tests, Index question, Value value, const DraftComplaint* complaint,
               Index level) const;
  bool Implies(const std::vector<Test>& tests, const Test& wanted, Index question, Value value) const;
  // Answers that make `tests` hold; false where there are none.
  bool Witness(const std::vector<Test>& tests, AnswerSet& answers) const;
  void AnswerWorst(const DraftComplaint& complaint, const DraftScore& score, AnswerSet& answers) const;
  void AnswerCalm(const Complaint& complaint, AnswerSet& answers) const;
  bool Falls(const std::vector<Test>& tests, const DraftComplaint* complaint, const AnswerSet& context,
             Index question, Value better, Value worse, std::string& levels) const;

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
