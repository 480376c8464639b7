#include <algorithm>

#include "triage/reader/expression.h"
#include "triage/report/reading.h"
#include "triage/report/validation_report.h"
#include "triage/report/wording.h"
#include "triage/stats/proportion.h"

namespace legevakt::report {
namespace {

// Complaints with fewer rows than this are told together: the terminal is no place for them all.
constexpr long kComplaintRowsMin = 10;

class ValidationWriter {
 public:
  explicit ValidationWriter(const ValidationInput& input) : in_(input) {}

  std::string Write() {
    const past::Figures& figures = in_.validation.tool.figures;
    Line("validate.title",
         {{"tool", in_.tool.id() + " " + in_.tool.version()}, {"column", in_.map.reference->column}});
    Line("validate.count", {{"n", Count(figures.n)}, {"rows", Count(in_.file.rows)}});
    out_ += ReadingText(in_.file, in_.lang);
    MatrixPart();
    FiguresPart();
    if (in_.validation.tool.scales.same.empty()) Line("validate.no_scale", {{"map", in_.map.file}});
    SharesPart();
    ComplaintsPart();
    WorstPart();
    Line("validate.methods", {});
    out_ += triage::In(in_.tool.disclaimer(), in_.lang) + "\n";
    return std::move(out_);
  }

 private:
  void Line(std::string_view key, text::Args args) { out_ += text::Format(in_.lang, key, args) + "\n"; }
  std::string Get(std::string_view key) const { return std::string(text::Get(in_.lang, key)); }
  const std::string& Code(std::size_t level) const { return in_.map.reference->codes[level].first; }

  void MatrixPart() {
    out_ += "\n";
    Line("validate.matrix", {{"column", in_.map.reference->column}});
    const stats::Matrix& matrix = in_.validation.tool.matrix;
    TextTable table;
    std::vector<std::string> head = {""};
    for (const triage::Level& level : in_.tool.levels()) head.push_back(LevelName(level, in_.lang));
    head.push_back(Get("validate.sum"));
    table.Add(std::move(head));
    for (std::size_t row = 0; row < matrix.rows(); ++row) {
      std::vector<std::string> cells = {Code(row)};
      for (std::size_t column = 0; column < matrix.columns(); ++column)
        cells.push_back(std::to_string(matrix.At(row, column)));
      cells.push_back(std::to_string(matrix.RowSum(row)));
      table.Add(std::move(cells));
    }
    std::vector<std::string> sums = {Get("validate.sum")};
    for (std::size_t column = 0; column < matrix.columns(); ++column)
      sums.push_back(std::to_string(matrix.ColumnSum(column)));
    sums.push_back(std::to_string(matrix.Total()));
    table.Add(std::move(sums));
    out_ += table.ToString();
  }

  static void AddFigure(const stats::Estimate& estimate, Unit unit, text::Lang lang,
                        std::vector<std::string>& cells) {
    cells.push_back(Value(estimate, unit, lang));
    cells.push_back(Interval(estimate, unit, lang));
    cells.push_back(Of(estimate));
  }

  void FiguresPart() {
    out_ += "\n";
    const past::Validation& validation = in_.validation;
    TextTable table;
    std::vector<std::string> head = {"", Get("validate.tool"), Get("validate.interval"), ""};
    if (validation.yardstick) {
      head.push_back(YardstickName(in_.map, in_.lang));
      head.push_back(Get("validate.interval"));
    }
    table.Add(std::move(head));
    for (const report::Line& line : Lines(validation.tool.scales, in_.map, in_.tool, in_.lang)) {
      std::vector<std::string> cells = {line.label};
      AddFigure(validation.tool.figures.*line.figure, line.unit, in_.lang, cells);
      if (validation.yardstick)
        AddFigure(validation.yardstick->figures.*line.figure, line.unit, in_.lang, cells);
      table.Add(std::move(cells));
    }
    out_ += table.ToString();
    Line("validate.urgent_means",
         {{"letters", UrgentLetters(in_.tool, validation.tool.scales.urgent_judge, in_.lang)}});
    if (validation.yardstick) {
      YardstickPart(*validation.yardstick);
    } else if (in_.map.yardstick) {
      Line("validate.no_yardstick", {{"column", in_.map.yardstick->levels.column}});
    }
  }

  void YardstickPart(const past::Judged& yardstick) {
    const std::string& name = YardstickName(in_.map, in_.lang);
    const past::AgainstYardstick& against = in_.validation.against;
    Line("validate.urgent_yardstick",
         {{"name", name},
          {"codes", UrgentCodes(in_.map.yardstick->levels, yardstick.scales.urgent_judge, in_.lang)}});
    Line("validate.against", {{"name", name},
                              {"sensitivity", PValue(stats::McNemarExact(against.urgent), in_.lang)},
                              {"specificity", PValue(stats::McNemarExact(against.not_urgent), in_.lang)}});
  }

  void SharesPart() {
    out_ += "\n";
    Line("validate.shares", {});
    TextTable table;
    const stats::Matrix& matrix = in_.validation.tool.matrix;
    for (std::size_t column = 0; column < matrix.columns(); ++column) {
      std::vector<std::string> cells = {LevelName(in_.tool.levels()[column], in_.lang)};
      AddFigure(stats::Proportion(matrix.ColumnSum(column), matrix.Total()), Unit::kShare, in_.lang, cells);
      table.Add(std::move(cells));
    }
    out_ += table.ToString();
  }

  void ComplaintsPart() {
    out_ += "\n";
    Line("validate.by_complaint", {{"n", std::to_string(kComplaintRowsMin)}});
    TextTable table;
    table.Add({"", Get("validate.rows"), Get("validate.sensitivity_short"), "",
               Get("validate.specificity_short"), "", Get("validate.under_triage_short"),
               Get("validate.over_triage_short"), Get("validate.kappa_short")});
    for (const past::ComplaintFigures& part : in_.validation.by_complaint) {
      if (part.figures.n < kComplaintRowsMin) continue;
      const past::Figures& figures = part.figures;
      table.Add({triage::In(in_.tool.complaints()[part.complaint].name, in_.lang), Count(figures.n),
                 Value(figures.sensitivity, Unit::kShare, in_.lang), Of(figures.sensitivity),
                 Value(figures.specificity, Unit::kShare, in_.lang), Of(figures.specificity),
                 Value(figures.under_triage, Unit::kShare, in_.lang),
                 Value(figures.over_triage, Unit::kShare, in_.lang),
                 Value(figures.kappa, Unit::kCoefficient, in_.lang)});
    }
    out_ += table.ToString();
  }

  void WorstPart() {
    out_ += "\n";
    const auto& worst = in_.validation.under_triaged;
    if (worst.empty()) {
      Line("validate.worst_none", {});
      return;
    }
    const std::size_t shown = std::min(in_.rows_shown, worst.size());
    Line("validate.worst", {{"n", Count(static_cast<long>(worst.size()))}, {"shown", std::to_string(shown)}});
    for (std::size_t i = 0; i < shown; ++i) Worst(in_.validation.outcomes[worst[i]]);
    out_ += "\n";
  }

  void Worst(const past::Outcome& outcome) {
    const past::Case& row = *outcome.row;
    std::string levels = in_.map.reference->column + " " + Code(static_cast<std::size_t>(row.reference) - 1);
    if (row.yardstick > 0) {
      levels += ", " + YardstickName(in_.map, in_.lang) + " " +
                in_.map.yardstick->levels.codes[static_cast<std::size_t>(row.yardstick) - 1].first;
    }
    Line("validate.worst_row",
         {{"row", std::to_string(row.row)},
          {"levels", levels},
          {"level", LevelName(in_.tool.levels()[outcome.result.level], in_.lang)},
          {"text", row.complaint_text},
          {"complaint", triage::In(in_.tool.complaints()[outcome.complaint].name, in_.lang)}});
    const std::string reasons = Reasons(in_.tool, outcome.result, in_.lang);
    if (!reasons.empty()) Line("validate.worst_decided", {{"reasons", reasons}});
    const std::string missing = Missing(in_.tool, outcome.result, in_.lang);
    if (!missing.empty()) {
      Line("validate.worst_missing",
           {{"missing", missing}, {"most", LevelName(in_.tool.levels()[outcome.result.most], in_.lang)}});
    }
  }

  const ValidationInput& in_;
  std::string out_;
};

}  // namespace

std::string ValidationText(const ValidationInput& input) {
  return ValidationWriter(input).Write();
}

}  // namespace legevakt::report
