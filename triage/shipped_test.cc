// The tools that come with Legevakt besides legevakt-3 and news2: linted, proven, and held by their cases.
#include <gtest/gtest.h>

#include <string>

#include "triage/cases.h"
#include "triage/lint.h"
#include "triage/testing.h"

namespace legevakt::triage {
namespace {

// The cases pass, reach every rule and limit, and at most one mutant in `one_in` goes unnoticed (0: none).
void ExpectHeldByItsCases(const std::string& name, std::size_t one_in) {
  const Draft draft = testing::ShippedDraft(name);
  const auto tool = Compile(draft);
  const CasesResult cases =
      LoadCases(testing::ReadFile(testing::ToolPath(name + ".cases")), name, *tool, text::Lang::kEn);
  for (const Diagnostic& problem : cases.problems) ADD_FAILURE() << ToString(problem);
  for (const Case& one : cases.cases) EXPECT_EQ(RunCase(*tool, one, text::Lang::kEn), "") << one.place.line;
  const Coverage coverage = Measure(draft, *tool, cases.cases);
  EXPECT_EQ(coverage.rules_reached, coverage.rules) << ::testing::PrintToString(coverage.missed);
  EXPECT_EQ(coverage.limits_reached, coverage.limits) << ::testing::PrintToString(coverage.missed);
  const MutationResult mutation = Mutate(draft, cases.cases);
  const std::size_t allowed = one_in == 0 ? 0 : static_cast<std::size_t>(mutation.mutants) / one_in;
  EXPECT_GT(mutation.mutants, 0);
  if (mutation.survivors.size() <= allowed) return;
  for (const Mutant& mutant : mutation.survivors) ADD_FAILURE() << mutant.place.line << ": " << mutant.what;
}

TEST(ShippedTools, TewsIsHeldByItsCases) {
  ExpectHeldByItsCases("tews", 0);
}

}  // namespace
}  // namespace legevakt::triage
