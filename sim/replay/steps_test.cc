// The players' steps against the real domain in memory: whole files are driven through it, as often as not
// twice.
#include "sim/replay/steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/status.h"
#include "central/domain/snapshot.h"
#include "central/domain/testing.h"
#include "sim/evening/evening.h"
#include "triage/past/case_reader.h"
#include "triage/past/fit.h"
#include "triage/reader/loader.h"

namespace legevakt::sim {
namespace {

using domain::testing::Centre;

std::string ReadFile(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

past::ColumnMap MapOf(const std::string& name) {
  const std::string folder = name == "ktas.yaml" ? LEGEVAKT_TRIAGE_MAPS : LEGEVAKT_MAPS;
  auto map = past::LoadColumnMap(ReadFile(folder + "/" + name), name, text::Lang::kEn);
  EXPECT_TRUE(map.ok()) << map.status();
  return *std::move(map);
}

v1::Actor AtDevice(v1::Actor actor, const std::string& device) {
  actor.set_device(device);
  return actor;
}
v1::Actor SimKari() {
  return AtDevice(domain::testing::Kari(), "legevakt-sim operator 1");
}
v1::Actor SimOla() {
  return AtDevice(domain::testing::Ola(), "legevakt-sim operator 2");
}

class StepsTest : public testing::Test {
 protected:
  void Load(const std::string& csv, const std::string& map_name) {
    map_ = MapOf(map_name);
    auto file = past::ReadCases(past::ReadCsv(csv, map_.delimiter), map_, text::Lang::kEn);
    ASSERT_TRUE(file.ok()) << file.status();
    file_ = *std::move(file);
    tool_ = triage::LoadTool(domain::testing::ShippedToolYaml(), "tool").tool;
    ASSERT_NE(tool_, nullptr);
    rules_.tool = tool_.get();
    rules_.map = &map_;
  }
  void Ring(const past::Case& item) {
    v1::Command command;
    *command.mutable_ring_call() = RingFor(item);
    calls_[item.external_ref] = centre_.Must(domain::testing::Telephony(), command).call_id;
  }
  std::optional<Step> NextFor(const Dossier& dossier, const v1::Actor& actor) {
    return NextOperatorStep(centre_.state(), dossier, calls_, actor.user_id(), rules_);
  }
  // Everybody does what they can, until nobody can do more. With `twice`, every command comes a second time,
  // as after a reply that was lost and a request_id that was forgotten.
  void PlayAll(const std::vector<Dossier>& dossiers, bool twice) {
    const v1::Actor doctors[] = {domain::testing::Station(), domain::testing::Driver()};
    bool any = true;
    for (int round = 0; any && round < 200; ++round) {
      any = false;
      for (const Dossier& dossier : dossiers) {
        const v1::Actor actor = round % 2 == 0 ? SimKari() : SimOla();
        for (auto step = NextFor(dossier, actor); step; step = NextFor(dossier, actor)) {
          centre_.Must(actor, step->command);
          if (twice) centre_.Run(actor, step->command);
          any = true;
          ASSERT_LT(++steps_, 50'000);
        }
      }
      for (const v1::Actor& doctor : doctors) {
        for (const Step& step : NextDoctorSteps(centre_.state(), doctor.user_id(), {""})) {
          centre_.Must(doctor, step.command);
          if (twice) centre_.Run(doctor, step.command);
          any = true;
        }
      }
    }
    EXPECT_FALSE(any) << "no end of steps";
  }
  std::vector<Dossier> OneEach() {
    std::vector<Dossier> dossiers;
    for (const past::Case& item : file_.cases) dossiers.push_back({{&item}});
    return dossiers;
  }
  std::map<std::int64_t, int> ClosedTimes() const {
    std::map<std::int64_t, int> closed;
    for (const v1::Event& event : centre_.journal()) {
      if (event.has_contact_closed()) ++closed[event.contact_closed().contact_id()];
    }
    return closed;
  }
  void ExpectAllClosedOnce() {
    for (const past::Case& item : file_.cases) {
      EXPECT_EQ(PhaseOf(centre_.state(), item, calls_), RowPhase::kClosed) << item.external_ref;
      const v1::Call& call = centre_.call(calls_.at(item.external_ref));
      ASSERT_EQ(call.contact_ids_size(), 1) << item.external_ref;
      EXPECT_EQ(ClosedTimes()[call.contact_ids(0)], 1) << item.external_ref;
    }
  }

  Centre centre_;
  past::ColumnMap map_;
  past::CaseFile file_;
  std::shared_ptr<const triage::Tool> tool_;
  StepRules rules_;
  CallsByRef calls_;
  int steps_ = 0;
};

TEST_F(StepsTest, TheMapsFitTheShippedTool) {
  Load(GenerateEvening(BuiltInProfile(), {*ParseStart("2026-11-21T18:00"), 1, 60'000, 1}), "evening.yaml");
  EXPECT_TRUE(past::UnknownToTool(MapOf("ktas.yaml"), *tool_, text::Lang::kEn).empty());
  EXPECT_TRUE(past::UnknownToTool(MapOf("evening.yaml"), *tool_, text::Lang::kEn).empty());
  past::ColumnMap wrong = MapOf("ktas.yaml");
  wrong.otherwise = "nothing_of_the_sort";
  const auto unknown = past::UnknownToTool(wrong, *tool_, text::Lang::kEn);
  ASSERT_EQ(unknown.size(), 1u);
  EXPECT_EQ(unknown[0].what, "nothing_of_the_sort");
}

TEST_F(StepsTest, EveryRowOfABrokenFileIsClosedOnce) {
  Load(ReadFile(LEGEVAKT_SYNTHETIC), "ktas.yaml");
  EXPECT_EQ(file_.rows, 160);
  EXPECT_EQ(file_.refused.size(), 8u);
  for (const past::Case& item : file_.cases) Ring(item);
  PlayAll(OneEach(), false);
  ExpectAllClosedOnce();
}

TEST_F(StepsTest, WhatCentralHasAlreadyDoneIsNotDoneTwice) {
  Load(ReadFile(LEGEVAKT_SYNTHETIC), "ktas.yaml");
  file_.cases.resize(40);
  for (const past::Case& item : file_.cases) {
    Ring(item);
    Ring(item);
  }
  PlayAll(OneEach(), true);
  ExpectAllClosedOnce();
}

TEST_F(StepsTest, AnEveningIsClosedAndARedNeverWithoutBothConfirmations) {
  Load(GenerateEvening(BuiltInProfile(), {*ParseStart("2026-11-21T16:00"), 8, 60'000, 4}), "evening.yaml");
  for (const past::Case& item : file_.cases) Ring(item);
  PlayAll(OneEach(), false);
  ExpectAllClosedOnce();
  int reds = 0;
  for (const auto& [id, contact] : centre_.state().contacts) {
    if (!contact.has_red()) continue;
    ++reds;
    EXPECT_NE(contact.red().amk_confirmed_us(), 0);
    EXPECT_NE(contact.red().doctor_confirmed_us(), 0);
  }
  EXPECT_GT(reds, 0);
}

TEST_F(StepsTest, AFurtherCallGoesToTheContactThatIsOpen) {
  Load(GenerateEvening(BuiltInProfile(), {*ParseStart("2026-11-21T16:00"), 4, 60'000, 4}), "evening.yaml");
  past::Case first = file_.cases.at(0);
  past::Case second = first;
  second.row = 2;
  second.external_ref = "kveld:again";
  const Dossier dossier{{&first, &second}};
  Ring(first);
  const v1::Actor kari = SimKari();
  centre_.Must(kari, NextFor(dossier, kari)->command);
  Ring(second);
  const auto step = NextFor(dossier, kari);
  ASSERT_EQ(step->kind, StepKind::kAnswer);
  centre_.Must(kari, step->command);
  const v1::Call& call = centre_.call(calls_.at("kveld:again"));
  EXPECT_EQ(call.contact_ids(0), centre_.call(calls_.at(first.external_ref)).contact_ids(0));
  PlayAll({dossier}, false);
  EXPECT_EQ(PhaseOf(centre_.state(), second, calls_), RowPhase::kClosed);
}

TEST_F(StepsTest, ALostCallIsCalledBack) {
  Load(GenerateEvening(BuiltInProfile(), {*ParseStart("2026-11-21T16:00"), 2, 60'000, 4}), "evening.yaml");
  const past::Case& item = file_.cases.at(0);
  Ring(item);
  v1::Command lose;
  lose.mutable_lose_call()->set_call_id(calls_.at(item.external_ref));
  centre_.Must(domain::testing::Telephony(), lose);
  EXPECT_EQ(PhaseOf(centre_.state(), item, calls_), RowPhase::kOpen);
  const auto step = NextFor({{&item}}, SimKari());
  ASSERT_TRUE(step);
  EXPECT_EQ(step->kind, StepKind::kCallBack);
  PlayAll({{{&item}}}, false);
  EXPECT_EQ(PhaseOf(centre_.state(), item, calls_), RowPhase::kClosed);
}

TEST_F(StepsTest, WhatAPersonHasTakenIsLeftToThem) {
  Load(GenerateEvening(BuiltInProfile(), {*ParseStart("2026-11-21T16:00"), 2, 60'000, 4}), "evening.yaml");
  const past::Case& item = file_.cases.at(0);
  Ring(item);
  v1::Command answer;
  answer.mutable_answer_call()->set_call_id(calls_.at(item.external_ref));
  centre_.Must(AtDevice(domain::testing::Kari(), "console 1"), answer);
  EXPECT_FALSE(NextFor({{&item}}, SimKari()));
  EXPECT_FALSE(NextFor({{&item}}, SimOla()));
}

TEST_F(StepsTest, AColleagueOfOursTakesOver) {
  Load(GenerateEvening(BuiltInProfile(), {*ParseStart("2026-11-21T16:00"), 2, 60'000, 4}), "evening.yaml");
  const past::Case& item = file_.cases.at(0);
  Ring(item);
  centre_.Must(SimKari(), NextFor({{&item}}, SimKari())->command);
  const auto step = NextFor({{&item}}, SimOla());
  ASSERT_TRUE(step);
  EXPECT_EQ(step->kind, StepKind::kTakeOver);
}

TEST(Steps, AValueThatTheToolHoldsImpossibleBecomesUnknown) {
  const auto tool = triage::LoadTool(domain::testing::ShippedToolYaml(), "tool").tool;
  ASSERT_NE(tool, nullptr);
  past::Case item;
  past::CaseAnswer answer;
  answer.question = "respiratory_rate";
  answer.kind = past::CaseAnswer::Kind::kNumber;
  answer.number = 18;
  item.answers.push_back(answer);
  EXPECT_EQ(AnswersFor(item, *tool).at(0).scaled(), 18);
  item.answers[0].number = 30'000;
  EXPECT_EQ(AnswersFor(item, *tool).at(0).tri(), v1::TRI_UNKNOWN);
}

}  // namespace
}  // namespace legevakt::sim
