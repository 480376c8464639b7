// A triage tool against what experts said of past contacts. Pure functions: rows and a tool go in, figures
// come out; the reports (validation_report.h, validation_page.h) word them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "triage/evaluator/evaluate.h"
#include "triage/evaluator/tool.h"
#include "triage/past/case_reader.h"
#include "triage/past/column_map.h"
#include "triage/past/figures.h"
#include "triage/stats/matrix.h"
#include "triage/stats/paired.h"

namespace legevakt::past {

// What a tool says of a row. The row must outlive it.
struct Outcome {
  const Case* row = nullptr;
  triage::Index complaint = triage::kNone;
  triage::Result result;
};

// One for each row, in their order. `tool` must know everything that the map names (UnknownToTool).
std::vector<Outcome> Assess(const std::vector<Case>& rows, const triage::Tool& tool);

struct ValidateOptions {
  // As Scales has them; by default UrgentByDefault.
  std::optional<int> urgent_reference;
  std::optional<int> urgent_tool;
};

// One judge against the reference.
struct Judged {
  Scales scales;
  stats::Matrix matrix;
  Figures figures;
};

// A tool's outcomes against the reference, on the rows that have one. Empty where an option counts more
// levels than there are.
std::optional<Judged> Judge(const std::vector<Outcome>& outcomes, const ColumnMap& map,
                            const triage::Tool& tool, const ValidateOptions& options);

struct ComplaintFigures {
  triage::Index complaint = triage::kNone;
  stats::Matrix matrix;
  Figures figures;
};

// The tool against the second reader, on the rows that have both.
struct AgainstYardstick {
  // Among the urgent by the reference: urgent by the yardstick (first) and by the tool (second).
  stats::Pairs urgent;
  // Among the others: not urgent by the yardstick (first) and by the tool (second).
  stats::Pairs not_urgent;
};

struct Validation {
  std::vector<Outcome> outcomes;
  Judged tool;
  // Where the file has a second reader.
  std::optional<Judged> yardstick;
  AgainstYardstick against;
  // Most rows first.
  std::vector<ComplaintFigures> by_complaint;
  // Positions in `outcomes`, the worst first: by how many levels, then the most urgent by the reference. With
  // no common scale: the urgent by the reference that are not urgent by the tool.
  std::vector<std::size_t> under_triaged;
};

// The rows need a reference. Empty where an option counts more levels than there are.
std::optional<Validation> Validate(const CaseFile& file, const ColumnMap& map, const triage::Tool& tool,
                                   const ValidateOptions& options);

}  // namespace legevakt::past
