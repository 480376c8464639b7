// The open contact, played by keys: what is saved is what was meant, and what cannot be saved is said.
#include <gtest/gtest.h>

#include <algorithm>

#include "console/testing/local_central.h"
#include "console/testing/shell_rig.h"
#include "console/views/app.h"

namespace legevakt::console {
namespace {

using testing::LocalCentral;
using testing::Take;
using ui::Key;
using Rig = testing::ShellRig;

// A woman of 71 whose intake is saved; the form asks what it is about.
std::int64_t TakeIn(Rig& rig) {
  const auto id = Take(rig);
  for (const char* answer : {"n", "n", "n"}) rig.Type(answer);
  rig.Type("41200021");
  rig.Press(Key::kTab);
  rig.Type("Åse Bjørnstad");
  rig.Press(Key::kTab);
  rig.Type("71");
  rig.Press(Key::kEnter, true);
  return id;
}

// Chest pain, which the tool calls "haster" for her age, set to "vanlig" with a reason.
std::int64_t Lowered(Rig& rig) {
  const auto id = TakeIn(rig);
  rig.Type("brystsmerter");
  rig.Press(Key::kEnter);
  rig.screen.ui().focus.Set("triage/level");
  rig.Rest();
  rig.Type("3");
  rig.screen.ui().focus.Set("triage/lowering");
  rig.Rest();
  rig.Type("Kjent fra tidligere");
  rig.Press(Key::kEnter, true);
  return id;
}

TEST(ContactLevel, ALoweringDoesNotOutliveAnAnswerThatIsWorse) {
  // With frames between the answer and the key, and without.
  for (const bool at_once : {false, true}) {
    LocalCentral central;
    Rig rig(central);
    const auto id = Lowered(rig);
    const auto& contact = central.state().contacts.at(id);
    ASSERT_EQ(contact.level_id(), "vanlig");
    rig.Pass(kMinuteUs);
    rig.Press(Key::k2, true);
    EXPECT_TRUE(rig.Says("Kjent fra tidligere"));
    rig.screen.ui().focus.Set("triage/q/cold_sweat");
    rig.Rest();
    if (at_once) {
      rig.screen.keys().PushChar(U'j');
      rig.screen.keys().PushKey({Key::kEnter, true, false});
      rig.Rest();
    } else {
      rig.Type("j");
      EXPECT_TRUE(rig.app.DraftOf(id).assessment.lowering_reason.empty());
      EXPECT_TRUE(rig.Says("nivået følger verktøyet igjen"));
      rig.Press(Key::kEnter, true);
    }
    ASSERT_EQ(contact.assessments_size(), 2);
    EXPECT_EQ(contact.level_id(), "akutt");
    EXPECT_TRUE(contact.assessments(1).lowering_reason().empty());
  }
}

// An answer that changes nothing keeps the choice, and so does a new choice with a new reason.
TEST(ContactLevel, ALoweringStaysWhereTheToolSaysNothingWorse) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Lowered(rig);
  const auto& contact = central.state().contacts.at(id);
  rig.Press(Key::k2, true);
  rig.screen.ui().focus.Set("triage/q/cold_sweat");
  rig.Rest();
  rig.Type("n");
  EXPECT_TRUE(rig.Says("Kjent fra tidligere"));
  rig.Press(Key::kEnter, true);
  ASSERT_EQ(contact.assessments_size(), 2);
  EXPECT_EQ(contact.level_id(), "vanlig");
  rig.Press(Key::k2, true);
  rig.screen.ui().focus.Set("triage/q/cold_sweat");
  rig.Rest();
  rig.Type("j");
  rig.screen.ui().focus.Set("triage/level");
  rig.Rest();
  rig.Type("2");
  rig.screen.ui().focus.Set("triage/lowering");
  rig.Rest();
  rig.Type("Lege har snakket med henne");
  rig.Press(Key::kEnter, true);
  ASSERT_EQ(contact.assessments_size(), 3);
  EXPECT_EQ(contact.level_id(), "haster");
  EXPECT_EQ(contact.assessments(2).lowering_reason(), "Lege har snakket med henne");
}

// The reason was about the other complaint.
TEST(ContactLevel, ALoweringDoesNotFollowToAnotherComplaint) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Lowered(rig);
  rig.Press(Key::kF3);
  rig.Type("hodepine");
  rig.Press(Key::kEnter);
  const AssessmentDraft& draft = rig.app.DraftOf(id).assessment;
  ASSERT_NE(draft.complaint_id, central.state().contacts.at(id).complaint_id());
  EXPECT_EQ(draft.level_id, "");
  EXPECT_EQ(draft.lowering_reason, "");
}

TEST(ContactTriage, WhileAComplaintIsLookedForNothingIsSavedOfTheOneBefore) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Lowered(rig);
  const auto& contact = central.state().contacts.at(id);
  ASSERT_EQ(contact.assessments_size(), 1);
  rig.Press(Key::kF3);
  rig.Type("hodepine");
  EXPECT_FALSE(rig.app.registry().Find("contact.primary")->enabled());
  rig.Press(Key::kEnter, true);
  EXPECT_EQ(contact.assessments_size(), 1);
  EXPECT_EQ(rig.app.view().tab, Tab::kTriage);
  rig.Press(Key::kEnter);
  rig.Press(Key::kEnter, true);
  ASSERT_EQ(contact.assessments_size(), 2);
  EXPECT_NE(contact.assessments(1).complaint_id(), contact.assessments(0).complaint_id());
}

// The operator has picked the best for a call by a doctor, who goes off duty.
std::string PickedWhoGoes(Rig& rig, std::int64_t id) {
  rig.screen.ui().focus.Set("measure/measure");
  rig.app.DraftOf(id).measure.measure = v1::MEASURE_DOCTOR_PHONE;
  rig.app.DraftOf(id).measure.touched = true;
  rig.Rest();
  std::string best = rig.app.view().doctor.id;
  EXPECT_FALSE(best.empty());
  rig.app.view().doctor.picked = true;
  rig.central.OnDuty(best, false);
  rig.Rest();
  return best;
}

TEST(ContactDoctor, WhoeverWasPickedAndCannotAnyMoreIsNotReplacedUnderTheKey) {
  LocalCentral central;
  for (const char* doctor : {"lege-nilsen", "lege-berg"}) central.OnDuty(doctor);
  Rig rig(central);
  const auto id = Lowered(rig);
  PickedWhoGoes(rig, id);
  EXPECT_EQ(rig.app.view().doctor.id, "");
  EXPECT_TRUE(rig.Says("kan ikke ta dette lenger"));
  rig.Press(Key::kEnter, true);
  EXPECT_TRUE(central.state().contacts.at(id).mission_ids().empty());
  EXPECT_EQ(rig.app.view().tab, Tab::kMeasure);
}

// Nobody else can either: then nobody is asked, and the measure is saved all the same.
TEST(ContactDoctor, WhereNobodyCanTheMeasureIsSavedWithout) {
  LocalCentral central;
  for (const char* doctor : {"lege-nilsen", "lege-berg"}) central.OnDuty(doctor);
  Rig rig(central);
  const auto id = Lowered(rig);
  const std::string best = PickedWhoGoes(rig, id);
  ASSERT_TRUE(rig.Says("kan ikke ta dette lenger"));
  central.OnDuty(best == "lege-berg" ? "lege-nilsen" : "lege-berg", false);
  rig.Rest();
  EXPECT_FALSE(rig.Says("kan ikke ta dette lenger"));
  EXPECT_TRUE(rig.Says(rig.screen.ui().T("console.measure.nobody")));
  rig.Press(Key::kEnter, true);
  EXPECT_EQ(central.state().contacts.at(id).measure(), v1::MEASURE_DOCTOR_PHONE);
  EXPECT_EQ(rig.app.view().tab, Tab::kClose);
}

// Nothing was sent: the pick is still the operator's.
TEST(ContactDoctor, WhoWasPickedStaysPickedWhereNobodyCouldBeAsked) {
  LocalCentral central;
  central.OnDuty("lege-nilsen");
  Rig rig(central);
  const auto id = Lowered(rig);
  rig.app.DraftOf(id).measure.measure = v1::MEASURE_STATION;
  rig.Rest();
  rig.app.view().doctor.picked = true;
  rig.Silence(5 * kSecondUs);
  rig.app.RequestDoctor("lege-nilsen");
  EXPECT_TRUE(rig.app.view().doctor.picked);
  central.Mend();
  rig.Pass(kSecondUs);
  rig.app.RequestDoctor("lege-nilsen");
  EXPECT_FALSE(rig.app.view().doctor.picked);
}

// As the keyboard makes them: one press, and then repeats.
void Hold(Rig& rig, Key key, bool ctrl = false) {
  for (int i = 0; i < 20; ++i) {
    rig.screen.keys().PushKey({key, ctrl, false}, i > 0);
    rig.Rest();
  }
}

TEST(ContactKeys, AHeldKeyTakesOneCallAndEndsNothing) {
  LocalCentral central;
  Rig rig(central);
  central.Telephony(true);
  for (const char* phone : {"41200021", "41200022", "41200023", "41200024"}) central.Ring(phone, "4647");
  rig.Rest();
  Hold(rig, Key::kF2);
  EXPECT_EQ(rig.app.picture().ringing().size(), 3U);
  const auto id = rig.app.view().contact_id;
  // The safety questions stand one below the other.
  for (int i = 0; i < 20; ++i) {
    rig.screen.keys().PushChar(U'j', i > 0);
    rig.Rest();
  }
  EXPECT_EQ(rig.app.DraftOf(id).intake.airway, v1::TRI_YES);
  EXPECT_EQ(rig.app.DraftOf(id).intake.breathing, v1::TRI_UNSPECIFIED);
  rig.screen.ui().focus.Set("intake/name");
  rig.Rest();
  for (int i = 0; i < 5; ++i) rig.screen.keys().PushChar(U'a', i > 0);
  rig.Rest();
  EXPECT_EQ(rig.app.DraftOf(id).intake.name, "aaaaa") << "text is typed as anywhere";
  Hold(rig, Key::kBackspace);
  EXPECT_EQ(rig.app.DraftOf(id).intake.name, "");
  Hold(rig, Key::kEnter, true);
  EXPECT_EQ(rig.app.view().tab, Tab::kTriage) << "one step";
}

// Three presses in one breath, before central has answered the first.
TEST(ContactKeys, PressesBeforeTheAnswerTakeNoFurtherCall) {
  LocalCentral central;
  Rig rig(central);
  central.Telephony(true);
  for (const char* phone : {"41200021", "41200022", "41200023"}) central.Ring(phone, "4647");
  rig.Rest();
  for (int i = 0; i < 3; ++i) {
    rig.app.TakeCall();
  }
  rig.Rest();
  EXPECT_EQ(rig.app.picture().ringing().size(), 2U);
}

// Somebody else is open beneath the card: the key is about whom the card is about.
TEST(ContactKeys, ARedFromACallBackIsTheCallersAndNotOfWhomLiesBeneath) {
  LocalCentral central;
  Rig rig(central);
  const auto open = TakeIn(rig);
  v1::Command lose;
  lose.mutable_lose_call()->set_call_id(central.Ring("41200055", "4647"));
  v1::Actor telephony;
  telephony.set_user_id("telefoni");
  telephony.set_role(v1::ROLE_TELEPHONY);
  central.Do(telephony, lose);
  rig.Rest();
  rig.Press(Key::kF9);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kCallback);
  for (const Key key : {Key::kJ, Key::kE, Key::kP, Key::kR}) rig.Press(key, true);
  rig.Press(Key::kF11);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kCallback);
  EXPECT_EQ(rig.app.view().contact_id, open);
  EXPECT_FALSE(central.state().contacts.at(open).parked());
  EXPECT_TRUE(rig.app.Talking());
  rig.Press(Key::kF12);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kRed);
  EXPECT_TRUE(rig.Says("Tilbakeringing til 412 00 055"));
  rig.Press(Key::kEnter);
  const auto red = rig.app.view().contact_id;
  ASSERT_NE(red, open);
  EXPECT_FALSE(central.state().contacts.at(open).has_red());
  ASSERT_TRUE(central.state().contacts.at(red).has_red());
  EXPECT_EQ(central.state().contacts.at(red).call_ids(0), lose.lose_call().call_id());
}

// A patient in the waiting room falls over: F12 there is about that patient.
TEST(ContactKeys, ARedFromARowOfTheWaitingRoomIsOfThatPatient) {
  LocalCentral central;
  Rig rig(central);
  const auto open = TakeIn(rig);
  v1::Command answer;
  answer.mutable_answer_call()->set_call_id(central.Ring("41200071", "4647"));
  const auto waits = central.Do(central.Colleague(), answer);
  v1::Command assess;
  assess.mutable_assess_contact()->set_contact_id(waits);
  assess.mutable_assess_contact()->set_complaint_id("diffuse");
  assess.mutable_assess_contact()->set_level_id("haster");
  assess.mutable_assess_contact()->set_lowering_reason("Kjent fra tidligere");
  central.Do(central.Colleague(), assess);
  central.OnDuty("lege-nilsen");
  v1::Command request;
  request.mutable_request_mission()->set_contact_id(waits);
  request.mutable_request_mission()->set_measure(v1::MEASURE_STATION);
  request.mutable_request_mission()->set_doctor_id("lege-nilsen");
  central.Do(central.Colleague(), request);
  v1::Command park;
  park.mutable_park_contact()->set_contact_id(waits);
  central.Do(central.Colleague(), park);
  rig.Rest();
  rig.Press(Key::kF4, false, true);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kWaitingRoom);
  rig.Press(Key::kF12);
  EXPECT_EQ(rig.app.view().overlay_id, waits);
  rig.Press(Key::kEnter);
  EXPECT_TRUE(central.state().contacts.at(waits).has_red());
  EXPECT_FALSE(central.state().contacts.at(open).has_red());
}

// Assessed, and advice decided: the closing step, with nothing in the way.
std::int64_t ReadyToClose(Rig& rig) {
  const auto id = TakeIn(rig);
  rig.Type("hoste");
  rig.Press(Key::kEnter);
  rig.Press(Key::kEnter, true);
  rig.Type("1");
  rig.Press(Key::kEnter, true);
  rig.Press(Key::kF11);
  EXPECT_EQ(rig.app.view().tab, Tab::kClose);
  return id;
}

TEST(ContactClosing, WhatIsTypedAndNotSavedStandsInTheWay) {
  LocalCentral central;
  Rig rig(central);
  const auto id = ReadyToClose(rig);
  const auto& contact = central.state().contacts.at(id);
  // The caller says something more.
  rig.Press(Key::k2, true);
  rig.Type("j");
  ASSERT_TRUE(rig.app.DraftOf(id).assessment.touched);
  rig.Press(Key::k4, true);
  EXPECT_TRUE(rig.Says("Vurdering: lagre eller slett med Ctrl+2"));
  rig.Press(Key::kEnter, true);
  EXPECT_TRUE(domain::IsOpen(contact));
  EXPECT_TRUE(rig.Says("Ikke lukket: Vurdering er ikke lagret"));
  EXPECT_FALSE(rig.app.DraftOf(id).assessment.answers.empty());
  rig.Press(Key::k2, true);
  rig.screen.ui().focus.Set("triage/discard");
  rig.Rest();
  rig.Press(Key::kEnter);
  EXPECT_FALSE(rig.app.DraftOf(id).assessment.touched);
  for (std::string Draft::* text : {&Draft::note, &Draft::question, &Draft::warning}) {
    rig.app.DraftOf(id).*text = "Skrevet";
    rig.Press(Key::k4, true);
    EXPECT_TRUE(rig.Says("Ikke lagret"));
    rig.Press(Key::kEnter, true);
    EXPECT_TRUE(domain::IsOpen(contact));
    EXPECT_EQ(rig.app.DraftOf(id).*text, "Skrevet");
    (rig.app.DraftOf(id).*text).clear();
  }
  rig.Press(Key::kEnter, true);
  EXPECT_EQ(contact.state(), v1::CONTACT_STATE_CLOSED);
}

TEST(ContactJoin, WhatIsTypedGoesAlongAndWhatClashesIsNotLost) {
  for (const bool clash : {false, true}) {
    LocalCentral central;
    Rig rig(central);
    const auto into = TakeIn(rig);
    rig.Press(Key::kP, true);
    const auto from = Take(rig);
    for (const char* answer : {"n", "n", "n"}) rig.Type(answer);
    ASSERT_NE(from, into);
    auto& draft = rig.app.DraftOf(from);
    draft.note = "Ringer fra naboen";
    draft.note_time = "1830";
    draft.assessment.complaint_id = "cough";
    draft.assessment.touched = true;
    if (clash) rig.app.DraftOf(into).note = "Et annet notat";
    // Only where the row is that says whom it joins to.
    rig.Press(Key::k2, true);
    rig.Press(Key::kL, true);
    ASSERT_EQ(central.state().contacts.at(from).state(), v1::CONTACT_STATE_QUICK_INTAKE);
    rig.Press(Key::k1, true);
    rig.Press(Key::kL, true);
    if (clash) {
      EXPECT_NE(central.state().contacts.at(from).state(), v1::CONTACT_STATE_MERGED);
      EXPECT_TRUE(rig.Says("Ikke koblet: Notat er skrevet både her og hos"));
      EXPECT_EQ(rig.app.DraftOf(from).note, "Ringer fra naboen");
      continue;
    }
    EXPECT_EQ(central.state().contacts.at(from).state(), v1::CONTACT_STATE_MERGED);
    EXPECT_EQ(rig.app.DraftOf(into).note, "Ringer fra naboen");
    EXPECT_EQ(rig.app.DraftOf(into).note_time, "1830");
    EXPECT_EQ(rig.app.DraftOf(into).assessment.complaint_id, "cough");
    EXPECT_TRUE(rig.app.DraftOf(into).assessment.touched);
  }
}

// The union that central makes stands: nothing of before the joining is written over it.
TEST(ContactJoin, WhatOnlyTheNewContactKnowsIsNotErased) {
  LocalCentral central;
  Rig rig(central);
  const auto into = TakeIn(rig);
  rig.Press(Key::kP, true);
  const auto from = Take(rig);
  for (const char* answer : {"n", "j", "n"}) rig.Type(answer);
  auto& draft = rig.app.DraftOf(from).intake;
  draft.threat = true;
  draft.safe_to_call_back = v1::TRI_NO;
  draft.address = "Storgata 1";
  draft.age = "sytti";
  rig.Press(Key::kL, true);
  EXPECT_NE(central.state().contacts.at(from).state(), v1::CONTACT_STATE_MERGED) << "its age is not lost";
  EXPECT_TRUE(rig.Says("Ikke lagret: «Alder» kan ikke leses"));
  rig.app.DraftOf(from).intake.age = "70";
  rig.Press(Key::kL, true);
  ASSERT_EQ(central.state().contacts.at(from).state(), v1::CONTACT_STATE_MERGED);
  rig.Press(Key::kP, true);
  const v1::Contact& joined = central.state().contacts.at(into);
  EXPECT_EQ(joined.intake().breathing_trouble(), v1::TRI_YES);
  EXPECT_TRUE(joined.intake().threat());
  ASSERT_TRUE(joined.intake().has_safe_to_call_back());
  EXPECT_FALSE(joined.intake().safe_to_call_back());
  EXPECT_EQ(joined.personal().address(), "Storgata 1");
}

TEST(ContactFields, WhatCannotBeReadIsNamedAndKeptAndNothingIsSent) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  const auto& contact = central.state().contacts.at(id);
  for (const char* answer : {"n", "n", "n"}) rig.Type(answer);
  rig.screen.ui().focus.Set("intake/age");
  rig.Rest();
  rig.Type("sytti");
  const int before = central.commands();
  for (const auto& [key, ctrl] : {std::pair{Key::kEnter, true}, std::pair{Key::kP, true}}) {
    rig.screen.ui().focus.Set("intake/name");
    rig.Rest();
    rig.Press(key, ctrl);
    EXPECT_EQ(central.commands(), before);
    EXPECT_EQ(rig.app.view().contact_id, id);
    EXPECT_TRUE(rig.Says("Ikke lagret: «Alder» kan ikke leses"));
    EXPECT_TRUE(rig.screen.ui().focus.Has("intake/age"));
    EXPECT_EQ(rig.app.DraftOf(id).intake.age, "sytti");
  }
  // Who rings does not wait for a field: what can be read is saved, and the draft is kept.
  central.Ring("41200022", "4647");
  rig.Rest();
  rig.Press(Key::kF2);
  EXPECT_NE(rig.app.view().contact_id, id);
  EXPECT_TRUE(contact.parked());
  EXPECT_EQ(contact.intake().airway_threat(), v1::TRI_NO);
  EXPECT_EQ(rig.app.DraftOf(id).intake.age, "sytti");
  EXPECT_TRUE(rig.app.HasDraft(id));
}

TEST(ContactFields, APromiseTypedAloneIsADraftAndIsSavedWhenTheContactIsPutDown) {
  LocalCentral central;
  Rig rig(central);
  const auto id = TakeIn(rig);
  rig.Press(Key::k1, true);
  rig.screen.ui().focus.Set("intake/promise");
  rig.Rest();
  rig.Type("snart");
  ASSERT_FALSE(rig.app.DraftOf(id).intake.touched);
  EXPECT_TRUE(rig.app.HasDraft(id));
  rig.Press(Key::kP, true);
  EXPECT_FALSE(central.state().contacts.at(id).parked());
  EXPECT_TRUE(rig.screen.ui().focus.Has("intake/promise"));
  for (int i = 0; i < 5; ++i) rig.Press(Key::kBackspace);
  rig.Type("30");
  rig.Press(Key::kP, true);
  EXPECT_TRUE(central.state().contacts.at(id).parked());
  EXPECT_NE(central.state().contacts.at(id).promise().by_us(), 0);
}

TEST(ContactFields, ANewbornsAgeIsReadInWeeksAndDays) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  for (const char* answer : {"n", "n", "n"}) rig.Type(answer);
  rig.screen.ui().focus.Set("intake/age");
  rig.Rest();
  rig.Type("2 uker");
  rig.Press(Key::kEnter, true);
  ASSERT_TRUE(central.state().contacts.at(id).intake().has_age_months());
  EXPECT_EQ(central.state().contacts.at(id).intake().age_months(), 0);
}

TEST(ContactFields, AVitalSignThatCannotBeBelievedIsNotSavedWithout) {
  LocalCentral central;
  Rig rig(central);
  const auto id = TakeIn(rig);
  const auto& contact = central.state().contacts.at(id);
  rig.Type("brystsmerter");
  rig.Press(Key::kEnter);
  rig.screen.ui().focus.Set("triage/v/pulse");
  rig.Rest();
  ASSERT_TRUE(rig.screen.ui().focus.alive());
  rig.Type("120/80");
  rig.Press(Key::kEnter, true);
  EXPECT_EQ(contact.assessments_size(), 0);
  EXPECT_TRUE(rig.Says("Ikke lagret: «"));
  EXPECT_TRUE(rig.screen.ui().focus.Has("triage/v/pulse"));
  for (int i = 0; i < 3; ++i) rig.Press(Key::kBackspace);
  rig.Press(Key::kEnter, true);
  EXPECT_EQ(contact.assessments_size(), 1);
}

TEST(ContactFields, ANoteWhoseTimeCannotBeReadIsNotSavedAsNow) {
  LocalCentral central;
  Rig rig(central);
  const auto id = TakeIn(rig);
  rig.Press(Key::k5, true);
  rig.Type("Ringte naboen");
  rig.screen.ui().focus.Set("history/time");
  rig.Rest();
  rig.Type("i stad");
  rig.Press(Key::kEnter, true);
  EXPECT_EQ(central.state().contacts.at(id).notes_size(), 0);
  EXPECT_TRUE(rig.screen.ui().focus.Has("history/time"));
  EXPECT_EQ(rig.app.DraftOf(id).note, "Ringte naboen");
}

// The button works by mouse; so does the key that it shows.
TEST(ContactKeys, ANoteIsAddedToAClosedContactByTheKey) {
  LocalCentral central;
  Rig rig(central);
  const auto id = ReadyToClose(rig);
  rig.Press(Key::kEnter, true);
  ASSERT_EQ(central.state().contacts.at(id).state(), v1::CONTACT_STATE_CLOSED);
  rig.Press(Key::k5, true);
  rig.Type("Ringte tilbake: bedre");
  rig.Press(Key::kEnter, true);
  EXPECT_EQ(central.state().contacts.at(id).notes_size(), 1);
}

TEST(ContactKeys, EnterMovesOnFromAChoiceAsFromAField) {
  LocalCentral central;
  Rig rig(central);
  Take(rig);
  for (const auto& [from, to] :
       {std::pair{"intake/airway", "intake/breathing"}, std::pair{"intake/sex", "intake/place"},
        std::pair{"intake/relation", "intake/with_patient"}}) {
    rig.screen.ui().focus.Set(from);
    rig.Rest();
    rig.Press(Key::kEnter);
    EXPECT_TRUE(rig.screen.ui().focus.Has(to)) << from;
  }
}

// A merge brings along what another tool has asked: central says what is wrong, and nothing breaks here.
TEST(ContactFields, AComplaintThatTheToolDoesNotHaveIsRefusedAndKept) {
  LocalCentral central;
  Rig rig(central);
  const auto id = TakeIn(rig);
  rig.app.SetTab(Tab::kTriage);
  rig.app.DraftOf(id).assessment.complaint_id = "fra-et-annet";
  rig.app.DraftOf(id).assessment.touched = true;
  rig.Rest();
  rig.Press(Key::kEnter, true);
  EXPECT_EQ(central.state().contacts.at(id).assessments_size(), 0);
  EXPECT_TRUE(rig.app.DraftOf(id).assessment.touched);
}

// Who has been told is owed nothing any more; the alarm names the key.
TEST(ContactPromise, IsKeptByOneKey) {
  LocalCentral central;
  Rig rig(central);
  const auto id = TakeIn(rig);
  EndCallOf(central, id);
  v1::Command promise;
  promise.mutable_make_promise()->set_contact_id(id);
  promise.mutable_make_promise()->set_by_us(central.now_us() + 10 * kMinuteUs);
  central.Do(central.Operator(), promise);
  rig.Pass(11 * kMinuteUs);
  rig.Rest();
  EXPECT_TRUE(rig.Says("lovet svar innen"));
  EXPECT_TRUE(rig.Says("Ctrl+F9"));
  rig.Press(Key::kF9, true);
  EXPECT_FALSE(central.state().contacts.at(id).has_promise());
  EXPECT_FALSE(rig.Says("lovet svar innen"));
}

// Corrected to unknown is unknown, and an age that cannot be read takes none away.
TEST(ContactFields, AnAnswerCanBeTakenBackToUnknown) {
  LocalCentral central;
  Rig rig(central);
  const auto id = TakeIn(rig);
  v1::Command intake;
  intake.mutable_record_intake()->set_contact_id(id);
  intake.mutable_record_intake()->mutable_intake()->set_safe_to_call_back(true);
  intake.mutable_record_intake()->mutable_intake()->set_age_months(71 * 12);
  central.Do(central.Operator(), intake);
  rig.app.SetTab(Tab::kIntake);
  rig.Rest();
  auto& draft = rig.app.DraftOf(id).intake;
  ASSERT_EQ(draft.safe_to_call_back, v1::TRI_YES);
  draft.safe_to_call_back = v1::TRI_UNKNOWN;
  draft.age = "sytti";
  draft.touched = true;
  rig.app.SaveIntake();
  rig.Rest();
  const v1::Intake& now = central.state().contacts.at(id).intake();
  EXPECT_FALSE(now.has_safe_to_call_back());
  EXPECT_EQ(now.age_months(), 71 * 12);
  rig.app.DraftOf(id).intake.age.clear();
  rig.app.SaveIntake();
  rig.Rest();
  EXPECT_FALSE(central.state().contacts.at(id).intake().has_age_months());
}

}  // namespace
}  // namespace legevakt::console
