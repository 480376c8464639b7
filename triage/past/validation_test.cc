// A validation of ten rows, counted on paper; and the nurses of the real file, where it is there.
#include "triage/past/validation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/status.h"
#include "triage/past/fit.h"
#include "triage/past/testing.h"

namespace legevakt::past {
namespace {

using stats::Matrix;
using ::testing::ElementsAre;

Matrix Of(std::size_t columns, std::initializer_list<long> cells) {
  Matrix matrix(cells.size() / columns, columns);
  std::size_t at = 0;
  for (const long n : cells) {
    matrix.Add(at / columns, at % columns, n);
    ++at;
  }
  return matrix;
}

std::vector<long> Cells(const Matrix& matrix) {
  std::vector<long> cells;
  for (std::size_t row = 0; row < matrix.rows(); ++row) {
    for (std::size_t column = 0; column < matrix.columns(); ++column) cells.push_back(matrix.At(row, column));
  }
  return cells;
}

void ExpectShare(const stats::Estimate& estimate, long k, long n) {
  EXPECT_EQ(estimate.k, k);
  EXPECT_EQ(estimate.n, n);
}

TEST(Figures, OfASquareTable) {
  // Three levels, the first urgent.
  const Figures got = FiguresOf(Of(3, {8, 1, 1, 2, 20, 3, 0, 5, 60}), {{0, 1, 2}, 1, 1});
  EXPECT_EQ(got.n, 100);
  ExpectShare(got.agreement, 88, 100);
  ExpectShare(got.sensitivity, 8, 10);
  ExpectShare(got.specificity, 88, 90);
  ExpectShare(got.under_triage, 5, 100);
  ExpectShare(got.over_triage, 7, 100);
  ExpectShare(got.most_urgent_lowest, 1, 10);
  EXPECT_TRUE(got.kappa.value);
}

TEST(Figures, FiveLevelsAgainstThree) {
  const Matrix matrix = Of(3, {3, 0, 1, 5, 2, 0, 1, 9, 2, 0, 4, 8, 0, 1, 6});
  const Figures got = FiguresOf(matrix, {{0, 0, 1, 2, 2}, 2, 1});
  ExpectShare(got.sensitivity, 8, 11);
  ExpectShare(got.specificity, 30, 31);
  ExpectShare(got.agreement, 3 + 5 + 9 + 8 + 6, 42);
  ExpectShare(got.under_triage, 1 + 2 + 2, 42);
  ExpectShare(got.over_triage, 1 + 4 + 1, 42);
  ExpectShare(got.most_urgent_lowest, 1, 4);
  // Nobody says what corresponds to what.
  const Figures unsaid = FiguresOf(matrix, {{}, 2, 1});
  ExpectShare(unsaid.sensitivity, 8, 11);
  EXPECT_FALSE(unsaid.agreement.value || unsaid.kappa.value || unsaid.under_triage.value);
}

TEST(Figures, TheUrgentOfFiveAreTwoAndOfThreeOne) {
  EXPECT_EQ(UrgentByDefault(5), 2u);
  EXPECT_EQ(UrgentByDefault(4), 1u);
  EXPECT_EQ(UrgentByDefault(3), 1u);
}

TEST(Validation, TenRowsCountedOnPaper) {
  const ColumnMap map = testing::Map();
  const CaseFile file = testing::Rows(map);
  const auto tool = testing::Tool();
  const auto got = Validate(file, map, *tool, {});
  ASSERT_TRUE(got);
  EXPECT_EQ(file.rows, 11);
  EXPECT_EQ(file.refused.size(), 1u);
  EXPECT_THAT(Cells(got->tool.matrix), ElementsAre(1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1));
  const Figures& figures = got->tool.figures;
  EXPECT_EQ(figures.n, 10);
  ExpectShare(figures.sensitivity, 2, 4);
  ExpectShare(figures.specificity, 5, 6);
  ExpectShare(figures.agreement, 1 + 1 + 1 + 1 + 1, 10);
  ExpectShare(figures.under_triage, 2, 10);
  ExpectShare(figures.over_triage, 3, 10);
  // The worst first: two levels too low before one.
  ASSERT_EQ(got->under_triaged.size(), 2u);
  EXPECT_EQ(got->outcomes[got->under_triaged[0]].row->row, 3);
  EXPECT_EQ(got->outcomes[got->under_triaged[1]].row->row, 4);
  // By complaint, most rows first, and together all of them.
  ASSERT_EQ(got->by_complaint.size(), 2u);
  EXPECT_EQ(got->by_complaint[0].figures.n, 6);
  EXPECT_EQ(got->by_complaint[1].figures.n, 4);
}

TEST(Validation, TheYardstickIsReadWhereItCanBeAndComparedOnTheSameRows) {
  const ColumnMap map = testing::Map();
  const CaseFile file = testing::Rows(map);
  const auto got = Validate(file, map, *testing::Tool(), {});
  ASSERT_TRUE(got && got->yardstick);
  EXPECT_EQ(got->yardstick->figures.n, 9);
  ExpectShare(got->yardstick->figures.sensitivity, 3, 4);
  ExpectShare(got->yardstick->figures.specificity, 4, 5);
  // Rows 1 and 2: both right; row 4: only the nurse; row 3: neither.
  EXPECT_EQ(got->against.urgent.both, 2);
  EXPECT_EQ(got->against.urgent.only_first, 1);
  EXPECT_EQ(got->against.urgent.only_second, 0);
  EXPECT_EQ(got->against.urgent.neither, 1);
  // A file without that column has none, and is read all the same.
  const CaseFile other = testing::Rows(map, "Expert;Age;Text;Bad;Ill;HR\n1;50;cold;1;0;80\n");
  EXPECT_FALSE(other.has_yardstick);
  EXPECT_FALSE(Validate(other, map, *testing::Tool(), {})->yardstick);
}

TEST(Validation, WhatCountsAsUrgentCanBeSaid) {
  const ColumnMap map = testing::Map();
  const CaseFile file = testing::Rows(map);
  const auto got = Validate(file, map, *testing::Tool(), {3, 2});
  ASSERT_TRUE(got);
  ExpectShare(got->tool.figures.sensitivity, 5, 6);
  EXPECT_FALSE(Validate(file, map, *testing::Tool(), {5, 1}));
  EXPECT_FALSE(Validate(file, map, *testing::Tool(), {2, 3}));
}

TEST(Validation, WithoutACommonScaleTheUrgentThatAreMissedAreTheWorst) {
  std::string yaml(testing::kMap);
  yaml.erase(yaml.find("  scales:"), yaml.find("yardstick:") - yaml.find("  scales:"));
  const ColumnMap map = testing::Map(yaml);
  const auto got = Validate(testing::Rows(map), map, *testing::Tool(), {});
  ASSERT_TRUE(got);
  EXPECT_FALSE(got->tool.figures.kappa.value);
  EXPECT_EQ(got->under_triaged.size(), 2u);
}

TEST(Fit, WhatTheToolLacksIsToldWithItsPlace) {
  std::string yaml(testing::kMap);
  yaml.replace(yaml.find("complaint: chest"), 16, "complaint: chst");
  yaml.replace(yaml.find("question: pulse"), 15, "question: pulze");
  const auto unknown = UnknownToTool(testing::Map(yaml), *testing::Tool(), text::Lang::kEn);
  ASSERT_EQ(unknown.size(), 2u);
  EXPECT_EQ(unknown[0].what, "chst");
  EXPECT_EQ(unknown[0].place.line, 16);
  EXPECT_EQ(unknown[0].place.column, 19);
  EXPECT_THAT(unknown[0].message, ::testing::HasSubstr("\"chest\"?"));
  EXPECT_EQ(unknown[1].what, "pulze");
  EXPECT_EQ(unknown[1].place.line, 20);
}

TEST(Fit, AWrongStepAndAnAnswerThatIsNoneAreTold) {
  std::string yaml(testing::kMap);
  yaml.replace(yaml.find("column: HR,"), 11, "column: HR, per_unit: 10,");
  yaml.replace(yaml.find("question: bad"), 13, "question: channel");
  const auto unknown = UnknownToTool(testing::Map(yaml), *testing::Tool(), text::Lang::kEn);
  ASSERT_EQ(unknown.size(), 3u);
  EXPECT_EQ(unknown[0].what, "channel=no");
  EXPECT_EQ(unknown[1].what, "channel=yes");
  EXPECT_EQ(unknown[2].what, "pulse");
}

TEST(Fit, TheFactsAreFilledInAndAnUnreadableCellIsUnknown) {
  const ColumnMap map = testing::Map();
  const CaseFile file = testing::Rows(map);
  const auto tool = testing::Tool();
  Case row = file.cases.at(4);
  row.arrival = "walk_in";
  const triage::AnswerSet answers = AnswersOf(row, *tool);
  const auto value = [&](std::string_view id) { return answers.values[tool->FindQuestion(id)]; };
  EXPECT_EQ(value("age"), triage::Value::Number(50 * 12));
  EXPECT_EQ(value("channel"), triage::Value::Choice(1));
  EXPECT_EQ(value("bad"), triage::Value::Yes());
  EXPECT_EQ(value("pulse"), triage::Value::Unknown());
  row.arrival = "carried in";
  EXPECT_EQ(AnswersOf(row, *tool).values[tool->FindQuestion("channel")], triage::Value{});
}

// Anybody can count these two on the published file: 98 of 115, and 508 of 518.
TEST(RealFile, TheNursesAreAsOnPaper) {
  const char* folder = std::getenv("LEGEVAKT_DATA");
  const std::string path = std::string(folder != nullptr ? folder : LEGEVAKT_DATA_DIR) + "/ktas-a.csv";
  std::ostringstream csv;
  csv << std::ifstream(path, std::ios::binary).rdbuf();
  if (csv.str().empty()) GTEST_SKIP() << path << " is not there; it is no part of this repository";
  std::ostringstream yaml;
  yaml << std::ifstream(LEGEVAKT_MAPS "/ktas.yaml", std::ios::binary).rdbuf();
  const auto map = LoadColumnMap(yaml.str(), "ktas.yaml", text::Lang::kEn);
  ASSERT_TRUE(map.ok()) << map.status();
  const CaseFile file = testing::Rows(*map, csv.str());
  EXPECT_EQ(file.rows, 633);
  EXPECT_EQ(file.cases.size(), 633u);
  stats::Matrix matrix(5, 5);
  for (const Case& row : file.cases) {
    ASSERT_GT(row.yardstick, 0);
    matrix.Add(static_cast<std::size_t>(row.reference) - 1, static_cast<std::size_t>(row.yardstick) - 1);
  }
  const Figures nurses = FiguresOf(matrix, {{0, 1, 2, 3, 4}, 2, 2});
  ExpectShare(nurses.sensitivity, 98, 115);
  ExpectShare(nurses.specificity, 508, 518);
  EXPECT_NEAR(*nurses.sensitivity.value, 0.852, 5e-4);
  EXPECT_NEAR(*nurses.specificity.value, 0.981, 5e-4);
}

}  // namespace
}  // namespace legevakt::past
