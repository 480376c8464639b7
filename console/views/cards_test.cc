// The cards, played by keys: a key there is about whom one reads, and what is typed outlives the card.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "console/testing/local_central.h"
#include "console/testing/shell_rig.h"
#include "console/views/app.h"

namespace legevakt::console {
namespace {

using testing::LocalCentral;
using testing::Take;
using ui::Key;
using Rig = testing::ShellRig;

// What is typed is about the alarm that stood there when the card was opened.
TEST(ShellAlarms, WhatIsPutAsideIsTheAlarmThatWasReadAndNoOther) {
  for (const bool gone : {false, true}) {
    LocalCentral central;
    Rig rig(central);
    const auto first = Take(rig);
    rig.Press(Key::kP, true);
    for (int i = 0; i < 12; ++i) rig.Pass(kMinuteUs);
    ASSERT_EQ(rig.app.alarms().size(), 1U);
    const domain::AlarmId read = rig.app.alarms().front().alarm.id();
    rig.Press(Key::kF8, true);
    rig.Type("Legen er på tråden");
    rig.Press(Key::kTab);
    rig.Type("2");
    if (gone) {
      v1::Command take;
      take.mutable_claim_contact()->set_contact_id(first);
      central.Do(central.Colleague(), take);
      v1::Command assess;
      assess.mutable_assess_contact()->set_contact_id(first);
      assess.mutable_assess_contact()->set_complaint_id("diffuse");
      assess.mutable_assess_contact()->set_level_id("haster");
      assess.mutable_assess_contact()->set_lowering_reason("Kjent fra tidligere");
      central.Do(central.Colleague(), assess);
    }
    // A graver one comes meanwhile, and stands first.
    central.Ring("41200077", "4647");
    for (int i = 0; i < 11; ++i) rig.Pass(10 * kSecondUs);
    ASSERT_FALSE(rig.app.alarms().empty());
    EXPECT_EQ(rig.Says("Denne alarmen står ikke lenger"), gone);
    rig.Press(Key::kTab);
    rig.Press(Key::kEnter);
    ASSERT_EQ(central.state().alarm_marks.size(), gone ? 0U : 1U);
    if (!gone) {
      EXPECT_EQ(central.state().alarm_marks.begin()->first, read);
    }
  }
}

// Patients who are on their way to the station; by mission.
std::vector<std::int64_t> FillWaitingRoom(LocalCentral& central) {
  testing::FillEvening(central);
  std::vector<std::int64_t> missions;
  for (const char* phone : {"41200071", "41200072", "41200073"})
    missions.push_back(testing::ColleagueAsks(central, phone, v1::MEASURE_STATION, "lege-nilsen"));
  return missions;
}

void StepVisit(LocalCentral& central, std::int64_t mission, v1::VisitState state) {
  v1::Command step;
  step.mutable_step_visit()->set_mission_id(mission);
  step.mutable_step_visit()->set_state(state);
  central.Do(central.Colleague(), step);
}

// Enter is about a patient, and not about a place in a list that others change.
TEST(ShellWaitingRoom, TheKeyStaysWithThePatientWhateverHappensToTheRows) {
  LocalCentral central;
  const auto missions = FillWaitingRoom(central);
  Rig rig(central);
  rig.Press(Key::kF4, false, true);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kWaitingRoom);
  const auto has = [&rig](std::int64_t mission) {
    return rig.screen.ui().focus.Has(ui::Id("overlay/next", mission));
  };
  const auto& rows = rig.app.view().visit_rows.order.rows();
  ASSERT_GE(rows.size(), 3U);
  const auto first = rows[0];
  const auto second = rows[1];
  EXPECT_TRUE(has(first));
  const auto state = [&central](std::int64_t mission) {
    return central.state().missions.at(mission).visit().state();
  };
  // A colleague takes the first one on: the rows are sorted anew when the hand has been still.
  const auto before = state(first);
  const auto next = static_cast<v1::VisitState>(std::max<int>(before, v1::VISIT_STATE_EXPECTED) + 1);
  StepVisit(central, first, next);
  rig.Rest();
  EXPECT_EQ(rows[0], first) << "no row moves under the hand";
  rig.Pass(2 * kSecondUs);
  EXPECT_NE(rows[0], first);
  EXPECT_TRUE(has(first));
  const auto others = state(second);
  rig.Press(Key::kEnter);
  EXPECT_EQ(state(second), others);
  EXPECT_NE(state(first), next);
  EXPECT_TRUE(has(first));
}

TEST(ShellHandover, TheFirstTickIsAContactsAndNotAPlaces) {
  LocalCentral central;
  testing::FillEvening(central);
  Rig rig(central);
  rig.Press(Key::kB, true);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kHandover);
  EXPECT_EQ(rig.probe.Find("overlay/first"), nullptr);
  const auto focused = std::find_if(rig.probe.items().begin(), rig.probe.items().end(), [](const auto& item) {
    return item.focused && item.id.starts_with("overlay/pick/");
  });
  ASSERT_NE(focused, rig.probe.items().end());
  const std::int64_t id = std::stoll(focused->id.substr(13));
  rig.Type(" ");
  EXPECT_EQ(rig.app.view().card.picked, std::set<std::int64_t>{id});
}

// What is typed for the next shift outlives the card, and the wait for central.
TEST(ShellHandover, TheNoteIsKeptUntilCentralHasIt) {
  LocalCentral central;
  Rig rig(central);
  rig.Press(Key::kB, true);
  rig.screen.ui().focus.Set("overlay/note");
  rig.Rest();
  rig.Type("Nøkkelen ligger i skuffen");
  rig.Press(Key::kEscape);
  rig.Press(Key::kB, true);
  EXPECT_TRUE(rig.Says("Nøkkelen ligger i skuffen"));
  rig.app.SaveDrafts();
  EXPECT_NE(rig.drafts.find("Nøkkelen ligger"), std::string::npos);
  central.Cut();
  rig.screen.keys().PushKey({Key::kEnter, true, false});
  rig.Frames();
  EXPECT_EQ(rig.app.shell().shift_note, "Nøkkelen ligger i skuffen");
  central.Mend();
  for (int i = 0; i < 3; ++i) rig.Pass(kSecondUs);
  EXPECT_TRUE(rig.app.shell().shift_note.empty());
  EXPECT_EQ(central.state().shift_notes.size(), 1U);
}

// Whoever stands in a field without typing does not take back what is written there meanwhile.
TEST(ShellFields, WhatArrivesInTheFieldWithTheFocusStays) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.screen.ui().focus.Set("intake/name");
  rig.Rest();
  v1::Command record;
  record.mutable_record_intake()->set_contact_id(id);
  record.mutable_record_intake()->mutable_personal()->set_name("Åse Vik");
  central.Do(central.Operator(), record);
  rig.Rest();
  EXPECT_EQ(rig.app.DraftOf(id).intake.name, "Åse Vik");
  EXPECT_FALSE(rig.app.DraftOf(id).intake.touched);
  rig.Type("n");
  EXPECT_EQ(rig.app.DraftOf(id).intake.name, "Åse Vikn");
}

// What closes by itself would let the next letters answer a question beneath it.
TEST(ShellCards, OneWhoseSubjectIsGoneStaysUntilItIsClosedByHand) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  v1::Command ask;
  ask.mutable_request_help();
  central.Do(central.Colleague(), ask);
  const auto help = central.state().help.begin()->first;
  rig.app.Open(Overlay::kNeedHelp, help);
  rig.Rest();
  v1::Command cancel;
  cancel.mutable_cancel_help()->set_help_id(help);
  central.Do(central.Colleague(), cancel);
  rig.Rest();
  EXPECT_EQ(rig.app.view().overlay, Overlay::kNeedHelp);
  EXPECT_TRUE(rig.Says("Ikke her lenger"));
  rig.Type("j");
  EXPECT_EQ(rig.app.DraftOf(id).intake.airway, v1::TRI_UNSPECIFIED);
  rig.Press(Key::kEscape);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kNone);
}

TEST(ShellWarning, TheTextIsKeptWhenTheCardIsClosed) {
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  for (const char* answer : {"n", "n", "n"}) rig.Type(answer);
  rig.Type("41200021");
  rig.Press(Key::kW, true, true);
  ASSERT_EQ(rig.app.view().overlay, Overlay::kWarning);
  rig.Type("Løs hund");
  rig.Press(Key::kEscape);
  rig.Press(Key::kW, true, true);
  EXPECT_EQ(rig.app.DraftOf(id).warning, "Løs hund");
  rig.Press(Key::kEnter, true);
  EXPECT_EQ(central.state().warnings.size(), 1U);
  EXPECT_TRUE(rig.app.DraftOf(id).warning.empty());
}

void TypePaperCase(Rig& rig) {
  rig.Press(Key::kF11, false, true);
  for (const char* typed :
       {"1840", "1845", "41200099", "44", "Åse Vik", "1", "2", "Kutt i hånden", "kutt", "3", "1844"}) {
    rig.Type(typed);
    rig.Press(Key::kTab);
  }
  rig.screen.ui().focus.Set("overlay/send");
  rig.Rest();
}

std::int64_t NamedCase(const LocalCentral& central, std::string_view name) {
  return std::count_if(central.state().contacts.begin(), central.state().contacts.end(),
                       [name](const auto& each) { return each.second.personal().name() == name; });
}

TEST(ShellPaper, TwoPressesMakeOneCaseAndItIsOnTheDiskUntilCentralHasItAll) {
  LocalCentral central;
  Rig rig(central);
  TypePaperCase(rig);
  const auto before = central.state().contacts.size();
  rig.app.SaveDrafts();
  EXPECT_NE(rig.drafts.find("Åse Vik"), std::string::npos);
  central.Cut();
  for (int i = 0; i < 2; ++i) rig.screen.keys().PushKey({Key::kEnter});
  rig.Frames();
  EXPECT_TRUE(rig.app.PaperPending());
  EXPECT_FALSE(rig.Says("er ført inn"));
  EXPECT_EQ(rig.app.shell().paper_case.name, "Åse Vik");
  central.Mend();
  for (int i = 0; i < 8; ++i) rig.Pass(kSecondUs);
  EXPECT_EQ(central.state().contacts.size(), before + 1);
  EXPECT_EQ(NamedCase(central, "Åse Vik"), 1);
  EXPECT_TRUE(rig.Says("Åse Vik er ført inn"));
  rig.app.SaveDrafts();
  EXPECT_EQ(rig.drafts.find("Åse Vik"), std::string::npos);
}

TEST(ShellPaper, ARefusedPartIsNamedAndTheFormIsKeptAndSentAgain) {
  LocalCentral central;
  Rig rig(central);
  TypePaperCase(rig);
  const auto before = central.state().contacts.size();
  // Somebody else takes the contact as soon as it is there.
  rig.screen.keys().PushKey({Key::kEnter});
  for (int i = 0; i < 40 && central.state().contacts.size() == before; ++i) rig.app.Frame(rig.mono += 16'000);
  ASSERT_EQ(central.state().contacts.size(), before + 1);
  const auto id = central.state().contacts.rbegin()->first;
  testing::ColleagueTakes(central, id);
  for (int i = 0; i < 4; ++i) rig.Pass(kSecondUs);
  EXPECT_TRUE(rig.Says("Opplysningene ble ikke tatt imot"));
  EXPECT_FALSE(rig.Says("er ført inn og"));
  EXPECT_EQ(rig.app.shell().paper_case.name, "Åse Vik");
  EXPECT_EQ(rig.app.shell().paper_case.contact_id, id);
  v1::Command park;
  park.mutable_park_contact()->set_contact_id(id);
  central.Do(central.Colleague(), park);
  rig.Rest();
  rig.Press(Key::kEnter);
  for (int i = 0; i < 6; ++i) rig.Pass(kSecondUs);
  EXPECT_EQ(central.state().contacts.size(), before + 1) << "the same case";
  EXPECT_EQ(NamedCase(central, "Åse Vik"), 1);
  EXPECT_TRUE(rig.app.shell().paper_case.name.empty());
}

TEST(ShellTelephony, WhatIsNoLongerHeardDoesNotGoOnRinging) {
  LocalCentral central;
  Rig rig(central);
  central.Telephony(true);
  central.Ring("41200021", "4647");
  rig.Pass(20 * kSecondUs);
  EXPECT_TRUE(rig.Says("00:20"));
  EXPECT_TRUE(rig.Says("Ta neste anrop"));
  central.Telephony(false);
  for (int i = 0; i < 12; ++i) rig.Pass(10 * kSecondUs);
  EXPECT_TRUE(rig.Says("00:20")) << "the timer stands still";
  EXPECT_TRUE(rig.Says("sist hørt"));
  EXPECT_TRUE(rig.Says("Telefoni ikke tilkoblet. F2 åpner et nytt anrop."));
  EXPECT_FALSE(rig.Says("Ta neste anrop"));
  EXPECT_TRUE(rig.Says("Nytt anrop (uten telefonikobling)"));
  for (const AlarmRow& row : rig.app.alarms()) EXPECT_NE(row.alarm.kind, v1::ALARM_KIND_ANSWER_TIME);
}

TEST(ShellCards, CtrlEnterIsNamedOnlyOverACardWhereItActs) {
  LocalCentral central;
  testing::FillEvening(central);
  Rig rig(central);
  Take(rig);
  int shown = 0;
  for (const auto card :
       {Overlay::kHelp, Overlay::kRed, Overlay::kMap, Overlay::kWaitingRoom, Overlay::kPaper,
        Overlay::kPaperCase, Overlay::kOutbox, Overlay::kMeanwhile, Overlay::kShelve}) {
    rig.app.Open(card);
    rig.Rest();
    // A card with nothing on it closes itself.
    if (rig.app.view().overlay != card) continue;
    ++shown;
    EXPECT_EQ(rig.probe.Find("hint/contact.primary"), nullptr) << static_cast<int>(card);
    rig.app.CloseOverlay();
  }
  EXPECT_GE(shown, 7);
  rig.app.Open(Overlay::kHandover);
  rig.Rest();
  EXPECT_EQ(rig.probe.Find("hint/contact.primary"), nullptr) << "nothing is typed";
  rig.app.shell().shift_note = "Nøkkelen";
  rig.Rest();
  EXPECT_NE(rig.probe.Find("hint/contact.primary"), nullptr);
}

TEST(ShellCommands, ThePaletteSaysWhyAndStaysWhereItCannotBeDone) {
  LocalCentral central;
  Rig rig(central);
  rig.Press(Key::kK, true);
  rig.Type("angre");
  EXPECT_TRUE(rig.Says("ingen henvendelse er åpen"));
  rig.Press(Key::kEnter);
  EXPECT_EQ(rig.app.view().overlay, Overlay::kPalette);
  rig.Press(Key::kEscape);
  Take(rig);
  rig.Press(Key::kK, true);
  rig.Type("parker");
  EXPECT_FALSE(rig.Says("ikke nå"));
}

}  // namespace
}  // namespace legevakt::console
