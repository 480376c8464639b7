#include <algorithm>

#include "base/html.h"
#include "triage/reader/expression.h"
#include "triage/report/page.h"
#include "triage/report/validation_report.h"
#include "triage/stats/proportion.h"

namespace legevakt::report {
namespace {

class PageWriter {
 public:
  explicit PageWriter(const ValidationInput& input)
      : in_(input),
        validation_(input.validation),
        lines_(Lines(validation_.tool.scales, in_.map, in_.tool, in_.lang)) {}

  std::string Write() {
    Top();
    FiguresSection();
    MatrixSection();
    SharesSection();
    ComplaintsSection();
    WorstSection();
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
    return Format("validate.page_title", {{"tool", in_.tool.id()}, {"version", in_.tool.version()}});
  }
  const past::Figures* YardstickFigures() const {
    return validation_.yardstick ? &validation_.yardstick->figures : nullptr;
  }
  std::string YardstickLabel() const {
    return validation_.yardstick ? YardstickName(in_.map, in_.lang) : std::string();
  }

  // What a busy reader takes away.
  void Top() {
    const past::Figures& figures = validation_.tool.figures;
    out_.Heading(1, Title());
    out_.Paragraph(
        Format(
            "validate.page_lead",
            {{"n", Count(figures.n)},
             {"column", in_.map.reference->column},
             {"codes", UrgentCodes(*in_.map.reference, validation_.tool.scales.urgent_reference, in_.lang)},
             {"letters", UrgentLetters(in_.tool, validation_.tool.scales.urgent_judge, in_.lang)},
             {"urgent", Count(figures.sensitivity.n)},
             {"found", Count(figures.sensitivity.k.value_or(0))},
             {"sensitivity", Value(figures.sensitivity, Unit::kShare, in_.lang)},
             {"others", Count(figures.specificity.n)},
             {"spared", Count(figures.specificity.k.value_or(0))},
             {"specificity", Value(figures.specificity, Unit::kShare, in_.lang)}}),
        "lead");
    if (figures.under_triage.value) {
      out_.Paragraph(Format("validate.page_lead_errors",
                            {{"under", Count(*figures.under_triage.k)},
                             {"under_share", Value(figures.under_triage, Unit::kShare, in_.lang)},
                             {"over", Count(*figures.over_triage.k)},
                             {"over_share", Value(figures.over_triage, Unit::kShare, in_.lang)}}),
                     "lead");
    }
    out_.Paragraph(triage::In(in_.tool.disclaimer(), in_.lang), "notice");
    out_.Open("dl");
    Fact(out_, Get("validate.page_tool"),
         triage::In(in_.tool.name(), in_.lang) + " (" + in_.tool.id() + " " + in_.tool.version() + ")");
    Fact(out_, Get("validate.page_hash"), in_.tool.hash());
    Fact(out_, Get("validate.page_cases"), in_.cases_file);
    Fact(out_, Get("validate.page_map"), in_.map.file);
    Fact(out_, Get("validate.page_reference"), in_.map.reference->column);
    if (validation_.yardstick) {
      Fact(out_, Get("validate.page_yardstick"),
           YardstickLabel() + " (" + in_.map.yardstick->levels.column + ")");
    }
    out_.Close();
  }

  void FiguresSection() {
    out_.Heading(2, Get("validate.page_figures"));
    out_.Open("figure");
    DrawDots(out_, Get("validate.page_figures"), Get("validate.tool"), YardstickLabel(),
             Dots(lines_, validation_.tool.figures, YardstickFigures()), in_.lang);
    out_.Leaf("figcaption", Get("validate.page_dots_caption")).Close();
    FiguresTable(out_, lines_, validation_.tool.figures, YardstickFigures(), Get("validate.tool"),
                 YardstickLabel(), in_.lang);
    std::string urgent =
        Format("validate.urgent_means",
               {{"letters", UrgentLetters(in_.tool, validation_.tool.scales.urgent_judge, in_.lang)}});
    if (validation_.yardstick) {
      urgent += " " + Format("validate.urgent_yardstick",
                             {{"name", YardstickLabel()},
                              {"codes", UrgentCodes(in_.map.yardstick->levels,
                                                    validation_.yardstick->scales.urgent_judge, in_.lang)}});
    }
    out_.Paragraph(urgent);
    if (validation_.tool.scales.same.empty())
      out_.Paragraph(Format("validate.no_scale", {{"map", in_.map.file}}));
    if (!validation_.yardstick) {
      if (in_.map.yardstick)
        out_.Paragraph(Format("validate.no_yardstick", {{"column", in_.map.yardstick->levels.column}}));
      return;
    }
    out_.Paragraph(
        Format("validate.against",
               {{"name", YardstickLabel()},
                {"sensitivity", PValue(stats::McNemarExact(validation_.against.urgent), in_.lang)},
                {"specificity", PValue(stats::McNemarExact(validation_.against.not_urgent), in_.lang)}}));
  }

  void HeatFigure(const past::Judged& judged, const std::string& title, const std::string& column_axis,
                  std::vector<std::string> columns) {
    HeatMap map{title, in_.map.reference->column, column_axis, {}, std::move(columns), judged.scales.same};
    for (const auto& [code, level] : in_.map.reference->codes) map.rows.push_back(code);
    out_.Open("figure");
    out_.Heading(3, title);
    DrawHeatMap(out_, map, judged.matrix, in_.lang);
    out_.Leaf("figcaption", Get("validate.page_matrix_caption")).Close();
  }

  void MatrixSection() {
    out_.Heading(2, Get("validate.page_matrix"));
    std::vector<std::string> columns;
    for (const triage::Level& level : in_.tool.levels()) columns.push_back(LevelName(level, in_.lang));
    HeatFigure(validation_.tool, Get("validate.tool"), in_.tool.id(), std::move(columns));
    if (!validation_.yardstick) return;
    columns.clear();
    for (const auto& [code, level] : in_.map.yardstick->levels.codes) columns.push_back(code);
    HeatFigure(*validation_.yardstick, YardstickLabel(), in_.map.yardstick->levels.column,
               std::move(columns));
  }

  void SharesSection() {
    out_.Heading(2, Get("validate.page_shares"));
    const stats::Matrix& matrix = validation_.tool.matrix;
    const std::vector<std::size_t>& same = validation_.tool.scales.same;
    std::vector<Bar> bars = {
        ReferenceBar(*in_.map.reference, in_.tool, same, in_.map.reference->column, RowSums(matrix)),
        ToolBar(in_.tool, in_.tool.id(), ColumnSums(matrix))};
    if (validation_.yardstick) {
      bars.push_back(ReferenceBar(in_.map.yardstick->levels, in_.tool, same, YardstickLabel(),
                                  ColumnSums(validation_.yardstick->matrix)));
    }
    out_.Open("figure");
    DrawBars(out_, Get("validate.page_shares"), bars, in_.lang);
    out_.Leaf("figcaption", Get("validate.page_bars_caption")).Close();
    std::vector<std::vector<std::string>> rows;
    const auto add = [&](const std::string& label, long k, long n) {
      const stats::Estimate share = stats::Proportion(k, n);
      rows.push_back(
          {label, Value(share, Unit::kShare, in_.lang), Interval(share, Unit::kShare, in_.lang), Of(share)});
    };
    for (std::size_t i = 0; i < matrix.rows(); ++i)
      add(in_.map.reference->column + " " + in_.map.reference->codes[i].first, matrix.RowSum(i),
          matrix.Total());
    for (std::size_t i = 0; i < matrix.columns(); ++i)
      add(in_.tool.id() + " " + LevelName(in_.tool.levels()[i], in_.lang), matrix.ColumnSum(i),
          matrix.Total());
    if (validation_.yardstick) {
      const stats::Matrix& yardstick = validation_.yardstick->matrix;
      for (std::size_t i = 0; i < yardstick.columns(); ++i)
        add(YardstickLabel() + " " + in_.map.yardstick->levels.codes[i].first, yardstick.ColumnSum(i),
            yardstick.Total());
    }
    const std::vector<html::Column> columns = {{Get("validate.page_level"), false},
                                               {Get("validate.page_share"), true},
                                               {Get("validate.interval"), true},
                                               {"", true}};
    html::Table(out_, "", columns, rows);
  }

  void Cell(const stats::Estimate& estimate, Unit unit) {
    out_.Open("td", {{"class", "number"}}).Text(Value(estimate, unit, in_.lang));
    if (estimate.low) {
      const std::string of = Of(estimate);
      out_.Leaf("span", Interval(estimate, unit, in_.lang) + (of.empty() ? "" : ", " + of),
                {{"class", "soft"}});
    }
    out_.Close();
  }

  void ComplaintsSection() {
    out_.Heading(2, Get("validate.page_complaints"));
    out_.Paragraph(Get("validate.page_complaints_note"));
    const std::vector<html::Column> columns = {
        {Get("validate.page_complaint"), false},   {Get("validate.page_complaint_rows"), true},
        {Get("validate.sensitivity_name"), true},  {Get("validate.specificity_name"), true},
        {Get("validate.under_triage_name"), true}, {Get("validate.over_triage_name"), true},
        {Get("validate.kappa_name"), true}};
    html::OpenTable(out_, "", columns, "tight");
    for (const past::ComplaintFigures& part : validation_.by_complaint) {
      out_.Open("tr");
      out_.Leaf("th", triage::In(in_.tool.complaints()[part.complaint].name, in_.lang), {{"scope", "row"}});
      out_.Leaf("td", Count(part.figures.n), {{"class", "number"}});
      Cell(part.figures.sensitivity, Unit::kShare);
      Cell(part.figures.specificity, Unit::kShare);
      Cell(part.figures.under_triage, Unit::kShare);
      Cell(part.figures.over_triage, Unit::kShare);
      Cell(part.figures.kappa, Unit::kCoefficient);
      out_.Close();
    }
    out_.Close().Close();
  }

  void WorstSection() {
    const auto& worst = validation_.under_triaged;
    const std::size_t shown = std::min(in_.rows_shown, worst.size());
    out_.Heading(2, Get("validate.page_worst"));
    if (worst.empty()) {
      out_.Paragraph(Get("validate.worst_none"));
      return;
    }
    out_.Paragraph(Format("validate.page_worst_count",
                          {{"n", Count(static_cast<long>(worst.size()))}, {"shown", std::to_string(shown)}}));
    if (shown > 0) out_.Paragraph(Get("validate.page_personal"), "notice");
    for (std::size_t i = 0; i < shown; ++i) Worst(validation_.outcomes[worst[i]]);
  }

  void Worst(const past::Outcome& outcome) {
    const past::Case& row = *outcome.row;
    const auto code = [](const past::CodedColumn& levels, int level) {
      return levels.codes[static_cast<std::size_t>(level) - 1].first;
    };
    out_.Open("div", {{"class", "row"}});
    out_.Open("p").Leaf("span", row.complaint_text, {{"class", "quote"}});
    out_.Text(" ").Leaf(
        "span",
        Format("validate.page_worst_row",
               {{"row", std::to_string(row.row)},
                {"complaint", triage::In(in_.tool.complaints()[outcome.complaint].name, in_.lang)}}),
        {{"class", "soft"}});
    out_.Close();
    std::string levels = in_.map.reference->column + " " + code(*in_.map.reference, row.reference) + " · ";
    if (row.yardstick > 0) {
      levels +=
          YardstickName(in_.map, in_.lang) + " " + code(in_.map.yardstick->levels, row.yardstick) + " · ";
    }
    out_.Paragraph(levels + Get("validate.tool") + " " +
                   LevelName(in_.tool.levels()[outcome.result.level], in_.lang));
    Explained("validate.page_decided", Reasons(in_.tool, outcome.result, in_.lang));
    const std::string missing = Missing(in_.tool, outcome.result, in_.lang);
    Explained("validate.page_missing", missing);
    if (!missing.empty())
      Explained("validate.page_most", LevelName(in_.tool.levels()[outcome.result.most], in_.lang));
    out_.Close();
  }

  void Explained(std::string_view key, const std::string& what) {
    if (what.empty()) return;
    out_.Open("p", {{"class", "small"}});
    out_.Leaf("span", Get(key), {{"class", "soft"}}).Text(" ").Text(what).Close();
  }

  void MethodsSection() {
    out_.Heading(2, Get("validate.page_methods"));
    out_.Paragraph(Get("validate.page_method_answers"));
    Method(out_, "validate.sensitivity_name", "validate.page_method_sensitivity", in_.lang);
    Method(out_, "validate.specificity_name", "validate.page_method_specificity", in_.lang);
    Method(out_, "validate.page_triage_errors", "validate.page_method_errors", in_.lang);
    Method(out_, "validate.kappa_name", "validate.page_method_kappa", in_.lang);
    Method(out_, "validate.interval", "validate.page_method_interval", in_.lang);
    if (validation_.yardstick)
      Method(out_, "validate.page_yardstick", "validate.page_method_yardstick", in_.lang);
  }

  const ValidationInput& in_;
  const past::Validation& validation_;
  const std::vector<Line> lines_;
  html::Writer out_;
};

}  // namespace

std::string ValidationPage(const ValidationInput& input) {
  return PageWriter(input).Write();
}

}  // namespace legevakt::report
