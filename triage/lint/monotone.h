// The proof that within a context a worse answer never gives a lower urgency. Private to the linter.
//
// Rule by rule: where a rule stops holding as one answer gets worse, something else must give at least its
// level. What the rule's own answers do not settle is taken as not answered, which is the least that can be
// known: no rule needs a question to be open, so whatever holds then holds with every further answer.
#pragma once

#include <string>
#include <vector>

#include "triage/lint/internal.h"

namespace legevakt::triage::internal {

class Monotone {
 public:
  explicit Monotone(Linter& linter) : linter_(linter), draft_(linter.draft_), tool_(*linter.tool_) {}

  // Problems go to the linter: one for each rule and question where it fails.
  Proof Run();

 private:
  // Tests that hold together and what they give: a rule, one branch of an "any", or a modifier.
  struct Way {
    std::vector<Test> tests;
    // Null: of every complaint.
    const DraftComplaint* complaint = nullptr;
    const DraftModifier* modifier = nullptr;
    // The level of the rule, or the most urgent level of the modifier.
    Index level = kNone;
    std::string id;
    FilePlace place;
  };
  // How what the pair does not turn on is answered.
  enum class Rest { kOpen, kMustAsk, kCalm };
  struct Fall {
    const DraftComplaint* complaint = nullptr;
    Index question = kNone;
    Value better;
    Value worse;
  };

  void ProveCondition(const Condition& condition, Way way);
  void Prove(const Way& way, Index question);
  void ProveCells(const Way& way, Index question, AnswerSet& answers);
  bool AffordableWays(const Way& way, const std::vector<Index>& fixed);
  std::vector<Value> FittingCells(const Way& way, Index question) const;

  // The complaint in which nothing gives the way's level with these answers; null where there is none. The
  // answers that the scores of other rules turn on are set to what shows it.
  const DraftComplaint* Uncovered(const Way& way, AnswerSet& answers);
  bool CoveredIn(const Way& way, const DraftComplaint& complaint, AnswerSet& answers);
  void AddFloorQuestions(const Way& way, const DraftComplaint& complaint, const AnswerSet& answers,
                         std::vector<Index>& questions) const;
  std::vector<Value> OpenCells(const Way& way, const DraftComplaint& complaint, Index question) const;
  bool RulesCover(const Way& way, const DraftComplaint& complaint, const AnswerSet& answers,
                  bool points) const;
  bool FloorCovers(const Way& way, const DraftComplaint& complaint, const AnswerSet& answers) const;
  bool MayHaveHeld(const Condition& condition, const AnswerSet& answers) const;
  bool ModifierCovers(const Way& way, const AnswerSet& answers) const;
  std::vector<Index> ScoreQuestions(const Way& way, const DraftComplaint& complaint,
                                    const AnswerSet& answers) const;
  bool Holds(const Condition& condition, const Way& way, const AnswerSet& answers, bool points) const;
  bool HoldsScore(const Test& test, const Way& way, const AnswerSet& answers, bool points) const;
  bool Excluded(Index score, const AnswerSet& answers) const;

  void Tell(const Way& way, const AnswerSet& answers, const Fall& fall);
  // Looks for a pair that the evaluator itself shows to fall; the smallest, where it finds one.
  bool Show(const Way& way, AnswerSet& answers, const Fall& fall, const AnswerSet& plain,
            std::string& levels) const;
  void Fill(Rest rest, const DraftComplaint& complaint, AnswerSet& answers) const;
  bool Falls(const Fall& fall, AnswerSet& answers, std::string& levels) const;
  void Shrink(const Fall& fall, AnswerSet& answers, const AnswerSet& plain) const;

  Linter& linter_;
  const Draft& draft_;
  const Tool& tool_;
  // The question that gets worse, and the answer before: all else is as after.
  Index question_ = kNone;
  Value better_;
  Proof proof_{"triage.proof_monotone", 0, true};
  bool told_ = false;
};

}  // namespace legevakt::triage::internal
