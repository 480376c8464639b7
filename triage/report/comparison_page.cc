#include <algorithm>

#include "base/html.h"
#include "triage/reader/expression.h"
#include "triage/report/comparison_report.h"
#include "triage/report/page.h"

namespace legevakt::report {
namespace {

class PageWriter {
 public:
  explicit PageWriter(const ComparisonInput& input) : in_(input), comparison_(input.comparison) {}

  std::string Write() {
    Top();
    ShiftSection();
    MatrixSection();
    ReferenceSection();
    ComplaintsSection();
    RowsSection("validate.page_up", "validate.page_up_count", "validate.compare_no_up", comparison_.up);
    RowsSection("validate.page_down", "validate.page_down_count", "validate.compare_no_down",
                comparison_.down);
    ReadingSection(out_, in_.file, in_.lang);
    MethodsSection();
    html::PageInfo info;
    info.lang = in_.lang;
    info.title = Title();
    info.style = PageStyle();
    return html::Page(info, out_.Take());
  }

 private:
  std::string Get(std::string_view key) const { return std::string(text::Get(in_.lang, key)); }
  std::string Format(std::string_view key, text::Args args) const {
    return text::Format(in_.lang, key, args);
  }
  std::string Title() const {
    return Format("validate.compare_title",
                  {{"first", ToolName(in_.first)}, {"second", ToolName(in_.second)}});
  }
  // Before and after, where the tools may have one name.
  std::string Before() const { return Get("validate.compare_before") + ": " + ToolName(in_.first); }
  std::string After() const { return Get("validate.compare_after") + ": " + ToolName(in_.second); }

  void Top() {
    const past::Shift& red = comparison_.hastegrad[0];
    out_.Heading(1, Title());
    out_.Paragraph(
        Format("validate.page_compare_lead", {{"n", Count(static_cast<long>(comparison_.first.size()))},
                                              {"before", Value(red.before, Unit::kShare, in_.lang)},
                                              {"after", Value(red.after, Unit::kShare, in_.lang)},
                                              {"change", Value(red.change, Unit::kPoints, in_.lang)},
                                              {"interval", Interval(red.change, Unit::kPoints, in_.lang)}}),
        "lead");
    out_.Paragraph(Format("validate.page_compare_changed",
                          {{"up", Count(static_cast<long>(comparison_.up.size()))},
                           {"down", Count(static_cast<long>(comparison_.down.size()))}}),
                   "lead");
    out_.Paragraph(triage::In(in_.second.disclaimer(), in_.lang), "notice");
    out_.Open("dl");
    Fact(out_, Get("validate.compare_before"),
         triage::In(in_.first.name(), in_.lang) + " (" + ToolName(in_.first) + ")");
    Fact(out_, Get("validate.page_hash"), in_.first.hash());
    Fact(out_, Get("validate.compare_after"),
         triage::In(in_.second.name(), in_.lang) + " (" + ToolName(in_.second) + ")");
    Fact(out_, Get("validate.page_hash"), in_.second.hash());
    Fact(out_, Get("validate.page_cases"), in_.cases_file);
    Fact(out_, Get("validate.page_map"), in_.map.file);
    out_.Close();
  }

  std::string WithInterval(const stats::Estimate& estimate, Unit unit) const {
    if (!estimate.low) return Value(estimate, unit, in_.lang);
    return Value(estimate, unit, in_.lang) + " (" + Interval(estimate, unit, in_.lang) + ")";
  }

  void ShiftSection() {
    out_.Heading(2, Get("validate.page_shift"));
    const std::vector<Bar> bars = {
        ToolBar(in_.first, Get("validate.compare_before"), RowSums(comparison_.matrix)),
        ToolBar(in_.second, Get("validate.compare_after"), ColumnSums(comparison_.matrix))};
    out_.Open("figure");
    DrawBars(out_, Get("validate.page_shift"), bars, in_.lang);
    out_.Leaf("figcaption", Get("validate.page_shift_caption")).Close();
    std::vector<std::vector<std::string>> rows;
    for (std::size_t place = 0; place < comparison_.hastegrad.size(); ++place) {
      const past::Shift& shift = comparison_.hastegrad[place];
      rows.push_back({HastegradName(place, in_.lang), WithInterval(shift.before, Unit::kShare),
                      WithInterval(shift.after, Unit::kShare), WithInterval(shift.change, Unit::kPoints),
                      PValue(shift.p, in_.lang)});
    }
    const std::vector<html::Column> columns = {{Get("validate.page_hastegrad"), false},
                                               {Get("validate.compare_before"), true},
                                               {Get("validate.compare_after"), true},
                                               {Get("validate.compare_change"), true},
                                               {Get("validate.page_test"), true}};
    html::Table(out_, "", columns, rows);
  }

  void MatrixSection() {
    out_.Heading(2, Get("validate.page_moved"));
    HeatMap map;
    map.title = Get("validate.page_moved");
    map.row_axis = Get("validate.compare_before");
    map.column_axis = Get("validate.compare_after");
    for (const triage::Level& level : in_.first.levels()) map.rows.push_back(LevelName(level, in_.lang));
    for (const triage::Level& level : in_.second.levels()) map.columns.push_back(LevelName(level, in_.lang));
    if (comparison_.by_level) map.same = comparison_.first_place;
    out_.Open("figure");
    DrawHeatMap(out_, map, comparison_.matrix, in_.lang);
    out_.Leaf("figcaption",
              Get(comparison_.by_level ? "validate.page_moved_caption" : "validate.compare_by_hastegrad"))
        .Close();
    out_.Paragraph(Format("validate.compare_agreement",
                          {{"agreement", WithInterval(comparison_.agreement, Unit::kShare)},
                           {"kappa", WithInterval(comparison_.kappa, Unit::kCoefficient)}}));
  }

  void ReferenceSection() {
    if (!comparison_.reference) return;
    const past::AgainstReference& against = *comparison_.reference;
    out_.Heading(2, Format("validate.compare_reference", {{"column", in_.map.reference->column}}));
    const std::vector<Line> lines = Lines(against.first.scales, in_.map, in_.first, in_.lang);
    // The first judge of the drawing is the new tool: it is the one that is asked about.
    out_.Open("figure");
    DrawDots(out_, Format("validate.compare_reference", {{"column", in_.map.reference->column}}), After(),
             Before(), Dots(lines, against.second.figures, &against.first.figures), in_.lang);
    out_.Leaf("figcaption", Get("validate.page_dots_caption")).Close();
    FiguresTable(out_, lines, against.first.figures, &against.second.figures, Get("validate.compare_before"),
                 Get("validate.compare_after"), in_.lang);
    out_.Paragraph(Format("validate.compare_tests",
                          {{"sensitivity", PValue(stats::McNemarExact(against.urgent), in_.lang)},
                           {"specificity", PValue(stats::McNemarExact(against.not_urgent), in_.lang)}}));
  }

  void ComplaintsSection() {
    out_.Heading(2, Get("validate.page_complaints"));
    const std::vector<html::Column> columns = {
        {Get("validate.page_complaint"), false},    {Get("validate.page_complaint_rows"), true},
        {Get("validate.compare_up_short"), true},   {Get("validate.compare_down_short"), true},
        {Get("validate.compare_red_before"), true}, {Get("validate.compare_red_after"), true},
        {Get("validate.page_test"), true}};
    std::vector<std::vector<std::string>> rows;
    for (const past::ComplaintShift& part : comparison_.by_complaint) {
      rows.push_back({triage::In(in_.first.complaints()[part.complaint].name, in_.lang), Count(part.n),
                      Count(part.up), Count(part.down), WithInterval(part.red.before, Unit::kShare),
                      WithInterval(part.red.after, Unit::kShare), PValue(part.red.p, in_.lang)});
    }
    html::Table(out_, "", columns, rows, "tight");
  }

  void RowsSection(std::string_view heading, std::string_view count, std::string_view none,
                   const std::vector<std::size_t>& rows) {
    const std::size_t shown = std::min(in_.rows_shown, rows.size());
    out_.Heading(2, Get(heading));
    if (rows.empty()) {
      out_.Paragraph(Get(none));
      return;
    }
    out_.Paragraph(
        Format(count, {{"n", Count(static_cast<long>(rows.size()))}, {"shown", std::to_string(shown)}}));
    if (shown > 0) out_.Paragraph(Get("validate.page_personal"), "notice");
    for (std::size_t i = 0; i < shown; ++i) Row(rows[i]);
  }

  void Row(std::size_t i) {
    const past::Outcome& first = comparison_.first[i];
    const past::Outcome& second = comparison_.second[i];
    const past::Case& row = *first.row;
    out_.Open("div", {{"class", "row"}});
    out_.Open("p").Leaf("span", row.complaint_text, {{"class", "quote"}}).Text(" ");
    out_.Leaf("span",
              Format("validate.page_worst_row",
                     {{"row", std::to_string(row.row)},
                      {"complaint", triage::In(in_.first.complaints()[first.complaint].name, in_.lang)}}),
              {{"class", "soft"}});
    out_.Close();
    if (row.reference > 0) {
      const std::size_t level = static_cast<std::size_t>(row.reference) - 1;
      out_.Paragraph(in_.map.reference->column + " " + in_.map.reference->codes[level].first, "small soft");
    }
    Side(Get("validate.compare_before"), in_.first, first);
    Side(Get("validate.compare_after"), in_.second, second);
    out_.Close();
  }

  void Side(const std::string& when, const triage::Tool& tool, const past::Outcome& outcome) {
    out_.Open("p", {{"class", "small"}});
    out_.Leaf("span", when + ":", {{"class", "soft"}}).Text(" ");
    out_.Leaf("strong", LevelName(tool.levels()[outcome.result.level], in_.lang));
    out_.Text(" – " + Reasons(tool, outcome.result, in_.lang)).Close();
  }

  void MethodsSection() {
    out_.Heading(2, Get("validate.page_methods"));
    out_.Paragraph(Get("validate.page_method_answers"));
    Method(out_, "validate.page_shift_name", "validate.page_method_shift", in_.lang);
    Method(out_, "validate.page_test", "validate.page_method_test", in_.lang);
    Method(out_, "validate.kappa_name", "validate.page_method_kappa_compare", in_.lang);
    if (comparison_.reference) {
      Method(out_, "validate.sensitivity_name", "validate.page_method_sensitivity", in_.lang);
      Method(out_, "validate.specificity_name", "validate.page_method_specificity", in_.lang);
      Method(out_, "validate.page_triage_errors", "validate.page_method_errors", in_.lang);
    }
    Method(out_, "validate.interval", "validate.page_method_interval", in_.lang);
  }

  const ComparisonInput& in_;
  const past::Comparison& comparison_;
  html::Writer out_;
};

}  // namespace

std::string ComparisonPage(const ComparisonInput& input) {
  return PageWriter(input).Write();
}

}  // namespace legevakt::report
