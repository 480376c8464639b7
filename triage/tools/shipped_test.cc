// The tools that come with Legevakt besides legevakt-3 and news2: linted, proven, and held by their cases.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "triage/cases/cases.h"
#include "triage/lint/lint.h"
#include "triage/testing/tools.h"

namespace legevakt::triage {
namespace {

std::string SayYes(const Tool& tool, const AnswerSet& answers) {
  std::string text;
  for (std::size_t i = 0; i < answers.values.size(); ++i) {
    const Value value = answers.values[i];
    if (value.known == Known::kValue)
      text += " " + tool.questions()[i].id + "=" + std::to_string(value.value);
    if (value.known == Known::kYes) text += " " + tool.questions()[i].id;
  }
  return text;
}

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

class LintedTool : public ::testing::TestWithParam<const char*> {};

TEST_P(LintedTool, IsCleanAndProven) {
  const std::string name = GetParam();
  const LintResult result = Lint(testing::ReadFile(testing::ToolPath(name)), name + ".yaml", text::Lang::kEn);
  for (const Diagnostic& problem : result.problems) ADD_FAILURE() << ToString(problem);
}

INSTANTIATE_TEST_SUITE_P(Shipped, LintedTool, ::testing::Values("legevakt-5", "tews"));

TEST(ShippedTools, TewsIsHeldByItsCases) {
  ExpectHeldByItsCases("tews", 0);
}

TEST(ShippedTools, Legevakt5IsHeldByItsCases) {
  ExpectHeldByItsCases("legevakt-5", 50);
}

// The file's lines from "dictionary:" to the next part.
std::vector<std::string> DictionaryOf(const std::string& name) {
  std::istringstream file(testing::ReadFile(testing::ToolPath(name)));
  std::vector<std::string> lines;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line == "dictionary:") inside = true;
    if (line == "scores:") return lines;
    if (inside) lines.push_back(line);
  }
  ADD_FAILURE() << name << " has no scores after its dictionary";
  return lines;
}

// Whoever changes a question changes it in both tools: a contact's answers can then be taken from one to the
// other, and the same past contacts compare them.
TEST(ShippedTools, Legevakt5HasTheDictionaryOfLegevakt3) {
  const std::vector<std::string> three = DictionaryOf("legevakt-3");
  const std::vector<std::string> five = DictionaryOf("legevakt-5");
  ASSERT_GT(three.size(), 500u);
  for (std::size_t i = 0; i < std::min(three.size(), five.size()); ++i) {
    ASSERT_EQ(three[i], five[i]) << "line " << i + 1 << " of the dictionaries";
  }
  EXPECT_EQ(three.size(), five.size());
}

TEST(ShippedTools, Legevakt5AsksAsLegevakt3) {
  const auto three = testing::Shipped("legevakt-3");
  const auto five = testing::Shipped("legevakt-5");
  ASSERT_EQ(three->complaints().size(), five->complaints().size());
  for (std::size_t i = 0; i < three->complaints().size(); ++i) {
    const Complaint& a = three->complaints()[i];
    const Complaint& b = five->complaints()[i];
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.must_ask, b.must_ask) << a.id;
    EXPECT_EQ(a.questions, b.questions) << a.id;
    EXPECT_EQ(a.words, b.words) << a.id;
  }
}

// Five levels split akutt in two and haster in two, and raise what needs it. They never make anybody less
// urgent on the common scale.
TEST(ShippedTools, Legevakt5IsNeverLessUrgentThanLegevakt3) {
  const auto three = testing::Shipped("legevakt-3");
  const auto five = testing::Shipped("legevakt-5");
  std::mt19937 random(20260102);
  constexpr int kRounds = 200;
  for (Index complaint = 0; complaint < three->complaints().size(); ++complaint) {
    for (int round = 0; round < kRounds; ++round) {
      // Few answers, most of them no: many would make everybody red.
      AnswerSet answers = RandomAnswers(*three, random, 100);
      for (Value& value : answers.values) {
        if (value == Value::Yes() && random() % 8 != 0) value = Value::No();
        if (value.known == Known::kValue && random() % 8 != 0) value = Value{};
      }
      const Level& a = three->levels()[Evaluate(*three, complaint, answers).level];
      const Level& b = five->levels()[Evaluate(*five, complaint, answers).level];
      ASSERT_LE(b.hastegrad, a.hastegrad)
          << three->complaints()[complaint].id << ": " << a.id << ", " << b.id << SayYes(*three, answers);
    }
  }
}

}  // namespace
}  // namespace legevakt::triage
