// A red, played by keys: two keys from anywhere, given back and raised anew, a doctor taken away knowingly;
// and when a talk keeps the alarms quiet.
#include <gtest/gtest.h>

#include "console/testing/local_central.h"
#include "console/testing/shell_rig.h"
#include "console/views/app.h"

namespace legevakt::console {
namespace {

using testing::LocalCentral;
using testing::Take;
using ui::Key;
using Rig = testing::ShellRig;

std::int64_t TakeRed(Rig& rig) {
  const auto id = Take(rig);
  rig.Press(Key::kF12);
  rig.Press(Key::kEnter);
  EXPECT_TRUE(rig.central.state().contacts.at(id).has_red());
  EXPECT_EQ(rig.app.view().overlay, Overlay::kRed);
  return id;
}

void Confirm(LocalCentral& central, std::int64_t id, bool amk) {
  v1::Command confirm;
  confirm.mutable_confirm_red()->set_contact_id(id);
  confirm.mutable_confirm_red()->set_amk(amk);
  central.Do(central.Operator(), confirm);
}

// A red of which both have confirmed, with its card closed.
std::int64_t TakeSettledRed(Rig& rig) {
  const auto id = TakeRed(rig);
  for (const bool amk : {true, false}) Confirm(rig.central, id, amk);
  rig.Press(Key::kEscape);
  return id;
}

void AssessYellow(LocalCentral& central, std::int64_t id, const std::string& complaint) {
  v1::Command assess;
  assess.mutable_assess_contact()->set_contact_id(id);
  assess.mutable_assess_contact()->set_complaint_id(complaint);
  assess.mutable_assess_contact()->set_level_id("haster");
  assess.mutable_assess_contact()->set_lowering_reason("Kjent fra tidligere");
  central.Do(central.Operator(), assess);
}

TEST(Red, WhomAmkHasGivenBackIsSaidToBeAndIsRaisedAnewByTwoKeys) {
  LocalCentral central;
  central.OnDuty("lege-nilsen");
  Rig rig(central);
  const auto id = TakeRed(rig);
  for (const bool amk : {true, false}) Confirm(central, id, amk);
  rig.Pass(20 * kMinuteUs);
  rig.screen.ui().focus.Set("overlay/give_back");
  rig.Rest();
  rig.Press(Key::kEnter);
  const auto& contact = central.state().contacts.at(id);
  ASSERT_NE(contact.red().given_back_us(), 0);
  EXPECT_EQ(contact.notes_size(), 1);
  EXPECT_EQ(rig.app.view().tab, Tab::kTriage);
  const std::int64_t first_us = contact.red().raised_us();
  rig.Pass(kMinuteUs);
  rig.Press(Key::kF12);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kRed);
  EXPECT_TRUE(rig.Says("Gitt tilbake"));
  EXPECT_EQ(rig.probe.Find("overlay/give_back"), nullptr);
  rig.Press(Key::kEnter);
  EXPECT_GT(contact.red().raised_us(), first_us);
  EXPECT_EQ(contact.red().amk_confirmed_us(), 0);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kRed);
  EXPECT_TRUE(rig.Says("AMK ikke bekreftet"));
}

// The open contact is closed, or a colleague's: there is still somebody who is in danger.
TEST(Red, TwoKeysMakeARedWhateverIsOpen) {
  for (const bool closed : {true, false}) {
    LocalCentral central;
    Rig rig(central);
    const auto id = Take(rig);
    if (closed) {
      rig.Press(Key::kW, true);
      rig.Type("1");
    } else {
      testing::ColleagueTakes(central, id);
      rig.Rest();
    }
    ASSERT_EQ(rig.app.view().contact_id, id);
    ASSERT_FALSE(rig.app.MayChange(*rig.app.contact()));
    rig.Press(Key::kF12);
    EXPECT_TRUE(rig.Says("Enter åpner en ny henvendelse"));
    rig.Press(Key::kEnter);
    const auto red = rig.app.view().contact_id;
    ASSERT_NE(red, id);
    EXPECT_TRUE(central.state().contacts.at(red).has_red());
    EXPECT_FALSE(central.state().contacts.at(id).has_red());
  }
}

TEST(Red, GivenBackBeforeTheDoctorAnsweredSaysToPhoneWhereItWaits) {
  LocalCentral central;
  central.OnDuty("lege-nilsen");
  Rig rig(central);
  const auto id = TakeRed(rig);
  Confirm(central, id, true);
  v1::Command back;
  back.mutable_give_back_red()->set_contact_id(id);
  central.Do(central.Operator(), back);
  rig.Rest();
  rig.Press(Key::kEscape);
  rig.Silence(5 * kSecondUs);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kNone);
  rig.app.RaiseRed(id);
  rig.Frames();
  EXPECT_EQ(rig.store.outbox().kept().size(), 1U);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kRed);
}

// A doctor under way to somebody else, while a red is open; the mission.
std::int64_t OnTheRoad(LocalCentral& central) {
  central.OnDuty("lege-berg");
  const auto mission = testing::ColleagueAsks(central, "41200071", v1::MEASURE_HOME_VISIT, "lege-berg");
  v1::Command step;
  step.mutable_step_mission()->set_mission_id(mission);
  for (const auto state : {v1::MISSION_STATE_ACCEPTED, v1::MISSION_STATE_UNDER_WAY}) {
    step.mutable_step_mission()->set_state(state);
    central.Do(central.Doctor("lege-berg"), step);
  }
  return mission;
}

TEST(Red, ADoctorIsTakenFromAPatientOnlyKnowinglyAndOnce) {
  LocalCentral central;
  Rig rig(central);
  central.Telephony(true);
  const auto mission = OnTheRoad(central);
  const auto red = TakeRed(rig);
  rig.Press(Key::kEscape);
  const auto state = [&] { return central.state().missions.at(mission).state(); };
  rig.Press(Key::kG, true);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kDivert);
  EXPECT_TRUE(rig.Says("Jon Berg til"));
  EXPECT_EQ(state(), v1::MISSION_STATE_UNDER_WAY);
  // Reached the patient meanwhile, and is done: what was asked is nobody's any more.
  rig.Press(Key::kEscape);
  Confirm(central, red, false);
  rig.Rest();
  EXPECT_FALSE(rig.app.registry().Find("red.divert")->enabled()) << "a doctor has confirmed";
  rig.Press(Key::kG, true);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kNone);
}

TEST(Red, NobodyIsAskedToComeWhoWasNotTakenAway) {
  LocalCentral central;
  Rig rig(central);
  central.Telephony(true);
  const auto mission = OnTheRoad(central);
  const auto red = TakeRed(rig);
  rig.Press(Key::kG, true);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kDivert);
  // The doctor goes on in the same moment: the version is another.
  v1::Command step;
  step.mutable_step_mission()->set_mission_id(mission);
  step.mutable_step_mission()->set_state(v1::MISSION_STATE_WITH_PATIENT);
  central.Do(central.Doctor("lege-berg"), step);
  rig.app.Divert();
  for (int i = 0; i < 3; ++i) rig.Pass(kSecondUs);
  EXPECT_EQ(central.state().missions.at(mission).state(), v1::MISSION_STATE_WITH_PATIENT);
  EXPECT_EQ(central.state().contacts.at(red).mission_ids_size(), 0);
  EXPECT_TRUE(rig.app.view().diverting.empty());
}

TEST(Talk, F11EndsMyCallWhateverBecameOfItsContact) {
  for (const bool closed : {true, false}) {
    LocalCentral central;
    Rig rig(central);
    const auto id = Take(rig);
    testing::ColleagueTakes(central, id);
    if (closed) {
      v1::Command close;
      close.mutable_close_contact()->set_contact_id(id);
      close.mutable_close_contact()->set_measure(v1::MEASURE_NOT_MEDICAL);
      central.Do(central.Colleague(), close);
    }
    rig.Rest();
    ASSERT_TRUE(rig.app.Talking());
    // Somewhere else meanwhile: the key shows whom one talks with before it ends it.
    rig.app.Show(0, Tab::kIntake);
    rig.Rest();
    rig.Press(Key::kF11);
    EXPECT_EQ(rig.app.view().contact_id, id);
    EXPECT_TRUE(rig.app.Talking());
    rig.Press(Key::kF11);
    EXPECT_FALSE(rig.app.Talking());
    EXPECT_EQ(central.state().calls.at(central.state().contacts.at(id).call_ids(0)).state(),
              v1::CALL_STATE_ENDED);
  }
}

TEST(Talk, OnlyATelephoneKeepsTheAlarmsQuietAndACallBackDoes) {
  LocalCentral central;
  Rig rig(central);
  rig.app.StartWith(rig.app.shell().settings);
  rig.Press(Key::kF2, false, true);
  ASSERT_NE(rig.app.view().contact_id, 0);
  EXPECT_FALSE(rig.app.Talking()) << "somebody at the counter";
  rig.Press(Key::kF12, false, true);
  EXPECT_FALSE(rig.app.Talking()) << "a case from AMK";
  central.Telephony(true);
  v1::Command lose;
  lose.mutable_lose_call()->set_call_id(central.Ring("41200055", "4647"));
  v1::Actor telephony;
  telephony.set_user_id("telefoni");
  telephony.set_role(v1::ROLE_TELEPHONY);
  central.Do(telephony, lose);
  rig.Rest();
  rig.Press(Key::kF9);
  rig.Press(Key::kEnter);
  EXPECT_TRUE(rig.app.Talking());
  EXPECT_TRUE(rig.Says("På tråden"));
  EXPECT_FALSE(rig.Says("lyd dempet"));
  for (int i = 0; i < 4; ++i) rig.Pass(30 * kSecondUs);
  EXPECT_TRUE(rig.Says("lyd dempet: samtale 2 min (F11)"));
  rig.Press(Key::kF11);
  EXPECT_FALSE(rig.app.Talking());
  EXPECT_FALSE(rig.Says("lyd dempet"));
}

// What has been found goes along, whatever row the key was pressed on.
TEST(Red, OfAnotherPatientKeepsWhatWasFound) {
  LocalCentral central;
  central.OnDuty("lege-nilsen");
  Rig rig(central);
  const auto id = Take(rig);
  const auto& complaint = rig.store.ActiveTool()->complaints()[1].id;
  AssessYellow(central, id, complaint);
  Take(rig);
  rig.app.Open(Overlay::kRed, id);
  rig.Rest();
  rig.Press(Key::kEnter);
  const auto& contact = central.state().contacts.at(id);
  ASSERT_TRUE(contact.has_red());
  EXPECT_EQ(contact.complaint_id(), complaint);
}

// It was settled, and lowered: what the old card says is not true of what happens now.
TEST(Red, WhoWasRedBeforeIsRaisedAnewByTwoKeys) {
  LocalCentral central;
  central.OnDuty("lege-nilsen");
  Rig rig(central);
  const auto id = TakeSettledRed(rig);
  rig.Pass(kMinuteUs);
  AssessYellow(central, id, central.state().contacts.at(id).complaint_id());
  const std::int64_t first_us = central.state().contacts.at(id).red().raised_us();
  rig.Pass(20 * kMinuteUs);
  rig.Press(Key::kF12);
  EXPECT_EQ(rig.probe.Find("overlay/give_back"), nullptr) << "AMK has nobody to give back";
  rig.Press(Key::kEnter);
  EXPECT_GT(central.state().contacts.at(id).red().raised_us(), first_us);
  EXPECT_TRUE(rig.Says("AMK ikke bekreftet"));
}

// The usual end of a red that AMK took is that it is closed: AMK may ring afterwards.
TEST(Red, AfterAReopeningAmkCanStillGiveBack) {
  LocalCentral central;
  central.OnDuty("lege-nilsen");
  Rig rig(central);
  const auto id = TakeSettledRed(rig);
  v1::Command close;
  close.mutable_close_contact()->set_contact_id(id);
  close.mutable_close_contact()->set_measure(v1::MEASURE_AMK);
  close.mutable_close_contact()->mutable_safety_net()->set_text("Ring 113");
  central.Do(central.Operator(), close);
  rig.Pass(20 * kMinuteUs);
  v1::Command reopen;
  reopen.mutable_reopen_contact()->set_contact_id(id);
  central.Do(central.Operator(), reopen);
  rig.app.OpenRow(id);
  rig.Rest();
  rig.Press(Key::kF12);
  ASSERT_NE(rig.probe.Find("overlay/give_back"), nullptr);
  rig.screen.ui().focus.Set("overlay/give_back");
  rig.Rest();
  rig.Press(Key::kEnter);
  EXPECT_NE(central.state().contacts.at(id).red().given_back_us(), 0);
}

}  // namespace
}  // namespace legevakt::console
