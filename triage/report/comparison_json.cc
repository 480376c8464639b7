#include <algorithm>
#include <boost/json.hpp>

#include "triage/reader/expression.h"
#include "triage/report/comparison_report.h"
#include "triage/report/json.h"

namespace legevakt::report {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr std::string_view kTest = "McNemar exact, two-sided";

object ShiftJson(const past::Shift& shift) {
  return {{"before", EstimateJson(shift.before)},
          {"after", EstimateJson(shift.after)},
          {"change", EstimateJson(shift.change)},
          {"p", shift.p},
          {"test", std::string(kTest)}};
}

object RowJson(const ComparisonInput& input, std::size_t i) {
  const past::Outcome& first = input.comparison.first[i];
  const past::Outcome& second = input.comparison.second[i];
  const past::Case& row = *first.row;
  const auto side = [&](const triage::Tool& tool, const past::Outcome& outcome) {
    return object{{"level", tool.levels()[outcome.result.level].id},
                  {"decided_by", RulesJson(tool, outcome.result, input.lang)},
                  {"missing", MissingJson(tool, outcome.result)}};
  };
  object out{{"row", row.row},
             {"line", row.line},
             {"text", row.complaint_text},
             {"complaint", input.first.complaints()[first.complaint].id},
             {"reference", nullptr},
             {"first", side(input.first, first)},
             {"second", side(input.second, second)}};
  if (row.reference > 0)
    out["reference"] = input.map.reference->codes[static_cast<std::size_t>(row.reference) - 1].first;
  return out;
}

array RowsJson(const ComparisonInput& input, const std::vector<std::size_t>& rows) {
  array out;
  for (std::size_t i = 0; i < std::min(input.rows_shown, rows.size()); ++i)
    out.push_back(RowJson(input, rows[i]));
  return out;
}

value ReferenceJson(const ComparisonInput& input) {
  if (!input.comparison.reference) return nullptr;
  const past::AgainstReference& against = *input.comparison.reference;
  const auto side = [](const past::Judged& judged) {
    object out{{"matrix", MatrixJson(judged.matrix)}, {"urgent_levels", judged.scales.urgent_judge}};
    AddFigures(judged.figures, out);
    return out;
  };
  const auto test = [](const stats::Pairs& pairs) {
    return object{{"p", stats::McNemarExact(pairs)},
                  {"change", EstimateJson(stats::PairedDifference(pairs))},
                  {"only_first_right", pairs.only_first},
                  {"only_second_right", pairs.only_second},
                  {"test", std::string(kTest)}};
  };
  return object{
      {"column", input.map.reference->column}, {"urgent_levels", against.first.scales.urgent_reference},
      {"first", side(against.first)},          {"second", side(against.second)},
      {"sensitivity", test(against.urgent)},   {"specificity", test(against.not_urgent)}};
}

array ComplaintsJson(const ComparisonInput& input) {
  array out;
  for (const past::ComplaintShift& part : input.comparison.by_complaint) {
    const triage::Complaint& complaint = input.first.complaints()[part.complaint];
    out.push_back({{"complaint", complaint.id},
                   {"name", triage::In(complaint.name, input.lang)},
                   {"n", part.n},
                   {"up", part.up},
                   {"down", part.down},
                   {"red", ShiftJson(part.red)}});
  }
  return out;
}

}  // namespace

std::string ComparisonJson(const ComparisonInput& input) {
  const past::Comparison& comparison = input.comparison;
  object out{{"n", comparison.first.size()},
             {"matrix", MatrixJson(comparison.matrix)},
             {"first", ToolJson(input.first, input.lang)},
             {"second", ToolJson(input.second, input.lang)},
             {"cases", input.cases_file},
             {"map", input.map.file},
             {"compared_by", comparison.by_level ? "level" : "hastegrad"},
             {"agreement", EstimateJson(comparison.agreement)},
             {"kappa", EstimateJson(comparison.kappa)},
             {"hastegrad",
              {{"akutt", ShiftJson(comparison.hastegrad[0])},
               {"haster", ShiftJson(comparison.hastegrad[1])},
               {"vanlig", ShiftJson(comparison.hastegrad[2])}}},
             {"shares_first", RowShares(comparison.matrix)},
             {"shares_second", ColumnShares(comparison.matrix)},
             {"reference", ReferenceJson(input)},
             {"by_complaint", ComplaintsJson(input)},
             {"up", comparison.up.size()},
             {"down", comparison.down.size()},
             {"up_rows", RowsJson(input, comparison.up)},
             {"down_rows", RowsJson(input, comparison.down)}};
  AddReading(input.file, out);
  return boost::json::serialize(out);
}

}  // namespace legevakt::report
