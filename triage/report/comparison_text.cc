#include <algorithm>

#include "triage/reader/expression.h"
#include "triage/report/comparison_report.h"
#include "triage/report/reading.h"
#include "triage/report/wording.h"

namespace legevakt::report {
namespace {

class ComparisonWriter {
 public:
  explicit ComparisonWriter(const ComparisonInput& input) : in_(input), comparison_(input.comparison) {}

  std::string Write() {
    Line("validate.compare_title", {{"first", ToolName(in_.first)}, {"second", ToolName(in_.second)}});
    Line("validate.count",
         {{"n", Count(static_cast<long>(comparison_.first.size()))}, {"rows", Count(in_.file.rows)}});
    out_ += ReadingText(in_.file, in_.lang);
    out_ += "\n";
    ShiftPart();
    MatrixPart();
    Line(comparison_.by_level ? "validate.compare_by_level" : "validate.compare_by_hastegrad", {});
    ReferencePart();
    ComplaintPart();
    RowsPart("validate.compare_up", "validate.compare_no_up", comparison_.up);
    RowsPart("validate.compare_down", "validate.compare_no_down", comparison_.down);
    out_ += "\n";
    Line("validate.compare_methods", {});
    out_ += triage::In(in_.second.disclaimer(), in_.lang) + "\n";
    return std::move(out_);
  }

 private:
  void Line(std::string_view key, text::Args args) { out_ += text::Format(in_.lang, key, args) + "\n"; }
  std::string Get(std::string_view key) const { return std::string(text::Get(in_.lang, key)); }

  static std::string WithInterval(const stats::Estimate& estimate, Unit unit, text::Lang lang) {
    if (!estimate.low) return Value(estimate, unit, lang);
    return Value(estimate, unit, lang) + " (" + Interval(estimate, unit, lang) + ")";
  }

  void ShiftPart() {
    TextTable table;
    table.Add({"", Get("validate.compare_before"), Get("validate.compare_after"),
               Get("validate.compare_change"), ""});
    for (std::size_t place = 0; place < comparison_.hastegrad.size(); ++place) {
      const past::Shift& shift = comparison_.hastegrad[place];
      table.Add({HastegradName(place, in_.lang), WithInterval(shift.before, Unit::kShare, in_.lang),
                 WithInterval(shift.after, Unit::kShare, in_.lang),
                 WithInterval(shift.change, Unit::kPoints, in_.lang), PValue(shift.p, in_.lang)});
    }
    out_ += table.ToString() + "\n";
  }

  void MatrixPart() {
    Line("validate.compare_matrix", {{"first", ToolName(in_.first)}, {"second", ToolName(in_.second)}});
    TextTable table;
    std::vector<std::string> head = {""};
    for (const triage::Level& level : in_.second.levels()) head.push_back(LevelName(level, in_.lang));
    head.push_back(Get("validate.sum"));
    table.Add(std::move(head));
    for (std::size_t row = 0; row < comparison_.matrix.rows(); ++row) {
      std::vector<std::string> cells = {LevelName(in_.first.levels()[row], in_.lang)};
      for (std::size_t column = 0; column < comparison_.matrix.columns(); ++column)
        cells.push_back(std::to_string(comparison_.matrix.At(row, column)));
      cells.push_back(std::to_string(comparison_.matrix.RowSum(row)));
      table.Add(std::move(cells));
    }
    out_ += table.ToString() + "\n";
    Line("validate.compare_agreement",
         {{"agreement", WithInterval(comparison_.agreement, Unit::kShare, in_.lang)},
          {"kappa", WithInterval(comparison_.kappa, Unit::kCoefficient, in_.lang)}});
  }

  void ReferencePart() {
    if (!comparison_.reference) return;
    const past::AgainstReference& against = *comparison_.reference;
    out_ += "\n";
    Line("validate.compare_reference", {{"column", in_.map.reference->column}});
    TextTable table;
    table.Add({"", Get("validate.compare_before"), Get("validate.compare_after")});
    for (const report::Line& line : Lines(against.first.scales, in_.map, in_.first, in_.lang)) {
      table.Add({line.label, WithInterval(against.first.figures.*line.figure, line.unit, in_.lang),
                 WithInterval(against.second.figures.*line.figure, line.unit, in_.lang)});
    }
    out_ += table.ToString();
    Line("validate.compare_tests",
         {{"sensitivity", PValue(stats::McNemarExact(against.urgent), in_.lang)},
          {"specificity", PValue(stats::McNemarExact(against.not_urgent), in_.lang)}});
  }

  void ComplaintPart() {
    out_ += "\n";
    Line("validate.compare_complaints", {});
    TextTable table;
    table.Add({"", Get("validate.rows"), Get("validate.compare_up_short"), Get("validate.compare_down_short"),
               Get("validate.compare_red_before"), Get("validate.compare_red_after")});
    for (const past::ComplaintShift& part : comparison_.by_complaint) {
      if (part.up + part.down == 0) continue;
      table.Add({triage::In(in_.first.complaints()[part.complaint].name, in_.lang), Count(part.n),
                 Count(part.up), Count(part.down), Value(part.red.before, Unit::kShare, in_.lang),
                 Value(part.red.after, Unit::kShare, in_.lang)});
    }
    out_ += table.ToString();
  }

  void RowsPart(std::string_view key, std::string_view none, const std::vector<std::size_t>& rows) {
    const std::size_t shown = std::min(in_.rows_shown, rows.size());
    out_ += "\n";
    if (rows.empty()) {
      Line(none, {});
      return;
    }
    Line(key, {{"n", Count(static_cast<long>(rows.size()))}, {"shown", std::to_string(shown)}});
    for (std::size_t i = 0; i < shown; ++i) {
      const past::Outcome& first = comparison_.first[rows[i]];
      const past::Outcome& second = comparison_.second[rows[i]];
      Line("validate.compare_row",
           {{"row", std::to_string(first.row->row)},
            {"text", first.row->complaint_text},
            {"complaint", triage::In(in_.first.complaints()[first.complaint].name, in_.lang)},
            {"from", LevelName(in_.first.levels()[first.result.level], in_.lang)},
            {"to", LevelName(in_.second.levels()[second.result.level], in_.lang)}});
      Line("validate.compare_was", {{"reasons", Reasons(in_.first, first.result, in_.lang)}});
      Line("validate.compare_is", {{"reasons", Reasons(in_.second, second.result, in_.lang)}});
    }
  }

  const ComparisonInput& in_;
  const past::Comparison& comparison_;
  std::string out_;
};

}  // namespace

std::string ToolName(const triage::Tool& tool) {
  return tool.id() + " " + tool.version();
}

std::string HastegradName(std::size_t place, text::Lang lang) {
  switch (place) {
    case 0:
      return std::string(text::Get(lang, "validate.akutt"));
    case 1:
      return std::string(text::Get(lang, "validate.haster"));
    default:
      return std::string(text::Get(lang, "validate.vanlig"));
  }
}

std::string ComparisonText(const ComparisonInput& input) {
  return ComparisonWriter(input).Write();
}

}  // namespace legevakt::report
