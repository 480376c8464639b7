// Central comes back from a backup: what came after the copy is nowhere but here, and the console says so and
// writes nothing over it.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "console/testing/local_central.h"
#include "console/testing/shell_rig.h"
#include "console/views/app.h"

namespace legevakt::console {
namespace {

using testing::LocalCentral;
using testing::Take;
using ui::Key;
using Rig = testing::ShellRig;

// A call taken by keys, with its number and name saved.
std::int64_t Enter(Rig& rig, const char* phone, const char* name) {
  rig.central.Ring(phone, "4647");
  rig.Rest();
  rig.Press(Key::kF2);
  for (const char* answer : {"n", "n", "n"}) rig.Type(answer);
  rig.Type(phone);
  rig.Press(Key::kTab);
  rig.Type(name);
  rig.Press(Key::kEnter, true);
  const auto id = rig.app.view().contact_id;
  rig.Press(Key::kP, true);
  return id;
}

TEST(Restore, WhoCameAfterTheBackupIsNamedAndTheLastCopiesAreKept) {
  LocalCentral central;
  Rig rig(central);
  central.Telephony(true);
  Enter(rig, "41200021", "Olav Haugen");
  const domain::State backup = central.state();
  rig.Pass(5 * kMinuteUs);
  Enter(rig, "41200022", "Åse Bjørnstad");
  Enter(rig, "41200023", "Nora Vik");
  const auto open = Enter(rig, "41200024", "Per Moe");
  rig.Pass(kMinuteUs);
  rig.app.Show(open, Tab::kHistory);
  rig.Rest();
  rig.Type("Ringte igjen, verre nå");
  rig.Silence(30 * kSecondUs);
  central.Restore(backup);
  rig.Rest();
  ASSERT_FALSE(rig.app.stale());
  EXPECT_TRUE(
      rig.Says("Sentralen har en annen journal enn før: 3 mangler. Det som var her, ligger i "
               "arbeidsliste-kari-forrige.txt, drafts-kari-forrige.json."));
  EXPECT_FALSE(rig.Says("Ingenting er endret imens"));
  EXPECT_NE(rig.former_work_list.find("Åse Bjørnstad"), std::string::npos);
  EXPECT_NE(rig.former_drafts.find("Ringte igjen, verre nå"), std::string::npos);
  EXPECT_EQ(rig.work_list.find("Åse Bjørnstad"), std::string::npos);
  EXPECT_EQ(rig.app.view().contact_id, 0) << "its number may be another patient's next";
  // It stands until somebody has read it.
  rig.Pass(10 * kMinuteUs);
  EXPECT_TRUE(rig.Says("Sentralen har en annen journal enn før: 3 mangler."));
  rig.Press(Key::kF10, false, true);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kMeanwhile);
  for (const char* who : {"Åse Bjørnstad · 412 00 022", "Nora Vik · 412 00 023", "Per Moe · 412 00 024"})
    EXPECT_TRUE(rig.Says(who)) << who;
  EXPECT_TRUE(rig.Says("Finnes ikke lenger"));
  EXPECT_TRUE(rig.Says("/tilstand/arbeidsliste-kari-forrige.txt"));
  EXPECT_TRUE(rig.Says("/tilstand/drafts-kari-forrige.json"));
  rig.Press(Key::kEnter);
  EXPECT_FALSE(rig.Says("annen journal"));
}

// The number of one that is gone is given to the next: that is another patient.
TEST(Restore, ANumberThatIsGivenAgainIsAnotherPatient) {
  LocalCentral central;
  Rig rig(central);
  central.Telephony(true);
  rig.Rest();
  const domain::State backup = central.state();
  rig.Pass(kMinuteUs);
  const auto before = Enter(rig, "41200022", "Åse Bjørnstad");
  rig.app.Show(before, Tab::kHistory);
  rig.Rest();
  rig.Type("Om Åse");
  rig.Silence(30 * kSecondUs);
  central.Restore(backup);
  central.Pass(kMinuteUs);
  central.Ring("41200088", "4602");
  v1::Command answer;
  answer.mutable_answer_call();
  ASSERT_EQ(central.Do(central.Colleague(), answer), before);
  rig.Rest();
  EXPECT_TRUE(rig.Says("annen journal enn før: 1 mangler."));
  EXPECT_FALSE(rig.app.HasDraft(before)) << "not in another patient's contact";
  rig.Press(Key::kF10, false, true);
  EXPECT_TRUE(rig.Says("Åse Bjørnstad · 412 00 022"));
}

// Whom to ring back is owed to somebody, too.
TEST(Restore, ACallBackThatIsGoneIsNamedByItsNumber) {
  LocalCentral central;
  Rig rig(central);
  central.Telephony(true);
  rig.Rest();
  const domain::State backup = central.state();
  v1::Command command;
  command.mutable_lose_call()->set_call_id(central.Ring("41200055", "4647"));
  v1::Actor telephony;
  telephony.set_user_id("telefoni");
  telephony.set_role(v1::ROLE_TELEPHONY);
  central.Do(telephony, command);
  rig.Rest();
  rig.Silence(30 * kSecondUs);
  central.Restore(backup);
  rig.Rest();
  rig.Press(Key::kF10, false, true);
  EXPECT_TRUE(rig.Says("Ukjent pasient · 412 00 055"));
}

// The console was not running while central was restored: the file says which journal it is of.
TEST(Restore, AConsoleThatStartsAfterwardsKeepsThemToo) {
  LocalCentral central;
  central.Telephony(true);
  const domain::State backup = central.state();
  std::string drafts;
  std::string work_list;
  {
    Rig rig(central);
    const auto id = Enter(rig, "41200022", "Åse Bjørnstad");
    rig.app.Show(id, Tab::kHistory);
    rig.Rest();
    rig.Type("Ringte igjen, verre nå");
    rig.Pass(kMinuteUs);
    rig.app.SaveDrafts();
    drafts = rig.drafts;
    work_list = rig.work_list;
  }
  central.Restore(backup);
  central.SignIn();
  // Its files are there before its first frame.
  Rig rig(central, false, drafts, work_list);
  EXPECT_TRUE(rig.Says("Sentralen har en annen journal enn før. Noen kan mangle."));
  EXPECT_EQ(rig.former_drafts, drafts);
  EXPECT_EQ(rig.former_work_list, work_list);
  rig.Press(Key::kF10, false, true);
  EXPECT_TRUE(rig.Says("/tilstand/drafts-kari-forrige.json"));
  rig.Press(Key::kEnter);
  EXPECT_FALSE(rig.Says("annen journal"));
}

// What the backup does not have of a contact stands in the form alone: it is sent with what is typed.
TEST(Restore, WhatTheFormShowsIsSavedAgainWithWhatIsTyped) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  const domain::State backup = central.state();
  for (const char* answer : {"n", "n", "n"}) rig.Type(answer);
  rig.Type("41200021");
  rig.Press(Key::kTab);
  rig.Type("Åse Vik");
  rig.Press(Key::kEnter, true);
  ASSERT_EQ(central.state().contacts.at(id).personal().name(), "Åse Vik");
  rig.app.OpenRow(id);
  rig.app.SetTab(Tab::kIntake);
  rig.Rest();
  rig.app.DraftOf(id).intake.situation = "Svimmel";
  rig.app.DraftOf(id).intake.touched = true;
  rig.Silence(30 * kSecondUs);
  central.Restore(backup);
  rig.Rest();
  ASSERT_TRUE(central.state().contacts.at(id).personal().name().empty());
  rig.app.OpenRow(id);
  rig.Rest();
  rig.app.SaveIntake();
  rig.Rest();
  EXPECT_EQ(central.state().contacts.at(id).personal().name(), "Åse Vik");
  EXPECT_EQ(central.state().contacts.at(id).personal().text(), "Svimmel");
}

}  // namespace
}  // namespace legevakt::console
