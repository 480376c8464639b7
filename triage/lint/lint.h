// What the loader cannot see: whether the content makes sense, and proofs of what design promises of every
// tool.
//
// The proofs go rule by rule over the finite partition that a question's thresholds make of its values, so
// they hold for every answer and not only for those that were tried. Where a proof fails, the finding names
// the smallest pair of answers that shows it, checked with the evaluator itself. A library of its own:
// central links it to refuse a tool before it is activated.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "triage/evaluator/draft.h"
#include "triage/reader/loader.h"

namespace legevakt::triage {

struct Proof {
  // A key of the text catalogue: "triage.proof_monotone".
  std::string key;
  // Of how many cases it is made.
  std::int64_t cases = 0;
  bool holds = false;
};

struct LintResult {
  std::vector<Diagnostic> problems;
  // Empty where the file cannot be read.
  std::vector<Proof> proofs;
  bool ok() const { return problems.empty(); }
};

// All of it: reads, checks and proves. `file_name` is for the messages only.
LintResult Lint(std::string_view yaml, std::string_view file_name, text::Lang lang = text::Lang::kNb);

// The same for a draft that was read already.
LintResult LintDraft(const Draft& draft, std::string_view file_name, text::Lang lang = text::Lang::kNb);

}  // namespace legevakt::triage
