// Any bytes as a file of cases for one small tool.
#include "triage/cases/cases.h"
#include "triage/fuzz/fuzz.h"

namespace legevakt::triage::fuzz {

void FuzzCases(std::string_view bytes) {
  const text::Lang lang = LangOf(bytes);
  const CasesResult result = LoadCases(bytes, "c.yaml", SmallTool(), lang);
  for (const Diagnostic& problem : result.problems) CheckSentence(ToString(problem));
  for (const Case& one : result.cases) {
    const std::string failure = RunCase(SmallTool(), one, lang);
    Check(failure.empty() == Passes(SmallTool(), one), "a case passes or is told");
    if (!failure.empty()) CheckSentence(failure);
  }
  Measure(SmallDraft(), SmallTool(), result.cases);
  if (bytes.size() % 16 == 0) Mutate(SmallDraft(), result.cases);
}

}  // namespace legevakt::triage::fuzz
