// Reads a triage tool from YAML. The only place that knows the file format (docs/triage-format.md).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "triage/evaluator/draft.h"
#include "triage/evaluator/tool.h"

namespace legevakt::triage {

// Line and column count from 1; 0 where the whole file is meant.
struct Diagnostic {
  std::string file;
  int line = 0;
  int column = 0;
  // One sentence: what is wrong, what was expected, what to do.
  std::string message;
};

// "tools/x.yaml:12:5: ..."
std::string ToString(const Diagnostic& diagnostic);

struct LoadResult {
  // Null where there are problems.
  std::shared_ptr<const Tool> tool;
  std::vector<Diagnostic> problems;
};

// Never throws, whatever the bytes. `file_name` is for the messages only.
// The problems are worded in `lang`.
LoadResult LoadTool(std::string_view yaml, std::string_view file_name, text::Lang lang = text::Lang::kNb);

// The tool before it is compiled, for the linter and its like.
struct DraftResult {
  // Empty where there are problems.
  std::optional<Draft> draft;
  std::vector<Diagnostic> problems;
};
DraftResult LoadDraft(std::string_view yaml, std::string_view file_name, text::Lang lang = text::Lang::kNb);

}  // namespace legevakt::triage
