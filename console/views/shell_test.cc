// The frame around the contacts, played by keys on the null backend: alarms, staleness, outbox, paper, hint
// bar, sound.
#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <vector>

#include "console/testing/local_central.h"
#include "console/testing/shell_rig.h"
#include "console/views/alarm_words.h"
#include "console/views/app.h"

namespace legevakt::console {
namespace {

using testing::EndCallOf;
using testing::LocalCentral;
using testing::Take;
using ui::Key;
using Rig = testing::ShellRig;

TEST(ShellAlarms, OneKeyAcknowledgesAnotherGoesThereAndTheCauseStays) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.Press(Key::kP, true);
  for (int i = 0; i < 12; ++i) rig.Pass(kMinuteUs);
  ASSERT_FALSE(rig.app.alarms().empty());
  EXPECT_FALSE(rig.app.alarms().front().quiet);
  EXPECT_TRUE(rig.Says("Pasienten kan være blitt verre."));
  rig.Press(Key::kF8);
  ASSERT_FALSE(rig.app.alarms().empty()) << "acknowledging silences, and removes nothing";
  EXPECT_TRUE(rig.app.alarms().front().quiet);
  EXPECT_TRUE(rig.Says("kvittert"));
  rig.Press(Key::kF8, false, true);
  EXPECT_EQ(rig.app.view().contact_id, id);
}

TEST(ShellAlarms, AnAlarmIsPutAsideWithAReasonAndStaysCountable) {
  LocalCentral central;
  Rig rig(central);
  Take(rig);
  rig.Press(Key::kP, true);
  for (int i = 0; i < 12; ++i) rig.Pass(kMinuteUs);
  ASSERT_FALSE(rig.app.alarms().empty());
  rig.Press(Key::kF8, true);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kShelve);
  rig.Type("Legen er på tråden");
  rig.Press(Key::kTab);
  rig.Type("2");
  rig.Press(Key::kTab);
  rig.Press(Key::kEnter);
  EXPECT_TRUE(rig.app.alarms().empty());
  EXPECT_TRUE(rig.Says("Alarmer lagt til side: 1"));
  ASSERT_EQ(central.state().alarm_marks.size(), 1U);
  EXPECT_EQ(central.state().alarm_marks.begin()->second.reason(), "Legen er på tråden");
}

TEST(ShellAlarms, NothingSoundsWhileThisOperatorTalks) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  for (int i = 0; i < 12; ++i) rig.Pass(kMinuteUs);
  ASSERT_NE(rig.app.shell().alarms.FirstLoud(), nullptr);
  EXPECT_TRUE(rig.app.Talking());
  EXPECT_TRUE(rig.played.empty());
  EndCallOf(central, id);
  rig.Pass(kSecondUs);
  rig.Pass(kSecondUs);
  EXPECT_FALSE(rig.played.empty());
}

// What is wrong, what follows, and a key: what mends it, or what shows what to do and whom to phone.
TEST(ShellAlarms, EveryAlarmHasAConsequenceAMarkAndAKey) {
  LocalCentral central;
  Rig rig(central);
  for (int kind = v1::ALARM_KIND_UNSPECIFIED + 1; kind <= v1::AlarmKind_MAX; ++kind) {
    for (const std::int64_t subject :
         {domain::kAlarmOfBackup, domain::kAlarmOfDamage, domain::kAlarmOfClock}) {
      domain::Alarm alarm;
      alarm.kind = static_cast<v1::AlarmKind>(kind);
      alarm.subject_id = subject;
      const ui::Command* command = rig.app.registry().Find(CommandFor(alarm));
      ASSERT_NE(command, nullptr) << kind;
      EXPECT_NE(command->chord.key, Key::kNone) << kind;
      const AlarmWords& words = WordsOf(rig.app, alarm);
      EXPECT_EQ(words.command, command->id);
      EXPECT_GT(words.consequence.size(), 10U) << kind;
      EXPECT_EQ(words.consequence.find("shell."), std::string::npos) << kind << " has no words";
    }
  }
}

TEST(ShellAlarms, WhatTheRecordNeedsIsShownByTheKeyThatTheAlarmNames) {
  for (const bool damage : {false, true}) {
    LocalCentral central;
    Rig rig(central);
    domain::Alarm alarm;
    alarm.kind = v1::ALARM_KIND_RECORD_PROBLEM;
    alarm.subject_id = damage ? domain::kAlarmOfDamage : domain::kAlarmOfBackup;
    rig.app.GoToAlarm(alarm);
    rig.Rest();
    EXPECT_EQ(rig.app.view().overlay, damage ? Overlay::kPaper : Overlay::kDirectory);
  }
}

// Told by shape and by stars, and not by colour alone.
TEST(ShellAlarms, ThePriorityIsToldWithoutColour) {
  using domain::AlarmPriority;
  EXPECT_EQ(StarsOf(AlarmPriority::kHigh), "***");
  EXPECT_EQ(StarsOf(AlarmPriority::kMedium), "**");
  EXPECT_EQ(StarsOf(AlarmPriority::kLow), "*");
  EXPECT_NE(ShapeOf(AlarmPriority::kHigh), ShapeOf(AlarmPriority::kMedium));
  EXPECT_NE(ShapeOf(AlarmPriority::kMedium), ShapeOf(AlarmPriority::kLow));
  LocalCentral central;
  Rig rig(central);
  Take(rig);
  rig.Press(Key::kF12);
  rig.Press(Key::kEnter);
  const auto& texts = rig.probe.texts();
  EXPECT_EQ(std::count(texts.begin(), texts.end(), "***"), 1) << "the red on the strip";
}

// How old what is shown is, also while it is new.
TEST(ShellStale, TheAgeOfTheDataIsShownWhileItIsFresh) {
  LocalCentral central;
  Rig rig(central);
  EXPECT_TRUE(rig.Says("Oppdatert for 0 s siden"));
  central.Cut();
  rig.mono += 2 * kSecondUs;
  rig.Frames();
  ASSERT_FALSE(rig.app.stale());
  EXPECT_TRUE(rig.Says("Oppdatert for 2 s siden"));
}

// It is the one who is free that can take the call.
TEST(ShellAlarms, TheAnswerTimeAlarmIsHeardByWhoeverIsFreeAndNotByWhoeverTalks) {
  for (const bool talks : {true, false}) {
    LocalCentral central;
    Rig rig(central);
    const auto id = Take(rig);
    if (!talks) EndCallOf(central, id);
    central.Ring("41200022", "4647");
    rig.Rest();
    const auto answer_time = [&rig] {
      return std::any_of(rig.app.alarms().begin(), rig.app.alarms().end(),
                         [](const AlarmRow& row) { return row.alarm.kind == v1::ALARM_KIND_ANSWER_TIME; });
    };
    rig.played.clear();
    for (int i = 0; i < 12 && !answer_time(); ++i) rig.Pass(10 * kSecondUs);
    ASSERT_TRUE(answer_time());
    ASSERT_EQ(rig.app.alarms().size(), 1U) << "nothing else is to be heard";
    rig.Pass(kSecondUs);
    EXPECT_EQ(rig.app.Talking(), talks);
    EXPECT_EQ(rig.played.empty(), talks);
  }
}

// F12 is about the open contact: an alarm of another shows the key that goes there, and no other row shows
// it.
TEST(ShellAlarms, TheKeyOnAnAlarmActsOnThatAlarm) {
  LocalCentral central;
  Rig rig(central);
  const auto first = Take(rig);
  rig.Press(Key::kF12);
  rig.Press(Key::kEnter);
  ASSERT_TRUE(central.state().contacts.at(first).has_red());
  rig.Press(Key::kEscape);
  EXPECT_TRUE(rig.Says("AMK ikke bekreftet"));
  const auto second = Take(rig);
  ASSERT_NE(first, second);
  const auto caps = [&rig](std::string_view cap) {
    return std::count(rig.probe.texts().begin(), rig.probe.texts().end(), cap);
  };
  EXPECT_LE(caps("F12"), 1) << "the hint bar's";
  rig.Press(Key::kF8, false, true);
  EXPECT_EQ(rig.app.view().contact_id, first);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kRed);
  EXPECT_EQ(caps("F12"), 2) << "the hint bar's, and the alarm's";
}

// The screen stands still while the operator looks away.
TEST(ShellStale, ASilenceIsHeardOnceButNotAnAnnouncedOne) {
  LocalCentral central;
  Rig rig(central);
  rig.Silence(10 * kSecondUs);
  ASSERT_TRUE(rig.app.stale());
  EXPECT_EQ(rig.played, std::vector{SoundPattern::kHigh});
  rig.mono += kMinuteUs;
  rig.Frames();
  EXPECT_EQ(rig.played.size(), 1U);
}

// What begins during a talk is heard when the talk ends, if it still holds: the silence of central too, where
// only this operator can say that it has ended.
TEST(ShellStale, ASilenceThatBeganDuringATalkIsHeardWhenTheTalkEnds) {
  for (const bool mended : {false, true}) {
    LocalCentral central;
    Rig rig(central);
    Take(rig);
    rig.Silence(4 * kSecondUs);
    ASSERT_TRUE(rig.app.stale());
    rig.mono += 20 * kSecondUs;
    rig.Frames();
    EXPECT_TRUE(rig.played.empty()) << "never into an open microphone";
    if (mended) {
      central.Mend();
      rig.Rest();
    }
    rig.Press(Key::kF11);
    EXPECT_EQ(rig.app.store().outbox().kept().size(), mended ? 0U : 1U);
    EXPECT_FALSE(rig.app.Talking());
    EXPECT_EQ(rig.played, mended ? std::vector<SoundPattern>{} : std::vector{SoundPattern::kHigh});
    rig.mono += kMinuteUs;
    if (mended) rig.Pass(0);
    rig.Frames();
    if (mended) continue;
    EXPECT_EQ(rig.played.size(), 1U) << "once";
  }
}

TEST(ShellAlarms, AnAnswerTimeAlarmThatBeganDuringATalkIsHeardWhenTheTalkEnds) {
  LocalCentral central;
  Rig rig(central);
  Take(rig);
  central.Ring("41200022", "4647");
  for (int i = 0; i < 11; ++i) rig.Pass(10 * kSecondUs);
  ASSERT_NE(rig.app.shell().alarms.FirstLoud(), nullptr);
  ASSERT_EQ(rig.app.shell().alarms.FirstLoud()->kind, v1::ALARM_KIND_ANSWER_TIME);
  rig.Pass(20 * kSecondUs);
  EXPECT_TRUE(rig.played.empty());
  rig.Press(Key::kF11);
  EXPECT_EQ(rig.played, std::vector{SoundPattern::kMedium});
}

// Central is gone, and somebody is about to die: the card says whom to ring and what to say.
TEST(ShellStale, TheAmkCardSaysWhatToSayWithoutCentral) {
  LocalCentral central;
  Rig rig(central);
  Take(rig);
  for (const char* answer : {"n", "n", "n"}) rig.Type(answer);
  rig.Press(Key::kTab);
  rig.Type("Åse Bjørnstad");
  rig.Silence(10 * kSecondUs);
  rig.Press(Key::kF12);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kRed);
  EXPECT_TRUE(rig.Says("Ring 113 og legen på vakt nå."));
  EXPECT_TRUE(rig.Says("Si dette til AMK"));
  EXPECT_TRUE(rig.Says("Åse Bjørnstad"));
}

// What waits in the outbox alerts nobody: whoever made it red is told to phone, at once and in the outbox.
TEST(ShellStale, ARedThatWaitsInTheOutboxSaysToPhone) {
  LocalCentral central;
  central.OnDuty("lege-nilsen");
  Rig rig(central);
  const auto id = Take(rig);
  rig.Type("n");
  rig.Type("n");
  rig.Type("n");
  rig.Press(Key::kEnter, true);
  rig.Type("brystsmerter");
  rig.Press(Key::kEnter);
  rig.Silence(10 * kSecondUs);
  ASSERT_TRUE(rig.app.stale());
  // The tool's own suggestion, as the operator's yes makes it.
  for (int i = 0; i < 3; ++i) {
    rig.screen.keys().PushChar(U'j');
    rig.Frames();
  }
  const int before = central.commands();
  rig.screen.keys().PushKey({Key::kEnter, true, false});
  rig.Frames();
  ASSERT_TRUE(rig.app.WaitsRed(id));
  EXPECT_EQ(central.commands(), before);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kRed);
  EXPECT_TRUE(rig.Says("Akutt ligger i utboksen: ingen er varslet"));
  EXPECT_TRUE(rig.Says("Ring 113 selv, og ring Anne Nilsen, 400 00 001, nå."));
  EXPECT_TRUE(rig.Says("Ber AMK overta"));
  // Once: put aside, it does not come back by itself.
  rig.screen.keys().PushKey({Key::kEscape});
  rig.Frames();
  EXPECT_EQ(rig.app.view().overlay, Overlay::kNone);
  rig.screen.keys().PushKey({Key::kF3, false, true});
  rig.Frames();
  ASSERT_EQ(rig.app.view().overlay, Overlay::kOutbox);
  EXPECT_TRUE(rig.Says("AKUTT: ingen er varslet, ring 113 selv"));
  central.Mend();
  for (int i = 0; i < 6; ++i) rig.Pass(kSecondUs);
  EXPECT_TRUE(central.state().contacts.at(id).has_red());
}

TEST(ShellStale, TheKeyThatTakesACallIsNotShownWhereItDoesNothing) {
  LocalCentral central;
  Rig rig(central);
  central.Telephony(true);
  central.Ring("41200021", "4647");
  rig.Rest();
  const auto shown = [&rig] { return std::count(rig.probe.texts().begin(), rig.probe.texts().end(), "F2"); };
  EXPECT_EQ(shown(), 3) << "the hint bar's, the empty page's, and the call's";
  rig.Silence(10 * kSecondUs);
  EXPECT_EQ(shown(), 0);
}

TEST(ShellStale, WhatIsSavedWhileStaleIsKeptOnTheDiskAndArrivesOnce) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.Type("n");
  rig.Type("n");
  rig.Type("n");
  rig.Type("41200021");
  rig.Silence(5 * kSecondUs);
  EXPECT_TRUE(rig.Says("Skjermen er ikke oppdatert."));
  const int before = central.commands();
  rig.screen.keys().PushKey({Key::kEnter, true, false});
  rig.Frames();
  EXPECT_EQ(central.commands(), before);
  EXPECT_NE(rig.outbox.find("41200021"), std::string::npos) << "kept before anything else happens";
  EXPECT_TRUE(rig.Says("1 i utboksen"));
  central.Mend();
  for (int i = 0; i < 6; ++i) rig.Pass(kSecondUs);
  EXPECT_EQ(central.commands(), before + 1);
  EXPECT_EQ(central.state().contacts.at(id).personal().phone(), "41200021");
  EXPECT_FALSE(rig.Says("i utboksen"));
  EXPECT_TRUE(rig.Says("Oppdatert igjen"));
}

TEST(ShellStale, WhatAsksSomebodyToActIsRefusedWithAReasonAndNotKept) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.Silence(5 * kSecondUs);
  rig.app.RequestDoctor("lege-nilsen");
  rig.Frames();
  EXPECT_TRUE(rig.store.outbox().kept().empty());
  ASSERT_NE(rig.app.MessageFor({.contact_id = id}), nullptr);
}

TEST(ShellStale, AConflictIsShownSideBySideAndTheOperatorDecides) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  for (const char* answer : {"n", "n", "n"}) rig.Type(answer);
  rig.Type("41200021");
  rig.Silence(5 * kSecondUs);
  rig.screen.keys().PushKey({Key::kEnter, true, false});
  rig.Frames();
  testing::ColleagueTakes(central, id);
  v1::Command theirs;
  theirs.mutable_record_intake()->set_contact_id(id);
  theirs.mutable_record_intake()->mutable_personal()->set_name("Berit Moe");
  central.Do(central.Colleague(), theirs);
  central.Mend();
  for (int i = 0; i < 6; ++i) rig.Pass(kSecondUs);
  ASSERT_EQ(rig.store.outbox().conflicts(), 1U);
  rig.Press(Key::kF3, false, true);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kOutbox);
  EXPECT_TRUE(rig.Says("Det du skrev"));
  EXPECT_TRUE(rig.Says("Det sentralen har nå"));
  rig.app.store().outbox().Drop(rig.store.outbox().kept()[0].request.request_id());
  rig.Rest();
  EXPECT_EQ(rig.app.view().overlay, Overlay::kNone);
}

TEST(ShellStale, OnReturnItSaysWhatChangedMeanwhileAndTheFocusStaysWhereItWas) {
  LocalCentral central;
  Rig rig(central);
  Take(rig);
  rig.screen.ui().focus.Set("intake/phone");
  rig.Rest();
  rig.Silence(8 * kSecondUs);
  central.Ring("41200088", "4602");
  v1::Command answer;
  answer.mutable_answer_call();
  central.Do(central.Colleague(), answer);
  central.Mend();
  rig.Pass(kSecondUs);
  EXPECT_TRUE(rig.Says("1 ny"));
  EXPECT_FALSE(rig.Says("1 nye"));
  EXPECT_TRUE(rig.screen.ui().focus.Has("intake/phone"));
  rig.Press(Key::kF10, false, true);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kMeanwhile);
  rig.Press(Key::kEnter);
  EXPECT_FALSE(rig.app.shell().meanwhile.has_report());
}

TEST(ShellPaper, TheListIsOnTheDiskBeforeItIsNeededAndOpensWithAKey) {
  LocalCentral central;
  testing::FillEvening(central);
  Rig rig(central);
  EXPECT_NE(rig.work_list.find("Olav Haugen"), std::string::npos);
  rig.Silence(20 * kSecondUs);
  rig.screen.keys().PushKey({Key::kF9, false, true});
  rig.Frames();
  ASSERT_EQ(rig.app.view().overlay, Overlay::kPaper);
  EXPECT_TRUE(rig.Says("/tilstand/arbeidsliste-kari.txt"));
  rig.screen.keys().PushKey({Key::kEnter, false, false});
  rig.Frames();
  EXPECT_EQ(rig.shown, "/tilstand/arbeidsliste-kari.txt");
}

TEST(ShellPaper, AfterAMinuteOfSilenceItOpensByItselfButNeverOverWhatIsTyped) {
  for (const bool typing : {false, true}) {
    LocalCentral central;
    Rig rig(central);
    Take(rig);
    rig.Press(Key::kF11);
    rig.screen.ui().focus.Set(typing ? "intake/phone" : "intake/airway");
    rig.Rest();
    rig.Silence(10 * kSecondUs);
    rig.mono += 61 * kSecondUs;
    rig.Frames();
    EXPECT_EQ(rig.app.view().overlay, typing ? Overlay::kNone : Overlay::kPaper);
  }
}

// The letters of an answer must not be lost on a card that comes between two questions.
TEST(ShellPaper, ItWaitsForTheEndOfTheTalkAndForTheHandToRest) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.screen.ui().focus.Set("intake/airway");
  rig.Rest();
  rig.Silence(10 * kSecondUs);
  rig.mono += 61 * kSecondUs;
  rig.Frames();
  ASSERT_EQ(rig.app.view().overlay, Overlay::kNone);
  for (const char32_t answer : {U'n', U'j'}) {
    rig.screen.keys().PushChar(answer);
    rig.Frames();
  }
  EXPECT_EQ(rig.app.DraftOf(id).intake.breathing, v1::TRI_YES);
  rig.screen.keys().PushKey({Key::kF11});
  rig.Frames();
  EXPECT_EQ(rig.app.view().overlay, Overlay::kNone) << "the hand is at work";
  rig.mono += 2 * kSecondUs;
  rig.Frames();
  EXPECT_EQ(rig.app.view().overlay, Overlay::kPaper);
}

TEST(ShellPaper, ACaseFromPaperIsEnteredByKeysWithItsTrueTimesAndMarked) {
  LocalCentral central;
  Rig rig(central);
  const std::int64_t minute_now = central.now_us() / kMinuteUs * kMinuteUs;  // 19:02
  rig.Press(Key::kF11, false, true);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kPaperCase);
  for (const char* typed :
       {"1840", "1845", "41200099", "44", "Åse Vik", "1", "2", "Kutt i hånden", "kutt", "3", "1844"}) {
    rig.Type(typed);
    rig.Press(Key::kTab);
  }
  rig.Type(" ");
  for (const char* typed : {"4", "Hovent eller feber", "1846"}) {
    rig.Press(Key::kTab);
    rig.Type(typed);
  }
  rig.Press(Key::kTab);
  rig.Press(Key::kEnter);
  for (int i = 0; i < 4; ++i) rig.Pass(kSecondUs);
  EXPECT_TRUE(rig.Says("Åse Vik er ført inn"));
  const v1::Contact* found = nullptr;
  for (const auto& [id, contact] : central.state().contacts) {
    if (contact.personal().name() == "Åse Vik") found = &contact;
  }
  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(found->from_paper());
  EXPECT_EQ(found->opened_us(), minute_now - 22 * kMinuteUs);
  EXPECT_EQ(found->closed_us(), minute_now - 16 * kMinuteUs);
  EXPECT_EQ(found->state(), v1::CONTACT_STATE_CLOSED);
  EXPECT_EQ(found->measure(), v1::MEASURE_STATION);
  ASSERT_EQ(found->assessments_size(), 1);
  EXPECT_EQ(found->assessments(0).at_us(), minute_now - 18 * kMinuteUs);
  const v1::Call* call = central.state().FindCall(found->call_ids(0));
  ASSERT_NE(call, nullptr);
  EXPECT_TRUE(call->from_paper());
  EXPECT_EQ(call->ended_us(), minute_now - 17 * kMinuteUs);
  // The card is empty again, for the next one.
  EXPECT_TRUE(rig.app.shell().paper_case.name.empty());
}

// A red that was dealt with on paper was confirmed then, and not when it is entered: it alarms nobody
// afterwards, and can be closed.
TEST(ShellPaper, ARedFromPaperHasTheTimesOfItsConfirmations) {
  LocalCentral central;
  central.OnDuty("lege-nilsen");
  Rig rig(central);
  const std::int64_t minute_now = central.now_us() / kMinuteUs * kMinuteUs;  // 19:02
  rig.Press(Key::kF11, false, true);
  for (const char* typed : {"1840", "", "41200099", "66", "Åse Vik", "1", "2", "Klemmende smerter",
                            "brystsmerter", "1", "1841", "1842"}) {
    if (*typed == '\0') {
      EXPECT_TRUE(rig.Says("Uten klokkeslett for slutt føres samtalen med ett minutt."));
    }
    rig.Type(typed);
    rig.Press(Key::kTab);
  }
  rig.Press(Key::kTab);
  rig.Type(" ");
  EXPECT_TRUE(rig.Says("En akutt som er ferdig, trenger når AMK overtok og når legen bekreftet."));
  rig.app.shell().paper_case.measure = 9;
  rig.Press(Key::kTab, false, true);
  rig.Type("1843");
  rig.Press(Key::kTab);
  for (const char* typed : {"", "", "", "1855"}) {
    rig.Type(typed);
    rig.Press(Key::kTab);
  }
  EXPECT_EQ(rig.app.shell().paper_case.closed, "1855");
  rig.Press(Key::kEnter);
  for (int i = 0; i < 8; ++i) rig.Pass(kSecondUs);
  EXPECT_TRUE(rig.Says("Åse Vik er ført inn")) << rig.app.shell().said;
  const auto found = std::find_if(central.state().contacts.begin(), central.state().contacts.end(),
                                  [](const auto& one) { return one.second.personal().name() == "Åse Vik"; });
  ASSERT_NE(found, central.state().contacts.end());
  const v1::Contact& contact = found->second;
  ASSERT_TRUE(contact.has_red());
  EXPECT_EQ(contact.red().amk_confirmed_us(), minute_now - 20 * kMinuteUs);
  EXPECT_EQ(contact.red().doctor_confirmed_us(), minute_now - 19 * kMinuteUs);
  EXPECT_EQ(contact.state(), v1::CONTACT_STATE_CLOSED);
  EXPECT_EQ(contact.measure(), v1::MEASURE_AMK);
  EXPECT_TRUE(rig.app.alarms().empty());
  EXPECT_TRUE(rig.played.empty()) << "nothing of this is news";
}

TEST(ShellPaper, ARedFromPaperThatNobodyHasConfirmedIsAnAlarmAllTheSame) {
  LocalCentral central;
  Rig rig(central);
  v1::Command call;
  call.mutable_record_call()->set_answered_us(central.now_us() - 20 * kMinuteUs);
  call.mutable_record_call()->set_ended_us(central.now_us() - 19 * kMinuteUs);
  v1::Command assess;
  const auto id = central.Do(central.Operator(), call);
  assess.mutable_assess_contact()->set_contact_id(id);
  assess.mutable_assess_contact()->set_complaint_id("diffuse");
  assess.mutable_assess_contact()->set_level_id("akutt");
  assess.mutable_assess_contact()->set_happened_us(central.now_us() - 18 * kMinuteUs);
  central.Do(central.Operator(), assess);
  rig.Pass(kSecondUs);
  EXPECT_TRUE(rig.app.alarms().empty());
  rig.Pass(5 * kSecondUs);
  EXPECT_FALSE(rig.app.alarms().empty());
}

TEST(ShellRestart, AnAnnouncedRestartIsSaidAndItsSilenceIsNoAlarm) {
  LocalCentral central;
  Rig rig(central);
  central.AnnounceRestart(central.now_us() + 5 * kMinuteUs);
  rig.Rest();
  EXPECT_TRUE(rig.Says("Sentralen starter på nytt kl."));
  rig.Pass(5 * kMinuteUs);
  rig.Silence(10 * kSecondUs);
  EXPECT_TRUE(rig.app.stale());
  EXPECT_EQ(rig.app.RestartNow(), Restart::kRunning);
  EXPECT_FALSE(rig.Says("Skjermen er ikke oppdatert."));
  EXPECT_TRUE(rig.Says("Sentralen starter på nytt"));
  rig.mono += 90 * kSecondUs;
  rig.Frames();
  EXPECT_TRUE(rig.Says("Skjermen er ikke oppdatert.")) << "a restart that lasts is a silence like any other";
}

// What has no row is counted; that it is current is said; the room adds up to what the card says.
// A hand that moves the pointer is about to click: the rows stand still for it.
TEST(ShellQueue, AMovingPointerCountsAsAHandAtWork) {
  LocalCentral central;
  testing::FillEvening(central);
  Rig rig(central);
  rig.mono += 5 * kSecondUs;
  rig.Frames();
  const auto before = rig.app.view().last_input_us;
  ImGui::GetIO().MousePos = {300, 300};
  rig.Frames();
  const auto at_once = rig.app.view().last_input_us;
  ImGui::GetIO().MousePos = {300, 320};
  rig.Frames();
  EXPECT_GT(rig.app.view().last_input_us, std::max(before, at_once));
}

// On every screen it is the same picture, larger or smaller: at 1366x768 the figures lay over each other.
// Nor does it tell who among the staff has which patient.
// Whoever waits long must be seen in the figures, on the screen and on the wall, and whole.
TEST(ShellFigures, TheTenMinutesStandBelowTheTwo) {
  LocalCentral central;
  central.Telephony(true);
  for (const std::int64_t wait_us : {11 * kMinuteUs, 5 * kMinuteUs, 30 * kSecondUs}) {
    v1::Command answer;
    answer.mutable_answer_call()->set_call_id(central.Ring("41200021", "4647"));
    central.Pass(wait_us);
    central.Do(central.Colleague(), answer);
  }
  for (const bool board : {false, true}) {
    Rig rig(central, board);
    central.SignIn();
    for (const ImVec2 size : {ImVec2(1920, 1080), ImVec2(1366, 768)}) {
      ImGui::GetIO().DisplaySize = size;
      rig.Rest();
      EXPECT_TRUE(rig.Says(board ? "67 % innen 10 min" : "2 innen 10 min")) << size.x;
      EXPECT_TRUE(rig.Says(board ? "33 %" : "1 av 3 innen 2 min")) << size.x;
      for (const auto& cut : rig.probe.cut()) EXPECT_EQ(cut.find("innen"), std::string::npos) << cut;
    }
  }
}

class HintBar : public ::testing::TestWithParam<std::pair<float, float>> {};

// Whatever the width and the size of the type: nothing is cut, and help is always there.
TEST_P(HintBar, IsNeverCutAndNamesOnlyWhatActsNow) {
  LocalCentral central;
  testing::FillEvening(central);
  Rig rig(central);
  ImGui::GetIO().DisplaySize = {GetParam().first, 768};
  rig.screen.RequestScale(GetParam().second);
  rig.screen.TakeScale();
  Take(rig);
  int hints = 0;
  for (const auto& item : rig.probe.items()) {
    if (!item.id.starts_with("hint/")) continue;
    ++hints;
    EXPECT_GE(item.min.x, 0);
    EXPECT_LE(item.max.x, GetParam().first);
    const ui::Command* command = rig.app.registry().Find(item.id.substr(5));
    ASSERT_NE(command, nullptr);
    EXPECT_TRUE(command->enabled()) << item.id;
    const auto text = rig.screen.ui().T(command->text_key());
    for (const auto& cut : rig.probe.cut()) EXPECT_NE(cut, text);
  }
  EXPECT_GE(hints, 4);
  EXPECT_NE(rig.probe.Find("hint/screen.help"), nullptr);
  EXPECT_NE(rig.probe.Find("hint/screen.palette"), nullptr);
}

INSTANTIATE_TEST_SUITE_P(Sizes, HintBar,
                         ::testing::Values(std::pair(1366.0F, 1.0F), std::pair(1366.0F, 1.75F),
                                           std::pair(1920.0F, 1.0F), std::pair(3840.0F, 1.75F)));

TEST(ShellSettings, ThemeAndScaleAreKept) {
  LocalCentral central;
  Rig rig(central);
  rig.Press(Key::kT, true);
  EXPECT_NE(rig.settings.find("theme = dag"), std::string::npos);
  rig.Press(Key::kPageUp, true);
  rig.screen.TakeScale();
  rig.Rest();
  EXPECT_NE(rig.settings.find("scale_percent = 110"), std::string::npos);
}

// Reachable by a key or by the palette, which lists all: nothing is for the mouse alone.
TEST(ShellCommands, EveryCommandIsInThePaletteAndAKeyBelongsToOne) {
  LocalCentral central;
  Rig rig(central);
  for (const auto& command : rig.app.registry().commands()) {
    if (command.id == "screen.palette" || command.id == "screen.back") continue;
    rig.app.view().palette_query.clear();
    rig.Press(Key::kK, true);
    ASSERT_EQ(rig.app.view().overlay, Overlay::kPalette);
    const std::string text(rig.screen.ui().T(command.text_key()));
    rig.Type(text);
    EXPECT_TRUE(rig.Says(text)) << command.id;
    rig.Press(Key::kEscape);
  }
}

}  // namespace
}  // namespace legevakt::console
