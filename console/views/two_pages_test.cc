// The two pages of docs/brukerveiledning/to-sider.md are enough to run an evening: twenty contacts are played
// with no other key than those the pages name.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "console/testing/probe_rig.h"

namespace legevakt::console {
namespace {

using ui::Key;

// What stands between `...` on the pages. "1 … 9" and "Ctrl+1 … Ctrl+5" stand for all between.
std::set<std::string> KeysOnThePages() {
  std::ifstream file(LEGEVAKT_SOURCE_DIR "/docs/brukerveiledning/to-sider.md");
  std::stringstream bytes;
  bytes << file.rdbuf();
  const std::string text = bytes.str();
  std::set<std::string> keys;
  const std::regex quoted("`([^`]+)`");
  for (std::sregex_iterator it(text.begin(), text.end(), quoted), end; it != end; ++it) keys.insert((*it)[1]);
  const std::regex range("`(Ctrl\\+)?([0-9])` … `(Ctrl\\+)?([0-9])`");
  for (std::sregex_iterator it(text.begin(), text.end(), range), end; it != end; ++it) {
    for (char digit = (*it)[2].str()[0]; digit <= (*it)[4].str()[0]; ++digit)
      keys.insert((*it)[1].str() + digit);
  }
  return keys;
}

class TwoPagesTest : public ProbeTest {
 protected:
  void Pressed(const ui::Chord& chord) override {
    const std::string key = ui::ChordText(chord, text::Lang::kNb);
    EXPECT_TRUE(pages_.contains(key)) << key << " is on neither of the two pages";
  }
  void Answered(char letter) override {
    const std::string key(1, static_cast<char>(std::toupper(static_cast<unsigned char>(letter))));
    EXPECT_TRUE(pages_.contains(key)) << key << " is on neither of the two pages";
  }

  std::int64_t Take() {
    central_.Ring("4120" + std::to_string(++numbers_), "4647");
    Pass(8 * kSecondUs);
    Press(Key::kF2);
    return app_.view().contact_id;
  }
  void Intake(const char* name, const char* age) {
    Answer("nnn");
    Press(Key::kTab);
    Type(name);
    Press(Key::kTab);
    Type(age);
    Press(Key::kTab);
    Answer("1");
    Press(Key::kEnter, true);
  }
  void Triage(const char* words) {
    Type(words);
    Press(Key::kEnter);
    Answer("nnn");
    Press(Key::kEnter, true);
  }
  void Close() {
    Press(Key::kF11);
    Press(Key::k4, true);
    Press(Key::kEnter, true);
    EXPECT_EQ(Contact().state(), v1::CONTACT_STATE_CLOSED);
    copied_.clear();
    Press(Key::kJ, true);
    EXPECT_FALSE(copied_.empty());
    Press(Key::kE, true);
    EXPECT_NE(Contact().note_entered_us(), 0);
  }
  void DoctorSees(std::int64_t mission_id) {
    v1::Command step;
    step.mutable_step_mission()->set_mission_id(mission_id);
    for (const auto state :
         {v1::MISSION_STATE_ACCEPTED, v1::MISSION_STATE_WITH_PATIENT, v1::MISSION_STATE_DONE}) {
      step.mutable_step_mission()->set_state(state);
      if (state == v1::MISSION_STATE_DONE) step.mutable_step_mission()->set_outcome(v1::OUTCOME_FINISHED);
      central_.Do(central_.Doctor("lege-nilsen"), step);
      Rest();
    }
  }

  // Tab until what begins with `id` has the focus.
  void TabTo(const std::string& id) {
    const auto there = [&] {
      return std::any_of(probe_.items().begin(), probe_.items().end(),
                         [&id](const auto& item) { return item.focused && item.id.starts_with(id); });
    };
    for (int i = 0; i < 60 && !there(); ++i) Press(Key::kTab);
    ASSERT_TRUE(there()) << id;
  }

  const std::set<std::string> pages_ = KeysOnThePages();
  int numbers_ = 1000;
};

TEST_F(TwoPagesTest, AnEveningOfTwentyContactsNeedsNoOtherKey) {
  ASSERT_GT(pages_.size(), 20U) << "the pages were not found";
  const std::size_t before = central_.state().contacts.size();
  // Nine with advice.
  for (int i = 0; i < 9; ++i) {
    Take();
    Intake("Øystein Ås", "34");
    Triage(i % 2 == 0 ? "hoste" : "ryggsmerter");
    Answer("1");
    Press(Key::kEnter, true);
    Close();
  }
  // A wrong number, and a question about opening hours; the second was a mistake and is taken back.
  Take();
  Press(Key::kW, true);
  Answer("1");
  EXPECT_EQ(Contact().state(), v1::CONTACT_STATE_CLOSED);
  Take();
  Press(Key::kW, true);
  Answer("2");
  Press(Key::kZ, true);
  EXPECT_NE(Contact().state(), v1::CONTACT_STATE_CLOSED);
  Press(Key::kW, true);
  Answer("2");
  EXPECT_EQ(Contact().state(), v1::CONTACT_STATE_CLOSED);
  // Three for the doctor at the station.
  for (int i = 0; i < 3; ++i) {
    Take();
    Intake("Bjørg Ødegård", "77");
    Triage("magesmerter");
    Answer("4");
    Press(Key::kEnter, true);
    ASSERT_EQ(Contact().mission_ids_size(), 1);
    DoctorSees(Contact().mission_ids(0));
    Close();
  }
  // A red: both confirmations, by keys.
  Take();
  Press(Key::kF12);
  Press(Key::kEnter);
  ASSERT_TRUE(Contact().has_red());
  Press(Key::kEnter);
  EXPECT_EQ(Contact().red().amk_confirmed_us(), 0) << "one Enter too many confirms nothing";
  Press(Key::kTab);
  Press(Key::kEnter);
  EXPECT_NE(Contact().red().amk_confirmed_us(), 0);
  Press(Key::kTab);
  Press(Key::kEnter);
  EXPECT_NE(Contact().red().doctor_confirmed_us(), 0);
  Press(Key::kEscape);
  // A mother rings twice about one child; the second call is joined.
  const auto child = Take();
  Intake("Emma Lunde", "2");
  Triage("feber");
  Press(Key::kP, true);
  --numbers_;
  Take();
  Answer("nnn");
  Press(Key::kL, true);
  EXPECT_EQ(app_.view().contact_id, child);
  Press(Key::kP, true);
  // Two children in one call.
  Take();
  Intake("Nora Vik", "4");
  Press(Key::kN, true, true);
  Intake("Noah Vik", "6");
  Triage("utslett");
  Press(Key::kP, true);
  // AMK hands a patient over; a second opinion is asked, and help.
  Press(Key::kF12, false, true);
  Intake("Sverre Moe", "58");
  Triage("svimmel");
  Press(Key::kD, true);
  Type("Kan dette vente til i morgen?");
  Press(Key::kEnter, true);
  Press(Key::kH, true);
  Press(Key::kTab, true);
  // The lists, the directory, the waiting room, and the shift change.
  Press(Key::kF7);
  Press(Key::kF1, false, true);
  EXPECT_TRUE(Says("Telefonliste"));
  Press(Key::kEscape);
  Press(Key::kF4, false, true);
  EXPECT_TRUE(Says("Venterom"));
  Press(Key::kEscape);
  Press(Key::kF, true, true);
  EXPECT_TRUE(Says("Søk i henvendelser"));
  Press(Key::kEscape);
  Press(Key::kB, true);
  EXPECT_TRUE(Says("Vaktskifte"));
  Press(Key::kEscape);
  EXPECT_GE(central_.state().contacts.size(), before + 20);
}

// What comes on the nights that are not quiet: alarms, call-backs, central away, paper, the house, the
// shift's end.
TEST_F(TwoPagesTest, ANightThatIsNotQuietNeedsNoOtherKeyEither) {
  // An alarm: somebody parked is not heard from in time.
  Take();
  Intake("Øystein Ås", "34");
  Press(Key::kF11);
  Press(Key::kP, true);
  for (int i = 0; i < 12; ++i) Pass(kMinuteUs);
  ASSERT_FALSE(app_.alarms().empty());
  Press(Key::kF8);
  EXPECT_TRUE(app_.alarms().front().quiet);
  // Somebody gave up, and is called back.
  v1::Command lose;
  lose.mutable_lose_call()->set_call_id(central_.Ring("41200077", "4647"));
  v1::Actor telephony;
  telephony.set_user_id("telefoni");
  telephony.set_role(v1::ROLE_TELEPHONY);
  central_.Do(telephony, lose);
  Rest();
  Press(Key::kF9);
  ASSERT_EQ(app_.view().overlay, Overlay::kCallback);
  Press(Key::kEnter);
  const auto called_back = app_.view().contact_id;
  ASSERT_NE(called_back, 0);
  Intake("Bjørg Ødegård", "77");
  Triage("magesmerter");
  // A patient at the counter, for the doctor in the house.
  Press(Key::kP, true);
  Press(Key::kF2, false, true);
  Intake("Nora Vik", "41");
  Triage("magesmerter");
  Answer("4");
  Press(Key::kEnter, true);
  ASSERT_EQ(Contact().mission_ids_size(), 1);
  const auto mission = Contact().mission_ids(0);
  Press(Key::kF11);
  Press(Key::kP, true);
  Press(Key::kF4, false, true);
  ASSERT_EQ(app_.view().overlay, Overlay::kWaitingRoom);
  const auto before = central_.state().missions.at(mission).visit().state();
  Press(Key::kEnter);
  EXPECT_GT(central_.state().missions.at(mission).visit().state(), before);
  Press(Key::kEscape);
  // Central is away in the middle of a talk: what is saved goes out by itself.
  const auto cut_off = Take();
  Answer("nnn");
  central_.Cut();
  mono_us_ += 10 * kSecondUs;
  Rest();
  ASSERT_TRUE(app_.stale());
  Press(Key::kTab);
  Type("Emma Lunde");
  Press(Key::kEnter, true);
  Press(Key::kF3, false, true);
  ASSERT_EQ(app_.view().overlay, Overlay::kOutbox);
  Press(Key::kEscape);
  Press(Key::kF9, false, true);
  ASSERT_EQ(app_.view().overlay, Overlay::kPaper);
  Press(Key::kEscape);
  Press(Key::kF11);
  central_.Mend();
  for (int i = 0; i < 6; ++i) Pass(kSecondUs);
  EXPECT_EQ(central_.state().contacts.at(cut_off).personal().name(), "Emma Lunde");
  EXPECT_TRUE(store_.outbox().kept().empty());
  Press(Key::kF10, false, true);
  ASSERT_EQ(app_.view().overlay, Overlay::kMeanwhile);
  Press(Key::kEnter);
  // What was written on paper meanwhile.
  const std::size_t contacts = central_.state().contacts.size();
  Press(Key::kF11, false, true);
  ASSERT_EQ(app_.view().overlay, Overlay::kPaperCase);
  Type("1840");
  Press(Key::kTab);
  Type("1845");
  Press(Key::kTab);
  Type("41200099");
  TabTo("overlay/send");
  Press(Key::kEnter);
  for (int i = 0; i < 4; ++i) Pass(kSecondUs);
  EXPECT_EQ(central_.state().contacts.size(), contacts + 1);
  Press(Key::kEscape);
  // A colleague's contacts are taken over, then mine are, and the shift ends.
  central_.Ring("41200078", "4647");
  v1::Command answer;
  answer.mutable_answer_call();
  const auto theirs = central_.Do(central_.Colleague(), answer);
  Rest();
  Press(Key::kB, true);
  ASSERT_EQ(app_.view().overlay, Overlay::kHandover);
  TabTo("overlay/take");
  Press(Key::kEnter);
  EXPECT_EQ(central_.state().contacts.at(theirs).owner().user_id(), "kari");
  v1::Command over;
  over.mutable_take_over()->set_from_user_id("kari");
  central_.Do(central_.Colleague(), over);
  Rest();
  TabTo("overlay/end");
  Press(Key::kEnter);
  EXPECT_EQ(app_.view().overlay, Overlay::kShiftEnded);
}

}  // namespace
}  // namespace legevakt::console
