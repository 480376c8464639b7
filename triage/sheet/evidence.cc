// What was proven and tried, and who answers for it.
#include "triage/sheet/internal.h"

namespace legevakt::triage::sheet {
namespace {

std::string OfAll(const Page& page, std::int64_t part, std::int64_t all) {
  return page.Say("sheet.of_all", {{"n", std::to_string(part)}, {"all", std::to_string(all)}});
}

void List(Page& page, std::string_view title_key, const std::vector<std::string>& items) {
  if (items.empty()) return;
  page.out.Heading(4, page.Say(title_key)).Open("ul", {{"class", "small"}});
  for (const std::string& item : items) page.out.Leaf("li", item);
  page.out.Close();
}

// "linje 12: ...", without the name of the file, which depends on where it lies.
std::vector<std::string> Sentences(const Page& page, const std::vector<Diagnostic>& problems) {
  std::vector<std::string> out;
  for (const Diagnostic& problem : problems) {
    out.push_back(
        page.Say("sheet.at_line", {{"n", std::to_string(problem.line)}, {"what", problem.message}}));
  }
  return out;
}

void Proofs(Page& page) {
  html::Writer& out = page.out;
  out.Heading(3, page.Say("sheet.proofs")).Paragraph(page.Say("sheet.proofs_about"));
  const std::vector<html::Column> columns{
      {page.Say("sheet.property")}, {page.Say("sheet.outcome")}, {page.Say("sheet.combinations"), true}};
  std::vector<std::vector<std::string>> rows;
  for (const Proof& proof : page.lint.proofs) {
    rows.push_back({page.Say(proof.key), page.Say(proof.holds ? "sheet.proven" : "sheet.not_proven"),
                    std::to_string(proof.cases)});
  }
  html::Table(out, "", columns, rows);
  out.Paragraph(page.Say(page.lint.ok() ? "sheet.lint_ok" : "sheet.lint_bad"));
  List(page, "sheet.problems", Sentences(page, page.lint.problems));
}

void Cases(Page& page) {
  html::Writer& out = page.out;
  out.Heading(3, page.Say("sheet.cases"));
  if (page.cases == nullptr) {
    out.Paragraph(page.Say("sheet.no_cases"));
    return;
  }
  const CasesOutcome& outcome = *page.cases;
  const std::int64_t noticed =
      outcome.mutation.mutants - static_cast<std::int64_t>(outcome.mutation.survivors.size());
  out.Paragraph(page.Say("sheet.cases_about"));
  const std::vector<html::Column> columns{{page.Say("sheet.property")}, {page.Say("sheet.outcome")}};
  const auto passed = static_cast<std::int64_t>(outcome.cases - outcome.failures.size());
  const std::vector<std::vector<std::string>> rows{
      {page.Say("sheet.cases_passed"), OfAll(page, passed, static_cast<std::int64_t>(outcome.cases))},
      {page.Say("sheet.rules_reached"), OfAll(page, outcome.coverage.rules_reached, outcome.coverage.rules)},
      {page.Say("sheet.limits_reached"),
       OfAll(page, outcome.coverage.limits_reached, outcome.coverage.limits)},
      {page.Say("sheet.mutants_noticed"), OfAll(page, noticed, outcome.mutation.mutants)}};
  html::Table(out, "", columns, rows);
  List(page, "sheet.failures", outcome.failures);
  List(page, "sheet.missed", outcome.coverage.missed);
  std::vector<std::string> survivors;
  for (const Mutant& mutant : outcome.mutation.survivors) {
    survivors.push_back(
        page.Say("sheet.at_line", {{"n", std::to_string(mutant.place.line)}, {"what", mutant.what}}));
  }
  List(page, "sheet.survivors", survivors);
}

// A line to write on.
void SignRow(Page& page, std::string_view role_key, std::string_view name) {
  html::Writer& out = page.out;
  out.Open("tr").Leaf("th", page.Say(role_key), {{"scope", "row"}}).Leaf("td", name);
  out.Leaf("td", "").Leaf("td", "").Close();
}

}  // namespace

void Evidence(Page& page) {
  page.out.Open("section").Heading(2, page.Say("sheet.evidence"), "evidence");
  Proofs(page);
  Cases(page);
  page.out.Close();
}

void Signature(Page& page) {
  html::Writer& out = page.out;
  const Draft& draft = page.draft;
  out.Open("section", {{"class", "signature"}}).Heading(2, page.Say("sheet.signature"), "signature");
  if (!page.lint.ok()) {
    out.Paragraph(page.Say("sheet.not_ready"), "notice").Close();
    return;
  }
  out.Paragraph(page.Say("sheet.sign_text",
                         {{"name", page.In(draft.name)}, {"id", draft.id}, {"version", draft.version}}));
  out.Open("p");
  HashMark(page);
  out.Close();
  const std::vector<html::Column> columns{{page.Say("sheet.role")},
                                          {page.Say("sheet.person")},
                                          {page.Say("sheet.date")},
                                          {page.Say("sheet.sign")}};
  html::OpenTable(out, "", columns, "sign");
  SignRow(page, "sheet.author", draft.meta.author);
  SignRow(page, "sheet.sign_approver", draft.meta.IsApproved() ? draft.meta.approver : "");
  out.Close().Close();
  html::OpenTable(out, "", std::vector<html::Column>{{page.Say("sheet.activation")}, {""}},
                  "sign activation");
  for (const std::string_view key : {"sheet.active_from", "sheet.activated_by", "sheet.replaces"}) {
    out.Open("tr").Leaf("th", page.Say(key), {{"scope", "row"}}).Leaf("td", "").Close();
  }
  out.Close().Close();
  out.Paragraph(page.Say("sheet.sign_rule"), "small");
  out.Paragraph(page.Say("sheet.sign_match"), "small");
  out.Close();
}

}  // namespace legevakt::triage::sheet
