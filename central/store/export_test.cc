#include "central/store/export.h"

#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "base/limits.h"
#include "central/store/record_testing.h"
#include "central/store/testing.h"

namespace legevakt::store {
namespace {

using namespace domain::testing;  // NOLINT: names of the test centre only

std::map<std::string, std::string> ExportAll(const std::filesystem::path& dir, ExportFormat format,
                                             ExportSet set = ExportSet::kTables) {
  std::map<std::string, std::string> files;
  const absl::Status status =
      Export(JournalPath(dir), set, format, [&](std::string_view file, std::string_view bytes) {
        files[std::string(file)].append(bytes);
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  return files;
}

// Rows of a CSV without quoted cells, each as column -> cell.
std::vector<std::map<std::string, std::string>> Rows(const std::string& csv) {
  const auto split = [](std::string line) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::vector<std::string> cells;
    std::istringstream in(line + ",");
    for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
    return cells;
  };
  std::istringstream in(csv);
  std::string line;
  std::getline(in, line);
  const auto columns = split(line);
  std::vector<std::map<std::string, std::string>> rows;
  while (std::getline(in, line)) {
    const auto cells = split(line);
    EXPECT_EQ(cells.size(), columns.size()) << line;
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < std::min(cells.size(), columns.size()); ++i) row[columns[i]] = cells[i];
  }
  return rows;
}

TEST(Export, OneRowAContactWithTheStepsOfItsWay) {
  const TempDir dir;
  EveningIn(dir.path());
  const auto files = ExportAll(dir.path(), ExportFormat::kCsv);
  ASSERT_EQ(files.size(), 3U);
  const auto contacts = Rows(files.at("contacts.csv"));
  ASSERT_EQ(contacts.size(), 2U);
  const auto& seen = contacts[0];
  EXPECT_EQ(seen.at("state"), "closed");
  EXPECT_EQ(seen.at("times_closed"), "1");
  EXPECT_EQ(seen.at("hastegrad"), "haster");
  EXPECT_EQ(seen.at("measure"), "station");
  EXPECT_EQ(seen.at("doctor"), "lege-nilsen");
  EXPECT_EQ(seen.at("responsible"), "kari");
  EXPECT_EQ(seen.at("calls"), "1");
  EXPECT_EQ(seen.at("mode_of_contact"), "phone");
  EXPECT_EQ(seen.at("archived"), "false");
  for (const char* step : {"opened", "first_assessed", "decided", "requested", "accepted", "with_patient",
                           "mission_ended", "closed"}) {
    EXPECT_EQ(seen.at(step).size(), std::string("2026-05-30T19:02:00.000+02:00").size()) << step;
  }
  EXPECT_LT(seen.at("requested"), seen.at("accepted"));
  EXPECT_EQ(contacts[1].at("times_closed"), "0");
  EXPECT_EQ(contacts[1].at("closed"), "");
  EXPECT_EQ(Rows(files.at("calls.csv")).size(), 2U);
  const auto missions = Rows(files.at("missions.csv"));
  ASSERT_EQ(missions.size(), 1U);
  EXPECT_EQ(missions[0].at("state"), "done");
  EXPECT_EQ(missions[0].at("contact_id"), seen.at("contact_id"));
}

TEST(Export, KeepsWhatHasLeftTheLiveState) {
  const TempDir dir;
  auto centre = EveningIn(dir.path());
  const std::int64_t id = centre->state().contacts.begin()->first;
  centre->Pass(limits::kClosedKeptUs + kMinuteUs);
  ASSERT_EQ(centre->state().FindContact(id), nullptr);
  {
    auto store = SqliteStore::Open({.dir = dir.path()});
    ASSERT_TRUE(store.ok());
    Write(*centre, **store);
  }
  const auto files = ExportAll(dir.path(), ExportFormat::kCsv);
  const auto contacts = Rows(files.at("contacts.csv"));
  ASSERT_EQ(contacts.size(), 2U);
  EXPECT_EQ(contacts[0].at("contact_id"), std::to_string(id));
  EXPECT_EQ(contacts[0].at("archived"), "true");
  EXPECT_EQ(contacts[0].at("state"), "closed");
  EXPECT_EQ(contacts[0].at("times_closed"), "1");
  EXPECT_EQ(Rows(files.at("missions.csv")).size(), 1U);
  EXPECT_EQ(Rows(files.at("calls.csv")).size(), 2U);
}

TEST(Export, AnUndoneCloseDoesNotCountAndAReopenedOneDoes) {
  const TempDir dir;
  Centre centre;
  const auto close = [&](std::int64_t id) {
    centre.Must(Kari(), CloseCommand(id, v1::MEASURE_ADVICE, "Ta kontakt igjen ved feber"));
  };
  const std::int64_t undone = centre.Assessed("vanlig");
  close(undone);
  v1::Command undo;
  undo.mutable_undo_contact()->set_contact_id(undone);
  centre.Must(Kari(), undo);
  close(undone);
  const std::int64_t reopened = centre.Assessed("vanlig");
  close(reopened);
  centre.Pass(kMinuteUs);
  v1::Command reopen;
  reopen.mutable_reopen_contact()->set_contact_id(reopened);
  centre.Must(Kari(), reopen);
  {
    auto store = SqliteStore::Open({.dir = dir.path()});
    ASSERT_TRUE(store.ok());
    Write(centre, **store);
  }
  const auto contacts = Rows(ExportAll(dir.path(), ExportFormat::kCsv).at("contacts.csv"));
  ASSERT_EQ(contacts.size(), 2U);
  EXPECT_EQ(contacts[0].at("times_closed"), "1");
  EXPECT_EQ(contacts[1].at("times_closed"), "1");
  EXPECT_EQ(contacts[1].at("closed"), "");
  EXPECT_EQ(contacts[1].at("reopened_times"), "1");
}

// The row of the national minimum data set: what was first decided counts as the first action, also where it
// was not what was done in the end.
TEST(Export, VakttarnHasOneRowAContact) {
  const TempDir dir;
  Centre centre;
  const std::int64_t id = centre.Answered();
  v1::Command intake;
  intake.mutable_record_intake()->set_contact_id(id);
  intake.mutable_record_intake()->mutable_intake()->set_age_months(34 * 12 + 5);
  intake.mutable_record_intake()->mutable_intake()->set_sex(v1::SEX_FEMALE);
  intake.mutable_record_intake()->mutable_intake()->set_municipality("5037");
  intake.mutable_record_intake()->mutable_intake()->set_relation(v1::CALLER_RELATION_HOME_CARE);
  centre.Must(Kari(), intake);
  centre.Must(Kari(), AssessCommand(id, "diffuse", "haster"));
  const auto decide = [&](v1::Measure measure) {
    v1::Command command;
    command.mutable_decide_measure()->set_contact_id(id);
    command.mutable_decide_measure()->set_measure(measure);
    centre.Must(Kari(), command);
  };
  decide(v1::MEASURE_DOCTOR_PHONE);
  centre.Pass(kMinuteUs);
  centre.Must(Kari(), CloseCommand(id, v1::MEASURE_ADVICE, "Ta kontakt igjen ved feber"));
  const std::int64_t merged = centre.Assessed("vanlig");
  const std::int64_t into = centre.Assessed("vanlig");
  v1::Command merge;
  merge.mutable_merge_contacts()->set_from_contact_id(merged);
  merge.mutable_merge_contacts()->set_into_contact_id(into);
  centre.Must(Kari(), merge);
  {
    auto store = SqliteStore::Open({.dir = dir.path()});
    ASSERT_TRUE(store.ok());
    Write(centre, **store);
  }
  const auto files = ExportAll(dir.path(), ExportFormat::kCsv, ExportSet::kVakttarn);
  ASSERT_EQ(files.size(), 1U);
  const auto rows = Rows(files.at("vakttarn.csv"));
  ASSERT_EQ(rows.size(), 2U) << "what was merged into another is counted there";
  const auto& row = rows[0];
  EXPECT_EQ(row.at("date"), "2026-05-30");
  EXPECT_EQ(row.at("time"), "19:02");
  EXPECT_EQ(row.at("age_years"), "34");
  EXPECT_EQ(row.at("sex_code"), "2");
  EXPECT_EQ(row.at("municipality"), "5037");
  EXPECT_EQ(row.at("mode_of_contact"), "health_personnel");
  EXPECT_EQ(row.at("urgency"), "haster");
  EXPECT_EQ(row.at("urgency_colour"), "yellow");
  EXPECT_EQ(row.at("urgency_first"), "haster");
  EXPECT_EQ(row.at("first_action"), "doctor_phone");
  EXPECT_EQ(row.at("action"), "nurse_advice");
  EXPECT_EQ(row.at("icpc2_source"), row.at("icpc2").empty() ? "" : "complaint");
  EXPECT_EQ(rows[1].at("sex_code"), "9");
  EXPECT_EQ(rows[1].at("mode_of_contact"), "phone");
  const auto json = ExportAll(dir.path(), ExportFormat::kJson, ExportSet::kVakttarn);
  EXPECT_NE(json.at("export.json").find("\"vakttarn\":["), std::string::npos);
}

// A tool that is out of use has left the live state; what was assessed with it is still read by it.
TEST(Export, KnowsTheCodesOfToolsThatAreOutOfUse) {
  const TempDir dir;
  Centre centre;
  const std::int64_t id = centre.Answered();
  std::string complaint;
  const triage::Tool& tool = *centre.tools().Find(centre.state().active_tool_hash);
  for (const triage::Complaint& one : tool.complaints()) {
    if (!one.icpc2.empty()) complaint = one.id;
  }
  ASSERT_NE(complaint, "");
  centre.Must(Kari(), AssessCommand(id, complaint, "vanlig", "known from before"));
  centre.Must(Kari(), CloseCommand(id, v1::MEASURE_ADVICE, "Ta kontakt igjen ved feber"));
  centre.Pass(limits::kClosedKeptUs + kMinuteUs);
  for (int version = 101; version < 107; ++version) {
    ASSERT_EQ(centre.Take(ToolWithVersion(std::to_string(version))), v1::REASON_UNSPECIFIED);
    centre.Pass(kMinuteUs);
  }
  {
    auto store = SqliteStore::Open({.dir = dir.path()});
    ASSERT_TRUE(store.ok());
    Write(centre, **store);
  }
  EXPECT_NE(Rows(ExportAll(dir.path(), ExportFormat::kCsv).at("contacts.csv"))[0].at("icpc2"), "");
}

TEST(Export, HasNoPersonalDataAndNoFreeText) {
  const TempDir dir;
  EveningIn(dir.path());
  for (const ExportSet set : {ExportSet::kTables, ExportSet::kVakttarn}) {
    for (const ExportFormat format : {ExportFormat::kCsv, ExportFormat::kJson}) {
      for (const auto& [file, bytes] : ExportAll(dir.path(), format, set)) {
        EXPECT_EQ(bytes.find("90000000"), std::string::npos) << file;
        EXPECT_EQ(bytes.find("Ta kontakt"), std::string::npos) << file;
      }
    }
  }
}

TEST(Export, JsonHasTheSameRows) {
  const TempDir dir;
  const auto centre = EveningIn(dir.path());
  const auto files = ExportAll(dir.path(), ExportFormat::kJson);
  ASSERT_EQ(files.size(), 1U);
  const std::string& json = files.at("export.json");
  const auto count = [&](const std::string& text) {
    int found = 0;
    for (std::size_t at = json.find(text); at != std::string::npos; at = json.find(text, at + 1)) ++found;
    return found;
  };
  EXPECT_EQ(count("{\"contact_id\":"), 2);
  EXPECT_EQ(count("{\"call_id\":"), 2);
  EXPECT_EQ(count("{\"mission_id\":"), 1);
  EXPECT_EQ(count("\"revision\":" + std::to_string(centre->state().revision)), 1);
}

TEST(Export, TheSinksErrorEndsIt) {
  const TempDir dir;
  EveningIn(dir.path());
  const absl::Status status = Export(
      JournalPath(dir.path()), ExportSet::kTables, ExportFormat::kCsv,
      [](std::string_view, std::string_view) { return MakeStatus(absl::StatusCode::kCancelled, "enough"); });
  EXPECT_TRUE(absl::IsCancelled(status)) << status;
}

}  // namespace
}  // namespace legevakt::store
