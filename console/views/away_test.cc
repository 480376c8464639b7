// A console that starts while central is away, or has been without it for long: what lies on this machine is
// all there is, and it is shown.
#include <gtest/gtest.h>

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

struct Away {
  // What an evening's console left behind when it crashed: its list, and one intake that central never got.
  Away() {
    Rig rig(central);
    contact = Take(rig);
    for (const char* answer : {"n", "n", "n"}) rig.Type(answer);
    rig.Type("41200021");
    rig.Pass(kMinuteUs);
    rig.Silence(5 * kSecondUs);
    rig.screen.keys().PushKey({Key::kEnter, true, false});
    rig.Frames();
    drafts = rig.drafts;
    work_list = rig.work_list;
    outbox = rig.outbox;
  }
  LocalCentral central;
  std::int64_t contact = 0;
  std::string drafts;
  std::string work_list;
  std::string outbox;
};

TEST(Away, TheScreenSaysWhatIsTheMatterAndShowsTheListOnTheDisk) {
  Away away;
  Rig rig(away.central, false, away.drafts, away.work_list);
  rig.outbox = away.outbox;
  rig.app.StartFromDisk();
  rig.Frames();
  ASSERT_FALSE(rig.store.has_state());
  rig.mono += 6 * kSecondUs;
  rig.Frames();
  EXPECT_TRUE(rig.Says("Sentralen svarer ikke"));
  EXPECT_TRUE(rig.Says("1 i utboksen"));
  rig.Press(Key::kF9, false, true);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kPaper);
  EXPECT_TRUE(rig.Says("Sunnfjord legevaktsentral: arbeidsliste 21.11. kl. 19:03"));
  EXPECT_TRUE(rig.Says("/tilstand/arbeidsliste-kari.txt"));
  rig.Press(Key::kEnter);
  EXPECT_EQ(rig.shown, "/tilstand/arbeidsliste-kari.txt");
  rig.Press(Key::kEscape);
  rig.Press(Key::kF12);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kRed);
  EXPECT_TRUE(rig.Says("AMK-konferanse, ring 113"));
  EXPECT_TRUE(rig.Says("Ring 113 selv nå."));
  rig.Press(Key::kEscape);
  rig.Press(Key::kF3, false, true);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kOutbox);
  rig.Press(Key::kEscape);
  // Nothing else falls over what is not there.
  for (const auto& command : rig.app.registry().commands()) {
    if (command.chord.key == Key::kNone) continue;
    rig.screen.keys().PushKey(command.chord);
    rig.Frames();
    rig.Press(Key::kEscape);
  }
}

// What waits goes out once when central is there, and to no journal but its own.
TEST(Away, WhatWaitsIsSentToItsOwnJournalAndToNoOther) {
  for (const bool restored : {false, true}) {
    Away away;
    Rig rig(away.central, false, away.drafts, away.work_list);
    rig.outbox = away.outbox;
    rig.app.StartFromDisk();
    rig.Frames();
    const int before = away.central.commands();
    if (restored) {
      away.central.Restore(away.central.state());
    } else {
      away.central.Mend();
    }
    away.central.SignIn();
    for (int i = 0; i < 6; ++i) rig.Pass(kSecondUs);
    EXPECT_EQ(away.central.commands(), before + (restored ? 0 : 1));
    EXPECT_EQ(rig.store.outbox().conflicts(), restored ? 1U : 0U);
    if (!restored) {
      EXPECT_EQ(away.central.state().contacts.at(away.contact).personal().phone(), "41200021");
    }
  }
}

// And a silence that lasts: the list for paper is offered once, and in nobody's way.
TEST(ShellPaper, ItOpensWhenTheFieldOrTheCardIsLeftAndOnceInASilence) {
  for (const bool card : {false, true}) {
    LocalCentral central;
    Rig rig(central);
    Take(rig);
    rig.Press(Key::kF11);
    rig.screen.ui().focus.Set(card ? "intake/airway" : "intake/phone");
    rig.Rest();
    rig.Silence(10 * kSecondUs);
    if (card) rig.app.Open(Overlay::kDirectory);
    rig.mono += 61 * kSecondUs;
    rig.Frames();
    ASSERT_EQ(rig.app.view().overlay, card ? Overlay::kDirectory : Overlay::kNone);
    EXPECT_NE(rig.probe.Find("strip/paper.open"), nullptr) << "until then the banner names the key";
    if (card) {
      rig.app.CloseOverlay();
    } else {
      rig.screen.ui().focus.Set("intake/airway");
    }
    rig.mono += 2 * kSecondUs;
    rig.Frames();
    ASSERT_EQ(rig.app.view().overlay, Overlay::kPaper);
    rig.app.CloseOverlay();
    rig.mono += 61 * kSecondUs;
    rig.Frames();
    EXPECT_EQ(rig.app.view().overlay, Overlay::kNone) << "once is enough";
  }
}

TEST(ShellPaper, WhoHasOpenedItIsNotOfferedItAgain) {
  LocalCentral central;
  Rig rig(central);
  rig.Silence(20 * kSecondUs);
  rig.app.Open(Overlay::kPaper);
  rig.Frames();
  rig.app.CloseOverlay();
  rig.mono += 61 * kSecondUs;
  rig.Frames();
  EXPECT_EQ(rig.app.view().overlay, Overlay::kNone);
}

}  // namespace
}  // namespace legevakt::console
