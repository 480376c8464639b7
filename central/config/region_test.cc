#include "central/config/region.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "base/time_units.h"
#include "central/config/calendar.h"

namespace legevakt::config {
namespace {

// Saturday 21 November 2026, 19:02 in Oslo.
constexpr std::int64_t kSaturdayEveningUs = 1'795'284'120'000'000;

std::string Demo() {
  std::ifstream in(LV_DEMO_REGION, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

absl::StatusOr<v1::Region> Read(const std::string& yaml) {
  return ReadRegion(yaml, "r.yaml", {.from_us = kSaturdayEveningUs});
}

// The demonstration region with the first `from` made `to`.
std::string Changed(const std::string& from, const std::string& to) {
  std::string yaml = Demo();
  const std::size_t at = yaml.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return yaml.replace(at, from.size(), to);
}

// "file:line:column" of the place where `text` begins in `yaml`.
std::string PlaceOf(const std::string& yaml, const std::string& text) {
  const std::size_t at = yaml.find(text);
  EXPECT_NE(at, std::string::npos) << text;
  const auto line = std::count(yaml.begin(), yaml.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
  const std::size_t start = yaml.rfind('\n', at) + 1;
  // Columns count characters: the first byte of each.
  const auto column = std::count_if(yaml.begin() + static_cast<std::ptrdiff_t>(start),
                                    yaml.begin() + static_cast<std::ptrdiff_t>(at),
                                    [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return "r.yaml:" + std::to_string(line) + ":" + std::to_string(column + 1) + ":";
}

void ExpectProblem(const std::string& yaml, const std::string& place_text, const std::string& words) {
  const auto region = Read(yaml);
  ASSERT_TRUE(absl::IsInvalidArgument(region.status())) << words << ": " << region.status();
  EXPECT_NE(Message(region.status()).find(PlaceOf(yaml, place_text)), std::string::npos) << region.status();
  EXPECT_NE(Message(region.status()).find(words), std::string::npos) << region.status();
}

TEST(Region, TheDemonstrationRegionIsGood) {
  const auto region = Read(Demo());
  ASSERT_TRUE(region.ok()) << region.status();
  EXPECT_EQ(region->municipalities_size(), 4);
  int inhabitants = 0;
  for (const auto& municipality : region->municipalities()) inhabitants += municipality.inhabitants();
  EXPECT_NEAR(inhabitants, 60'000, 3'000);
  EXPECT_EQ(region->stations(1).kind(), v1::STATION_KIND_SATELLITE);
  EXPECT_EQ(region->stations(1).minutes_from_main(), 70);
  EXPECT_EQ(region->targets().answer_s(), 120);
  EXPECT_EQ(region->content_hash().size(), 64U);
  std::set<v1::Role> roles;
  for (const auto& staff : region->staff()) roles.insert(staff.role());
  EXPECT_EQ(roles, (std::set<v1::Role>{v1::ROLE_OPERATOR, v1::ROLE_SHIFT_LEADER, v1::ROLE_SATELLITE_NURSE,
                                       v1::ROLE_TELEPHONY, v1::ROLE_WALLBOARD, v1::ROLE_ADMIN}));
}

TEST(Region, OnSaturdayEveningTheRightDoctorsAreOnDuty) {
  const auto region = Read(Demo());
  ASSERT_TRUE(region.ok()) << region.status();
  std::set<std::pair<std::string, v1::DutyRole>> on_duty;
  for (const auto& doctor : region->doctors()) {
    for (const auto& shift : doctor.shifts()) {
      if (shift.from_us() <= kSaturdayEveningUs && kSaturdayEveningUs < shift.to_us()) {
        on_duty.emplace(doctor.doctor_id(), shift.duty_role());
      }
    }
  }
  EXPECT_EQ(on_duty, (std::set<std::pair<std::string, v1::DutyRole>>{{"lege-nilsen", v1::DUTY_ROLE_STATION},
                                                                     {"lege-holm", v1::DUTY_ROLE_STATION},
                                                                     {"lege-strand", v1::DUTY_ROLE_DRIVING},
                                                                     {"lege-aune", v1::DUTY_ROLE_VIDEO},
                                                                     {"lege-fossum", v1::DUTY_ROLE_BACKUP}}));
}

TEST(Region, TheHashFollowsTheBytesAndTheDayButNotTheHour) {
  const auto hash = [](const std::string& yaml, std::int64_t from_us) {
    return ReadRegion(yaml, "r.yaml", {.from_us = from_us})->content_hash();
  };
  const std::int64_t hour_us = 3'600'000'000;
  EXPECT_EQ(hash(Demo(), kSaturdayEveningUs), hash(Demo(), kSaturdayEveningUs + hour_us));
  EXPECT_NE(hash(Demo(), kSaturdayEveningUs), hash(Demo(), kSaturdayEveningUs + 24 * hour_us));
  EXPECT_NE(hash(Demo(), kSaturdayEveningUs), hash(Demo() + "# \n", kSaturdayEveningUs));
}

TEST(Region, WhatIsLeftOutHasAValue) {
  std::string yaml = Demo();
  yaml.erase(yaml.find("# Sekunder."));
  const auto region = Read(yaml);
  ASSERT_TRUE(region.ok()) << region.status();
  EXPECT_EQ(region->targets().answer_share_percent(), 80);
  EXPECT_GT(region->targets().plan_s(), 0);
  EXPECT_GT(region->targets().claim_s(), 0);
}

TEST(Region, TheDirectoryIsByMunicipalityAndHour) {
  const auto region = Read(Demo());
  ASSERT_TRUE(region.ok()) << region.status();
  std::map<std::string, v1::DirectoryEntry> entries;
  std::set<v1::DirectoryKind> kinds;
  for (const v1::DirectoryEntry& entry : region->directory()) {
    entries.emplace(entry.entry_id(), entry);
    kinds.insert(entry.kind());
  }
  EXPECT_TRUE(kinds.contains(v1::DIRECTORY_KIND_OVERFLOW_CENTRE)) << "the last step of a call for help";
  EXPECT_EQ(entries.at("kriseteam-steinkjer").municipalities_size(), 2);
  EXPECT_TRUE(entries.at("amk").open().empty()) << "always";
  // The test's evening is a Saturday, when it answers around the clock; a weekday forenoon is not.
  const auto open_at = [&](std::int64_t at_us) {
    const auto& open = entries.at("barnevernvakt").open();
    return std::any_of(open.begin(), open.end(), [&](const v1::Interval& interval) {
      return interval.from_us() <= at_us && at_us < interval.to_us();
    });
  };
  EXPECT_TRUE(open_at(kSaturdayEveningUs));
  EXPECT_FALSE(open_at(kSaturdayEveningUs + (24 + 17) * kHourUs)) << "Monday at noon";
}

TEST(Region, AMisspeltDirectoryIsToldWithItsPlace) {
  ExpectProblem(Changed("kind: police", "kind: politi"), "politi, name", "police");
  ExpectProblem(Changed("municipalities: [\"5006\", \"5041\"]", "municipalities: [\"5006\", \"5040\"]"),
                "\"5040\"", "5041");
  ExpectProblem(Changed("{id: politiet", "{id: amk"), "amk, kind: police", "amk");
  ExpectProblem(Changed("help_step_s: 60", "help_step_s: 5"), "5\n  visit_late", "3600");
}

TEST(Region, AMisspeltKeyGetsASuggestion) {
  ExpectProblem(Changed("amk_phone:", "amk_phon:"), "amk_phon:", "amk_phone");
}

TEST(Region, AMisspeltReferenceGetsASuggestion) {
  const std::string yaml = Changed("station: snasa}", "station: snassa}");
  ExpectProblem(yaml, "snassa", "snasa");
}

TEST(Region, AMisspeltMeasureGetsASuggestion) {
  ExpectProblem(Changed("[station, doctor_phone, video, satellite]", "[statoin, doctor_phone]"), "statoin",
                "station");
}

TEST(Region, BadValuesAreToldWithTheirPlace) {
  ExpectProblem(Changed("to: \"23:00\", duty", "to: \"23.00\", duty"), "\"23.00\"", "23.00");
  ExpectProblem(Changed("days: mon-fri", "days: man-fre"), "man-fre", "mon-fri");
  ExpectProblem(Changed("number: \"5037\"", "number: \"537\""), "\"537\"", "537");
  ExpectProblem(Changed("id: lege-berg", "id: Lege Berg"), "Lege Berg", "a-z");
  ExpectProblem(Changed("open: always", "open: alltid"), "alltid", "always");
  ExpectProblem(Changed("Europe/Oslo", "Europe/Bergen"), "Europe/Bergen", "Europe/Oslo");
  ExpectProblem(Changed("answer_s: 120", "answer_s: 0"), "0\n  answer_share", "3600");
  ExpectProblem(Changed("role: operator, station: levanger}\n  - {id: ola", "role: doctor}\n  - {id: ola"),
                "doctor}\n  - {id: ola", "operator");
}

TEST(Region, AnIdUsedTwiceNamesTheFirstLine) {
  const std::string yaml = Changed("{id: ola", "{id: kari");
  const auto first =
      std::count(yaml.begin(), yaml.begin() + static_cast<std::ptrdiff_t>(yaml.find("{id: kari")), '\n');
  ExpectProblem(yaml, "kari, name: Ola", std::to_string(first + 1));
}

TEST(Region, AnHourWithoutADoctorIsRefused) {
  // Everybody but the LIS1 in the evening: nobody at night, and nobody behind in the evening.
  std::string yaml = Demo();
  std::size_t at = 0;
  while ((at = yaml.find("may_stand_alone: true", at)) != std::string::npos)
    yaml.replace(at, 21, "may_stand_alone: false");
  const auto alone = Read(yaml);
  ASSERT_TRUE(absl::IsInvalidArgument(alone.status()));
  EXPECT_NE(Message(alone.status()).find("bakvakt"), std::string::npos) << alone.status();

  yaml = Demo();
  for (const char* gone : {"- {days: daily, from: \"08:00\", to: \"08:00\", duty: backup}",
                           "- {days: daily, from: \"23:00\", to: \"08:00\", duty: station}",
                           "- {days: daily, from: \"15:00\", to: \"08:00\", duty: driving}"}) {
    const std::size_t where = yaml.find(gone);
    ASSERT_NE(where, std::string::npos) << gone;
    yaml.replace(where, std::string(gone).size(),
                 "- {days: mon, from: \"10:00\", to: \"11:00\", duty: station}");
  }
  const auto nobody = Read(yaml);
  ASSERT_TRUE(absl::IsInvalidArgument(nobody.status()));
  EXPECT_NE(Message(nobody.status()).find("2026-11-21 23:00"), std::string::npos) << nobody.status();
}

TEST(Region, AFileThatIsNotThere) {
  EXPECT_TRUE(absl::IsNotFound(ReadRegionFile("/nowhere/region.yaml", {}).status()));
  EXPECT_TRUE(absl::IsNotFound(ReadRegionFile("/tmp", {}).status()));
}

TEST(Region, AnythingElseIsRefusedWithoutFalling) {
  for (const char* yaml :
       {"", "[]", "region", "region: {a: b}", "region: x\ncentre: 1\nstations: {}\ndoctors: 3\n",
        "doctors:\n  - 3\n  - {roster: [1, {days: []}], measures: {}}\nstaff: [[]]\ntargets: 7\n"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(Read(yaml).status())) << yaml;
  }
  const std::string demo = Demo();
  for (std::size_t size = 0; size < demo.size(); size += 97) {
    Read(demo.substr(0, size)).IgnoreError();
  }
}

}  // namespace
}  // namespace legevakt::config
