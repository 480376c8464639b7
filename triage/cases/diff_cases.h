// Which cases get another urgency when a tool is changed: both versions' cases, each run on both versions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/text.h"
#include "triage/evaluator/draft.h"
#include "triage/reader/loader.h"

namespace legevakt::triage {

struct CasesFile {
  // For messages and to say where a case stands.
  std::string name;
  std::string yaml;
};

struct CaseChange {
  std::string file;
  int line = 0;
  // The complaint's id, the same in both.
  std::string complaint;
  // Positions in the levels of the old and of the new version.
  Index from = kNone;
  Index to = kNone;
  // More urgent than before, by rank.
  bool up = false;
  // What decides in the new version, in words.
  std::string why;
  // What the author wrote beside the case.
  std::string because;
};

struct CasesComparison {
  std::int64_t compared = 0;
  std::int64_t up = 0;
  std::int64_t down = 0;
  // The complaint or the expected level is in one version only.
  std::int64_t skipped = 0;
  // Up first, then in the order of the files.
  std::vector<CaseChange> changes;
  // What neither version can read: nothing was compared.
  std::vector<Diagnostic> problems;
};

// A case that stands in several files counts once. A question that one version does not have is not asked
// there, so a case for a new question shows what it changes. `files` may have one file or several.
CasesComparison CompareCases(const Draft& before, const Draft& after, std::span<const CasesFile> files,
                             text::Lang lang);

}  // namespace legevakt::triage
