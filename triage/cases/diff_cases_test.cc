#include "triage/cases/diff_cases.h"

#include <gmock/gmock.h>

#include "triage/testing/tools.h"

namespace legevakt::triage {
namespace {

constexpr std::string_view kHead = "tool: legevakt-3\ncases:\n";

// legevakt-3, and a version where fever under two months is akutt.
class DiffCasesTest : public ::testing::Test {
 protected:
  DiffCasesTest() {
    std::string yaml = testing::ReadFile(testing::ToolPath("legevakt-3"));
    before_ = *LoadDraft(yaml, "old").draft;
    Replace(yaml, "- {all: [age < 1 months, fever]}", "- {all: [age < 2 months, fever]}");
    after_ = *LoadDraft(yaml, "new").draft;
  }
  static void Replace(std::string& yaml, std::string_view from, std::string_view to) {
    const std::size_t at = yaml.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    yaml.replace(at, from.size(), to);
  }
  CasesComparison Run(const std::vector<std::string>& files) {
    std::vector<CasesFile> list;
    for (const std::string& one : files) {
      list.push_back({"f" + std::to_string(list.size()), std::string(kHead) + one});
    }
    return CompareCases(before_, after_, list, text::Lang::kNb);
  }

  Draft before_;
  Draft after_;
};

const std::string kFever =
    "  - {complaint: fever_child, when: {age: 1 months, fever: yes}, level: akutt, because: spedbarn}\n";

TEST_F(DiffCasesTest, TheCaseWhoseResultChangedIsToldWithBothLevels) {
  const CasesComparison told =
      Run({kFever +
           "  - {complaint: fever_child, when: {age: 5 years, fever: yes}, level: vanlig, because: b}\n"});
  EXPECT_EQ(told.compared, 2);
  EXPECT_EQ(told.up, 1);
  EXPECT_EQ(told.down, 0);
  ASSERT_EQ(told.changes.size(), 1U);
  const CaseChange& change = told.changes[0];
  EXPECT_EQ(before_.levels[change.from].id, "haster");
  EXPECT_EQ(after_.levels[change.to].id, "akutt");
  EXPECT_EQ(change.complaint, "fever_child");
  EXPECT_EQ(change.line, 3);
  EXPECT_EQ(change.because, "spedbarn");
  EXPECT_EQ(change.why, "Alder under 2 måneder og feber");
  std::swap(before_, after_);
  EXPECT_EQ(Run({kFever}).down, 1);
}

TEST_F(DiffCasesTest, ACaseInBothFilesCountsOnce) {
  const CasesComparison told = Run({kFever, kFever});
  EXPECT_EQ(told.compared, 1);
  EXPECT_EQ(told.changes.size(), 1U);
}

TEST_F(DiffCasesTest, AQuestionThatOneVersionLacksIsNotAskedThere) {
  for (DraftQuestion& question : before_.questions) {
    if (question.question.id == "fever_days") question.question.id = "another";
  }
  const CasesComparison told = Run(
      {"  - {complaint: fever_child, when: {fever_days: yes, age: 5 years}, level: haster, because: b}\n"});
  EXPECT_THAT(told.problems, ::testing::IsEmpty());
  EXPECT_EQ(told.compared, 1);
}

TEST_F(DiffCasesTest, AComplaintThatOneVersionLacksIsSkipped) {
  before_.complaints[4].complaint.id = "another";
  ASSERT_EQ(after_.complaints[4].complaint.id, "fever_child");
  EXPECT_EQ(Run({kFever}).skipped, 1);
  EXPECT_EQ(Run({kFever}).compared, 0);
}

TEST_F(DiffCasesTest, WhatNeitherVersionCanReadIsAProblem) {
  EXPECT_EQ(Run({"  - {complaint: no_such, level: akutt, because: b}\n"}).problems.size(), 1U);
  EXPECT_FALSE(Run({"  - {complaint: [\n"}).problems.empty());
}

TEST_F(DiffCasesTest, TheShippedCasesAreAllCompared) {
  const CasesFile file{"legevakt-3.cases.yaml",
                       testing::ReadFile(std::string(LEGEVAKT_TOOLS_DIR) + "/legevakt-3.cases.yaml")};
  const CasesComparison same = CompareCases(before_, before_, std::span(&file, 1), text::Lang::kNb);
  EXPECT_GT(same.compared, 500);
  EXPECT_EQ(same.skipped, 0);
  EXPECT_THAT(same.changes, ::testing::IsEmpty());
  EXPECT_GE(CompareCases(before_, after_, std::span(&file, 1), text::Lang::kNb).up, 1);
}

}  // namespace
}  // namespace legevakt::triage
