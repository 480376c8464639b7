// The whole tool as one page to review, print and sign.
//
// The same draft, lint result, cases and language always give the same bytes: the page carries no date and no
// name of a file's folder, and every text of the tool stands on it escaped. It can be printed: the tool's
// version and hash stand at the foot of every page, so that a signed paper names the file that it is about.
#pragma once

#include <string>
#include <vector>

#include "base/text.h"
#include "triage/cases/cases.h"
#include "triage/evaluator/draft.h"
#include "triage/lint/lint.h"

namespace legevakt::triage {

// What a run of the tool's cases gave.
struct CasesOutcome {
  std::size_t cases = 0;
  // How many cases each complaint has; one for each of the draft's.
  std::vector<std::size_t> by_complaint;
  // One sentence for each case that did not come out as expected.
  std::vector<std::string> failures;
  Coverage coverage;
  MutationResult mutation;
};

// Runs, measures and mutates; takes seconds for a large tool.
CasesOutcome RunCases(const Draft& draft, const std::vector<Case>& cases, text::Lang lang);

// `cases` may be null: the page then says that no cases were run. `lint` must be of the same draft.
std::string Sheet(const Draft& draft, const LintResult& lint, const CasesOutcome* cases, text::Lang lang);

}  // namespace legevakt::triage
