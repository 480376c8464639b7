// One card over another: what is typed on the lower one is there when it comes back.
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

// A caller whom nobody has reached in three tries: the card asks what was done instead.
std::int64_t Unreached(Rig& rig) {
  rig.central.Telephony(true);
  v1::Command lose;
  lose.mutable_lose_call()->set_call_id(rig.central.Ring("41200055", "4647"));
  v1::Actor telephony;
  telephony.set_user_id("telefoni");
  telephony.set_role(v1::ROLE_TELEPHONY);
  rig.central.Do(telephony, lose);
  const auto call = lose.lose_call().call_id();
  for (int i = 0; i < 3; ++i) {
    v1::Command again;
    again.mutable_try_callback()->set_call_id(call);
    rig.central.Do(rig.central.Operator(), again);
  }
  rig.Rest();
  rig.app.Open(Overlay::kCallback, call);
  rig.Rest();
  return call;
}

TEST(CardStack, WhatIsTypedIsThereWhenTheCardAboveIsClosed) {
  LocalCentral central;
  Rig rig(central);
  const auto call = Unreached(rig);
  rig.Type("Politiet kjører dit 02:10");
  for (const auto above : {Key::kF1, Key::kF12}) {
    rig.Press(above);
    ASSERT_NE(rig.app.view().overlay, Overlay::kCallback);
    rig.Press(Key::kEscape);
    ASSERT_EQ(rig.app.view().overlay, Overlay::kCallback);
    EXPECT_EQ(rig.app.view().overlay_id, call);
    EXPECT_EQ(rig.app.shell().callback_done[call], "Politiet kjører dit 02:10");
  }
  // And goes on being typed.
  rig.Type(", ring igjen");
  EXPECT_EQ(rig.app.shell().callback_done[call], "Politiet kjører dit 02:10, ring igjen");
  rig.Press(Key::kEscape);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kNone);
}

TEST(CardStack, WhatWasDoneIsSentOnceThoughTheCardIsOpenedAgainBeforeTheAnswer) {
  LocalCentral central;
  Rig rig(central);
  const auto call = Unreached(rig);
  rig.Type("Politiet kjører dit 02:10");
  const int before = central.commands();
  for (int i = 0; i < 2; ++i) {
    rig.screen.keys().PushKey({Key::kEnter, true});
    rig.app.Frame(rig.mono += 16'000);
    rig.app.Open(Overlay::kCallback, call);
    rig.app.Frame(rig.mono += 16'000);
  }
  rig.Rest();
  ASSERT_EQ(central.commands(), before + 3) << "a contact, its note, and the end of the call";
  EXPECT_EQ(central.state().contacts.rbegin()->second.notes_size(), 1);
}

TEST(CardStack, WhatWasDoneIsANoteOfWhoeverIsReachedAfterAll) {
  LocalCentral central;
  Rig rig(central);
  const auto call = Unreached(rig);
  rig.Type("Politiet kjører dit 02:10");
  rig.app.TriedCallback(call, true);
  rig.Rest();
  ASSERT_NE(rig.app.view().contact_id, 0);
  EXPECT_EQ(rig.app.DraftOf(rig.app.view().contact_id).note, "Politiet kjører dit 02:10");
  EXPECT_TRUE(rig.app.shell().callback_done.empty());
}

// What tells of a patient outlives the console itself.
TEST(CardStack, WhatWasDoneForAnUnreachedCallerSurvivesACrash) {
  LocalCentral central;
  std::string drafts;
  std::int64_t call = 0;
  {
    Rig rig(central);
    call = Unreached(rig);
    rig.Type("Politiet kjører dit 02:10");
    rig.app.SaveDrafts();
    drafts = rig.drafts;
  }
  central.SignIn();
  Rig rig(central, false, drafts);
  rig.app.Open(Overlay::kCallback, call);
  rig.Rest();
  EXPECT_EQ(rig.app.shell().callback_done[call], "Politiet kjører dit 02:10");
  // And is gone from the disk when central has it.
  rig.Press(Key::kEnter, true);
  rig.app.SaveDrafts();
  EXPECT_EQ(rig.drafts.find("Politiet"), std::string::npos);
}

TEST(CardStack, WhoLeavesForSomethingElseFindsTheTextWhenTheCardIsOpenedAgain) {
  LocalCentral central;
  Rig rig(central);
  const auto call = Unreached(rig);
  rig.Type("Politiet kjører dit");
  rig.Press(Key::kK, true);
  rig.Type("dagdrakt");
  rig.Press(Key::kEscape);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kCallback);
  central.Ring("41200021", "4647");
  rig.Rest();
  rig.Press(Key::kF2);
  ASSERT_NE(rig.app.view().contact_id, 0);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kNone);
  // No card comes over the caller by itself.
  rig.Press(Key::kF1);
  rig.Press(Key::kEscape);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kNone);
  rig.app.Open(Overlay::kCallback, call);
  rig.Rest();
  EXPECT_EQ(rig.app.shell().callback_done[call], "Politiet kjører dit");
}

TEST(CardStack, WhatWasDoneForAnUnreachedCallerIsKeptWhereCentralDidNotTakeIt) {
  LocalCentral central;
  Rig rig(central);
  const auto call = Unreached(rig);
  rig.Type("Politiet kjører dit 02:10");
  central.LoseAnswers(true);
  central.Cut();
  rig.screen.keys().PushKey({Key::kEnter, true});
  rig.Frames();
  rig.Silence(20 * kSecondUs);
  central.LoseAnswers(false);
  central.Mend();
  rig.Rest();
  rig.Rest();
  rig.app.Open(Overlay::kCallback, call);
  rig.Rest();
  const bool noted =
      !central.state().contacts.empty() && central.state().contacts.rbegin()->second.notes_size() == 1;
  EXPECT_TRUE(noted || rig.app.shell().callback_done[call] == "Politiet kjører dit 02:10");
}

// The Enter that was meant for a field raises nobody: the card of a red waits for the hands.
TEST(CardStack, ARedThatCentralRefusedIsNotLaidUnderTypingHands) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.screen.ui().focus.Set("intake/name");
  rig.Rest();
  rig.screen.keys().PushChar(U'E');
  rig.app.Frame(rig.mono += 16'000);
  rig.app.view().reds_to_open.push_back({id});
  rig.screen.keys().PushChar(U'm');
  rig.app.Frame(rig.mono += 16'000);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kNone);
  rig.Pass(2 * kSecondUs);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kRed);
}

// A choice is answered by a key as well. What the hand itself has made red comes at once there.
TEST(CardStack, NorUnderHandsThatAnswerAChoice) {
  for (const bool asked : {false, true}) {
    LocalCentral central;
    Rig rig(central);
    const auto id = Take(rig);
    rig.screen.ui().focus.Set("intake/airway");
    rig.Rest();
    rig.screen.keys().PushChar(U'n');
    rig.app.Frame(rig.mono += 16'000);
    rig.app.view().reds_to_open.push_back({id, asked});
    rig.app.Frame(rig.mono += 16'000);
    ASSERT_FALSE(rig.screen.ui().focus.on_text());
    EXPECT_EQ(rig.app.view().overlay, asked ? Overlay::kRed : Overlay::kNone);
    rig.Pass(2 * kSecondUs);
    EXPECT_EQ(rig.app.view().overlay, Overlay::kRed);
  }
}

TEST(CardStack, EachOfSeveralRedsHasItsCard) {
  LocalCentral central;
  Rig rig(central);
  const auto first = Take(rig);
  const auto second = Take(rig);
  rig.app.view().reds_to_open = {{first}, {second}};
  rig.Pass(2 * kSecondUs);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kRed);
  EXPECT_EQ(rig.app.view().overlay_id, first);
  rig.Press(Key::kEscape);
  rig.Pass(2 * kSecondUs);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kRed);
  EXPECT_EQ(rig.app.view().overlay_id, second);
  rig.Press(Key::kEscape);
  rig.Pass(2 * kSecondUs);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kNone);
}

// Their texts lie with the drafts, and still the hand was on the card.
TEST(CardStack, ACardWhoseTextsLieElsewhereComesBackToo) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.app.Open(Overlay::kConsult);
  rig.Rest();
  rig.Type("Bør hun inn?");
  rig.app.view().card.choice = 1;
  rig.Press(Key::kF1);
  rig.Press(Key::kEscape);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kConsult);
  EXPECT_EQ(rig.app.view().card.choice, 1);
  EXPECT_EQ(rig.app.DraftOf(id).question, "Bør hun inn?");
  rig.Press(Key::kEscape);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kNone);
  rig.Press(Key::kF11, false, true);
  rig.Type("1840");
  rig.Press(Key::kF1);
  rig.Press(Key::kEscape);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kPaperCase);
}

TEST(CardStack, AStepComesBackWithWhatWasChosen) {
  LocalCentral central;
  central.Telephony(true);
  central.OnDuty("lege-nilsen");
  const auto id = testing::ColleagueAsks(central, "41200071", v1::MEASURE_STATION, "lege-nilsen");
  Rig rig(central);
  rig.app.StepMission(central.state().missions.at(id), v1::MISSION_STATE_REFUSED);
  rig.Rest();
  rig.Type("2");
  ASSERT_EQ(rig.app.view().step_choice, 1);
  rig.app.Open(Overlay::kRed);
  rig.Rest();
  rig.app.view().step = v1::MISSION_STATE_DONE;
  rig.app.view().step_choice = -1;
  rig.Press(Key::kEscape);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kStep);
  EXPECT_EQ(rig.app.view().step, v1::MISSION_STATE_REFUSED);
  EXPECT_EQ(rig.app.view().step_choice, 1);
}

// A call is taken with the card open: its words are of whom it was about.
TEST(CardStack, WhatWasTypedAboutOneContactDoesNotComeUpAtTheNext) {
  for (const bool by_key : {true, false}) {
    LocalCentral central;
    Rig rig(central);
    const auto first = Take(rig);
    rig.app.Open(Overlay::kFix);
    rig.app.view().card.reason = "Feil pasient";
    if (by_key) {
      Take(rig);
    } else {
      const auto other = central.Ring("41200022", "4647");
      v1::Command answer;
      answer.mutable_answer_call()->set_call_id(other);
      const auto second = central.Do(central.Colleague(), answer);
      rig.Rest();
      rig.app.LookAt(second);
    }
    ASSERT_NE(rig.app.view().contact_id, first);
    rig.app.Open(Overlay::kFix);
    EXPECT_EQ(rig.app.view().card.reason, "");
    rig.app.CloseOverlay();
    rig.app.Show(first, Tab::kIntake);
    rig.app.Open(Overlay::kFix);
    EXPECT_EQ(rig.app.view().card.reason, "Feil pasient");
  }
}

// It is about a field of the card that came back, and of no other.
TEST(CardStack, TheNextFieldIsNotGoneOnWithForACardThatIsGone) {
  for (const bool closed : {true, false}) {
    LocalCentral central;
    Rig rig(central);
    Unreached(rig);
    rig.Type("Politiet");
    rig.app.Open(Overlay::kHelp);
    rig.app.CloseOverlay();
    ASSERT_EQ(rig.app.view().overlay, Overlay::kCallback);
    ASSERT_TRUE(rig.screen.ui().open_at_end);
    closed ? rig.app.CloseOverlay() : rig.app.Show(0, Tab::kIntake);
    EXPECT_FALSE(rig.screen.ui().open_at_end);
  }
}

}  // namespace
}  // namespace legevakt::console
