#include <algorithm>
#include <boost/json.hpp>

#include "triage/reader/expression.h"
#include "triage/report/json.h"
#include "triage/report/validation_report.h"

namespace legevakt::report {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

object ReferenceJson(const ValidationInput& input) {
  array levels;
  for (const auto& [code, level] : input.map.reference->codes) levels.push_back(value(code));
  return {{"column", input.map.reference->column},
          {"levels", std::move(levels)},
          {"urgent_levels", input.validation.tool.scales.urgent_reference}};
}

value YardstickJson(const ValidationInput& input) {
  if (!input.validation.yardstick) return nullptr;
  const past::Judged& judged = *input.validation.yardstick;
  object out{{"column", input.map.yardstick->levels.column},
             {"name", YardstickName(input.map, input.lang)},
             {"matrix", MatrixJson(judged.matrix)},
             {"urgent_levels", judged.scales.urgent_judge},
             {"shares", ColumnShares(judged.matrix)}};
  AddFigures(judged.figures, out);
  const auto test = [](const stats::Pairs& pairs) {
    return object{{"p", stats::McNemarExact(pairs)},
                  {"only_yardstick_right", pairs.only_first},
                  {"only_tool_right", pairs.only_second},
                  {"test", "McNemar exact, two-sided"}};
  };
  out["tool_against_it"] = object{{"sensitivity", test(input.validation.against.urgent)},
                                  {"specificity", test(input.validation.against.not_urgent)}};
  return out;
}

array ComplaintsJson(const ValidationInput& input) {
  array out;
  for (const past::ComplaintFigures& part : input.validation.by_complaint) {
    const triage::Complaint& complaint = input.tool.complaints()[part.complaint];
    object item{{"complaint", complaint.id},
                {"name", triage::In(complaint.name, input.lang)},
                {"matrix", MatrixJson(part.matrix)}};
    AddFigures(part.figures, item);
    out.push_back(std::move(item));
  }
  return out;
}

object WorstJson(const ValidationInput& input, const past::Outcome& outcome) {
  const past::Case& row = *outcome.row;
  const auto levels = input.tool.levels();
  object out{{"row", row.row},
             {"line", row.line},
             {"text", row.complaint_text},
             {"complaint", input.tool.complaints()[outcome.complaint].id},
             {"complaint_by_word_list", row.mapped},
             {"reference", input.map.reference->codes[static_cast<std::size_t>(row.reference) - 1].first},
             {"level", levels[outcome.result.level].id},
             {"most", levels[outcome.result.most].id},
             {"decided_by", RulesJson(input.tool, outcome.result, input.lang)},
             {"missing", MissingJson(input.tool, outcome.result)},
             {"yardstick", nullptr}};
  if (row.yardstick > 0) {
    out["yardstick"] = input.map.yardstick->levels.codes[static_cast<std::size_t>(row.yardstick) - 1].first;
  }
  return out;
}

}  // namespace

std::string ValidationJson(const ValidationInput& input) {
  const past::Validation& validation = input.validation;
  object out;
  AddFigures(validation.tool.figures, out);
  out["matrix"] = MatrixJson(validation.tool.matrix);
  out["tool"] = ToolJson(input.tool, input.lang);
  out["urgent_levels"] = validation.tool.scales.urgent_judge;
  out["reference"] = ReferenceJson(input);
  out["cases"] = input.cases_file;
  out["map"] = input.map.file;
  AddReading(input.file, out);
  out["shares"] = ColumnShares(validation.tool.matrix);
  out["reference_shares"] = RowShares(validation.tool.matrix);
  out["yardstick"] = YardstickJson(input);
  out["by_complaint"] = ComplaintsJson(input);
  out["under_triaged_rows"] = validation.under_triaged.size();
  array worst;
  const std::size_t shown = std::min(input.rows_shown, validation.under_triaged.size());
  for (std::size_t i = 0; i < shown; ++i) {
    worst.push_back(WorstJson(input, validation.outcomes[validation.under_triaged[i]]));
  }
  out["worst"] = std::move(worst);
  return boost::json::serialize(out);
}

}  // namespace legevakt::report
