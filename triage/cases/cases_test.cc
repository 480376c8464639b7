// The cases of the shipped tools pass, and the machinery notices what it should.
#include "triage/cases/cases.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <iostream>
#include <string>

#include "triage/testing/tools.h"

namespace legevakt::triage {
namespace {

using ::testing::HasSubstr;

class CasesTest : public ::testing::Test {
 protected:
  static CasesResult Read(const Tool& tool, std::string_view yaml) {
    return LoadCases(yaml, "c.yaml", tool, text::Lang::kEn);
  }
  static CasesResult Shipped(const std::string& name, const Tool& tool) {
    return LoadCases(testing::ReadFile(testing::ToolPath(name + ".cases")), name, tool, text::Lang::kEn);
  }
};

TEST_F(CasesTest, OfNews2PassReachEverythingAndNoticeEveryChange) {
  const Draft draft = testing::ShippedDraft("news2");
  const auto tool = Compile(draft);
  const CasesResult cases = Shipped("news2", *tool);
  for (const Diagnostic& problem : cases.problems) ADD_FAILURE() << ToString(problem);
  for (const Case& one : cases.cases) EXPECT_EQ(RunCase(*tool, one, text::Lang::kEn), "") << one.place.line;
  const Coverage coverage = Measure(draft, *tool, cases.cases);
  EXPECT_EQ(coverage.rules_reached, coverage.rules) << ::testing::PrintToString(coverage.missed);
  EXPECT_EQ(coverage.limits_reached, coverage.limits) << ::testing::PrintToString(coverage.missed);
  const MutationResult mutation = Mutate(draft, cases.cases);
  EXPECT_GT(mutation.mutants, 150);
  for (const Mutant& mutant : mutation.survivors) ADD_FAILURE() << mutant.place.line << ": " << mutant.what;
}

TEST_F(CasesTest, OfLegevakt3PassReachEverythingAndNoticeNearlyEveryChange) {
  const Draft draft = testing::ShippedDraft("legevakt-3");
  const auto tool = Compile(draft);
  const CasesResult cases = Shipped("legevakt-3", *tool);
  for (const Diagnostic& problem : cases.problems) ADD_FAILURE() << ToString(problem);
  for (const Case& one : cases.cases) EXPECT_EQ(RunCase(*tool, one, text::Lang::kEn), "") << one.place.line;
  const Coverage coverage = Measure(draft, *tool, cases.cases);
  EXPECT_GT(coverage.rules, 400);
  EXPECT_EQ(coverage.rules_reached, coverage.rules) << ::testing::PrintToString(coverage.missed);
  EXPECT_EQ(coverage.limits_reached, coverage.limits) << ::testing::PrintToString(coverage.missed);
  const MutationResult mutation = Mutate(draft, cases.cases);
  EXPECT_GT(mutation.mutants, 1500);
  // At most 2 %: a change that makes no difference cannot be noticed.
  const auto survivors = static_cast<std::int64_t>(mutation.survivors.size());
  EXPECT_LE(survivors * 50, mutation.mutants);
  for (const Mutant& mutant : mutation.survivors)
    std::cout << mutant.place.line << ": " << mutant.what << "\n";
}

TEST_F(CasesTest, AMissingCaseLeavesASurvivorAndALimit) {
  const Draft draft = testing::ShippedDraft("news2");
  const auto tool = Compile(draft);
  std::vector<Case> cases = Shipped("news2", *tool).cases;
  std::erase_if(cases, [&](const Case& one) {
    return one.answers.values[tool->FindQuestion("pulse")] == Value::Number(131);
  });
  EXPECT_FALSE(Mutate(draft, cases).survivors.empty());
  const Coverage coverage = Measure(draft, *tool, cases);
  EXPECT_THAT(::testing::PrintToString(coverage.missed), HasSubstr("news2: pulse 131"));
}

TEST_F(CasesTest, AWrongExpectationSaysWhatCameInstead) {
  const auto tool = testing::Shipped("news2");
  const CasesResult cases = Read(*tool, R"(tool: news2
cases:
  - {complaint: news2, when: {respiratory_rate: 25}, level: low, because: wrong on purpose})");
  ASSERT_EQ(cases.cases.size(), 1u);
  EXPECT_EQ(RunCase(*tool, cases.cases[0], text::Lang::kEn),
            "news2: expected low, got medium (news2.news2.3, news2 3). Expected because: wrong on purpose");
}

TEST_F(CasesTest, MistakesInTheFileAreToldWithTheirPlace) {
  const auto tool = testing::Shipped("news2");
  const auto first = [&](std::string_view yaml) {
    const CasesResult result = Read(*tool, yaml);
    return result.problems.empty() ? std::string() : ToString(result.problems[0]);
  };
  EXPECT_THAT(first("tool: x\ncases: []\n"), HasSubstr("c.yaml:1:7: The cases are written for \"x\""));
  EXPECT_THAT(first("tool: news2\ncases: [{complaint: news, level: low, because: b}]\n"),
              HasSubstr("c.yaml:2:21: There is no complaint \"news\". Did you mean \"news2\"?"));
  EXPECT_THAT(first("tool: news2\ncases: [{complaint: news2, level: lwo, because: b}]\n"),
              HasSubstr("Did you mean \"low\"?"));
  EXPECT_THAT(
      first("tool: news2\ncases: [{complaint: news2, level: low, because: b, when: {pulse: fast}}]\n"),
      HasSubstr("expected unknown or a number from 0 to 300"));
  EXPECT_THAT(first("tool: news2\ncases: [{complaint: news2, level: low}]\n"),
              HasSubstr("\"because\" is missing"));
}

}  // namespace
}  // namespace legevakt::triage
