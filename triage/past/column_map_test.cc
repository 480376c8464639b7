#include "triage/past/column_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/status.h"

namespace legevakt::past {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kSmall = R"(name: small
delimiter: ";"
not_known_on_arrival: [Diagnosis]
reference:
  column: Level
  levels: ["1", "2"]
patient:
  age: {column: Age, unit: years}
complaint:
  column: Complaint
  otherwise: diffuse
  words:
    - {complaint: chest_pain, any: ["chest pain"]}
answers:
  - {question: pulse, column: HR, min: 15, max: 260}
)";

std::string Replaced(std::string_view what, std::string_view with) {
  std::string text(kSmall);
  text.replace(text.find(what), what.size(), with);
  return text;
}

std::string ProblemOf(const std::string& yaml) {
  const auto map = LoadColumnMap(yaml, "map.yaml", text::Lang::kEn);
  return map.ok() ? "" : Message(map.status());
}

std::string ReadFile(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

TEST(ColumnMap, ReadsWhatItSays) {
  const auto map = LoadColumnMap(kSmall, "map.yaml", text::Lang::kEn);
  ASSERT_TRUE(map.ok()) << map.status();
  EXPECT_EQ(map->name, "small");
  EXPECT_EQ(map->delimiter, ';');
  EXPECT_EQ(map->reference_levels, 2);
  EXPECT_EQ(map->age->per_unit, 12);
  EXPECT_EQ(map->answers.at(0).sources.at(0).number.max, 260);
  EXPECT_THAT(map->ComplaintIds(), testing::ElementsAre("chest_pain", "diffuse"));
  EXPECT_THAT(map->Columns(), testing::ElementsAre("Age", "Complaint", "HR", "Level"));
}

TEST(ColumnMap, ErrorsNameLineAndColumn) {
  EXPECT_THAT(ProblemOf(Replaced("unit: years", "unit: weeks")), HasSubstr("map.yaml:8:28: "));
  EXPECT_THAT(ProblemOf(Replaced("  otherwise:", "  otherwize:")), HasSubstr("map.yaml:11:3: "));
  EXPECT_THAT(ProblemOf(Replaced("min: 15, max", "max: 9, max")), HasSubstr("map.yaml:15:"));
  EXPECT_THAT(ProblemOf(Replaced("\"chest pain\"", "\"?!\"")), HasSubstr("map.yaml:13:37: "));
  EXPECT_THAT(ProblemOf(Replaced("\";\"", "\";;\"")), HasSubstr("map.yaml:2:12: "));
}

TEST(ColumnMap, TheScalesOfAReferenceAreLevelForLevel) {
  const auto with = [&](std::string_view scales) {
    return Replaced("  levels: [\"1\", \"2\"]\n",
                    "  levels: [\"1\", \"2\"]\n  scales: {" + std::string(scales) + "}\n");
  };
  const auto map = LoadColumnMap(with("5: [1, 3]"), "map.yaml", text::Lang::kEn);
  ASSERT_TRUE(map.ok()) << map.status();
  EXPECT_THAT(map->reference_scales.at(5), testing::ElementsAre(1, 3));
  EXPECT_THAT(ProblemOf(with("5: [1, 3, 5]")), HasSubstr("map.yaml:7:15: There are 3 levels here"));
  // Never from low to high, and within the scale.
  EXPECT_THAT(ProblemOf(with("5: [3, 1]")), HasSubstr("map.yaml:7:19: "));
  EXPECT_THAT(ProblemOf(with("5: [1, 6]")), HasSubstr("map.yaml:7:19: "));
  EXPECT_THAT(ProblemOf(with("1: [1, 1]")), HasSubstr("map.yaml:7:12: "));
  EXPECT_THAT(ProblemOf(Replaced("[\"1\", \"2\"]", "[\"1\", \"1\"]")), HasSubstr("map.yaml:6:17: "));
  EXPECT_THAT(ProblemOf(Replaced("[\"1\", \"2\"]", "[\"1\"]")), HasSubstr("map.yaml:5:3: "));
}

TEST(ColumnMap, AYardstickMayBeWhatNobodyKnewOnArrival) {
  const std::string line = "yardstick: {column: Diagnosis, name: {nb: n, en: e}}\npatient:";
  const auto map = LoadColumnMap(Replaced("patient:", line), "map.yaml", text::Lang::kEn);
  ASSERT_TRUE(map.ok()) << map.status();
  EXPECT_EQ(map->yardstick->levels.column, "Diagnosis");
  // Its levels are the reference's, and it is no column that a file must have.
  EXPECT_EQ(map->yardstick->levels.codes.size(), 2u);
  EXPECT_THAT(map->Columns(), Not(Contains("Diagnosis")));
  std::string without(kSmall);
  without.erase(without.find("reference:"), without.find("patient:") - without.find("reference:"));
  without.replace(without.find("patient:"), 8, line);
  EXPECT_THAT(ProblemOf(without), HasSubstr("Write \"reference\" too"));
}

TEST(ColumnMap, RefusesAColumnThatNobodyKnewOnArrival) {
  EXPECT_THAT(ProblemOf(Replaced("column: HR", "column: Diagnosis")), HasSubstr("map.yaml:15:31: "));
}

TEST(ColumnMap, ThatOfTheRealFileReadsArrivalColumnsOnly) {
  const auto map = LoadColumnMap(ReadFile(LEGEVAKT_MAPS "/ktas.yaml"), "ktas.yaml", text::Lang::kEn);
  ASSERT_TRUE(map.ok()) << map.status();
  const auto columns = map->Columns();
  for (const char* later : {"KTAS_RN", "Diagnosis in ED", "Disposition", "Error_group", "Length of stay_min",
                            "KTAS duration_min", "mistriage", "Group", "Patients number per hour"}) {
    EXPECT_THAT(columns, Not(Contains(later)));
  }
  EXPECT_THAT(columns, Contains("KTAS_expert"));
  EXPECT_THAT(columns, Contains("Chief_complain"));
}

TEST(ColumnMap, TheWordListIsGeneral) {
  const auto map = LoadColumnMap(ReadFile(LEGEVAKT_MAPS "/ktas.yaml"), "ktas.yaml", text::Lang::kEn);
  ASSERT_TRUE(map.ok()) << map.status();
  const auto complaint = [&](std::string_view text, const WordContext& context = {}) {
    const WordRule* rule = FindRule(map->words, text, context);
    return rule == nullptr ? std::string("diffuse") : rule->complaint;
  };
  EXPECT_EQ(complaint("Pain, chest (radiating to arm)"), "chest_pain");
  EXPECT_EQ(complaint("SOB on exertion"), "breathing");
  EXPECT_EQ(complaint("collapsed at home"), "unconscious");
  EXPECT_EQ(complaint("left sided weakness"), "stroke_signs");
  EXPECT_EQ(complaint("suicidal ideation"), "suicide_risk");
  EXPECT_EQ(complaint("shoulder pain", {400, true}), "injury");
  EXPECT_EQ(complaint("shoulder pain", {400, false}), "limb_pain");
  EXPECT_EQ(complaint("fever", {24, false}), "fever_child");
  EXPECT_EQ(complaint("abnormal lab."), "diffuse");
  EXPECT_EQ(complaint("???"), "diffuse");
}

}  // namespace
}  // namespace legevakt::past
