// What is asked, and what gives which level: for all, for each complaint, and what raises.
#include <algorithm>

#include "triage/sheet/internal.h"

namespace legevakt::triage::sheet {
namespace {

std::vector<Index> Without(const std::vector<Index>& list, const std::vector<Index>& left_out) {
  std::vector<Index> rest;
  for (const Index one : list) {
    if (std::find(left_out.begin(), left_out.end(), one) == left_out.end()) rest.push_back(one);
  }
  return rest;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

// "polsk, ukrainsk": those that all of the must-ask questions have.
std::string Languages(const Page& page, const Complaint& complaint) {
  std::string out;
  for (const std::uint8_t language : complaint.languages) {
    out +=
        (out.empty() ? "" : ", ") + page.Say("triage.language." + std::string(kFurtherLanguages[language]));
  }
  return out;
}

void Asked(Page& page, const DraftComplaint& complaint) {
  html::Writer& out = page.out;
  const std::vector<Index>& everywhere = page.draft.asked_everywhere;
  const Complaint& what = complaint.complaint;
  std::size_t next = 1;
  out.Open("div", {{"class", "asked"}}).Heading(4, page.Say("sheet.must_ask"));
  if (complaint.short_form) {
    out.Paragraph(page.Say("sheet.short_form"), "note");
  } else if (!everywhere.empty()) {
    next += everywhere.size();
    out.Paragraph(page.Say("sheet.first_common", {{"n", std::to_string(everywhere.size())}}), "note");
  }
  const std::vector<Index> must = complaint.short_form ? what.must_ask : Without(what.must_ask, everywhere);
  if (!must.empty()) Questions(page, must, next, !what.languages.empty());
  next += must.size();
  const std::vector<Index> further = Without(what.questions, what.must_ask);
  if (!further.empty()) {
    out.Heading(4, page.Say("sheet.ask"));
    Questions(page, further, next, false);
  }
  out.Close();
}

void Told(Page& page, const DraftComplaint& complaint) {
  page.out.Open("dl", {{"class", "told"}});
  Term(page, "sheet.first_aid", page.In(complaint.first_aid));
  Term(page, "sheet.advice", page.In(complaint.own_advice));
  OwnMeasures(page, complaint);
  if (!complaint.advice.empty()) {
    Term(page, "sheet.safety_net", page.In(complaint.advice.front().safety_net));
  }
  page.out.Close();
}

void OneComplaint(Page& page, std::size_t position) {
  const DraftComplaint& complaint = page.draft.complaints[position];
  const Complaint& what = complaint.complaint;
  html::Writer& out = page.out;
  out.Open("article", {{"class", "complaint"}, {"id", "c-" + what.id}});
  out.Open("h3");
  out.Leaf("span", std::to_string(position + 1), {{"class", "count"}}).Text(" " + page.In(what.name));
  out.Close();
  out.Open("p", {{"class", "tags"}});
  if (!what.icpc2.empty()) out.Text(page.Say("sheet.icpc2", {{"code", what.icpc2}}) + " · ");
  out.Leaf("code", what.id)
      .Text(" · " + page.Say("sheet.line", {{"n", std::to_string(complaint.place.line)}}));
  if (page.draft.fallback_complaint == position) out.Text(" · " + page.Say("sheet.fallback"));
  if (page.cases != nullptr) {
    out.Text(" · " + page.Say("sheet.n_cases", {{"n", std::to_string(page.cases->by_complaint[position])}}));
  }
  if (!what.languages.empty())
    out.Text(" · " + page.Say("sheet.languages", {{"languages", Languages(page, what)}}));
  out.Close();
  out.Paragraph(page.Say("sheet.words", {{"words", Joined(what.words)}}), "words");
  out.Open("div", {{"class", "sides"}});
  Asked(page, complaint);
  out.Open("div").Heading(4, page.Say("sheet.rules"));
  RulesByLevel(page, complaint.rules);
  out.Close().Close();
  Told(page, complaint);
  out.Close();
}

}  // namespace

void Common(Page& page) {
  const Draft& draft = page.draft;
  html::Writer& out = page.out;
  out.Open("section", {{"class", "common"}}).Heading(2, page.Say("sheet.common"), "common");
  out.Paragraph(page.Say("sheet.common_about"));
  out.Open("div", {{"class", "sides"}}).Open("div", {{"class", "asked"}});
  if (!draft.asked_everywhere.empty()) {
    out.Heading(4, page.Say("sheet.must_ask"));
    Questions(page, draft.asked_everywhere, 1, true);
  }
  if (!draft.measured.empty()) {
    out.Heading(4, page.Say("sheet.measured"));
    out.Paragraph(page.Say("sheet.measured_when", {{"when", Tests(page, draft.measured_when, "triage.or")}}));
    Questions(page, draft.measured, draft.asked_everywhere.size() + 1, false);
  }
  out.Close();
  out.Open("div").Heading(4, page.Say("sheet.rules"));
  if (draft.rules.empty()) {
    out.Paragraph(page.Say("sheet.no_common_rules"), "note");
  } else {
    RulesByLevel(page, draft.rules);
  }
  out.Close().Close().Close();
}

void Complaints(Page& page) {
  page.out.Open("section").Heading(2, page.Say("sheet.complaints"), "complaints");
  for (std::size_t i = 0; i < page.draft.complaints.size(); ++i) OneComplaint(page, i);
  page.out.Close();
}

void Modifiers(Page& page) {
  if (page.draft.modifiers.empty()) return;
  html::Writer& out = page.out;
  out.Open("section").Heading(2, page.Say("sheet.modifiers"), "modifiers");
  out.Paragraph(page.Say("sheet.modifiers_about"));
  const std::vector<html::Column> columns{{page.Say("sheet.condition")},
                                          {page.Say("sheet.reason")},
                                          {page.Say("sheet.raises"), true},
                                          {page.Say("sheet.at_most")}};
  html::OpenTable(out, "", columns);
  for (const DraftModifier& modifier : page.draft.modifiers) {
    out.Open("tr").Open("th", {{"scope", "row"}});
    LineMark(page, modifier.place);
    ConditionSentence(page, modifier.condition);
    out.Close().Leaf("td", page.In(modifier.rule.reason));
    out.Leaf("td", std::to_string(modifier.steps), {{"class", "number"}}).Open("td");
    LevelMark(page, modifier.at_most);
    out.Close().Close();
  }
  out.Close().Close().Close();
}

}  // namespace legevakt::triage::sheet
