#include "sim/evening/evening.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "base/status.h"
#include "sim/evening/people.h"
#include "sim/evening/random.h"
#include "triage/past/case_reader.h"

namespace legevakt::sim {
namespace {

EveningOptions SaturdayNight(std::uint64_t seed) {
  EveningOptions options;
  options.start = *ParseStart("2026-11-21T16:00");
  options.hours = 8;
  options.inhabitants = 60'000;
  options.seed = seed;
  return options;
}

past::CsvTable TableOf(const EveningOptions& options) {
  return past::ReadCsv(GenerateEvening(BuiltInProfile(), options), ',');
}

std::string ReadFile(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

TEST(Evening, TheSameSeedGivesTheSameBytes) {
  const std::string one = GenerateEvening(BuiltInProfile(), SaturdayNight(7));
  EXPECT_EQ(one, GenerateEvening(BuiltInProfile(), SaturdayNight(7)));
  EXPECT_NE(one, GenerateEvening(BuiltInProfile(), SaturdayNight(8)));
}

TEST(Evening, ChanceIsTheSameOnEveryMachine) {
  Random random(42);
  EXPECT_EQ(random.Next(), 1546998764402558742ULL);
  EXPECT_EQ(random.Next(), 6990951692964543102ULL);
}

// Over many days each hour's share must be the profile's, within four deviations.
TEST(Evening, FollowsTheHourProfile) {
  EveningOptions options;
  options.start = *ParseStart("2026-11-23T00:00:00");  // a Monday
  options.hours = 24 * 5;
  options.inhabitants = 400'000;
  const past::CsvTable table = TableOf(options);
  std::array<int, 24> counted{};
  const int column = table.Find("ringer_s");
  for (const past::CsvRow& row : table.rows) {
    ++counted.at(
        static_cast<std::size_t>(std::stoi(row.cells.at(static_cast<std::size_t>(column))) / 3600 % 24));
  }
  for (int hour = 0; hour < 24; ++hour) {
    const double expected = 5 * BuiltInProfile().CallsInHour(options.inhabitants, false, hour);
    EXPECT_NEAR(counted.at(static_cast<std::size_t>(hour)), expected, 4 * std::sqrt(expected))
        << "hour " << hour;
  }
}

TEST(Evening, AWeekendDayIsBusierThanAWeekday) {
  EveningOptions weekday;
  weekday.start = *ParseStart("2026-11-24T00:00");
  weekday.hours = 24;
  weekday.inhabitants = 400'000;
  EveningOptions saturday = weekday;
  saturday.start = *ParseStart("2026-11-21T00:00");
  EXPECT_GT(TableOf(saturday).rows.size(), TableOf(weekday).rows.size() * 120 / 100);
}

TEST(Evening, EveryRowIsReadByItsMapAndEveryPersonIsSynthetic) {
  const auto map =
      past::LoadColumnMap(ReadFile(LEGEVAKT_MAPS "/evening.yaml"), "evening.yaml", text::Lang::kEn);
  ASSERT_TRUE(map.ok()) << map.status();
  const auto file = past::ReadCases(TableOf(SaturdayNight(3)), *map, text::Lang::kEn);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_GT(file->rows, 20);
  EXPECT_TRUE(file->refused.empty());
  EXPECT_TRUE(file->uneven_rows.empty());
  for (const auto& [column, faults] : file->faults) {
    EXPECT_EQ(faults.broken + faults.out_of_range, 0) << column;
  }
  int unmapped = 0;
  for (const past::Case& item : file->cases) {
    EXPECT_TRUE(IsSyntheticId(item.national_id)) << item.national_id;
    EXPECT_EQ(item.phone.substr(0, 5), "00 00");
    EXPECT_LT(item.repeat_of, item.row);
    if (!item.mapped) ++unmapped;
  }
  EXPECT_LT(unmapped, file->rows / 4);
}

TEST(Evening, HasLostCallsRepeatsWalkInsAndProfessionals) {
  EveningOptions options = SaturdayNight(5);
  options.inhabitants = 4'000'000;
  const past::CsvTable table = TableOf(options);
  const auto count = [&](const char* column, std::string_view value) {
    int found = 0;
    for (const past::CsvRow& row : table.rows) {
      const std::string& cell = row.cells.at(static_cast<std::size_t>(table.Find(column)));
      if (value == "*" ? !cell.empty() : cell == value) ++found;
    }
    return found * 100 / static_cast<int>(table.rows.size());
  };
  EXPECT_NEAR(count("hastegrad", "A"), 10, 4);
  EXPECT_NEAR(count("hastegrad", "V"), 54, 6);
  EXPECT_NEAR(count("gjelder_rad", "*"), 14, 5);
  EXPECT_NEAR(count("legger_paa_s", "*"), 13, 5);
  EXPECT_NEAR(count("kanal", "oppmote"), 5, 3);
  EXPECT_NEAR(count("linje", "helsepersonell"), 16, 5);
}

TEST(People, IdentityNumbersHaveRightControlDigitsAndAMonthOver80) {
  EXPECT_TRUE(IsSyntheticId("10915596784"));
  EXPECT_FALSE(IsSyntheticId("12345678910"));
  EXPECT_FALSE(IsSyntheticId("1091559678"));
  for (unsigned draw = 0; draw < 250; ++draw) {
    EXPECT_TRUE(IsSyntheticId(SyntheticId({1962, 12, 31}, draw % 2 == 0, draw)));
    EXPECT_TRUE(IsSyntheticId(SyntheticId({2021, 1, 1}, draw % 2 == 0, draw)));
  }
  // The ninth digit is even for women.
  EXPECT_EQ((SyntheticId({1980, 5, 4}, true, 17)[8] - '0') % 2, 0);
  EXPECT_EQ((SyntheticId({1980, 5, 4}, false, 17)[8] - '0') % 2, 1);
}

TEST(Profile, SaysWhatIsWrongWithItself) {
  EXPECT_FALSE(LoadProfile("calls_per_1000_year: 577\n", "p.yaml", text::Lang::kEn).ok());
  const auto profile = LoadProfile("weekday_hours: [1, 2]\n", "p.yaml", text::Lang::kEn);
  EXPECT_NE(Message(profile.status()).find("weekday_hours"), std::string::npos);
}

TEST(Profile, AnAverageCentreHasTheNationalLoad) {
  double week = 0;
  for (int hour = 0; hour < 24; ++hour) week += BuiltInProfile().CallsInHour(57'800, false, hour);
  EXPECT_NEAR(week, 80, 3);  // 33,300 calls a year
}

TEST(ParseStart, TakesMinutesAndSeconds) {
  EXPECT_TRUE(ParseStart("2026-11-21T18:00").ok());
  EXPECT_TRUE(ParseStart("2026-11-21T18:00:30").ok());
  EXPECT_FALSE(ParseStart("kveld").ok());
}

}  // namespace
}  // namespace legevakt::sim
