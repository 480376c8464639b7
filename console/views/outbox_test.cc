// What waits in the outbox, played by keys on the null backend: it keeps what it says, alerts in time, and
// nothing of it is written over what others have done meanwhile.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "console/model/format.h"
#include "console/model/triage_form.h"
#include "console/testing/shell_rig.h"

namespace legevakt::console {
namespace {

using testing::LocalCentral;
using testing::Take;
using ui::Key;
using Rig = testing::ShellRig;

// One key while central is not there: no bookmark comes with it.
void PressAlone(Rig& rig, Key key, bool ctrl = false, bool shift = false) {
  rig.screen.keys().PushKey({key, ctrl, shift});
  rig.Frames();
}

void Mend(Rig& rig, LocalCentral& central) {
  central.Mend();
  for (int i = 0; i < 6; ++i) rig.Pass(kSecondUs);
}

// A colleague takes it over, writes something, and puts it down.
void ColleagueWorksOn(LocalCentral& central, std::int64_t id, const char* name) {
  testing::ColleagueTakes(central, id);
  v1::Command theirs;
  theirs.mutable_record_intake()->set_contact_id(id);
  theirs.mutable_record_intake()->mutable_personal()->set_name(name);
  theirs.mutable_record_intake()->mutable_intake()->set_threat(true);
  central.Do(central.Colleague(), theirs);
}
void ColleaguePutsDown(LocalCentral& central, std::int64_t id) {
  v1::Command park;
  park.mutable_park_contact()->set_contact_id(id);
  central.Do(central.Colleague(), park);
}

// What was refused holds up what comes after it, but never a doctor.
TEST(OutboxRed, ARedWaitsBehindNoConflictOfItsContact) {
  LocalCentral central;
  central.OnDuty("lege-nilsen");
  Rig rig(central);
  const auto id = Take(rig);
  rig.Type("n");
  rig.Silence(5 * kSecondUs);
  PressAlone(rig, Key::kEnter, true);
  ASSERT_EQ(rig.store.outbox().kept().size(), 1U);
  ColleagueWorksOn(central, id, "Berit Moe");
  Mend(rig, central);
  ASSERT_EQ(rig.store.outbox().conflicts(), 1U);
  ColleaguePutsDown(central, id);
  rig.Rest();
  rig.app.OpenRow(id);
  rig.Rest();
  ASSERT_TRUE(rig.app.Mine(*rig.app.contact()));
  // An older assessment waits behind it as well; what comes after it takes its place.
  rig.app.DraftOf(id).assessment.complaint_id = rig.store.ActiveTool()->complaints()[0].id;
  rig.app.DraftOf(id).assessment.touched = true;
  rig.app.SaveAssessment();
  rig.Rest();
  ASSERT_EQ(rig.store.outbox().kept().size(), 3U) << "with the intake, which is saved again";
  rig.app.SetTab(Tab::kTriage);
  rig.Rest();
  EXPECT_TRUE(rig.Says("Venter på at du velger i utboksen"));
  EXPECT_FALSE(rig.Says("I utboksen: sendes når sentralen er tilbake"));
  rig.Press(Key::kF12);
  EXPECT_TRUE(
      rig.Says("Setter hastegrad A uten flere spørsmål. AMK-kortet åpnes, og varsel går til legen på vakt. "
               "AMK må du ringe."));
  rig.Press(Key::kEnter);
  ASSERT_TRUE(central.state().contacts.at(id).has_red());
  EXPECT_EQ(central.state().contacts.at(id).red().doctor_id(), "lege-nilsen");
  EXPECT_EQ(rig.store.outbox().kept().size(), 2U) << "the intake is the operator's to decide";
}

// Made while central was away, and another patient's conflict is before it.
TEST(OutboxRed, AKeptRedGoesPastAnothersConflictWhenCentralIsBack) {
  LocalCentral central;
  central.OnDuty("lege-nilsen");
  Rig rig(central);
  const auto first = Take(rig);
  const auto second = Take(rig);
  ASSERT_NE(first, second);
  rig.Silence(5 * kSecondUs);
  v1::Command intake;
  intake.mutable_record_intake()->set_contact_id(first);
  rig.app.Send(intake, {.contact_id = first});
  rig.app.RaiseRed();
  rig.Frames();
  ASSERT_EQ(rig.store.outbox().kept().size(), 2U);
  ColleagueWorksOn(central, first, "Berit Moe");
  Mend(rig, central);
  EXPECT_EQ(rig.store.outbox().conflicts(), 1U);
  EXPECT_TRUE(central.state().contacts.at(second).has_red());
  EXPECT_EQ(rig.store.outbox().kept().size(), 1U);
}

// What the tool makes red with an intake that waits is red without it.
TEST(OutboxRed, WhatTheToolMadeRedIsSentAsRed) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.Silence(5 * kSecondUs);
  auto& draft = rig.app.DraftOf(id);
  draft.intake.airway = v1::TRI_YES;
  draft.intake.touched = true;
  draft.assessment.complaint_id = rig.store.ActiveTool()->complaints()[0].id;
  draft.assessment.touched = true;
  rig.app.SaveAssessment();
  rig.Frames();
  ASSERT_EQ(rig.store.outbox().kept().size(), 2U);
  EXPECT_TRUE(rig.store.outbox().kept()[1].red);
  EXPECT_FALSE(rig.store.outbox().kept()[1].request.command().assess_contact().level_id().empty());
  Mend(rig, central);
  EXPECT_TRUE(central.state().contacts.at(id).has_red());
  EXPECT_FALSE(draft.assessment.touched);
}

TEST(OutboxRed, ARedThatCentralRefusesSaysToPhoneThoughCentralIsThere) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.Silence(5 * kSecondUs);
  rig.app.RaiseRed();
  rig.Frames();
  ASSERT_EQ(rig.app.view().overlay, Overlay::kRed) << "once for the silence";
  rig.app.CloseOverlay();
  ColleagueWorksOn(central, id, "Berit Moe");
  Mend(rig, central);
  ASSERT_EQ(rig.store.outbox().conflicts(), 1U);
  ASSERT_FALSE(rig.app.stale());
  ASSERT_EQ(rig.app.view().overlay, Overlay::kRed) << "and once for the refusal";
  EXPECT_EQ(rig.app.view().overlay_id, id);
  EXPECT_TRUE(rig.Says("Akutt herfra ble ikke tatt imot av sentralen: ingen er varslet. Ring 113"));
  EXPECT_TRUE(rig.Says("Ny henvendelse, sett akutt")) << "a colleague has it";
  ColleaguePutsDown(central, id);
  rig.Rest();
  EXPECT_TRUE(rig.Says("Akutt herfra ble ikke tatt imot"));
  EXPECT_TRUE(rig.probe.Find("overlay/first")->enabled) << "it can be raised again";
  EXPECT_FALSE(rig.Says("Ny henvendelse, sett akutt"));
  rig.Press(Key::kEscape);
  rig.Rest();
  EXPECT_EQ(rig.app.view().overlay, Overlay::kNone) << "told, and not again";
}

// Nobody has it in hand any more when central is back, and what a colleague wrote stands all the same.
TEST(OutboxVersion, WhatOthersWroteMeanwhileIsAConflictAlsoWhereNobodyHasIt) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  for (const char* answer : {"n", "n", "n"}) rig.Type(answer);
  rig.Type("41200021");
  rig.Silence(5 * kSecondUs);
  PressAlone(rig, Key::kEnter, true);
  EXPECT_NE(rig.store.outbox().kept()[0].request.expected_version(), 0);
  central.Pass(15 * kMinuteUs);
  rig.mono += 15 * kMinuteUs;
  ColleagueWorksOn(central, id, "Berit Moe");
  ColleaguePutsDown(central, id);
  Mend(rig, central);
  ASSERT_EQ(rig.store.outbox().conflicts(), 1U);
  EXPECT_EQ(rig.store.outbox().kept()[0].refusal.reason(), v1::REASON_STALE_VERSION);
  EXPECT_TRUE(central.state().contacts.at(id).intake().threat()) << "nobody has taken it away";
  rig.Press(Key::kF3, false, true);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kOutbox);
  // Both sides, and all of each.
  EXPECT_TRUE(rig.Says("Er luftveiene truet? Nei"));
  EXPECT_TRUE(rig.Says("Telefon: 412 00 021"));
  EXPECT_TRUE(rig.Says("Pasientens navn: Berit Moe"));
  EXPECT_TRUE(rig.Says("Trussel mot ansatte"));
  // No button of it is cut, however low the screen and large the type.
  for (const float scale : {1.0F, 1.75F}) {
    ImGui::GetIO().DisplaySize = {1366, 768};
    rig.screen.RequestScale(scale);
    rig.screen.TakeScale();
    rig.Rest();
    for (const char* key :
         {"shell.outbox.look", "shell.outbox.send_anyway", "shell.outbox.copy", "shell.outbox.drop"}) {
      for (const auto& cut : rig.probe.cut()) EXPECT_NE(cut, rig.screen.ui().T(key)) << scale;
    }
  }
}

// Who has it, and that it was put down, is no change of what it says.
TEST(OutboxVersion, AClaimThatRanOutOrAColleagueWhoLookedIsNoConflict) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.Type("n");
  rig.Silence(5 * kSecondUs);
  PressAlone(rig, Key::kEnter, true);
  central.Pass(15 * kMinuteUs);
  rig.mono += 15 * kMinuteUs;
  testing::ColleagueTakes(central, id);
  ColleaguePutsDown(central, id);
  Mend(rig, central);
  EXPECT_TRUE(rig.store.outbox().kept().empty());
  EXPECT_EQ(central.state().contacts.at(id).intake().airway_threat(), v1::TRI_NO);
}

// All that one operator does to one contact follows on itself, also what was saved just before the silence.
TEST(OutboxVersion, OurOwnWorkIsNoConflictForWhatComesAfterIt) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  auto& draft = rig.app.DraftOf(id);
  // The measure is typed against what the contact was before all of this.
  draft.measure.measure = v1::MEASURE_ADVICE;
  draft.measure.safety_net = "Ring igjen ved feber";
  draft.measure.touched = true;
  rig.Type("n");
  rig.Press(Key::kEnter, true);
  ASSERT_EQ(central.state().contacts.at(id).intake().airway_threat(), v1::TRI_NO);
  rig.Silence(5 * kSecondUs);
  draft.intake.name = "Åse Vik";
  draft.intake.touched = true;
  draft.assessment.complaint_id = rig.store.ActiveTool()->complaints()[0].id;
  draft.assessment.touched = true;
  draft.measure.promise = "30";
  rig.app.SaveAssessment();
  rig.app.SaveMeasure();
  rig.Frames();
  ASSERT_EQ(rig.store.outbox().kept().size(), 4U) << "intake, promise, assessment, measure";
  Mend(rig, central);
  for (int i = 0; i < 6; ++i) rig.Pass(kSecondUs);
  EXPECT_EQ(rig.store.outbox().conflicts(), 0U);
  EXPECT_TRUE(rig.store.outbox().kept().empty());
  const auto& contact = central.state().contacts.at(id);
  EXPECT_EQ(contact.personal().name(), "Åse Vik");
  EXPECT_EQ(contact.assessments_size(), 1);
  EXPECT_EQ(contact.measure(), v1::MEASURE_ADVICE);
  EXPECT_NE(contact.promise().by_us(), 0);
}

// Also what did not go through the outbox: it waited behind another's conflict.
TEST(OutboxVersion, OurOwnRedIsNoConflictForWhatWaitsBehindAnothersConflict) {
  LocalCentral central;
  Rig rig(central);
  const auto first = Take(rig);
  const auto second = Take(rig);
  rig.Silence(5 * kSecondUs);
  v1::Command intake;
  intake.mutable_record_intake()->set_contact_id(first);
  rig.app.Send(intake, {.contact_id = first});
  auto& draft = rig.app.DraftOf(second).measure;
  draft.measure = v1::MEASURE_ADVICE;
  draft.safety_net = "Ring igjen ved feber";
  draft.touched = true;
  rig.app.SaveMeasure();
  rig.Frames();
  ColleagueWorksOn(central, first, "Berit Moe");
  Mend(rig, central);
  ASSERT_EQ(rig.store.outbox().kept().size(), 2U);
  rig.app.RaiseRed();
  rig.Rest();
  ASSERT_TRUE(central.state().contacts.at(second).has_red());
  rig.store.outbox().Drop(std::string(rig.store.outbox().kept()[0].request.request_id()));
  rig.Rest();
  EXPECT_EQ(rig.store.outbox().conflicts(), 0U);
  EXPECT_EQ(central.state().contacts.at(second).measure(), v1::MEASURE_ADVICE);
}

// The text stays in its field until central has it: pressed again, or gone on with, it is one note.
TEST(OutboxNote, IsKeptOnceHoweverOftenItIsSaved) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.Silence(5 * kSecondUs);
  auto& note = rig.app.DraftOf(id).note;
  for (const char* text : {"Svimmel", "Svimmel", "Svimmel nå også", "Kvalm"}) {
    note = text;
    rig.app.AddNote();
    rig.Frames();
  }
  ASSERT_EQ(rig.store.outbox().kept().size(), 2U);
  Mend(rig, central);
  const auto& contact = central.state().contacts.at(id);
  ASSERT_EQ(contact.notes_size(), 2);
  EXPECT_EQ(contact.notes(0).personal().text(), "Svimmel nå også");
  EXPECT_EQ(contact.notes(1).personal().text(), "Kvalm");
}

TEST(OutboxNote, IsNotSentAgainWhileItsAnswerIsOnTheWay) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.app.DraftOf(id).note = "Svimmel";
  const int before = central.commands();
  rig.app.AddNote();
  rig.app.AddNote();
  rig.Rest();
  EXPECT_EQ(central.commands(), before + 1);
}

// What was assessed and told at 19:02 is of 19:02, however late it arrives.
TEST(OutboxTime, WhatWaitedSaysWhenItWasMade) {
  for (const bool long_wait : {false, true}) {
    LocalCentral central;
    Rig rig(central);
    const auto id = Take(rig);
    rig.Silence(5 * kSecondUs);
    auto& draft = rig.app.DraftOf(id);
    draft.assessment.complaint_id = rig.store.ActiveTool()->complaints()[0].id;
    draft.assessment.touched = true;
    rig.app.SaveAssessment();
    draft.note = "Svimmel";
    rig.app.AddNote();
    rig.Frames();
    ASSERT_EQ(rig.store.outbox().kept().size(), 2U);
    const std::int64_t made_us = rig.store.outbox().kept()[0].made_us;
    const std::int64_t wait_us = long_wait ? 26 * kMinuteUs : 10 * kSecondUs;
    central.Pass(wait_us + 5 * kSecondUs);
    rig.mono += wait_us;
    Mend(rig, central);
    const auto& contact = central.state().contacts.at(id);
    ASSERT_EQ(contact.assessments_size(), 1);
    ASSERT_EQ(contact.notes_size(), 1);
    EXPECT_EQ(contact.assessments(0).at_us() == made_us, long_wait);
    EXPECT_EQ(contact.notes(0).happened_us(), long_wait ? made_us : 0);
    EXPECT_FALSE(draft.assessment.touched) << "it is what was typed";
    EXPECT_TRUE(draft.note.empty());
    if (!long_wait) continue;
    rig.app.OpenRow(id);
    rig.app.SetTab(Tab::kHistory);
    rig.Rest();
    EXPECT_TRUE(rig.Says("Svimmel · ført " + ClockHm(contact.notes(0).at_us())));
    EXPECT_TRUE(rig.Says(In(text::Lang::kNb, rig.store.ActiveTool()->complaints()[0].name) + " · ført " +
                         ClockHm(contact.assessments(0).recorded_us())));
  }
}

// The contact with that number is somebody else in another journal.
TEST(OutboxJournal, WhatIsOfAnotherJournalKeepsItsNameAndIsSentToNobody) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.app.DraftOf(id).intake.name = "Åse Vik";
  rig.app.DraftOf(id).intake.age = "71";
  rig.app.DraftOf(id).intake.airway = v1::TRI_YES;
  rig.app.DraftOf(id).intake.touched = true;
  rig.Silence(5 * kSecondUs);
  rig.app.SaveIntake();
  rig.Frames();
  std::string text = rig.outbox;
  ASSERT_NE(text.find("Åse Vik"), std::string::npos);
  for (std::size_t at = 0; (at = text.find("journal-1", at)) != std::string::npos;)
    text.replace(at, 9, "journal-0");
  rig.store.outbox().FromText(text, "journal-1");
  ColleagueWorksOn(central, id, "Berit Moe");
  Mend(rig, central);
  ASSERT_EQ(rig.store.outbox().conflicts(), 1U);
  EXPECT_FALSE(rig.store.outbox().Holds(id)) << "it is another patient here";
  EXPECT_NE(rig.outbox.find("journal-0"), std::string::npos) << "also after the next start";
  rig.Press(Key::kF3, false, true);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kOutbox);
  EXPECT_TRUE(rig.Says("Inntak · Åse Vik"));
  EXPECT_FALSE(rig.Says("Berit Moe · "));
  EXPECT_TRUE(rig.Says("Alder: 71 år"));
  EXPECT_TRUE(rig.Says("Er luftveiene truet? Ja"));
  EXPECT_EQ(rig.probe.Find("overlay/again"), nullptr);
  rig.store.outbox().SendAnyway(rig.store.outbox().kept()[0].request.request_id(), 1, "x");
  EXPECT_EQ(rig.store.outbox().conflicts(), 1U);
  rig.Press(Key::kEnter);
  EXPECT_NE(rig.copied.find("Åse Vik"), std::string::npos);
  EXPECT_NE(rig.copied.find("Er luftveiene truet? Ja"), std::string::npos);
  EXPECT_TRUE(rig.Says("Teksten er kopiert"));
  EXPECT_EQ(central.state().contacts.at(id).personal().name(), "Berit Moe");
}

TEST(OutboxJournal, AnAssessmentIsShownWithItsAnswersInWords) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.Silence(5 * kSecondUs);
  const triage::Tool& tool = *rig.store.ActiveTool();
  auto& draft = rig.app.DraftOf(id).assessment;
  draft.complaint_id = tool.complaints()[0].id;
  const auto yes_no =
      std::find_if(tool.questions().begin(), tool.questions().end(), [](const auto& question) {
        return question.type == triage::AnswerType::kYesNo && question.fact == triage::Fact::kNone;
      });
  ASSERT_NE(yes_no, tool.questions().end());
  draft.answers[yes_no->id].set_question_id(yes_no->id);
  draft.answers[yes_no->id].set_tri(v1::TRI_YES);
  draft.touched = true;
  rig.app.SaveAssessment();
  rig.Frames();
  ColleagueWorksOn(central, id, "Berit Moe");
  Mend(rig, central);
  ASSERT_EQ(rig.store.outbox().conflicts(), 1U);
  rig.app.CloseOverlay();
  rig.Press(Key::kF3, false, true);
  EXPECT_TRUE(rig.Says(In(text::Lang::kNb, yes_no->text)));
}

// The link fails in the moment that it is sent: what waits then says itself that it is a red.
TEST(OutboxRed, ARedOfTheToolWhoseAnswerIsLostGoesPastAConflict) {
  LocalCentral central;
  central.OnDuty("lege-nilsen");
  Rig rig(central);
  const auto first = Take(rig);
  const auto second = Take(rig);
  rig.Silence(5 * kSecondUs);
  v1::Command intake;
  intake.mutable_record_intake()->set_contact_id(first);
  rig.app.Send(intake, {.contact_id = first});
  rig.Frames();
  ColleagueWorksOn(central, first, "Berit Moe");
  Mend(rig, central);
  ASSERT_EQ(rig.store.outbox().conflicts(), 1U);
  auto& draft = rig.app.DraftOf(second);
  draft.intake.airway = v1::TRI_YES;
  draft.intake.touched = true;
  draft.assessment.complaint_id = rig.store.ActiveTool()->complaints()[0].id;
  draft.assessment.touched = true;
  central.Cut();
  ASSERT_TRUE(rig.app.CanSend()) << "nobody knows yet";
  rig.app.SaveAssessment();
  rig.Frames();
  Mend(rig, central);
  EXPECT_TRUE(central.state().contacts.at(second).has_red());
}

// But what was typed since is no part of what is discarded.
TEST(OutboxDiscard, WhatWasTypedSinceStays) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.Silence(5 * kSecondUs);
  auto& draft = rig.app.DraftOf(id).assessment;
  draft.complaint_id = rig.store.ActiveTool()->complaints()[0].id;
  draft.touched = true;
  rig.app.SaveAssessment();
  rig.Frames();
  ColleagueWorksOn(central, id, "Berit Moe");
  Mend(rig, central);
  ASSERT_EQ(rig.store.outbox().conflicts(), 1U);
  draft.complaint_id = rig.store.ActiveTool()->complaints()[1].id;
  rig.app.DiscardKept(rig.store.outbox().kept()[0]);
  rig.Rest();
  EXPECT_TRUE(rig.store.outbox().kept().empty());
  EXPECT_TRUE(rig.app.DraftOf(id).assessment.touched);
  EXPECT_EQ(rig.app.DraftOf(id).assessment.complaint_id, rig.store.ActiveTool()->complaints()[1].id);
}

// "Forkast min": neither the outbox nor the form has it any more.
TEST(OutboxDiscard, WhatIsDiscardedIsNotSavedByTheNextKey) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  for (const char* answer : {"n", "n", "n"}) rig.Type(answer);
  rig.app.DraftOf(id).intake.name = "Åse Vik";
  rig.Silence(5 * kSecondUs);
  PressAlone(rig, Key::kEnter, true);
  ColleagueWorksOn(central, id, "Berit Moe");
  Mend(rig, central);
  ASSERT_EQ(rig.store.outbox().conflicts(), 1U);
  ColleaguePutsDown(central, id);
  rig.Press(Key::kF3, false, true);
  rig.screen.ui().focus.Set("overlay/drop");
  rig.Rest();
  rig.Press(Key::kEnter);
  EXPECT_TRUE(rig.store.outbox().kept().empty());
  rig.app.OpenRow(id);
  rig.Rest();
  EXPECT_EQ(rig.app.DraftOf(id).intake.name, "Berit Moe");
  rig.Press(Key::kP, true);
  EXPECT_EQ(central.state().contacts.at(id).personal().name(), "Berit Moe");
}

// Shift+F11, 18:40; central has the call, and its answer was lost.
void EnterUnanswered(Rig& rig) {
  rig.Press(Key::kF11, false, true);
  rig.Type("1840");
  rig.central.LoseAnswers(true);
  rig.app.EnterPaperCase();
  rig.Rest();
  ASSERT_EQ(rig.central.state().contacts.size(), 1U);
}

// Until all of it is there.
void EnterAgain(Rig& rig) {
  rig.central.LoseAnswers(false);
  rig.app.EnterPaperCase();
  rig.Rest();
  for (int i = 0; i < 4; ++i) rig.Pass(kSecondUs);
  EXPECT_EQ(rig.central.state().contacts.size(), 1U);
  EXPECT_TRUE(rig.app.shell().paper_case.answered.empty()) << "all of it is entered";
}

// Central has the call, and its answer was lost: pressing again makes no second contact.
TEST(OutboxPaper, ACaseThatWasNotConfirmedIsEnteredOnce) {
  LocalCentral central;
  Rig rig(central);
  EnterUnanswered(rig);
  EXPECT_TRUE(rig.Says("Anropet er ikke bekreftet av sentralen."));
  EXPECT_FALSE(rig.Says("ikke tatt imot"));
  EXPECT_NE(rig.drafts.find(central.last_request()), std::string::npos) << "nor does a crash make two";
  rig.app.shell().said.clear();
  rig.Rest();
  EXPECT_TRUE(rig.Says("Det siste som ble sendt, er ikke bekreftet.")) << "as after a crash";
  EnterAgain(rig);
  // The next one is another.
  rig.app.shell().paper_case.answered = "1840";
  rig.app.EnterPaperCase();
  rig.Rest();
  EXPECT_EQ(central.state().contacts.size(), 2U);
}

// Nor does it where the time was corrected in between: what was asked is asked again as it was, and the
// correction goes after it.
TEST(OutboxPaper, WhatIsCorrectedBeforeTheAnswerMakesNoSecondContact) {
  LocalCentral central;
  Rig rig(central);
  EnterUnanswered(rig);
  const std::int64_t opened_us = central.state().contacts.begin()->second.opened_us();
  rig.app.shell().paper_case.answered = "1835";
  EnterAgain(rig);
  EXPECT_EQ(central.state().contacts.begin()->second.opened_us(), opened_us - 5 * kMinuteUs);
}

// A second save of the same words moves nothing: the caller was told a time.
TEST(OutboxPromise, IsOfWhenItWasMadeHoweverOftenItIsSaved) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.screen.ui().focus.Set("intake/promise");
  rig.Rest();
  rig.Type("20");
  const std::int64_t made_us = rig.app.now_us();
  rig.Silence(5 * kSecondUs);
  PressAlone(rig, Key::kEnter, true);
  ASSERT_EQ(rig.store.outbox().kept().size(), 1U);
  rig.mono += 10 * kMinuteUs;
  rig.Frames();
  rig.app.SaveIntake();
  rig.Frames();
  ASSERT_EQ(rig.store.outbox().kept().size(), 1U);
  rig.app.SaveDrafts();
  EXPECT_NE(rig.drafts.find("promise_by_us"), std::string::npos) << "nor does a crash";
  central.Pass(10 * kMinuteUs);
  Mend(rig, central);
  ASSERT_NE(central.state().contacts.at(id).promise().by_us(), 0);
  EXPECT_LT(central.state().contacts.at(id).promise().by_us(), made_us + 21 * kMinuteUs);
  EXPECT_TRUE(rig.app.DraftOf(id).measure.promise.empty());
}

TEST(OutboxPromise, WhatCannotBeReadIsSaidBesideTheFieldAndNotSent) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.screen.ui().focus.Set("intake/promise");
  rig.Rest();
  rig.Type("ca 20");
  EXPECT_TRUE(rig.Says("15, 1 t eller kl 21:40"));
  rig.app.SaveIntake();
  rig.Rest();
  EXPECT_FALSE(central.state().contacts.at(id).has_promise());
  EXPECT_EQ(rig.app.DraftOf(id).measure.promise, "ca 20");
  // On the page of the measure too, whole on a low screen.
  rig.app.SetTab(Tab::kMeasure);
  for (const float scale : {1.0F, 1.75F}) {
    ImGui::GetIO().DisplaySize = {1366, 768};
    rig.screen.RequestScale(scale);
    rig.screen.TakeScale();
    rig.Rest();
    for (const auto& cut : rig.probe.cut()) EXPECT_EQ(cut.find("kl 21:40"), std::string::npos) << scale;
  }
  rig.app.SetTab(Tab::kIntake);
  rig.app.DraftOf(id).measure.promise = "21:40";
  rig.Rest();
  EXPECT_FALSE(rig.Says("15, 1 t eller kl 21:40"));
  rig.app.SaveIntake();
  rig.Rest();
  EXPECT_EQ(ClockHm(central.state().contacts.at(id).promise().by_us()), "21:40");
  EXPECT_TRUE(rig.app.DraftOf(id).measure.promise.empty());
}

}  // namespace
}  // namespace legevakt::console
