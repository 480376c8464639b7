// The whole job, played by keys on ImGui's null backend against an in-process central: no window, no mouse.
#include <algorithm>

#include "console/testing/probe_rig.h"

namespace legevakt::console {
namespace {

using ui::Key;

v1::Actor Telephony() {
  v1::Actor telephony;
  telephony.set_user_id("telefoni");
  telephony.set_role(v1::ROLE_TELEPHONY);
  return telephony;
}

v1::ToolChange Change(const char* nb) {
  v1::ToolChange change;
  change.set_kind(v1::TOOL_CHANGE_KIND_RAISED);
  change.set_nb(nb);
  return change;
}

TEST_F(ProbeTest, NewsOfTheToolLieOnTopAtSignInUntilTheyAreConfirmed) {
  central_.NewTool("9.0.0", {Change("Feber hos barn: hevet til Akutt.")});
  for (const bool first : {true, false}) {
    Store store(central_);
    App app(store, screen_, {});
    central_.SignIn();
    const auto rest = [&] {
      central_.Pass(0);
      for (int i = 0; i < 12; ++i) app.Frame(mono_us_ += 16'000);
    };
    rest();
    ASSERT_EQ(app.view().overlay, first ? Overlay::kNews : Overlay::kNone);
    if (!first) break;
    EXPECT_TRUE(Says("versjon 9.0.0"));
    EXPECT_TRUE(Says("Godkjent av Overlege Hansen"));
    EXPECT_TRUE(Says("Berit Lund"));
    EXPECT_TRUE(Says("Feber hos barn: hevet til Akutt."));
    screen_.keys().PushKey({Key::kEscape, false, false});
    rest();
    EXPECT_EQ(app.view().overlay, Overlay::kNone);
    EXPECT_TRUE(app.HasNews()) << "later is not never";
    EXPECT_TRUE(Says("Nytt i verktøyet"));
    screen_.keys().PushKey({Key::kF10, false, false});
    rest();
    EXPECT_EQ(app.view().overlay, Overlay::kNews);
    screen_.keys().PushKey({Key::kEnter, false, false});
    rest();
    EXPECT_EQ(app.view().overlay, Overlay::kNone);
    EXPECT_FALSE(app.HasNews());
    EXPECT_FALSE(Says("Nytt i verktøyet"));
    ASSERT_EQ(central_.state().activations.back().seen_by_size(), 1);
    EXPECT_EQ(central_.state().activations.back().seen_by(0), "kari");
  }
}

// No card over what somebody is typing: a mark, and the new tool for the next contact.
TEST_F(ProbeTest, AToolThatIsChangedMeanwhileDisturbsNobodyAndAContactKeepsItsOwn) {
  TakeAndIntake();
  const auto old_contact = app_.view().contact_id;
  Type("brystsmrte");
  central_.NewTool("9.0.0", {});
  Rest();
  EXPECT_EQ(app_.view().overlay, Overlay::kNone);
  EXPECT_TRUE(Says("Nytt i verktøyet"));
  Press(Key::kEnter);
  EXPECT_TRUE(Says("som henvendelsen begynte med"));
  EXPECT_NE(app_.ToolOf(Contact())->version(), "9.0.0");
  Press(Key::kEnter, true);
  ASSERT_EQ(Contact().assessments_size(), 1);
  EXPECT_EQ(Contact().assessments(0).tool_hash(), Contact().tool_hash());
  TakeAndIntake();
  ASSERT_NE(app_.view().contact_id, old_contact);
  EXPECT_EQ(app_.ToolOf(Contact())->version(), "9.0.0");
  Type("brystsmrte");
  Press(Key::kEnter);
  EXPECT_FALSE(Says("som henvendelsen begynte med"));
}

TEST_F(ProbeTest, OneKeyTakesTheNextCallAndTheContactOpens) {
  central_.Ring("41200021", "4647");
  Pass(10 * kSecondUs);
  EXPECT_TRUE(Says("412 00 021 · Sunnfjord"));
  EXPECT_TRUE(Says("1 ringer"));
  Press(Key::kF2);
  ASSERT_NE(app_.view().contact_id, 0);
  EXPECT_TRUE(Says("Sikkerhet først"));
  EXPECT_EQ(Contact().claim().by().user_id(), "kari");
  EXPECT_TRUE(screen_.ui().focus.Has("intake/airway"));
}

TEST_F(ProbeTest, TheIntakeGoesInByKeysWithNorwegianLetters) {
  TakeAndIntake();
  EXPECT_EQ(Contact().personal().name(), "Åse Bjørnstad");
  EXPECT_EQ(Contact().personal().phone(), "41200021");
  EXPECT_EQ(Contact().intake().age_months(), 71 * 12);
  EXPECT_EQ(Contact().intake().sex(), v1::SEX_FEMALE);
  EXPECT_EQ(Contact().intake().municipality(), "4647");
  EXPECT_EQ(Contact().intake().airway_threat(), v1::TRI_NO);
  EXPECT_EQ(Contact().intake().reduced_consciousness(), v1::TRI_NO);
  EXPECT_EQ(app_.view().tab, Tab::kTriage);
  EXPECT_FALSE(app_.HasDraft(app_.view().contact_id));
}

TEST_F(ProbeTest, TheWholeJobByKeysAlone) {
  TakeAndIntake();
  const auto id = app_.view().contact_id;
  // Complaint with a typing error; the most useful question has the focus; three answers; save.
  Type("brystsmrte");
  Press(Key::kEnter);
  EXPECT_TRUE(Says("Brystsmerter"));
  EXPECT_TRUE(Says("Kan ennå bli"));
  Answer("nnn");
  EXPECT_GE(app_.DraftOf(id).assessment.answers.size(), 3U);
  Press(Key::kEnter, true);
  ASSERT_EQ(Contact().assessments_size(), 1);
  EXPECT_EQ(Contact().hastegrad(), v1::HASTEGRAD_HASTER);
  // The station is the fourth measure; the best doctor is chosen already; Ctrl+Enter asks.
  EXPECT_EQ(app_.view().tab, Tab::kMeasure);
  Answer("4");
  EXPECT_TRUE(Says("Anne Nilsen"));
  EXPECT_TRUE(Says("Ikke på vakt"));
  Press(Key::kEnter, true);
  ASSERT_EQ(Contact().mission_ids_size(), 1);
  const auto mission_id = Contact().mission_ids(0);
  EXPECT_EQ(central_.state().missions.at(mission_id).owner_id(), "lege-nilsen");
  EXPECT_EQ(Contact().measure(), v1::MEASURE_STATION);
  EXPECT_FALSE(Contact().safety_net().text().empty());
  // The doctor finishes it.
  v1::Command step;
  step.mutable_step_mission()->set_mission_id(mission_id);
  for (const auto state :
       {v1::MISSION_STATE_ACCEPTED, v1::MISSION_STATE_WITH_PATIENT, v1::MISSION_STATE_DONE}) {
    step.mutable_step_mission()->set_state(state);
    step.mutable_step_mission()->set_outcome(state == v1::MISSION_STATE_DONE ? v1::OUTCOME_FINISHED
                                                                             : v1::OUTCOME_UNSPECIFIED);
    central_.Do(central_.Doctor("lege-nilsen"), step);
    Rest();
  }
  // Two distinct keys close it; undo takes it back; closed again; the note goes to the record.
  Press(Key::k4, true);
  Press(Key::kEnter, true);
  EXPECT_EQ(Contact().state(), v1::CONTACT_STATE_CLOSED);
  EXPECT_TRUE(Says("Henvendelsen er lukket."));
  Press(Key::kZ, true);
  EXPECT_NE(Contact().state(), v1::CONTACT_STATE_CLOSED);
  Press(Key::k4, true);
  Press(Key::kEnter, true);
  ASSERT_EQ(Contact().state(), v1::CONTACT_STATE_CLOSED);
  Press(Key::kJ, true);
  EXPECT_NE(copied_.find("Åse Bjørnstad"), std::string::npos);
  Press(Key::kE, true);
  EXPECT_NE(Contact().note_entered_us(), 0);
  Press(Key::kR, true);
  EXPECT_NE(Contact().state(), v1::CONTACT_STATE_CLOSED);
}

TEST_F(ProbeTest, ParkAndTakeTheNextThenBack) {
  TakeAndIntake();
  const auto first = app_.view().contact_id;
  central_.Ring("41200022", "4602");
  Rest();
  Press(Key::kP, true);
  EXPECT_EQ(app_.view().contact_id, 0);
  EXPECT_TRUE(central_.state().contacts.at(first).parked());
  EXPECT_TRUE(Says("Parkert"));
  Press(Key::kF2);
  EXPECT_NE(app_.view().contact_id, first);
  EXPECT_TRUE(Says("Parkert: Åse Bjørnstad"));
  Press(Key::kTab, true);
  EXPECT_EQ(app_.view().contact_id, first);
  EXPECT_EQ(Contact().claim().by().user_id(), "kari");
}

// The evening at 20:40: nobody answers, and the call is neither forgotten nor in the way of the next.
TEST_F(ProbeTest, ACallerWhoIsNotReachedIsFollowedUpAndStopsNobody) {
  const auto lose = [this](const char* phone) {
    v1::Command command;
    command.mutable_lose_call()->set_call_id(central_.Ring(phone, "4647"));
    central_.Do(Telephony(), command);
    Rest();
    return command.lose_call().call_id();
  };
  const auto state = [this](std::int64_t call) { return central_.state().calls.at(call).state(); };
  const auto call = lose("41200055");
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(state(call), v1::CALL_STATE_CALL_BACK_DUE);
    Press(Key::kF9);
    Press(Key::kTab);
    Press(Key::kEnter);
  }
  ASSERT_EQ(state(call), v1::CALL_STATE_ESCALATED);
  Pass(5 * kSecondUs);
  ASSERT_FALSE(app_.alarms().empty());
  EXPECT_EQ(app_.alarms().front().alarm.kind, v1::ALARM_KIND_CALLBACK_MISSED);
  EXPECT_TRUE(Says("Ikke nådd: 412 00 055, 3 forsøk. Bestem hva som gjøres nå"));
  Pass(kMinuteUs);
  // The next who waits is first, and comes as before.
  const auto next = lose("41200056");
  Press(Key::kF9);
  EXPECT_EQ(app_.view().overlay_id, next);
  Press(Key::kEscape);
  Click("calls/callback/" + std::to_string(next));
  EXPECT_EQ(app_.view().overlay_id, next);
  Press(Key::kTab);
  Press(Key::kEnter);
  // Its own row, and the alarm.
  Click("calls/callback/" + std::to_string(call));
  ASSERT_EQ(app_.view().overlay, Overlay::kCallback);
  EXPECT_TRUE(Says("412 00 055"));
  EXPECT_TRUE(Says("AMK"));
  EXPECT_TRUE(Says("113"));
  Press(Key::kEscape);
  Click("alarm/0");
  ASSERT_EQ(app_.view().overlay, Overlay::kCallback);
  EXPECT_EQ(app_.view().overlay_id, call);
  // Nothing ends without what was done.
  const auto before = central_.commands();
  Press(Key::kEnter, true);
  EXPECT_EQ(central_.commands(), before);
  EXPECT_FALSE(probe_.Find("overlay/end")->enabled);
  Type("Politiet ser til");
  Press(Key::kEnter, true);
  EXPECT_EQ(state(call), v1::CALL_STATE_ENDED);
  ASSERT_NE(app_.view().contact_id, 0);
  ASSERT_EQ(Contact().notes_size(), 1);
  EXPECT_EQ(Contact().notes(0).personal().text(), "Politiet ser til");
  EXPECT_EQ(Contact().call_ids(0), call);
  EXPECT_EQ(Contact().personal().phone(), "41200055");
  EXPECT_TRUE(domain::IsOpen(Contact())) << "it never closes by itself";
  EXPECT_FALSE(Says("Ikke nådd: 412 00 055"));
}

TEST_F(ProbeTest, ACallerWhoIsReachedAfterAllIsAContactLikeAnyOther) {
  v1::Command command;
  command.mutable_lose_call()->set_call_id(central_.Ring("41200055", "4647"));
  central_.Do(Telephony(), command);
  Rest();
  for (int i = 0; i < 3; ++i) {
    Press(Key::kF9);
    Press(Key::kTab);
    Press(Key::kEnter);
  }
  Press(Key::kF9);
  ASSERT_EQ(app_.view().overlay, Overlay::kCallback);
  Click("overlay/reached");
  EXPECT_EQ(central_.state().calls.at(command.lose_call().call_id()).state(), v1::CALL_STATE_REACHED);
  ASSERT_NE(app_.view().contact_id, 0);
  EXPECT_TRUE(app_.alarms().empty());
}

TEST_F(ProbeTest, LowerNeedsAReasonAndTheRefusalIsWorded) {
  TakeAndIntake();
  Type("brystsmrte");
  Press(Key::kEnter);
  auto& draft = app_.DraftOf(app_.view().contact_id);
  draft.assessment.level_id = "vanlig";
  draft.assessment.chosen_against = 100;
  draft.assessment.touched = true;
  Rest();
  EXPECT_TRUE(Says("Begrunnelse for lavere hastegrad"));
  Press(Key::kEnter, true);
  EXPECT_EQ(Contact().assessments_size(), 0);
  EXPECT_TRUE(Says("Lavere hastegrad krever en begrunnelse"));
  draft.assessment.lowering_reason = "Vurdert av lege";
  Press(Key::k2, true);
  Press(Key::kEnter, true);
  ASSERT_EQ(Contact().assessments_size(), 1);
  EXPECT_EQ(Contact().level_id(), "vanlig");
}

TEST_F(ProbeTest, TwoKeysMakeARedAndBothConfirmationsAreRecorded) {
  TakeAndIntake();
  Press(Key::kF12);
  Press(Key::kEnter);
  ASSERT_TRUE(Contact().has_red());
  EXPECT_TRUE(Says("AMK-konferanse, ring 113"));
  // Nothing has reached her that anybody knows of.
  EXPECT_TRUE(Says("Varsel til Anne Nilsen sendt"));
  EXPECT_TRUE(Says("ikke bekreftet: ring 400 00 001"));
  EXPECT_FALSE(Says("er varslet"));
  EXPECT_TRUE(Says("Pasienten kan være uten hjelp."));
  EXPECT_TRUE(Says("Ber AMK overta"));
  EXPECT_TRUE(Says("AMK ikke bekreftet"));  // the strip
  // One Enter too many confirms nothing.
  Press(Key::kEnter);
  EXPECT_EQ(Contact().red().amk_confirmed_us(), 0);
  Press(Key::kTab);
  EXPECT_TRUE(screen_.ui().focus.Has("overlay/amk"));
  Press(Key::kEnter);
  EXPECT_NE(Contact().red().amk_confirmed_us(), 0);
  EXPECT_EQ(Contact().red().doctor_confirmed_us(), 0);
  EXPECT_TRUE(Says("Pasienten kan være uten hjelp."));
  Click("overlay/doctor");
  EXPECT_NE(Contact().red().doctor_confirmed_us(), 0);
  EXPECT_FALSE(Says("Varsel til"));
  EXPECT_TRUE(app_.alarms().empty());
}

// A key that did nothing would be believed to have called for help.
TEST_F(ProbeTest, WithoutAToolTheRedCardSaysWhyNotAndWhomToRing) {
  TakeAndIntake();
  const auto& state = const_cast<domain::State&>(store_.state());  // NOLINT: as if its tool were not here
  const_cast<v1::Contact&>(state.contacts.at(app_.view().contact_id)).set_tool_hash("gone");
  Rest();
  Press(Key::kF12);
  EXPECT_TRUE(Says("Verktøyet for hastegrad mangler"));
  EXPECT_TRUE(Says("Ring 113 selv, og ring Anne Nilsen, 400 00 001, nå."));
  EXPECT_TRUE(Says("Si dette til AMK"));
  EXPECT_FALSE(probe_.Find("overlay/first")->enabled);
}

// The rule about age gives Haster only: neither the header nor AMK is told that it is why this is Akutt.
TEST_F(ProbeTest, TheOperatorsRedIsNotSaidToBeTheRules) {
  TakeAndIntake();
  Assess("brystsmerter");
  ASSERT_EQ(Contact().hastegrad(), v1::HASTEGRAD_HASTER);
  EXPECT_TRUE(Says("Haster · Brystsmerter · Alder 40 år eller mer"));
  Press(Key::kF12);
  Press(Key::kEnter);
  ASSERT_TRUE(Contact().has_red());
  EXPECT_TRUE(Says("Akutt · Brystsmerter · operatørens valg; verktøyet: Haster, Alder 40 år eller mer"));
  EXPECT_TRUE(Says("Akutt: operatørens valg; verktøyet: Haster, Alder 40 år eller mer"));
  EXPECT_FALSE(Says("Akutt · Brystsmerter · Alder 40"));
  EXPECT_FALSE(Says("Akutt. Alder 40"));
}

// At any moment: also with nothing open. The first key creates nothing.
TEST_F(ProbeTest, TwoKeysMakeARedWithNothingOpen) {
  ASSERT_EQ(app_.contact(), nullptr);
  const auto before = central_.state().contacts.size();
  Press(Key::kF12);
  ASSERT_EQ(app_.view().overlay, Overlay::kRed);
  EXPECT_TRUE(Says("AMK-konferanse, ring 113"));
  EXPECT_TRUE(Says("Oppretter en ny henvendelse"));
  Press(Key::kEscape);
  EXPECT_EQ(app_.view().overlay, Overlay::kNone);
  EXPECT_EQ(central_.state().contacts.size(), before);
  Press(Key::kF12);
  Press(Key::kEnter);
  ASSERT_EQ(central_.state().contacts.size(), before + 1);
  ASSERT_NE(app_.view().contact_id, 0);
  EXPECT_TRUE(Contact().has_red());
  EXPECT_EQ(Contact().claim().by().user_id(), "kari");
  EXPECT_EQ(app_.view().overlay, Overlay::kRed);
  EXPECT_TRUE(Says("Si dette til AMK"));
  // Only that one: the next new contact is a contact like any other.
  Press(Key::kEscape);
  Press(Key::kN, true);
  ASSERT_EQ(central_.state().contacts.size(), before + 2);
  EXPECT_FALSE(Contact().has_red());
}

// Faster than central: what was asked for before is not what becomes red.
TEST_F(ProbeTest, TheRedIsTheContactThatWasMadeForItHoweverSlowCentralIs) {
  const auto before = central_.state().contacts.size();
  central_.Cut();
  Press(Key::kN, true);
  Press(Key::kF12);
  Press(Key::kEnter);
  ASSERT_EQ(central_.state().contacts.size(), before);
  central_.Mend();
  Rest();
  Rest();
  ASSERT_EQ(central_.state().contacts.size(), before + 2);
  auto last = central_.state().contacts.rbegin();
  EXPECT_TRUE(last->second.has_red());
  EXPECT_FALSE((++last)->second.has_red());
  EXPECT_TRUE(Contact().has_red()) << "the red is the open one";
}

// Nothing can have been entered in the record before there is something to enter.
TEST_F(ProbeTest, OnlyWhatIsAssessedCanBeMarkedAsEntered) {
  TakeAndIntake();
  Press(Key::kE, true);
  EXPECT_EQ(Contact().note_entered_us(), 0);
  Assess("brystsmerter");
  Press(Key::kE, true);
  EXPECT_NE(Contact().note_entered_us(), 0);
}

// The operator who is told by phone writes it down: all by keys.
TEST_F(ProbeTest, TheDoctorsConfirmationOfARedIsReachedByKeys) {
  TakeAndIntake();
  Press(Key::kF12);
  Press(Key::kEnter);
  ASSERT_TRUE(Contact().has_red());
  Press(Key::kTab);
  Press(Key::kEnter);
  ASSERT_NE(Contact().red().amk_confirmed_us(), 0);
  // One Enter too many confirms nothing.
  Press(Key::kEnter);
  EXPECT_EQ(Contact().red().doctor_confirmed_us(), 0);
  Press(Key::kTab);
  EXPECT_TRUE(screen_.ui().focus.Has("overlay/doctor"));
  Press(Key::kEnter);
  EXPECT_NE(Contact().red().doctor_confirmed_us(), 0);
  EXPECT_EQ(Contact().red().doctor_confirmed_by().user_id(), "kari");
}

TEST_F(ProbeTest, GoingToAnAlarmTakesNothing) {
  central_.Ring("41200021", "4647");
  Rest();
  Press(Key::kF2);
  const auto id = app_.view().contact_id;
  Answer("nnn");
  Press(Key::kEnter, true);
  Press(Key::kP, true);
  ASSERT_FALSE(central_.state().contacts.at(id).has_claim());
  // Nobody assesses it: its deadline is missed.
  for (int i = 0; i < 90 && app_.alarms().empty(); ++i) Pass(kMinuteUs);
  ASSERT_FALSE(app_.alarms().empty());
  ASSERT_EQ(app_.alarms().front().alarm.contact_id, id);
  const int before = central_.commands();
  Press(Key::kF8, false, true);
  EXPECT_EQ(app_.view().contact_id, id);
  EXPECT_FALSE(Contact().has_claim());
  Press(Key::kEscape);
  app_.view().contact_id = 0;
  Rest();
  Click("alarm/0");
  EXPECT_EQ(app_.view().contact_id, id);
  EXPECT_FALSE(Contact().has_claim());
  EXPECT_EQ(central_.commands(), before);
  // A key of its own takes it.
  Press(Key::kO, true);
  EXPECT_EQ(Contact().claim().by().user_id(), "kari");
}

TEST_F(ProbeTest, OnTheDoctorsBehalfTheReasonAndTheOutcomeAreChosen) {
  TakeAndIntake();
  Assess("brystsmrte");
  Answer("4");
  Press(Key::kEnter, true);
  ASSERT_EQ(Contact().mission_ids_size(), 1);
  const auto first = Contact().mission_ids(0);
  Press(Key::k4, true);
  Press(Key::k3, true);
  const auto step = [](v1::MissionState state, std::int64_t mission) {
    return "measure/step" + std::to_string(static_cast<int>(state)) + "/" + std::to_string(mission);
  };
  Click(step(v1::MISSION_STATE_REFUSED, first));
  EXPECT_TRUE(Says("Hvorfor kan ikke"));
  // Nothing chosen: the button is off, and nothing is sent.
  const int before = central_.commands();
  EXPECT_FALSE(probe_.Find("overlay/send")->enabled);
  Press(Key::kEnter);
  EXPECT_EQ(central_.commands(), before);
  EXPECT_EQ(central_.state().missions.at(first).state(), v1::MISSION_STATE_REQUESTED);
  Answer("2");
  Press(Key::kTab);
  Press(Key::kEnter);
  EXPECT_EQ(central_.state().missions.at(first).state(), v1::MISSION_STATE_REFUSED);
  EXPECT_EQ(central_.state().missions.at(first).cannot_reason(), v1::CANNOT_REASON_TOO_FAR);
  EXPECT_EQ(app_.view().overlay, Overlay::kNone);

  Press(Key::k3, true);
  Press(Key::kEnter, true);
  ASSERT_EQ(Contact().mission_ids_size(), 2);
  const auto second = Contact().mission_ids(1);
  Press(Key::k3, true);
  Click(step(v1::MISSION_STATE_ACCEPTED, second));
  Click(step(v1::MISSION_STATE_WITH_PATIENT, second));
  Click(step(v1::MISSION_STATE_DONE, second));
  EXPECT_TRUE(Says("Hvordan avsluttet"));
  EXPECT_EQ(central_.state().missions.at(second).state(), v1::MISSION_STATE_WITH_PATIENT);
  Answer("3");
  Press(Key::kTab);
  Press(Key::kEnter);
  EXPECT_EQ(central_.state().missions.at(second).state(), v1::MISSION_STATE_DONE);
  EXPECT_EQ(central_.state().missions.at(second).outcome(), v1::OUTCOME_HOSPITAL);
}

// One wording for it wherever it stands, also when the time has run out: it is neither a plan nor a free
// doctor.
TEST_F(ProbeTest, ARequestThatNobodyAnswersSaysSoInTheSameWordsEverywhere) {
  TakeAndIntake();
  Assess("brystsmrte");
  Answer("4");
  Press(Key::kEnter, true);
  ASSERT_EQ(Contact().mission_ids_size(), 1);
  Press(Key::k3, true);
  const auto said = [this] {
    return std::count_if(probe_.texts().begin(), probe_.texts().end(), [](const std::string& text) {
      return text.find("Spurt for ") != std::string::npos && text.find("ikke svart") != std::string::npos;
    });
  };
  Pass(kMinuteUs);
  EXPECT_TRUE(Says("Spurt for 1 min siden, ikke svart"));
  EXPECT_GE(said(), 3) << "the list, the measure, the doctors";
  EXPECT_FALSE(Says("Forespurt"));
  EXPECT_FALSE(Says("Ledig · 400 00 001"));
  const auto mission_id = Contact().mission_ids(0);
  for (int i = 0; i < 30 && Contact().mission_ids_size() == 1 &&
                  central_.state().missions.at(mission_id).state() == v1::MISSION_STATE_REQUESTED;
       ++i)
    Pass(kMinuteUs);
  ASSERT_EQ(central_.state().missions.at(mission_id).state(), v1::MISSION_STATE_NO_ANSWER);
  EXPECT_GE(said(), 3);
  EXPECT_TRUE(Says("Anne Nilsen: Spurt for "));
  EXPECT_FALSE(Says("Ledig · 400 00 001"));
}

TEST_F(ProbeTest, TheTimeToAnswerIsNeverZeroWhileItIsStillAsked) {
  TakeAndIntake();
  Assess("brystsmrte");
  Answer("4");
  Press(Key::kEnter, true);
  ASSERT_EQ(Contact().mission_ids_size(), 1);
  const auto& mission = central_.state().missions.at(Contact().mission_ids(0));
  Press(Key::k3, true);
  // Central's event has not come: the connection is slow just then.
  Pass(mission.expires_us() - central_.now_us() - kSecondUs / 2);
  EXPECT_TRUE(Says("svar innen 00:01"));
  mono_us_ += kSecondUs;
  for (int i = 0; i < 4; ++i) app_.Frame(mono_us_);
  EXPECT_TRUE(Says("svartiden går ut"));
  EXPECT_FALSE(Says("svar innen 00:00"));
}

TEST_F(ProbeTest, StaleIsSaidSendingIsOffAndDraftsGoOn) {
  TakeAndIntake();
  const int before = central_.commands();
  central_.Cut();
  mono_us_ += 4 * kSecondUs;
  Rest();
  EXPECT_TRUE(Says("Skjermen er ikke oppdatert"));
  Press(Key::kF2);
  Press(Key::k1, true);
  Press(Key::kTab);
  Press(Key::kTab);
  Press(Key::kTab);
  Press(Key::kTab);
  Type("Ny Å");
  Press(Key::kEnter, true);
  EXPECT_EQ(central_.commands(), before);
  mono_us_ += 3 * kSecondUs;
  Rest();
  EXPECT_NE(file_.find("Ny Å"), std::string::npos);
  central_.Mend();
  Rest();
  EXPECT_FALSE(Says("Skjermen er ikke oppdatert"));
  EXPECT_EQ(app_.DraftOf(app_.view().contact_id).intake.name, "Ny Å");
  Press(Key::k1, true);
  Press(Key::kEnter, true);
  EXPECT_EQ(Contact().personal().name(), "Ny Å");
}

TEST_F(ProbeTest, WithoutTelephonyNothingIsMeasuredAndF2OpensACall) {
  central_.Telephony(false);
  Rest();
  EXPECT_TRUE(Says("Ikke målt: telefoni ikke tilkoblet"));
  EXPECT_TRUE(Says("Telefoni ikke tilkoblet"));
  Press(Key::kF2);
  EXPECT_NE(app_.view().contact_id, 0);
}

TEST_F(ProbeTest, VitalsAreReadWithUnitsAndNews2SaysAtLeast) {
  TakeAndIntake();
  Type("brystsmrte");
  Press(Key::kEnter);
  const auto& tool = *store_.ActiveTool();
  const ui::Probe::Item* temperature = nullptr;
  std::string id;
  for (const auto& question : tool.questions()) {
    if (question.vital && question.unit == "°C") {
      id = "triage/v/" + question.id;
      temperature = probe_.Find(id);
    }
  }
  ASSERT_NE(temperature, nullptr);
  // It may lie below the fold: the focus scrolls it into view.
  screen_.ui().focus.Set(std::string_view(id));
  Rest();
  Type("99");
  EXPECT_TRUE(Says("Utenfor det som er mulig"));
  EXPECT_FALSE(app_.DraftOf(app_.view().contact_id).assessment.answers.contains(id.substr(9)));
  Press(Key::kBackspace);
  Press(Key::kBackspace);
  Type("39,4");
  EXPECT_TRUE(Says("NEWS2 minst 2"));
}

TEST_F(ProbeTest, ALetterInATextFieldIsALetter) {
  central_.Ring("41200021", "4647");
  Rest();
  Press(Key::kF2);
  Answer("nnn");
  Press(Key::kTab);
  Type("jnvJNV");
  EXPECT_EQ(app_.DraftOf(app_.view().contact_id).intake.name, "jnvJNV");
  EXPECT_EQ(app_.DraftOf(app_.view().contact_id).intake.with_patient, v1::TRI_UNSPECIFIED);
}

// Idle is cheap: a sign of life from central needs one frame, and only what is new is drawn to its rest.
TEST_F(ProbeTest, WhereNothingIsNewOneFrameIsEnough) {
  central_.Pass(0);
  mono_us_ += kSecondUs;
  app_.Frame(mono_us_);
  EXPECT_FALSE(screen_.busy());
  central_.Ring("41200021", "4647");
  app_.Frame(mono_us_);
  EXPECT_TRUE(screen_.busy());
  Rest();
  central_.Cut();
  mono_us_ += 4 * kSecondUs;
  app_.Frame(mono_us_);
  EXPECT_TRUE(screen_.busy()) << "the banner moves everything down";
}

TEST_F(ProbeTest, HelpAndPaletteComeFromTheRegistry) {
  Press(Key::kF1);
  for (const auto& command : app_.registry().commands()) {
    EXPECT_TRUE(Says(screen_.ui().T(command.text_key()))) << command.id;
  }
  Press(Key::kEscape);
  Press(Key::kK, true);
  Type("natt");
  Press(Key::kEnter);
  EXPECT_EQ(screen_.ui().theme.name(), ui::ThemeName::kDag);
}

TEST_F(ProbeTest, TheMouseDoesTheSame) {
  testing::FillEvening(central_);
  Pass(2 * kSecondUs);
  Pass(kSecondUs);
  const auto id = app_.view().order.rows().at(1);
  Click("queue/row/" + std::to_string(id));
  EXPECT_EQ(app_.view().contact_id, id);
  Click("tabs/5");
  EXPECT_TRUE(Says("Hva som har skjedd"));
}

// A ring makes the queue begin lower: who lies under the pointer now is not who was aimed at.
TEST_F(ProbeTest, AClickJustAfterTheRowsHaveMovedOpensNobody) {
  testing::FillEvening(central_);
  Pass(2 * kSecondUs);
  Pass(2 * kSecondUs);
  const auto open = app_.view().contact_id;
  const auto id = app_.view().order.rows().at(1);
  ASSERT_NE(open, id);
  central_.Ring("41200021", "4647");
  app_.Frame(mono_us_ += 16'000);
  Click("queue/row/" + std::to_string(id));
  EXPECT_EQ(app_.view().contact_id, open);
  mono_us_ += kSecondUs;
  Rest();
  Click("queue/row/" + std::to_string(id));
  EXPECT_EQ(app_.view().contact_id, id);
}

TEST_F(ProbeTest, NoTapIsLostAtSlowFrames) {
  testing::FillEvening(central_);
  Pass(2 * kSecondUs);
  Press(Key::kEscape);
  const auto& rows = app_.view().order.rows();
  ASSERT_GE(rows.size(), 6U);
  // All between two frames.
  for (int i = 0; i < 5; ++i) screen_.keys().PushKey({Key::kDown});
  Rest();
  EXPECT_EQ(app_.view().cursor.row, rows[5]);
  EXPECT_EQ(screen_.keys().pushed(), screen_.keys().taken());
}

TEST_F(ProbeTest, TheConsolesStateIsCentralsState) {
  testing::FillEvening(central_);
  TakeAndIntake();
  EXPECT_EQ(store_.state().revision, central_.state().revision);
}

// No text may show as its key.
TEST_F(ProbeTest, EveryTextHasItsWords) {
  testing::FillEvening(central_);
  TakeAndIntake();
  Type("brystsmrte");
  Press(Key::kEnter);
  for (const auto key : {Key::k1, Key::k2, Key::k3, Key::k4, Key::k5}) {
    Press(key, true);
    for (const auto& text : probe_.texts()) {
      EXPECT_EQ(text.find("console."), std::string::npos) << text;
      EXPECT_EQ(text.find("domain."), std::string::npos) << text;
      EXPECT_EQ(text.find("routing."), std::string::npos) << text;
    }
  }
}

}  // namespace
}  // namespace legevakt::console
