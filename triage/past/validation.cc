#include "triage/past/validation.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "triage/past/fit.h"

namespace legevakt::past {
namespace {

using stats::Matrix;

std::size_t ReferenceLevels(const ColumnMap& map) {
  return static_cast<std::size_t>(map.reference_levels);
}

// By position where both have as many levels, else as the map says.
Scales ScalesFor(const ColumnMap& map, std::size_t judge_levels) {
  Scales scales;
  const std::size_t levels = ReferenceLevels(map);
  const auto known = map.reference_scales.find(static_cast<int>(judge_levels));
  for (std::size_t i = 0; i < levels; ++i) {
    if (known != map.reference_scales.end()) {
      scales.same.push_back(static_cast<std::size_t>(known->second[i]) - 1);
    } else if (levels == judge_levels) {
      scales.same.push_back(i);
    }
  }
  scales.urgent_reference = UrgentByDefault(levels);
  scales.urgent_judge = UrgentByDefault(judge_levels);
  return scales;
}

std::size_t At(int level) {
  return static_cast<std::size_t>(level) - 1;
}

void AddYardstick(const ColumnMap& map, Validation& out) {
  const std::size_t levels = map.yardstick->levels.codes.size();
  Judged judged{ScalesFor(map, levels), Matrix(ReferenceLevels(map), levels), {}};
  judged.scales.urgent_reference = out.tool.scales.urgent_reference;
  // Judged by the same line, where the scale is the same.
  if (levels == ReferenceLevels(map)) judged.scales.urgent_judge = judged.scales.urgent_reference;
  for (const Outcome& outcome : out.outcomes) {
    const Case& row = *outcome.row;
    if (row.yardstick == 0) continue;
    judged.matrix.Add(At(row.reference), At(row.yardstick));
    const bool urgent = At(row.reference) < judged.scales.urgent_reference;
    // Right: urgent among the urgent, not urgent among the others.
    const bool first = (At(row.yardstick) < judged.scales.urgent_judge) == urgent;
    const bool second = (outcome.result.level < out.tool.scales.urgent_judge) == urgent;
    stats::Pairs& pairs = urgent ? out.against.urgent : out.against.not_urgent;
    ++(first ? (second ? pairs.both : pairs.only_first) : (second ? pairs.only_second : pairs.neither));
  }
  judged.figures = FiguresOf(judged.matrix, judged.scales);
  out.yardstick = std::move(judged);
}

void AddComplaints(Validation& out) {
  std::map<triage::Index, Matrix> matrices;
  for (const Outcome& outcome : out.outcomes) {
    const auto [it, added] =
        matrices.try_emplace(outcome.complaint, out.tool.matrix.rows(), out.tool.matrix.columns());
    it->second.Add(At(outcome.row->reference), outcome.result.level);
  }
  for (auto& [complaint, matrix] : matrices) {
    const Figures figures = FiguresOf(matrix, out.tool.scales);
    out.by_complaint.push_back({complaint, std::move(matrix), figures});
  }
  std::stable_sort(out.by_complaint.begin(), out.by_complaint.end(),
                   [](const auto& a, const auto& b) { return a.figures.n > b.figures.n; });
}

// How many levels less urgent than the reference; 0 where it is not.
std::size_t LevelsBelow(const Outcome& outcome, const Scales& scales) {
  const std::size_t reference = At(outcome.row->reference);
  const std::size_t level = outcome.result.level;
  if (!scales.same.empty()) return level > scales.same[reference] ? level - scales.same[reference] : 0;
  return reference < scales.urgent_reference && level >= scales.urgent_judge ? level - scales.urgent_judge + 1
                                                                             : 0;
}

void AddUnderTriaged(Validation& out) {
  using Key = std::tuple<long, int, int>;
  std::vector<std::pair<Key, std::size_t>> found;
  for (std::size_t i = 0; i < out.outcomes.size(); ++i) {
    const std::size_t below = LevelsBelow(out.outcomes[i], out.tool.scales);
    if (below == 0) continue;
    const Case& row = *out.outcomes[i].row;
    found.emplace_back(Key{-static_cast<long>(below), row.reference, row.row}, i);
  }
  std::sort(found.begin(), found.end());
  for (const auto& [key, i] : found) out.under_triaged.push_back(i);
}

}  // namespace

std::vector<Outcome> Assess(const std::vector<Case>& rows, const triage::Tool& tool) {
  std::vector<Outcome> outcomes;
  outcomes.reserve(rows.size());
  for (const Case& row : rows) {
    const triage::Index complaint = ComplaintOf(row, tool);
    outcomes.push_back({&row, complaint, triage::Evaluate(tool, complaint, AnswersOf(row, tool))});
  }
  return outcomes;
}

std::optional<Judged> Judge(const std::vector<Outcome>& outcomes, const ColumnMap& map,
                            const triage::Tool& tool, const ValidateOptions& options) {
  const std::size_t levels = tool.levels().size();
  Scales scales = ScalesFor(map, levels);
  if (options.urgent_reference) scales.urgent_reference = static_cast<std::size_t>(*options.urgent_reference);
  if (options.urgent_tool) scales.urgent_judge = static_cast<std::size_t>(*options.urgent_tool);
  if (scales.urgent_reference >= ReferenceLevels(map) || scales.urgent_judge >= levels) return std::nullopt;
  Judged out{std::move(scales), Matrix(ReferenceLevels(map), levels), {}};
  for (const Outcome& outcome : outcomes) {
    if (outcome.row->reference > 0) out.matrix.Add(At(outcome.row->reference), outcome.result.level);
  }
  out.figures = FiguresOf(out.matrix, out.scales);
  return out;
}

std::optional<Validation> Validate(const CaseFile& file, const ColumnMap& map, const triage::Tool& tool,
                                   const ValidateOptions& options) {
  Validation out;
  out.outcomes = Assess(file.cases, tool);
  std::optional<Judged> judged = Judge(out.outcomes, map, tool, options);
  if (!judged) return std::nullopt;
  out.tool = *std::move(judged);
  if (file.has_yardstick) AddYardstick(map, out);
  AddComplaints(out);
  AddUnderTriaged(out);
  return out;
}

}  // namespace legevakt::past
