#include "triage/past/case_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/status.h"

namespace legevakt::past {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kMap = R"(name: t
delimiter: ";"
reference: {column: Level, levels: ["1", "2", "3"]}
patient:
  sex: {column: Sex, codes: {"1": female, "2": male}}
  age: {column: Age, unit: years}
  injury: {column: Injury, codes: {"1": "no", "2": "yes"}}
complaint:
  column: Complaint
  otherwise: diffuse
  otherwise_injury: injury
  words:
    - {complaint: chest_pain, any: ["chest pain"]}
  says:
    - {question: fainted, any: [syncop*, faint*]}
    - {question: cold_sweat, any: [sweat*]}
answers:
  - {question: consciousness, column: Mental, codes: {"1": alert, "2": voice}}
  - {question: temperature, column: BT, per_unit: 10, min: 25, max: 45}
  - question: severe_pain
    from:
      - {column: NRS, min: 0, max: 10, yes_from: 7}
      - {column: Pain, codes: {"0": "no", "1": unknown}}
)";
constexpr std::string_view kHeader = "Level;Sex;Age;Injury;Complaint;Mental;BT;NRS;Pain\n";

CaseFile Read(const std::string& rows) {
  const auto map = LoadColumnMap(kMap, "map.yaml", text::Lang::kEn);
  EXPECT_TRUE(map.ok()) << map.status();
  auto file = ReadCases(ReadCsv(std::string(kHeader) + rows, map->delimiter), *map, text::Lang::kEn);
  EXPECT_TRUE(file.ok()) << file.status();
  return *std::move(file);
}

TEST(ParseDecimal, PointsCommasAndRounding) {
  EXPECT_EQ(ParseDecimal("36.8", 10), 368);
  EXPECT_EQ(ParseDecimal("36,8", 10), 368);
  EXPECT_EQ(ParseDecimal("36,85", 10), 369);
  EXPECT_EQ(ParseDecimal("18.0", 1), 18);
  EXPECT_EQ(ParseDecimal("-3", 1), -3);
  for (const char* broken : {"", "??", "#BO\xC3\x9E!", "36.8.1", ",5", "12a", "-", "1e3", "9999999999999"}) {
    EXPECT_EQ(ParseDecimal(broken, 10), std::nullopt) << broken;
  }
}

TEST(CaseReader, AGoodRow) {
  const CaseFile file = Read("2;1;53;1;Chest pain;1;36,8;8;1\n");
  ASSERT_EQ(file.cases.size(), 1u);
  const Case& item = file.cases[0];
  EXPECT_EQ(item.external_ref, "t:1");
  EXPECT_EQ(item.reference, 2);
  EXPECT_EQ(item.sex, "female");
  EXPECT_EQ(item.age_months, 53 * 12);
  EXPECT_EQ(item.injury, false);
  EXPECT_EQ(item.complaint_id, "chest_pain");
  EXPECT_EQ(item.answers.at(0).choice, "alert");
  EXPECT_EQ(item.answers.at(1).number, 368);
  EXPECT_EQ(item.answers.at(2).kind, CaseAnswer::Kind::kYes);
  EXPECT_TRUE(file.faults.empty());
}

TEST(CaseReader, ABrokenCellIsUnknownAndCounted) {
  const CaseFile file = Read("1;9;abc;1;x;7;??;#BO\xC3\x9E!;0\n1;1;53;1;x;1;99;;1\n1;1;53;1;x;1;;3;1\n");
  ASSERT_EQ(file.cases.size(), 3u);
  const Case& first = file.cases[0];
  EXPECT_EQ(first.sex, "");
  EXPECT_EQ(first.age_months, std::nullopt);
  EXPECT_EQ(first.answers.at(0).kind, CaseAnswer::Kind::kUnknown);
  EXPECT_EQ(first.answers.at(1).kind, CaseAnswer::Kind::kUnknown);
  // No number for the pain, but "no pain" says that it is not severe.
  EXPECT_EQ(first.answers.at(2).kind, CaseAnswer::Kind::kNo);
  // In pain, and nobody wrote how much.
  EXPECT_EQ(file.cases[1].answers.at(2).kind, CaseAnswer::Kind::kUnknown);
  EXPECT_EQ(file.faults.at("Sex").broken, 1);
  EXPECT_EQ(file.faults.at("Age").broken, 1);
  EXPECT_EQ(file.faults.at("Mental").broken, 1);
  EXPECT_EQ(file.faults.at("BT").broken, 1);
  EXPECT_EQ(file.faults.at("BT").out_of_range, 1);
  EXPECT_EQ(file.faults.at("BT").empty, 1);
  EXPECT_EQ(file.faults.at("NRS").broken, 1);
  EXPECT_EQ(file.faults.at("NRS").empty, 1);
  EXPECT_FALSE(file.faults.contains("Pain"));
}

TEST(CaseReader, ARowIsRefusedOnlyWithoutAReadableLevel) {
  const CaseFile file =
      Read(";1;53;1;x;1;36;3;1\n??;1;53;1;x;1;36;3;1\n4;1;53;1;x;1;36;3;1\n 3 ;;;;;;;;\n2\n");
  EXPECT_EQ(file.rows, 5);
  ASSERT_EQ(file.refused.size(), 3u);
  EXPECT_EQ(file.refused[1].row, 2);
  EXPECT_EQ(file.refused[1].line, 3);
  EXPECT_THAT(file.refused[1].reason, HasSubstr("??"));
  ASSERT_EQ(file.cases.size(), 2u);
  EXPECT_EQ(file.cases[0].external_ref, "t:4");
  EXPECT_EQ(file.cases[0].reference, 3);
  EXPECT_EQ(file.cases[1].external_ref, "t:5");
  EXPECT_THAT(file.uneven_rows, ElementsAre(5));
}

TEST(CaseReader, WhatIsNotInTheWordListIsDiffuseOrAnInjury) {
  const CaseFile file = Read("1;1;53;1;???;1;36;3;1\n1;1;53;2;???;1;36;3;1\n1;1;53;;???;1;36;3;1\n");
  EXPECT_EQ(file.cases.at(0).complaint_id, "diffuse");
  EXPECT_EQ(file.cases.at(1).complaint_id, "injury");
  EXPECT_EQ(file.cases.at(2).complaint_id, "diffuse");
  EXPECT_FALSE(file.cases.at(0).mapped);
  EXPECT_EQ(file.unmapped.at("???"), 3);
}

TEST(CaseReader, WhatTheTextSaysIsAYesAndWhatItDoesNotSayIsNothing) {
  const CaseFile file = Read("1;1;53;1;Chest pain, fainted twice;1;36;3;1\n");
  const auto& answers = file.cases.at(0).answers;
  ASSERT_EQ(answers.size(), 4u);
  EXPECT_EQ(answers[3].question, "fainted");
  EXPECT_EQ(answers[3].kind, CaseAnswer::Kind::kYes);
}

TEST(CaseReader, ALongTextIsCutAtAWholeCharacter) {
  std::string text(255, 'x');
  text += "\xC3\xA6\xC3\xA6";
  const CaseFile file = Read("1;1;53;1;" + text + ";1;36;3;1\n");
  EXPECT_EQ(file.cases.at(0).complaint_text, std::string(255, 'x'));
}

TEST(CaseReader, ANewFileIsToldWhereItIsWrong) {
  const auto map = LoadColumnMap(kMap, "map.yaml", text::Lang::kEn);
  const auto problem = [&](std::string_view csv) {
    const auto file = ReadCases(ReadCsv(csv, map->delimiter), *map, text::Lang::kEn, "rows.csv");
    return file.ok() ? "" : Message(file.status());
  };
  EXPECT_THAT(problem(""), HasSubstr("rows.csv:1:1: The file is empty"));
  EXPECT_THAT(problem("Level,Sex,Age\n1,1,1\n"),
              HasSubstr("divided by \",\", but the map map.yaml says \";\""));
  // Names the place in the map where the column is asked for.
  EXPECT_THAT(problem("\n\nLevel;Sex;Ages;Injury;Complaint;Mental;BT;NRS;Pain\n"),
              HasSubstr("rows.csv:3:1: The file has no column \"Age\", which the map reads (map.yaml:6:17)"));
}

TEST(CaseReader, WhereTheReferenceIsOptionalNoRowIsRefusedForIt) {
  const auto map = LoadColumnMap(kMap, "map.yaml", text::Lang::kEn);
  const std::string rows = std::string(kHeader) + "2;1;53;1;x;1;36;3;1\n??;1;53;1;x;1;36;3;1\n";
  const auto file = ReadCases(ReadCsv(rows, ';'), *map, text::Lang::kEn, "rows.csv", ReferenceUse::kOptional);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_TRUE(file->refused.empty());
  ASSERT_EQ(file->cases.size(), 2u);
  EXPECT_EQ(file->cases[0].reference, 2);
  EXPECT_EQ(file->cases[1].reference, 0);
  EXPECT_EQ(file->faults.at("Level").broken, 1);
}

TEST(CaseReader, AMissingColumnIsNamedWithTheNearest) {
  const auto map = LoadColumnMap(kMap, "map.yaml", text::Lang::kEn);
  const auto file = ReadCases(ReadCsv("Levels;Sex\n1;1\n", ';'), *map, text::Lang::kEn);
  ASSERT_FALSE(file.ok());
  EXPECT_THAT(Message(file.status()), HasSubstr("Age"));
  EXPECT_FALSE(ReadCases(ReadCsv("", ';'), *map, text::Lang::kEn).ok());
}

}  // namespace
}  // namespace legevakt::past
