// Each score as its tables of ranges.

#include "triage/sheet/internal.h"

namespace legevakt::triage::sheet {
namespace {

std::string RangeText(const Page& page, const Question& question, const PointRange& range) {
  switch (question.type) {
    case AnswerType::kYesNo:
      return page.Say(range.lo == 0 ? "sheet.no" : "sheet.yes");
    case AnswerType::kChoice:
      return page.In(question.choices[static_cast<std::size_t>(range.lo)].text);
    case AnswerType::kNumber:
      break;
  }
  const std::string lo = range.lo == kLeast ? "" : NumberText(question, range.lo, page.lang);
  const std::string hi = range.hi == kMost ? "" : NumberText(question, range.hi, page.lang);
  if (lo.empty() && hi.empty()) return page.Say("sheet.all_values");
  if (lo.empty()) return page.Say("sheet.range_to", {{"to", hi}});
  if (hi.empty()) return page.Say("sheet.range_from", {{"from", lo}});
  return lo == hi ? lo : lo + "–" + hi;
}

void Ranges(Page& page, const Question& question, const PointTable& table) {
  page.out.Open("span", {{"class", "ranges"}});
  for (const PointRange& range : table.ranges) {
    page.out.Open("span", {{"class", range.points > 0 ? "range points" : "range"}});
    page.out.Leaf("span", RangeText(page, question, range)).Text(" ");
    page.out.Leaf("b", std::to_string(range.points)).Close();
  }
  page.out.Close();
}

void OneScore(Page& page, const DraftScore& score) {
  html::Writer& out = page.out;
  out.Heading(3, page.In(score.info.name), "s-" + score.info.id);
  if (!score.info.credit.empty()) out.Paragraph(score.info.credit, "soft small");
  if (!score.except.empty()) {
    out.Paragraph(page.Say("sheet.except", {{"when", Tests(page, score.except, "triage.or")}}));
  }
  const std::vector<html::Column> columns{{page.Say("sheet.measurement")}, {page.Say("sheet.points")}};
  html::OpenTable(out, "", columns, "score");
  for (const DraftPart& part : score.parts) {
    const Question& question = page.draft.questions[part.question].question;
    for (const PointTable& table : part.tables) {
      out.Open("tr").Open("th", {{"scope", "row"}});
      LineMark(page, table.place);
      out.Text(page.In(question.text));
      if (!question.unit.empty()) out.Text(" (" + question.unit + ")");
      if (!table.when.empty()) {
        const std::string when = Tests(page, table.when, "triage.and");
        out.Leaf("span", page.Say("sheet.table_when", {{"when", when}}), {{"class", "note"}});
      } else if (part.tables.size() > 1) {
        out.Leaf("span", page.Say("sheet.table_else"), {{"class", "note"}});
      }
      out.Close().Open("td");
      Ranges(page, question, table);
      out.Close().Close();
    }
  }
  out.Close().Close();
}

}  // namespace

void Scores(Page& page) {
  if (page.draft.scores.empty()) return;
  page.out.Open("section").Heading(2, page.Say("sheet.scores"), "scores");
  page.out.Paragraph(page.Say("sheet.scores_about"));
  for (const DraftScore& score : page.draft.scores) OneScore(page, score);
  page.out.Close();
}

}  // namespace legevakt::triage::sheet
