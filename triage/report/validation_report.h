// A validation as text for the terminal, as JSON for programs, and as one page that stands alone.
#pragma once

#include <cstddef>
#include <string>

#include "base/text.h"
#include "triage/evaluator/tool.h"
#include "triage/past/case_reader.h"
#include "triage/past/column_map.h"
#include "triage/past/validation.h"

namespace legevakt::report {

struct ValidationInput {
  const past::Validation& validation;
  const past::CaseFile& file;
  const past::ColumnMap& map;
  const triage::Tool& tool;
  // As it was given.
  std::string cases_file;
  text::Lang lang = text::Lang::kNb;
  // Of the worst under-triaged rows.
  std::size_t rows_shown = 20;
};

std::string ValidationText(const ValidationInput& input);

// One object: `n`; `matrix` with a row for each level of the reference and a column for each of the tool,
// most urgent first; every figure {value, low, high, method, k, n} with null where it is not defined. What it
// holds is in docs/validation.md.
std::string ValidationJson(const ValidationInput& input);

// The whole page. No resource from elsewhere.
std::string ValidationPage(const ValidationInput& input);

}  // namespace legevakt::report
