// A comparison of two tools as text for the terminal, as JSON for programs, and as one page that stands
// alone.
#pragma once

#include <cstddef>
#include <string>

#include "base/text.h"
#include "triage/evaluator/tool.h"
#include "triage/past/case_reader.h"
#include "triage/past/column_map.h"
#include "triage/past/comparison.h"

namespace legevakt::report {

struct ComparisonInput {
  const past::Comparison& comparison;
  const past::CaseFile& file;
  const past::ColumnMap& map;
  const triage::Tool& first;
  const triage::Tool& second;
  // As it was given.
  std::string cases_file;
  text::Lang lang = text::Lang::kNb;
  // Of the rows that went up, and as many of those that went down.
  std::size_t rows_shown = 20;
};

// "legevakt-3 1.0.0", as it is named in the report.
std::string ToolName(const triage::Tool& tool);
// "Akutt": of a place of Comparison::hastegrad.
std::string HastegradName(std::size_t place, text::Lang lang);

std::string ComparisonText(const ComparisonInput& input);

// One object: `n`; `matrix` with a row for each level of the first tool and a column for each of the second,
// most urgent first; every figure {value, low, high, method, n, k} with null where it is not defined. What it
// holds is in docs/validation.md.
std::string ComparisonJson(const ComparisonInput& input);

// The whole page. No resource from elsewhere.
std::string ComparisonPage(const ComparisonInput& input);

}  // namespace legevakt::report
