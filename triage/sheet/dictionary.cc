// The appendix: every question once, in both languages, how it is answered and where it is used.
#include <algorithm>
#include <set>

#include "triage/sheet/internal.h"

namespace legevakt::triage::sheet {
namespace {

bool Reads(const std::vector<Test>& tests, Index question) {
  return std::any_of(tests.begin(), tests.end(), [&](const Test& test) {
    const bool score = test.kind == TestKind::kScore || test.kind == TestKind::kSinglePart;
    return !score && test.what == question;
  });
}

bool Has(const std::vector<Index>& list, Index one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

bool Reads(const std::vector<DraftRule>& rules, Index question) {
  return std::any_of(rules.begin(), rules.end(),
                     [&](const DraftRule& rule) { return Reads(rule.condition.tests, question); });
}

bool Reads(const DraftScore& score, Index question) {
  return Reads(score.except, question) ||
         std::any_of(score.parts.begin(), score.parts.end(), [&](const DraftPart& part) {
           return part.question == question ||
                  std::any_of(part.tables.begin(), part.tables.end(),
                              [&](const PointTable& table) { return Reads(table.when, question); });
         });
}

// For another question's sake: when that one is asked, or what is best there.
bool Reads(const DraftQuestion& other, Index question) {
  return Reads(other.relevant_if, question) ||
         std::any_of(other.best.begin(), other.best.end(),
                     [&](const DraftQuestion::Best& best) { return Reads(best.when, question); });
}

bool InComplaint(const Page& page, const DraftComplaint& complaint, Index question) {
  const bool common = !complaint.short_form && Has(page.draft.asked_everywhere, question);
  return (!common && Has(complaint.complaint.questions, question)) || Reads(complaint.rules, question);
}

void Used(Page& page, Index question) {
  html::Writer& out = page.out;
  const Draft& draft = page.draft;
  bool first = true;
  const auto item = [&](std::string_view href, const std::string& text) {
    if (!first) out.Text(", ");
    out.Leaf("a", text, {{"href", href}});
    first = false;
  };
  if (Has(draft.asked_everywhere, question) || Has(draft.measured, question) ||
      Reads(draft.measured_when, question) || Reads(draft.rules, question)) {
    item("#common", page.Say("sheet.used_common"));
  }
  for (const DraftScore& score : draft.scores) {
    if (Reads(score, question)) item("#s-" + score.info.id, page.In(score.info.name));
  }
  const auto raises = [&](const DraftModifier& one) { return Reads(one.condition.tests, question); };
  if (std::any_of(draft.modifiers.begin(), draft.modifiers.end(), raises)) {
    item("#modifiers", page.Say("sheet.used_modifier"));
  }
  const auto governs = [&](const DraftQuestion& other) { return Reads(other, question); };
  if (std::any_of(draft.questions.begin(), draft.questions.end(), governs)) {
    item("#dictionary", page.Say("sheet.used_question"));
  }
  for (std::size_t i = 0; i < draft.complaints.size(); ++i) {
    const DraftComplaint& complaint = draft.complaints[i];
    if (InComplaint(page, complaint, question)) item("#c-" + complaint.complaint.id, std::to_string(i + 1));
  }
  if (first) out.Text("–");
}

std::string BestText(const Page& page, const Question& question, const DraftQuestion::Best& best) {
  const std::string lo = NumberText(question, best.lo, page.lang);
  const std::string hi = NumberText(question, best.hi, page.lang);
  if (best.when.empty()) return page.Say("sheet.best", {{"from", lo}, {"to", hi}});
  const std::string when = Tests(page, best.when, "triage.and");
  return page.Say("sheet.best_when", {{"from", lo}, {"to", hi}, {"when", when}});
}

void Answered(Page& page, const DraftQuestion& draft) {
  const Question& question = draft.question;
  html::Writer& out = page.out;
  switch (question.type) {
    case AnswerType::kYesNo:
      out.Text(page.Say("sheet.answer_yes_no"));
      out.Leaf("span", page.Say("sheet.finding", {{"finding", page.In(draft.finding)}}), {{"class", "note"}});
      return;
    case AnswerType::kChoice:
      out.Open("ul");
      for (const Choice& choice : question.choices) out.Leaf("li", page.In(choice.text));
      out.Close();
      return;
    case AnswerType::kNumber:
      break;
  }
  const std::string unit = question.unit.empty() ? "" : " " + question.unit;
  out.Text(NumberText(question, question.plausible_min, page.lang) + "–" +
           NumberText(question, question.plausible_max, page.lang) + unit);
  for (const DraftQuestion::Best& best : draft.best) {
    out.Leaf("span", BestText(page, question, best), {{"class", "note"}});
  }
}

void OneQuestion(Page& page, Index index) {
  const DraftQuestion& draft = page.draft.questions[index];
  const Question& question = draft.question;
  const bool english = page.lang == text::Lang::kEn;
  html::Writer& out = page.out;
  out.Open("tr", {{"id", "q-" + question.id}}).Open("th", {{"scope", "row"}}).Text(page.In(question.text));
  out.Leaf("span", english ? question.text.nb : question.text.en,
           {{"class", "other"}, {"lang", english ? "nb" : "en"}});
  Translations(page, question);
  if (!page.In(question.help).empty()) out.Leaf("span", page.In(question.help), {{"class", "note"}});
  if (!draft.relevant_if.empty()) {
    const std::string when = Tests(page, draft.relevant_if, "triage.and");
    out.Leaf("span", page.Say("sheet.relevant", {{"when", when}}), {{"class", "note"}});
  }
  if (question.fact != Fact::kNone) out.Leaf("span", page.Say("sheet.fact"), {{"class", "note"}});
  out.Open("span", {{"class", "note"}}).Leaf("code", question.id);
  out.Text(" · " + page.Say("sheet.line", {{"n", std::to_string(draft.place.line)}}));
  out.Close().Close().Open("td");
  Answered(page, draft);
  out.Close().Open("td", {{"class", "used"}});
  Used(page, index);
  out.Close().Close();
}

template <typename Wanted>
void Group(Page& page, std::string_view title_key, Wanted wanted) {
  const std::vector<html::Column> columns{
      {page.Say("sheet.question")}, {page.Say("sheet.answer")}, {page.Say("sheet.used")}};
  bool open = false;
  for (std::size_t i = 0; i < page.draft.questions.size(); ++i) {
    if (!wanted(page.draft.questions[i].question)) continue;
    if (!open) {
      page.out.Heading(3, page.Say(title_key));
      html::OpenTable(page.out, "", columns, "dictionary");
    }
    open = true;
    OneQuestion(page, static_cast<Index>(i));
  }
  if (open) page.out.Close().Close();
}

}  // namespace

void Dictionary(Page& page) {
  page.out.Open("section", {{"class", "appendix"}});
  page.out.Heading(2, page.Say("sheet.dictionary"), "dictionary");
  page.out.Paragraph(page.Say("sheet.dictionary_about"));
  Group(page, "sheet.group_context", [](const Question& one) { return one.context; });
  Group(page, "sheet.group_vital", [](const Question& one) { return one.vital && !one.context; });
  Group(page, "sheet.group_questions", [](const Question& one) { return !one.vital && !one.context; });
  page.out.Close();
}

}  // namespace legevakt::triage::sheet
