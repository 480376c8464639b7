// Generated tools: what must hold for every one of them.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "triage/cases/cases.h"
#include "triage/diff/diff.h"
#include "triage/fuzz/fuzz.h"
#include "triage/lint/lint.h"
#include "triage/reader/answers.h"
#include "triage/reader/expression.h"

namespace legevakt::triage::fuzz {
namespace {

// Answers as the evaluator gave them, as a file of cases: all must pass, and the same file with another level
// must fail.
void CheckCases(const Draft& draft, const Tool& tool, text::Lang lang, Source& source) {
  std::string file = "tool: " + draft.id + "\ncases:\n";
  const int count = source.Pick(1, 3);
  for (int i = 0; i < count; ++i) {
    const auto complaint = static_cast<Index>(source.Byte() % tool.complaints().size());
    AnswerSet answers(tool);
    std::string when;
    for (std::size_t at = 0; at < answers.values.size(); ++at) {
      if (!source.Chance(2)) continue;
      const Question& question = tool.questions()[at];
      answers.values[at] = AnyValue(question, source);
      when +=
          (when.empty() ? "" : ", ") + question.id + ": '" + AnswerText(question, answers.values[at]) + "'";
    }
    const Index level = Evaluate(tool, complaint, answers).level;
    file += "  - {complaint: " + tool.complaints()[complaint].id +
            ", rest: open, because: b, level: " + tool.levels()[level].id + ", when: {" + when + "}}\n";
  }
  const CasesResult result = LoadCases(file, "c.yaml", tool, lang);
  for (const Diagnostic& problem : result.problems) Check(false, ToString(problem));
  for (const Case& one : result.cases) {
    Check(Passes(tool, one) && RunCase(tool, one, lang).empty(),
          "a case with the evaluator's own answer fails");
    Case wrong = one;
    wrong.level = one.level == 0 ? 1 : 0;
    CheckSentence(RunCase(tool, wrong, lang));
  }
  const Coverage coverage = Measure(draft, tool, result.cases);
  Check(coverage.rules_reached <= coverage.rules && coverage.limits_reached <= coverage.limits &&
            static_cast<std::int64_t>(coverage.missed.size()) ==
                coverage.rules - coverage.rules_reached + coverage.limits - coverage.limits_reached,
        "the coverage adds up");
  if (!source.Chance(4)) return;
  const MutationResult mutation = Mutate(draft, result.cases);
  Check(static_cast<std::int64_t>(mutation.survivors.size()) <= mutation.mutants, "survivors are mutants");
}

void CheckTests(const Draft& draft, text::Lang lang) {
  const auto check = [&](const Condition& condition) { CheckSentence(Describe(condition, draft, lang)); };
  for (const DraftRule& rule : draft.rules) check(rule.condition);
  for (const DraftComplaint& complaint : draft.complaints) {
    for (const DraftRule& rule : complaint.rules) check(rule.condition);
  }
}

void CheckDiff(const Draft& draft, text::Lang lang, Source& source) {
  for (const Change& change : Diff(draft, draft, lang)) {
    Check(false, "a tool differs from itself: " + change.sentence);
  }
  const DraftResult other = LoadDraft(ToolText(source), "u.yaml", lang);
  if (!other.draft) return;
  for (const Change& change : Diff(draft, *other.draft, lang)) {
    CheckSentence(change.sentence);
    Check(!Name(change.kind).empty(), "a kind of change has a name");
  }
}

}  // namespace

void FuzzTool(std::string_view bytes) {
  const text::Lang lang = LangOf(bytes);
  Source source(bytes);
  const std::string yaml = ToolText(source);
  // To look at a finding: the tool that the bytes make.
  if (std::getenv("LEGEVAKT_FUZZ_SHOW") != nullptr) std::fputs(yaml.c_str(), stderr);
  DraftResult result = LoadDraft(yaml, "t.yaml", lang);
  Check(result.draft.has_value() == result.problems.empty(), "a problem never makes a tool");
  for (const Diagnostic& problem : result.problems) CheckSentence(ToString(problem));
  if (!result.draft) return;
  const Draft& draft = *result.draft;
  const auto tool = Compile(draft);
  const LintResult lint = LintDraft(draft, "t.yaml", lang);
  for (const Diagnostic& problem : lint.problems) CheckSentence(ToString(problem));
  const bool proven =
      std::all_of(lint.proofs.begin(), lint.proofs.end(), [](const Proof& p) { return p.holds; });
  CheckEvaluation(draft, *tool, proven, source);
  CheckTests(draft, lang);
  CheckCases(draft, *tool, lang, source);
  CheckDiff(draft, lang, source);
}

}  // namespace legevakt::triage::fuzz
