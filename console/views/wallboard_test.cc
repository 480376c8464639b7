// The wallboard, played on the null backend: what it shows, what it must not show, and that it makes no
// sound.
#include <gtest/gtest.h>
#include <imgui.h>

#include "console/model/format.h"
#include "console/testing/local_central.h"
#include "console/testing/shell_rig.h"
#include "console/views/alarm_words.h"
#include "console/views/app.h"

namespace legevakt::console {
namespace {

using testing::LocalCentral;
using ui::Key;
using Rig = testing::ShellRig;

TEST(ShellBoard, AWallMakesNoSound) {
  LocalCentral central;
  Rig rig(central, true);
  rig.Silence(10 * kSecondUs);
  ASSERT_TRUE(rig.app.stale());
  EXPECT_TRUE(rig.played.empty());
}

TEST(ShellWallboard, ShowsFiguresAndNoNameAndActsOnNoKey) {
  LocalCentral central;
  testing::FillEvening(central);
  Rig rig(central, true);
  EXPECT_TRUE(rig.Says("Åpne henvendelser"));
  EXPECT_TRUE(rig.Says("I venterommet"));
  for (const auto& [id, contact] : central.state().contacts) {
    if (contact.personal().name().empty()) continue;
    EXPECT_FALSE(rig.Says(contact.personal().name())) << contact.personal().name();
    EXPECT_FALSE(rig.Says(contact.personal().phone()));
  }
  const int before = central.commands();
  for (const Key key : {Key::kF2, Key::kF8, Key::kF9, Key::kF12, Key::kEnter}) rig.Press(key);
  EXPECT_EQ(central.commands(), before);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kNone);
}

TEST(ShellWallboard, DropsNothingWithoutACount) {
  LocalCentral central;
  testing::FillEvening(central);
  Rig rig(central, true);
  EXPECT_TRUE(rig.Says("Oppdatert for 0 s siden"));
  EXPECT_TRUE(rig.Says("Ikke fått tid"));
  for (int i = 0; i < 20; ++i) {
    rig.Pass(kMinuteUs);
    for (const std::string& cut : rig.probe.cut())
      EXPECT_EQ(cut.find("ikke svart"), std::string::npos) << cut;
  }
  const std::size_t alarms = rig.app.alarms().size();
  ASSERT_GT(alarms, 3U);
  EXPECT_TRUE(rig.Says(alarms == 4 ? std::string("(1 alarm til)")
                                   : "(" + std::to_string(alarms - 3) + " alarmer til)"));
}

TEST(ShellWallboard, FollowsTheScreenThatItHangsOn) {
  LocalCentral central;
  testing::FillEvening(central);
  Rig rig(central, true);
  rig.Rest();
  const std::size_t cut = rig.probe.cut().size();
  for (const ImVec2 size : {ImVec2(1366, 768), ImVec2(3840, 2160)}) {
    ImGui::GetIO().DisplaySize = size;
    rig.screen.FitBoard(size.x, size.y);
    ASSERT_TRUE(rig.screen.TakeScale());
    rig.Rest();
    EXPECT_LE(rig.probe.cut().size(), cut) << size.x;
    for (const auto& text : rig.probe.cut())
      EXPECT_FALSE(std::isdigit(static_cast<unsigned char>(text[0]))) << text;
  }
  EXPECT_FLOAT_EQ(rig.screen.ui().scale, 2.0F);
}

TEST(ShellWallboard, NextNamesNobodyOfTheStaff) {
  LocalCentral central;
  central.Telephony(true);
  v1::Command answer;
  answer.mutable_answer_call()->set_call_id(central.Ring("41200021", "4647"));
  central.Do(central.Colleague(), answer);
  Rig rig(central, true);
  EXPECT_TRUE(rig.Says("Tatt"));
  EXPECT_FALSE(rig.Says(central.Colleague().name()));
  testing::FillEvening(central);
  rig.Rest();
  EXPECT_TRUE(rig.Says("Hjemmebesøk: Kvittert"));
  for (const auto& doctor : central.state().region.doctors()) EXPECT_FALSE(rig.Says(doctor.name()));
}

// Nor do the alarms, which are the largest words on the wall.
TEST(ShellWallboard, AnAlarmNamesADoctorsRoleAndNobodysNumber) {
  LocalCentral central;
  central.OnDuty("lege-berg");
  central.OnDuty("lege-nilsen");
  const auto gone = testing::ColleagueAsks(central, "41200021", v1::MEASURE_HOME_VISIT, "lege-berg");
  for (const auto state : {v1::MISSION_STATE_ACCEPTED, v1::MISSION_STATE_UNDER_WAY}) {
    v1::Command step;
    step.mutable_step_mission()->set_mission_id(gone);
    step.mutable_step_mission()->set_state(state);
    central.Do(central.Doctor("lege-berg"), step);
  }
  central.Pass(41 * kMinuteUs);
  testing::ColleagueAsks(central, "41200022", v1::MEASURE_STATION, "lege-nilsen");
  v1::Command help;
  help.mutable_request_help();
  central.Do(central.Colleague(), help);
  central.Pass(11 * kMinuteUs);
  Rig rig(central, true);
  const auto says = [&rig](v1::AlarmKind kind) {
    for (const AlarmRow& row : rig.app.alarms()) {
      if (row.alarm.kind == kind) return WordsOf(rig.app, row.alarm).cause;
    }
    return std::string("no such alarm");
  };
  EXPECT_TRUE(says(v1::ALARM_KIND_NOT_HEARD_FROM).starts_with("Kjørende lege: ikke hørt fra på "))
      << says(v1::ALARM_KIND_NOT_HEARD_FROM);
  EXPECT_TRUE(says(v1::ALARM_KIND_REQUEST_RETURNED).ends_with(": Vaktlege kan ikke eller svarte ikke"))
      << says(v1::ALARM_KIND_REQUEST_RETURNED);
  EXPECT_TRUE(says(v1::ALARM_KIND_HELP).starts_with("En kollega trenger hjelp ("));
  for (const AlarmRow& row : rig.app.alarms()) {
    const std::string& cause = WordsOf(rig.app, row.alarm).cause;
    for (const auto& doctor : central.state().region.doctors()) {
      EXPECT_EQ(cause.find(doctor.name()), std::string::npos) << cause;
      EXPECT_EQ(cause.find(PhoneText(doctor.phone())), std::string::npos) << cause;
    }
    EXPECT_EQ(cause.find(central.Colleague().name()), std::string::npos) << cause;
  }
}

}  // namespace
}  // namespace legevakt::console
