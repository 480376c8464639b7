// The top of the page: what the tool is, who stands behind it, its scale, and where things are.
#include "triage/sheet/internal.h"

namespace legevakt::triage::sheet {
namespace {

std::string HastegradName(const Page& page, Hastegrad hastegrad) {
  switch (hastegrad) {
    case Hastegrad::kUnassessed:
      break;
    case Hastegrad::kAkutt:
      return page.Say("sheet.hastegrad_akutt");
    case Hastegrad::kHaster:
      return page.Say("sheet.hastegrad_haster");
    case Hastegrad::kVanlig:
      return page.Say("sheet.hastegrad_vanlig");
  }
  return {};
}

std::string ShapeName(const Page& page, Shape shape) {
  switch (shape) {
    case Shape::kTriangle:
      return page.Say("sheet.shape_triangle");
    case Shape::kDiamond:
      return page.Say("sheet.shape_diamond");
    case Shape::kCircle:
      return page.Say("sheet.shape_circle");
    case Shape::kSquare:
      return page.Say("sheet.shape_square");
    case Shape::kRing:
      return page.Say("sheet.shape_ring");
  }
  return {};
}

std::string Counts(const Page& page) {
  std::size_t rules = page.draft.rules.size() + page.draft.modifiers.size();
  for (const DraftComplaint& complaint : page.draft.complaints) rules += complaint.rules.size();
  return page.Say("sheet.counts", {{"complaints", std::to_string(page.draft.complaints.size())},
                                   {"questions", std::to_string(page.draft.questions.size())},
                                   {"rules", std::to_string(rules)}});
}

void Facts(Page& page) {
  const Draft& draft = page.draft;
  html::Writer& out = page.out;
  out.Open("dl", {{"class", "facts"}});
  Term(page, "sheet.id", draft.id);
  Term(page, "sheet.version", draft.version);
  out.Leaf("dt", page.Say("sheet.hash")).Open("dd");
  HashMark(page);
  out.Close();
  Term(page, "sheet.owner", draft.meta.owner);
  Term(page, "sheet.author", draft.meta.author);
  Term(page, "sheet.approver",
       draft.meta.IsApproved() ? draft.meta.approver : page.Say("sheet.not_approved"));
  Term(page, "sheet.valid_from", draft.meta.valid_from);
  Term(page, "sheet.intended_use", page.In(draft.meta.intended_use));
  Term(page, "sheet.size", Counts(page));
  out.Close();
  if (draft.meta.sources.empty()) return;
  out.Heading(4, page.Say("sheet.sources")).Open("ul");
  for (const std::string& source : draft.meta.sources) out.Leaf("li", source);
  out.Close();
}

void HowToRead(Page& page) {
  page.out.Open("section").Heading(2, page.Say("sheet.how"), "how").Open("ul");
  for (const std::string_view key :
       {"sheet.how_highest", "sheet.how_unknown", "sheet.how_lowest", "sheet.how_raise", "sheet.how_line"}) {
    page.out.Leaf("li", page.Say(key));
  }
  page.out.Close().Close();
}

}  // namespace

void Front(Page& page) {
  html::Writer& out = page.out;
  out.Open("header", {{"class", "front"}});
  out.Paragraph(page.Say("sheet.kind"), "kind");
  out.Heading(1, page.In(page.draft.name));
  out.Paragraph(page.In(page.draft.disclaimer), "notice");
  if (!page.lint.ok()) out.Paragraph(page.Say("sheet.not_ready"), "notice");
  Facts(page);
  out.Close();
  HowToRead(page);
}

void Scale(Page& page) {
  html::Writer& out = page.out;
  out.Open("section").Heading(2, page.Say("sheet.scale"), "scale");
  const std::vector<html::Column> columns{{page.Say("sheet.level")},        {page.Say("sheet.shape")},
                                          {page.Say("sheet.common_level")}, {page.Say("sheet.rank"), true},
                                          {page.Say("sheet.target")},       {page.Say("sheet.reassess")}};
  html::OpenTable(out, "", columns, "scale");
  for (std::size_t i = 0; i < page.draft.levels.size(); ++i) {
    const Level& level = page.draft.levels[i];
    out.Open("tr").Open("th", {{"scope", "row"}});
    LevelMark(page, static_cast<Index>(i));
    out.Close();
    out.Leaf("td", ShapeName(page, level.shape)).Leaf("td", HastegradName(page, level.hastegrad));
    out.Leaf("td", std::to_string(level.rank), {{"class", "number"}});
    out.Leaf("td", Minutes(page, level.target_minutes)).Leaf("td", Minutes(page, level.reassess_minutes));
    out.Close();
  }
  out.Close().Close();
  LevelMeasures(page);
  out.Close();
}

void Contents(Page& page) {
  html::Writer& out = page.out;
  const auto link = [&](std::string_view id, std::string_view text) {
    out.Open("li").Leaf("a", text, {{"href", "#" + std::string(id)}}).Close();
  };
  out.Open("nav", {{"aria-labelledby", "contents"}}).Heading(2, page.Say("sheet.contents"), "contents");
  out.Open("ul", {{"class", "parts"}});
  link("common", page.Say("sheet.common"));
  link("complaints", page.Say("sheet.complaints"));
  if (!page.draft.modifiers.empty()) link("modifiers", page.Say("sheet.modifiers"));
  if (!page.draft.scores.empty()) link("scores", page.Say("sheet.scores"));
  link("evidence", page.Say("sheet.evidence"));
  link("signature", page.Say("sheet.signature"));
  link("dictionary", page.Say("sheet.dictionary"));
  out.Close();
  out.Open("ol", {{"class", "complaint-list"}});
  for (const DraftComplaint& complaint : page.draft.complaints) {
    link("c-" + complaint.complaint.id, page.In(complaint.complaint.name));
  }
  out.Close().Close();
}

}  // namespace legevakt::triage::sheet
