// Parts of the reports as JSON.
#pragma once

#include <boost/json.hpp>
#include <vector>

#include "triage/evaluator/tool.h"
#include "triage/past/case_reader.h"
#include "triage/past/figures.h"
#include "triage/report/wording.h"
#include "triage/stats/estimate.h"
#include "triage/stats/matrix.h"

namespace legevakt::report {

// {value, low, high, method, n}, and k where it is a proportion.
boost::json::object EstimateJson(const stats::Estimate& estimate);
boost::json::array MatrixJson(const stats::Matrix& matrix);
// Adds n and every figure under its key.
void AddFigures(const past::Figures& figures, boost::json::object& out);
// The share of each column (or row) of a table.
boost::json::array ColumnShares(const stats::Matrix& matrix);
boost::json::array RowShares(const stats::Matrix& matrix);
// Adds rows, refused, uneven_rows, faults and unmapped_texts.
void AddReading(const past::CaseFile& file, boost::json::object& out);
boost::json::object ToolJson(const triage::Tool& tool, text::Lang lang);
boost::json::array RulesJson(const triage::Tool& tool, const triage::Result& result, text::Lang lang);
boost::json::array MissingJson(const triage::Tool& tool, const triage::Result& result);

}  // namespace legevakt::report
