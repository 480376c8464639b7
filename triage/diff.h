// What changed between two versions of a tool, in clinical language.
#pragma once

#include <string>
#include <vector>

#include "base/text.h"
#include "triage/draft.h"

namespace legevakt::triage {

enum class ChangeKind { kAdded, kRemoved, kRaised, kLowered, kChanged };

struct Change {
  ChangeKind kind = ChangeKind::kChanged;
  // One sentence: "Feber hos barn: «Alder under 3 måneder og feber» er hevet fra Haster til Akutt."
  std::string sentence;
};

// In the order of the new tool; what was removed comes last within its group. Rules are the same rule where
// their conditions say the same, whatever their place and id.
std::vector<Change> Diff(const Draft& before, const Draft& after, text::Lang lang);

// "raised" and so on, for programs.
std::string_view Name(ChangeKind kind);

}  // namespace legevakt::triage
