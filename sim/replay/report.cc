#include "sim/replay/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstddef>

#include "base/text.h"

namespace legevakt::sim {
namespace {

namespace json = boost::json;

// How many single rows and texts are listed in the text form.
constexpr std::size_t kListed = 10;

std::string Line(std::string_view key, text::Args args) {
  return text::Format(text::ProcessLang(), key, args) + "\n";
}

std::string Millis(std::int64_t us) {
  return fmt::format("{:.1f}", static_cast<double>(us) / 1000.0);
}

std::string ReferenceName(const past::ColumnMap& map, std::size_t level) {
  if (!map.reference || level == 0) return "-";
  return map.reference->codes.at(level - 1).first;
}

std::string Table(const past::ColumnMap& map, const ReplayResult& result) {
  std::string out = fmt::format("  {:>12}", map.reference ? map.reference->column : "");
  for (const std::string& level : result.levels) out += fmt::format(" {:>6}", level);
  out += '\n';
  for (std::size_t level = 0; level < result.matrix.size(); ++level) {
    const auto& counts = result.matrix[level];
    if (std::all_of(counts.begin(), counts.end(), [](int count) { return count == 0; })) continue;
    out += fmt::format("  {:>12}", ReferenceName(map, level));
    for (const int count : counts) out += fmt::format(" {:>6}", count);
    out += '\n';
  }
  return out;
}

std::string Faults(const past::CaseFile& file) {
  std::string out;
  if (!file.faults.empty()) out += Line("sim.report_faults", {});
  for (const auto& [column, faults] : file.faults) {
    out += "  " + Line("sim.report_fault", {{"column", column},
                                            {"empty", std::to_string(faults.empty)},
                                            {"broken", std::to_string(faults.broken)},
                                            {"range", std::to_string(faults.out_of_range)}});
  }
  return out;
}

std::string Unmapped(const past::CaseFile& file) {
  int rows = 0;
  std::vector<std::pair<int, std::string>> texts;
  for (const auto& [what, count] : file.unmapped) {
    rows += count;
    texts.emplace_back(-count, what);
  }
  std::sort(texts.begin(), texts.end());
  std::string examples;
  for (std::size_t i = 0; i < std::min(texts.size(), kListed); ++i) {
    examples += fmt::format("{}{} ({})", i == 0 ? "" : ", ", texts[i].second, -texts[i].first);
  }
  return Line("sim.report_unmapped", {{"rows", std::to_string(rows)}, {"examples", examples}});
}

json::object Percentiles(const Meter::Percentiles& of) {
  return {{"count", of.count}, {"p50_us", of.p50_us}, {"p99_us", of.p99_us}};
}

json::object Counts(const std::map<std::string, int>& of) {
  json::object out;
  for (const auto& [key, count] : of) out[key] = count;
  return out;
}

}  // namespace

std::string ReportAsText(const past::CaseFile& file, const past::ColumnMap& map, const ReplayResult& result) {
  std::string out = Line("sim.report_rows", {{"rows", std::to_string(file.rows)},
                                             {"accepted", std::to_string(file.cases.size())},
                                             {"refused", std::to_string(file.refused.size())}});
  for (std::size_t i = 0; i < std::min(file.refused.size(), kListed); ++i) {
    const past::RefusedRow& row = file.refused[i];
    out += "  " + Line("sim.report_refused", {{"row", std::to_string(row.row)},
                                              {"line", std::to_string(row.line)},
                                              {"reason", row.reason}});
  }
  out += Faults(file) + Unmapped(file);
  out += Line("sim.report_closed",
              {{"closed", std::to_string(result.closed)}, {"accepted", std::to_string(file.cases.size())}});
  if (result.stopped) out += Line("sim.report_stopped", {});
  for (const std::string& ref : result.stuck) out += "  " + Line("sim.report_stuck", {{"ref", ref}});
  out += Line("sim.report_table", {}) + Table(map, result);
  out += Line("sim.report_acknowledged", {{"p50", Millis(result.acknowledged.p50_us)},
                                          {"p99", Millis(result.acknowledged.p99_us)},
                                          {"count", std::to_string(result.acknowledged.count)}});
  out += Line("sim.report_applied", {{"p50", Millis(result.applied.p50_us)},
                                     {"p99", Millis(result.applied.p99_us)},
                                     {"count", std::to_string(result.applied.count)}});
  out += Line("sim.report_effort", {{"commands", std::to_string(result.commands)},
                                    {"retries", std::to_string(result.retries)},
                                    {"disconnects", std::to_string(result.disconnects)},
                                    {"seconds", fmt::format("{:.1f}", result.seconds)}});
  for (const auto& counts : {result.refusals, result.failures}) {
    for (const auto& [what, count] : counts) {
      out += "  " + Line("sim.report_refusal", {{"what", what}, {"count", std::to_string(count)}});
    }
  }
  if (!result.stopped) out += Line(result.watchers_agree ? "sim.report_agree" : "sim.report_disagree", {});
  return out;
}

std::string ReportAsJson(const past::CaseFile& file, const past::ColumnMap& map, const ReplayResult& result) {
  json::object out;
  out["name"] = map.name;
  out["rows"] = file.rows;
  out["accepted"] = file.cases.size();
  json::array& refused = (out["refused"] = json::array()).as_array();
  for (const past::RefusedRow& row : file.refused) {
    refused.push_back(json::object{{"row", row.row}, {"line", row.line}, {"reason", row.reason}});
  }
  json::object& faults = (out["faults"] = json::object()).as_object();
  for (const auto& [column, of] : file.faults) {
    faults[column] = {{"empty", of.empty}, {"broken", of.broken}, {"out_of_range", of.out_of_range}};
  }
  out["unmapped"] = Counts(file.unmapped);
  out["closed"] = result.closed;
  out["stopped"] = result.stopped;
  out["stuck"] = json::value_from(result.stuck);
  out["levels"] = json::value_from(result.levels);
  json::object& matrix = (out["matrix"] = json::object()).as_object();
  for (std::size_t level = map.reference ? 1 : 0; level < result.matrix.size(); ++level) {
    matrix[ReferenceName(map, level)] = json::value_from(result.matrix[level]);
  }
  out["acknowledged"] = Percentiles(result.acknowledged);
  out["applied"] = Percentiles(result.applied);
  out["commands"] = result.commands;
  out["retries"] = result.retries;
  out["disconnects"] = result.disconnects;
  out["refusals"] = Counts(result.refusals);
  out["failures"] = Counts(result.failures);
  out["watchers_agree"] = result.watchers_agree;
  out["seconds"] = result.seconds;
  return json::serialize(out) + "\n";
}

}  // namespace legevakt::sim
