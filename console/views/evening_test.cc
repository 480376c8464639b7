// The acceptance evening, row by row: each is played by keys alone, and what must never happen is looked for.
#include <gmock/gmock.h>

#include <algorithm>

#include "console/testing/probe_rig.h"

namespace legevakt::console {
namespace {

using ui::Key;

class EveningTest : public ProbeTest {
 protected:
  // A call rings and is taken; nobody has answered anything yet.
  std::int64_t Take(const char* phone, const char* municipality) {
    central_.Ring(phone, municipality);
    Pass(5 * kSecondUs);
    Press(Key::kF2);
    return app_.view().contact_id;
  }
  // Name, age and sex after the safety questions; the number is there already.
  void Who(const char* name, const char* age, const char* sex) {
    Answer("nnn");
    Press(Key::kTab);
    Type(name);
    Press(Key::kTab);
    Type(age);
    Press(Key::kTab);
    Answer(sex);
  }
  const v1::Contact& Of(std::int64_t id) { return central_.state().contacts.at(id); }
  const AlarmRow* AlarmOf(v1::AlarmKind kind) {
    const auto found = std::find_if(app_.alarms().begin(), app_.alarms().end(),
                                    [kind](const AlarmRow& row) { return row.alarm.kind == kind; });
    return found == app_.alarms().end() ? nullptr : &*found;
  }
};

// 19:02, chest pain: AMK and the doctor in parallel, both recorded with times; "seen" only silences.
TEST_F(EveningTest, ChestPainIsRedInTwoKeysAndStaysUntilBothHaveConfirmed) {
  const auto id = Take("41200021", "4647");
  Press(Key::kF12);
  Press(Key::kEnter);
  ASSERT_TRUE(Of(id).has_red());
  EXPECT_EQ(Of(id).red().doctor_id(), "lege-nilsen");
  EXPECT_TRUE(Says("Si dette til AMK"));
  Press(Key::kEscape);
  EXPECT_TRUE(Says("AMK ikke bekreftet")) << "put aside is not gone";
  Press(Key::kF12);
  Press(Key::kTab);
  Press(Key::kEnter);
  EXPECT_NE(Of(id).red().amk_confirmed_us(), 0);
  EXPECT_EQ(Of(id).red().doctor_confirmed_us(), 0);
}

// 19:04, two more calls ring while one is on the line.
TEST_F(EveningTest, ParkAndQuickIntakeLeaveTwoTimersAndAnUnassessedContactAboveYellow) {
  const auto first = Take("41200021", "4647");
  Who("Åse Bjørnstad", "71", "1");
  Press(Key::kEnter, true);
  Type("brystsmerter");
  Press(Key::kEnter);
  Answer("nnn");
  Press(Key::kEnter, true);
  ASSERT_NE(Of(first).hastegrad(), v1::HASTEGRAD_UNSPECIFIED);
  central_.Ring("41200022", "4602");
  Rest();
  Press(Key::kP, true);
  EXPECT_TRUE(Of(first).parked());
  Press(Key::kF2);
  const auto second = app_.view().contact_id;
  ASSERT_NE(second, first);
  EXPECT_TRUE(Says("Parkert: Åse Bjørnstad"));
  Answer("nnn");
  // Straight to what is promised: number, name, age, sex, place are left as they are.
  for (int i = 0; i < 5; ++i) Press(Key::kTab);
  Type("10");
  Press(Key::kEnter, true);
  EXPECT_NE(Of(second).promise().by_us(), 0);
  Press(Key::kP, true);
  Pass(2 * kSecondUs);
  EXPECT_EQ(app_.view().order.rows().front(), second) << "nobody has assessed it: above yellow";
}

// 19:20, 19:50: a mother rings again about the same child. One contact, an assessment due now, never later.
TEST_F(EveningTest, TheSecondCallAboutAChildIsJoinedWithOneKeyAndIsDueNow) {
  const auto first = Take("41200031", "4602");
  Who("Emma Lunde", "2", "1");
  Press(Key::kEnter, true);
  Type("feber");
  Press(Key::kEnter);
  Press(Key::kEnter, true);
  ASSERT_EQ(Of(first).assessments_size(), 1);
  Press(Key::kP, true);
  Pass(20 * kMinuteUs);
  const std::int64_t deadline_us = Of(first).deadline().at_us();
  const auto second = Take("41200031", "4602");
  ASSERT_NE(second, first);
  EXPECT_TRUE(Says("Åpen, samme nummer:"));
  EXPECT_TRUE(Says("Emma Lunde"));
  // Now she has trouble breathing: the newer answer must not drown in the older.
  Answer("njn");
  Press(Key::kL, true);
  ASSERT_EQ(app_.view().contact_id, first);
  EXPECT_EQ(Of(second).state(), v1::CONTACT_STATE_MERGED);
  EXPECT_EQ(Of(first).call_ids_size(), 2);
  EXPECT_EQ(Of(first).intake().breathing_trouble(), v1::TRI_YES);
  EXPECT_TRUE(Of(first).new_information());
  EXPECT_LE(Of(first).deadline().at_us(), std::max(deadline_us, central_.now_us()));
  EXPECT_EQ(Of(first).claim().by().user_id(), "kari");
  EXPECT_EQ(app_.view().tab, Tab::kTriage);
}

// A call may also be about two children.
TEST_F(EveningTest, OneCallOpensTwoContacts) {
  const auto first = Take("41200031", "4602");
  Who("Emma Lunde", "2", "1");
  Press(Key::kN, true, true);
  const auto second = app_.view().contact_id;
  ASSERT_NE(second, first);
  EXPECT_EQ(Of(first).call_ids(0), Of(second).call_ids(0));
  EXPECT_EQ(Of(first).personal().name(), "Emma Lunde") << "what was typed is saved before she is put down";
  EXPECT_TRUE(Of(first).parked());
  EXPECT_EQ(Of(second).personal().phone(), "41200031");
}

// 20:10: a nursing home, with a plan that binds.
TEST_F(EveningTest, ThePlanIsSeenBeforeAnythingIsForced) {
  const auto id = Take("57610000", "4646");
  Who("Borghild Vik", "89", "1");
  screen_.ui().focus.Set("intake/care_plan");
  Rest();
  Press(Key::kEnter);
  Press(Key::kEnter, true);
  EXPECT_TRUE(Of(id).intake().care_plan());
  Press(Key::k3, true);
  EXPECT_TRUE(Says("Plan finnes"));
  EXPECT_TRUE(Says("Se planen før innleggelse"));
}

// 20:40: silence on the screen is not inactivity, and "safe to call back?" is kept.
TEST_F(EveningTest, AnOpenConversationKeepsItsOperatorAndTheFlagIsKept) {
  const auto id = Take("41200041", "4647");
  Answer("nnn");
  screen_.ui().focus.Set("intake/safe_to_call_back");
  Rest();
  Answer("n");
  Press(Key::kEnter, true);
  ASSERT_TRUE(Of(id).intake().has_safe_to_call_back());
  EXPECT_FALSE(Of(id).intake().safe_to_call_back());
  EXPECT_TRUE(Says("Ikke ring tilbake"));
  Pass(30 * kMinuteUs);
  EXPECT_EQ(Of(id).claim().by().user_id(), "kari");
}

// 21:05: a Polish speaker gets the questions that must be asked in Polish.
TEST_F(EveningTest, MustAskQuestionsAreShownInTheCallersLanguage) {
  const auto id = Take("41200051", "4602");
  Who("Katarzyna Nowak", "29", "1");
  screen_.ui().focus.Set("intake/interpreter");
  Rest();
  Type("polsk");
  Press(Key::kEnter, true);
  EXPECT_EQ(Of(id).intake().interpreter(), "pl");
  EXPECT_TRUE(Says("Tolk: polsk"));
  Type("magesmerter");
  Press(Key::kEnter);
  EXPECT_TRUE(Says("Czy"));
}

// 22:30: the wrong patient was open. Nothing is erased, and whoever may have read it is named.
TEST_F(EveningTest, WrongPatientMovesTheEntriesAndSaysWhoMayHaveReadThem) {
  const auto wrong = Take("41200021", "4647");
  Who("Åse Bjørnstad", "71", "1");
  Press(Key::kEnter, true);
  Type("brystsmerter");
  Press(Key::kEnter);
  Press(Key::kEnter, true);
  ASSERT_EQ(Of(wrong).assessments_size(), 1);
  v1::Command note;
  note.mutable_add_note()->set_contact_id(wrong);
  note.mutable_add_note()->set_text("Ringte sønnen");
  central_.Do(central_.Colleague(), note);
  Rest();
  Press(Key::kF, true);
  Answer("1");
  EXPECT_TRUE(Says("Hva hører til en annen pasient?"));
  Press(Key::kEnter, true);
  ASSERT_TRUE(Of(wrong).assessments(0).wrong_patient());
  EXPECT_TRUE(Says("Si fra til " + central_.Colleague().name()));
  const auto& moved = *std::find_if(
      central_.state().contacts.begin(), central_.state().contacts.end(),
      [&](const auto& pair) { return pair.first != wrong && pair.second.assessments_size() > 0; });
  EXPECT_EQ(moved.second.notes(0).personal().text(), "Ringte sønnen");
  Press(Key::k5, true);
  EXPECT_TRUE(Says("feil pasient, flyttet"));
}

TEST_F(EveningTest, AWrongNumberIsClosedInTwoKeysAndUndone) {
  const auto id = Take("41200061", "4645");
  Press(Key::kW, true);
  Answer("1");
  EXPECT_EQ(Of(id).state(), v1::CONTACT_STATE_CLOSED);
  EXPECT_EQ(Of(id).measure(), v1::MEASURE_NOT_MEDICAL);
  Press(Key::kZ, true);
  EXPECT_NE(Of(id).state(), v1::CONTACT_STATE_CLOSED);
}

TEST_F(EveningTest, AMistakenTimeIsCorrectedAndTheOldOneKept) {
  const auto id = Take("41200061", "4645");
  const std::int64_t before_us = Of(id).opened_us();
  Press(Key::kF, true);
  Answer("4");
  Type("18:58");
  Press(Key::kEnter, true);
  EXPECT_LT(Of(id).opened_us(), before_us);
  ASSERT_EQ(Of(id).corrections_size(), 1);
  EXPECT_EQ(Of(id).corrections(0).before(), std::to_string(before_us));
}

// 23:10: the plan slips past what was promised; the caller is on the list of whom to phone.
TEST_F(EveningTest, AnUnkeptPromiseAsksSomebodyToRing) {
  const auto id = Take("41200071", "4647");
  Answer("nnn");
  for (int i = 0; i < 5; ++i) Press(Key::kTab);
  Type("5");
  Press(Key::kEnter, true);
  Press(Key::kP, true);
  Pass(6 * kMinuteUs);
  EXPECT_NE(AlarmOf(v1::ALARM_KIND_PROMISE_SLIPPED), nullptr);
  app_.view().list = ListView::kOpen;
  for (int i = 0; i < 3; ++i) Press(Key::kF7);
  ASSERT_EQ(app_.view().list, ListView::kRing);
  EXPECT_TRUE(Says("lovet svar innen"));
  Press(Key::kEscape);
  Press(Key::kEnter);
  EXPECT_EQ(app_.view().contact_id, id);
}

// A filter never hides in silence.
TEST_F(EveningTest, WhatAFilterHidesIsSaid) {
  testing::FillEvening(central_);
  Pass(2 * kSecondUs);
  const std::size_t all = app_.view().order.rows().size();
  Press(Key::kF5, false, true);
  Type("sætre");
  Pass(2 * kSecondUs);
  EXPECT_EQ(app_.view().order.rows().size(), 1U);
  EXPECT_TRUE(Says("Viser 1 av " + std::to_string(all)));
  Press(Key::kF5, false, true);
  Pass(2 * kSecondUs);
  EXPECT_EQ(app_.view().order.rows().size(), all);
}

// "Konferer" with one key; what was advised is written on the same card and stands in the history.
TEST_F(EveningTest, ASecondOpinionIsAskedAndWrittenDown) {
  const auto id = Take("41200021", "4647");
  Who("Åse Bjørnstad", "71", "1");
  Press(Key::kEnter, true);
  Press(Key::kD, true);
  Type("Kan dette vente?");
  Press(Key::kTab);
  Answer("2");
  Press(Key::kEnter, true);
  ASSERT_EQ(Of(id).consults_size(), 1);
  EXPECT_EQ(Of(id).consults(0).with_id(), "lege-nilsen");
  EXPECT_TRUE(Says("Konfererer"));
  Press(Key::kD, true);
  EXPECT_TRUE(Says("Kan dette vente?"));
  Type("Ta henne imot nå");
  Press(Key::kEnter, true);
  EXPECT_NE(Of(id).consults(0).answered_us(), 0);
  EXPECT_EQ(Of(id).consults(0).answer().text(), "Ta henne imot nå");
  Press(Key::k5, true);
  EXPECT_TRUE(Says("Fikk råd: Ta henne imot nå"));
}

// "Trenger hjelp": the doctor, a colleague, the agreed centre, until one answers; who is asked is always
// seen.
TEST_F(EveningTest, HelpIsAskedOfOneAfterAnotherUntilSomebodyAnswers) {
  // Ola is at work: who has done nothing for half an hour is not waited for.
  v1::Command his;
  his.mutable_answer_call()->set_call_id(central_.Ring("90011223", "4601"));
  central_.Do(central_.Colleague(), his);
  const auto id = Take("41200021", "4647");
  Press(Key::kH, true);
  ASSERT_EQ(central_.state().help.size(), 1U);
  EXPECT_EQ(central_.state().help.begin()->second.contact_id(), id);
  EXPECT_TRUE(Says("Anne Nilsen"));
  EXPECT_TRUE(Says("neste om"));
  Pass(46 * kSecondUs);
  EXPECT_TRUE(Says("Kollega: Ola Vik"));
  Pass(46 * kSecondUs);
  EXPECT_TRUE(Says("Bergen legevaktsentral"));
  Press(Key::kH, true);
  EXPECT_TRUE(Says("Sentralen har svart"));
  // One Enter too many takes nothing back, and one's own cry is no alarm.
  EXPECT_EQ(AlarmOf(v1::ALARM_KIND_HELP), nullptr);
  Press(Key::kEnter);
  EXPECT_EQ(app_.view().overlay, Overlay::kNone);
  ASSERT_EQ(central_.state().help.size(), 1U);
  EXPECT_EQ(central_.state().help.begin()->second.answered_us(), 0);
  EXPECT_TRUE(Says("Bedt om hjelp"));
  EXPECT_FALSE(Says("varslet"));
  v1::Command answer;
  answer.mutable_answer_help()->set_help_id(central_.state().help.begin()->first);
  central_.Do(central_.Colleague(), answer);
  Rest();
  EXPECT_TRUE(Says("Ola Vik kommer"));
}

TEST_F(EveningTest, SomebodyElsesCallForHelpIsAnsweredWithOneKey) {
  v1::Command ask;
  ask.mutable_request_help();
  central_.Do(central_.Colleague(), ask);
  Rest();
  ASSERT_NE(AlarmOf(v1::ALARM_KIND_HELP), nullptr);
  // The key that the alarm shows, although no contact belongs to it.
  Press(Key::kF8, false, true);
  ASSERT_EQ(app_.view().overlay, Overlay::kNeedHelp);
  EXPECT_TRUE(Says("Ola Vik trenger hjelp"));
  Press(Key::kEnter);
  EXPECT_EQ(central_.state().help.begin()->second.answered_by().user_id(), "kari");
}

// 23:00: everything is taken over, both names are kept, and nobody leaves while owning something.
TEST_F(EveningTest, TheShiftIsTakenOverAndNobodyLeavesWhileOwningSomething) {
  testing::FillEvening(central_);
  Pass(2 * kSecondUs);
  Press(Key::kB, true);
  EXPECT_TRUE(Says("Ola Vik er ansvarlig for 6"));
  Press(Key::kTab, false, true);
  Press(Key::kEnter);
  for (const auto& [id, contact] : central_.state().contacts) {
    if (!domain::IsOpen(contact)) continue;
    EXPECT_EQ(contact.owner().user_id(), "kari") << id;
  }
  EXPECT_TRUE(Says("Du er ansvarlig for 7"));
  screen_.ui().focus.Set("overlay/note");
  Rest();
  Type("Nøkkelen til medisinrommet ligger i skuffen");
  Press(Key::kEnter, true);
  ASSERT_EQ(central_.state().shift_notes.size(), 1U);
  EXPECT_TRUE(Says("Notater til neste vakt: 1"));
  Click("overlay/end");
  EXPECT_TRUE(Says("Du har fortsatt ansvar for 7"));
}

// 22:10: given a time, arrived, and on through the station; each step with one key.
TEST_F(EveningTest, ThePatientGoesThroughTheStationStepByStep) {
  const auto id = Take("41200021", "4647");
  Who("Åse Bjørnstad", "71", "1");
  Press(Key::kEnter, true);
  Assess("magesmerter");
  Answer("4");
  Press(Key::kEnter, true);
  ASSERT_EQ(Of(id).mission_ids_size(), 1);
  const auto mission = Of(id).mission_ids(0);
  Press(Key::k3, true);
  screen_.ui().focus.Set(ui::Id("measure/appointment", mission));
  Rest();
  Type("2015");
  Press(Key::kTab);
  Press(Key::kEnter);
  ASSERT_EQ(central_.state().missions.at(mission).visit().state(), v1::VISIT_STATE_GIVEN_TIME);
  EXPECT_TRUE(Says("Har fått time kl. 20:15"));
  Press(Key::kF4, false, true);
  EXPECT_TRUE(Says("Venterom: 1"));
  EXPECT_TRUE(Says("kl. 20:15"));
  Press(Key::kEnter);
  EXPECT_EQ(central_.state().missions.at(mission).visit().state(), v1::VISIT_STATE_ARRIVED);
  Press(Key::kEnter);
  EXPECT_EQ(central_.state().missions.at(mission).visit().state(), v1::VISIT_STATE_ASSESSED_ON_ARRIVAL);
}

// Enter once too often, or on the wrong row: back again, and the doctor with it.
TEST_F(EveningTest, AStepInTheWaitingRoomIsTakenBackByKeyAndByMouse) {
  const auto id = Take("41200021", "4647");
  Who("Åse Bjørnstad", "71", "1");
  Press(Key::kEnter, true);
  Assess("magesmerter");
  Answer("4");
  Press(Key::kEnter, true);
  const auto mission = Of(id).mission_ids(0);
  const auto visit = [&] { return central_.state().missions.at(mission).visit().state(); };
  Press(Key::kF4, false, true);
  EXPECT_FALSE(Says("Angre «"));
  Press(Key::kEnter);
  ASSERT_EQ(visit(), v1::VISIT_STATE_ARRIVED);
  EXPECT_TRUE(Says("Angre «Kommet» for Åse Bjørnstad"));
  Press(Key::kZ, true);
  EXPECT_EQ(visit(), v1::VISIT_STATE_EXPECTED);
  EXPECT_FALSE(Says("Angre «")) << "what is taken back is not taken back again";
  Click("overlay/missed/" + std::to_string(mission));
  ASSERT_EQ(visit(), v1::VISIT_STATE_NOT_TURNED_UP);
  ASSERT_FALSE(domain::IsOpen(central_.state().missions.at(mission)));
  Click("overlay/take_back");
  EXPECT_EQ(visit(), v1::VISIT_STATE_EXPECTED);
  EXPECT_TRUE(domain::IsOpen(central_.state().missions.at(mission)));
  // Half a minute, and the card must be open: elsewhere Ctrl+Z is the open contact's.
  Press(Key::kEnter);
  Press(Key::kEscape);
  Press(Key::kZ, true);
  EXPECT_EQ(visit(), v1::VISIT_STATE_ARRIVED);
  Press(Key::kF4, false, true);
  EXPECT_TRUE(Says("Angre «"));
  Pass(31 * kSecondUs);
  EXPECT_FALSE(Says("Angre «"));
}

// What is refused stands at the top whatever is open, until it is read or a minute has passed.
TEST_F(EveningTest, ARefusalIsSeenWhateverIsOpen) {
  const auto id = Take("41200021", "4647");
  Who("Åse Bjørnstad", "71", "1");
  Press(Key::kEnter, true);
  app_.Say({}, "En annen tok anropet.", true);
  Rest();
  EXPECT_TRUE(Says("En annen tok anropet.")) << "a contact is open";
  for (const auto card : {Overlay::kHelp, Overlay::kDirectory, Overlay::kWaitingRoom, Overlay::kHandover,
                          Overlay::kRed, Overlay::kLookup}) {
    app_.Open(card, id);
    Rest();
    EXPECT_TRUE(Says("En annen tok anropet.")) << static_cast<int>(card);
    Press(Key::kEscape);
  }
  // The open contact's own stands beside it, once; below a card it stands at the top too.
  app_.Say({.contact_id = id}, "Hun har alt en lege.", true);
  Press(Key::kEscape);
  EXPECT_FALSE(Says("En annen tok anropet.")) << "read";
  app_.Say({.contact_id = id}, "Hun har alt en lege.", true);
  Rest();
  EXPECT_EQ(app_.RefusalElsewhere(), nullptr);
  EXPECT_TRUE(Says("Hun har alt en lege."));
  Press(Key::kF4, false, true);
  EXPECT_TRUE(Says("Åse Bjørnstad: Hun har alt en lege."));
  Pass(61 * kSecondUs);
  EXPECT_FALSE(Says("Åse Bjørnstad: Hun har alt en lege."));
}

// A warning about a number is seen by whoever takes the next call from it.
TEST_F(EveningTest, AWarningIsSeenAtTheNextCall) {
  Take("41200081", "4647");
  Press(Key::kW, true, true);
  Type("Løs hund, gå to sammen");
  Press(Key::kEnter, true);
  ASSERT_EQ(central_.state().warnings.size(), 1U);
  Press(Key::kP, true);
  Take("41200081", "4647");
  EXPECT_TRUE(Says("Løs hund, gå to sammen"));
}

// 21:30: a red comes while the only doctor who drives is on the way to somebody else.
TEST_F(EveningTest, ARunningLowerMissionIsDivertedToARedWithOneKey) {
  const auto lower = Take("41200091", "4647");
  Who("Olav Haugen", "84", "2");
  Press(Key::kEnter, true);
  Assess("ryggsmerter");
  Answer("5");
  Press(Key::kEnter, true);
  ASSERT_EQ(Of(lower).mission_ids_size(), 1);
  const auto mission = Of(lower).mission_ids(0);
  v1::Command step;
  step.mutable_step_mission()->set_mission_id(mission);
  for (const auto state : {v1::MISSION_STATE_ACCEPTED, v1::MISSION_STATE_UNDER_WAY}) {
    step.mutable_step_mission()->set_state(state);
    central_.Do(central_.Doctor("lege-berg"), step);
  }
  const auto red = Take("41200092", "4647");
  Press(Key::kF12);
  Press(Key::kEnter);
  ASSERT_TRUE(Of(red).has_red());
  EXPECT_TRUE(Says("Omdiriger Jon Berg"));
  // The key names who is taken from whom; the next one does it.
  Press(Key::kG, true);
  EXPECT_TRUE(Says("Tas fra Olav Haugen"));
  EXPECT_EQ(central_.state().missions.at(mission).state(), v1::MISSION_STATE_UNDER_WAY);
  Press(Key::kEnter);
  EXPECT_EQ(central_.state().missions.at(mission).state(), v1::MISSION_STATE_DIVERTED);
  ASSERT_EQ(Of(red).mission_ids_size(), 1);
  EXPECT_EQ(central_.state().missions.at(Of(red).mission_ids(0)).owner_id(), "lege-berg");
  EXPECT_TRUE(domain::IsOpen(Of(lower))) << "the patient left behind is planned again";
  // One who is asked is enough.
  EXPECT_FALSE(app_.registry().Find("red.divert")->enabled());
}

// What is wrong with an identity number is said, and nothing waits for it.
TEST_F(EveningTest, AWrongIdentityNumberIsSaidAndNeverInTheWay) {
  const auto id = Take("41200021", "4647");
  Answer("nnn");
  screen_.ui().focus.Set("intake/national_id");
  Rest();
  Type("12345678901");
  EXPECT_TRUE(Says("Datoen finnes ikke") || Says("Kontrollsifrene stemmer ikke"));
  Press(Key::kEnter, true);
  EXPECT_EQ(Of(id).personal().national_id(), "12345678901");
}

}  // namespace
}  // namespace legevakt::console
