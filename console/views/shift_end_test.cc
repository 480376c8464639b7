// The end of a shift: what only this console has is sent first, and nobody goes on in the name of who has
// left.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "console/testing/local_central.h"
#include "console/testing/shell_rig.h"
#include "console/views/app.h"

namespace legevakt::console {
namespace {

using testing::EndCallOf;
using testing::LocalCentral;
using testing::Take;
using ui::Key;
using Rig = testing::ShellRig;

void PressEnd(Rig& rig) {
  rig.Press(Key::kB, true);
  rig.screen.ui().focus.Set("overlay/end");
  rig.Rest();
  rig.Press(Key::kEnter);
}

TEST(ShiftEnd, WhatIsNotSentIsNamedWithItsKeyAndHoldsTheShift) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  for (const char* answer : {"n", "n", "n"}) rig.Type(answer);
  rig.Press(Key::kTab);
  rig.Type("Åse Bjørnstad");
  rig.Press(Key::kEnter, true);
  EndCallOf(central, id);
  // A colleague answers for it, and what is typed here is still here.
  rig.app.DraftOf(id).note = "Ringte igjen";
  testing::ColleagueTakes(central, id);
  v1::Command over;
  over.mutable_take_over()->set_from_user_id("kari");
  central.Do(central.Colleague(), over);
  rig.app.shell().paper_case.answered = "1840";
  rig.Rest();
  const int before = central.commands();
  PressEnd(rig);
  EXPECT_EQ(central.commands(), before);
  EXPECT_TRUE(rig.Says("Ikke sendt herfra: 2"));
  EXPECT_TRUE(rig.Says("Henvendelse fra papir"));
  EXPECT_TRUE(rig.Says("Shift+F11"));
  EXPECT_TRUE(rig.Says("Send først det som ikke er sendt herfra"));
  rig.screen.ui().focus.Set(ui::Id("overlay/unsent", id));
  rig.Rest();
  rig.Press(Key::kEnter);
  EXPECT_EQ(rig.app.view().contact_id, id);
  rig.app.DraftOf(id).note.clear();
  rig.app.shell().paper_case = {};
  PressEnd(rig);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kShiftEnded);
}

TEST(ShiftEnd, WhatCanNoLongerBeSavedIsDiscardedOnThePage) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  EndCallOf(central, id);
  testing::ColleagueTakes(central, id);
  v1::Command over;
  over.mutable_take_over()->set_from_user_id("kari");
  central.Do(central.Colleague(), over);
  rig.app.DraftOf(id).assessment.touched = true;
  rig.Rest();
  PressEnd(rig);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kHandover);
  rig.screen.ui().focus.Set(ui::Id("overlay/discard", id));
  rig.Rest();
  rig.Press(Key::kEnter);
  EXPECT_FALSE(rig.app.HasDraft(id));
  rig.Press(Key::kEscape);
  PressEnd(rig);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kShiftEnded);
}

TEST(ShiftEnd, NobodyGoesOnInTheNameOfWhoHasLeft) {
  LocalCentral central;
  central.OnDuty("lege-nilsen");
  Rig rig(central);
  PressEnd(rig);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kShiftEnded);
  EXPECT_TRUE(rig.Says("Hvem logger inn?"));
  rig.Press(Key::kEscape);
  const int before = central.commands();
  rig.Press(Key::kN, true);
  EXPECT_EQ(central.commands(), before);
  EXPECT_TRUE(rig.Says("Vakten er avsluttet her."));
  rig.Press(Key::kB, true);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kShiftEnded);
  rig.Press(Key::kEscape);
  // A life comes before names.
  rig.Press(Key::kF12);
  rig.Press(Key::kEnter);
  rig.Rest();
  EXPECT_TRUE(std::any_of(central.state().contacts.begin(), central.state().contacts.end(),
                          [](const auto& one) { return one.second.has_red(); }));
}

// The window goes on as whoever sits down, when nothing of the one before lies here any more.
TEST(ShiftEnd, WhoComesSignsInAtTheSameWindow) {
  LocalCentral central;
  Rig rig(central);
  PressEnd(rig);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kShiftEnded);
  // A red that is raised after the end, and does not get through, waits here.
  rig.Press(Key::kEscape);
  rig.Press(Key::kF12);
  rig.Press(Key::kEnter);
  rig.Rest();
  v1::Command red;
  red.mutable_assess_contact()->set_contact_id(central.state().contacts.rbegin()->first);
  red.mutable_assess_contact()->set_complaint_id("diffuse");
  red.mutable_assess_contact()->set_level_id("akutt");
  central.Cut();
  EXPECT_FALSE(rig.app.Send(red, {.contact_id = red.assess_contact().contact_id()}).empty());
  rig.Frames();
  EXPECT_FALSE(rig.app.AllSent());
  const auto sign_in = [&rig] {
    rig.app.Open(Overlay::kShiftEnded);
    rig.screen.ui().focus.Set("overlay/sign_in/ola");
    rig.Frames();
    rig.screen.keys().PushKey({Key::kEnter});
    rig.Frames();
  };
  sign_in();
  EXPECT_TRUE(rig.signed_in.empty());
  EXPECT_TRUE(rig.Says("Noe herfra er ikke sendt ennå"));
  central.Mend();
  for (int i = 0; i < 20 && !rig.app.AllSent(); ++i) rig.Pass(kSecondUs);
  sign_in();
  EXPECT_EQ(rig.signed_in, "ola");
}

// What could not be written on the disk is here alone.
TEST(ShiftEnd, WhatIsTypedAndNotOnTheDiskKeepsTheWindow) {
  LocalCentral central;
  Rig rig(central);
  PressEnd(rig);
  ASSERT_TRUE(rig.app.shell().shift_ended);
  rig.disk_full = true;
  rig.app.shell().shift_note = "Bil 2 står";
  v1::Staff ola;
  ola.set_user_id("ola");
  rig.app.SignIn(ola);
  rig.Rest();
  EXPECT_TRUE(rig.signed_in.empty());
  EXPECT_TRUE(rig.Says("Det som er skrevet her, kan ikke lagres på denne maskinen nå."));
  rig.app.shell().shift_note.clear();
  rig.app.SignIn(ola);
  EXPECT_EQ(rig.signed_in, "ola") << "nothing is typed: a full disk holds nobody";
}

TEST(ShiftEnd, ThePageOfTheShiftDoesNotComeBackAfterIt) {
  LocalCentral central;
  Rig rig(central);
  rig.Press(Key::kB, true);
  rig.app.view().card.picked.insert(1);
  rig.screen.ui().focus.Set("overlay/end");
  rig.Rest();
  rig.Press(Key::kEnter);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kShiftEnded);
  rig.Press(Key::kEscape);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kNone);
}

}  // namespace
}  // namespace legevakt::console
