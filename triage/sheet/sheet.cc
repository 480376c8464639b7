#include "triage/sheet/sheet.h"

#include "lv_sheet_style.h"
#include "triage/sheet/internal.h"

namespace legevakt::triage {
namespace {

// Tool, version, hash and page at the foot of every printed page.
std::string Foot(const Draft& draft) {
  constexpr std::size_t kHashShown = 16;
  return "@page { @bottom-left { content: " + html::CssString(draft.id + " " + draft.version) +
         "; } @bottom-center { content: " + html::CssString(draft.hash.substr(0, kHashShown)) + "; } }\n";
}

}  // namespace

CasesOutcome RunCases(const Draft& draft, const std::vector<Case>& cases, text::Lang lang) {
  CasesOutcome outcome;
  const auto tool = Compile(draft);
  outcome.cases = cases.size();
  outcome.by_complaint.resize(draft.complaints.size(), 0);
  for (const Case& one : cases) {
    ++outcome.by_complaint[one.complaint];
    const std::string failure = RunCase(*tool, one, lang);
    if (!failure.empty()) outcome.failures.push_back(failure);
  }
  outcome.coverage = Measure(draft, *tool, cases);
  outcome.mutation = Mutate(draft, cases);
  return outcome;
}

std::string Sheet(const Draft& draft, const LintResult& lint, const CasesOutcome* cases, text::Lang lang) {
  sheet::Page page{draft, lint, cases, lang, {}};
  sheet::Front(page);
  sheet::Scale(page);
  sheet::Contents(page);
  sheet::Common(page);
  sheet::Complaints(page);
  sheet::Modifiers(page);
  sheet::Scores(page);
  sheet::Evidence(page);
  sheet::Signature(page);
  sheet::Dictionary(page);
  html::PageInfo info;
  info.lang = lang;
  info.title = In(draft.name, lang) + " " + draft.version;
  info.style = std::string(embedded::sheet_style::Files().front().data) + Foot(draft);
  return html::Page(info, page.out.Take());
}

}  // namespace legevakt::triage
