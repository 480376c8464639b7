// What changed between two versions of a tool, in clinical language.
//
// Complete: where two drafts differ in anything that a file can say (other than ids of rules and the order in
// which rules stand), there is a change that tells it. The list has the same changes in the same order in
// both languages; only the words differ. For `legevakt-triage diff`, and for central, which tells the
// operators what is new.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "triage/evaluator/draft.h"

namespace legevakt::triage {

enum class ChangeKind { kAdded, kRemoved, kRaised, kLowered, kChanged };

// What it is about.
enum class ChangeArea : std::uint8_t {
  kScale,
  kRule,
  kModifier,
  kComplaint,
  kAsked,
  kAdvice,
  kScore,
  kQuestion,
  // Who stands behind the tool, its name and version.
  kMeta
};

struct Change {
  ChangeKind kind = ChangeKind::kChanged;
  // One sentence: "Feber hos barn: «Alder under 3 måneder og feber» er hevet fra Haster til Akutt."
  std::string sentence;
  ChangeArea area = ChangeArea::kRule;
  // The id of the complaint; empty where it is about all.
  std::string complaint;
};

// In the order of the new tool: scale, common rules, modifiers, complaints, scores, questions, and at last
// who stands behind it; what was removed comes last within its group. Rules are the same rule where their
// conditions say the same, whatever their place and id; a rule whose limit alone was moved is one change:
// raised where it now fires for more, lowered where for fewer.
std::vector<Change> Diff(const Draft& before, const Draft& after, text::Lang lang);

// Whether an operator meets it at work, so that it is news at the next sign-in: all but kMeta.
bool ConcernsOperators(const Change& change);

// "raised" and so on, for programs.
std::string_view Name(ChangeKind kind);
// "rule" and so on, for programs.
std::string_view Name(ChangeArea area);

}  // namespace legevakt::triage
