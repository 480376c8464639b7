#include "triage/report/json.h"

#include <string>

#include "triage/reader/expression.h"
#include "triage/stats/proportion.h"

namespace legevakt::report {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

value OrNull(const std::optional<double>& number) {
  return number ? value(*number) : value(nullptr);
}

}  // namespace

object EstimateJson(const stats::Estimate& estimate) {
  object out{{"value", OrNull(estimate.value)},
             {"low", OrNull(estimate.low)},
             {"high", OrNull(estimate.high)},
             {"method", std::string(stats::Name(estimate.method))},
             {"n", estimate.n}};
  if (estimate.k) out["k"] = *estimate.k;
  return out;
}

array MatrixJson(const stats::Matrix& matrix) {
  array out;
  for (std::size_t row = 0; row < matrix.rows(); ++row) {
    array cells;
    for (std::size_t column = 0; column < matrix.columns(); ++column) cells.push_back(matrix.At(row, column));
    out.push_back(std::move(cells));
  }
  return out;
}

void AddFigures(const past::Figures& figures, object& out) {
  out["n"] = figures.n;
  out["sensitivity"] = EstimateJson(figures.sensitivity);
  out["specificity"] = EstimateJson(figures.specificity);
  out["under_triage"] = EstimateJson(figures.under_triage);
  out["over_triage"] = EstimateJson(figures.over_triage);
  out["agreement"] = EstimateJson(figures.agreement);
  out["kappa"] = EstimateJson(figures.kappa);
  out["most_urgent_lowest"] = EstimateJson(figures.most_urgent_lowest);
}

array ColumnShares(const stats::Matrix& matrix) {
  array out;
  for (std::size_t i = 0; i < matrix.columns(); ++i)
    out.push_back(EstimateJson(stats::Proportion(matrix.ColumnSum(i), matrix.Total())));
  return out;
}

array RowShares(const stats::Matrix& matrix) {
  array out;
  for (std::size_t i = 0; i < matrix.rows(); ++i)
    out.push_back(EstimateJson(stats::Proportion(matrix.RowSum(i), matrix.Total())));
  return out;
}

void AddReading(const past::CaseFile& file, object& out) {
  array refused;
  for (const past::RefusedRow& row : file.refused)
    refused.push_back({{"row", row.row}, {"line", row.line}, {"reason", row.reason}});
  object faults;
  for (const auto& [column, cells] : file.faults) {
    faults[column] =
        object{{"empty", cells.empty}, {"broken", cells.broken}, {"out_of_range", cells.out_of_range}};
  }
  array uneven;
  for (const int row : file.uneven_rows) uneven.push_back(row);
  object unmapped;
  for (const auto& [text, times] : file.unmapped) unmapped[text] = times;
  out["rows"] = file.rows;
  out["refused"] = std::move(refused);
  out["uneven_rows"] = std::move(uneven);
  out["faults"] = std::move(faults);
  out["unmapped_texts"] = std::move(unmapped);
}

object ToolJson(const triage::Tool& tool, text::Lang lang) {
  array levels;
  for (const triage::Level& level : tool.levels()) {
    levels.push_back({{"id", level.id},
                      {"letter", std::string(1, level.letter)},
                      {"name", triage::In(level.name, lang)},
                      {"rank", level.rank}});
  }
  return {{"id", tool.id()},
          {"version", tool.version()},
          {"hash", tool.hash()},
          {"name", triage::In(tool.name(), lang)},
          {"levels", std::move(levels)}};
}

array RulesJson(const triage::Tool& tool, const triage::Result& result, text::Lang lang) {
  array out;
  for (const auto* list : {&result.decided_by, &result.raised_by}) {
    for (const triage::Index index : *list) {
      const triage::Rule& rule = tool.rules()[index];
      out.push_back({{"rule", rule.id}, {"reason", triage::In(rule.reason, lang)}});
    }
  }
  return out;
}

array MissingJson(const triage::Tool& tool, const triage::Result& result) {
  array out;
  for (const triage::Index question : result.missing) out.push_back(value(tool.questions()[question].id));
  return out;
}

}  // namespace legevakt::report
