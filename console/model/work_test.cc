// What the console works out for the operator: who rings, whom to phone, what is open, where somebody is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_units.h"
#include "console/model/directory.h"
#include "console/model/divert.h"
#include "console/model/format.h"
#include "console/model/handover.h"
#include "console/model/known.h"
#include "console/model/language.h"
#include "console/model/lists.h"
#include "console/model/waiting_room.h"

namespace legevakt::console {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr std::int64_t kNow = 1'795'284'120LL * kSecondUs;  // a Saturday in November at 19:02

v1::Contact& AddContact(domain::State& state, std::int64_t id, const char* name, const char* phone) {
  v1::Contact& contact = state.contacts[id];
  contact.set_contact_id(id);
  contact.set_state(v1::CONTACT_STATE_ASSESSED);
  contact.set_opened_us(kNow);
  if (*name != 0) contact.mutable_personal()->set_name(name);
  if (*phone != 0) contact.mutable_personal()->set_phone(phone);
  return contact;
}

v1::Mission& AddMission(domain::State& state, std::int64_t id, std::int64_t contact_id, v1::MissionState step,
                        v1::Measure measure = v1::MEASURE_HOME_VISIT) {
  v1::Mission& mission = state.missions[id];
  mission.set_mission_id(id);
  mission.set_contact_id(contact_id);
  mission.set_state(step);
  mission.set_measure(measure);
  mission.set_owner_id("berg");
  return mission;
}

IntakeDraft Typed(const char* phone, const char* name = "", const char* age = "") {
  IntakeDraft draft;
  draft.phone = phone;
  draft.name = name;
  draft.age = age;
  return draft;
}

TEST(KnownContacts, TheSameNumberHoweverItIsWritten) {
  domain::State state;
  AddContact(state, 1, "Emma Lunde", "41200012");
  AddContact(state, 2, "Ola Vik", "41200099");
  const v1::Contact& now = AddContact(state, 3, "", "");
  for (const char* phone : {"41200012", "412 00 012", "+47 412 00 012", "004741200012"}) {
    EXPECT_THAT(KnownContacts(state, now, Typed(phone)), ElementsAre(Known{1, KnownBy::kNumber, true}))
        << phone;
  }
  EXPECT_THAT(KnownContacts(state, now, Typed("112")), IsEmpty()) << "too short to say who it is";
  EXPECT_THAT(KnownContacts(state, now, Typed("")), IsEmpty());
}

TEST(KnownContacts, ThePatientByNameAndAgeFromAnotherNumberAndOpenOnesFirst) {
  domain::State state;
  AddContact(state, 1, "Åse Bjørnstad", "41200001").mutable_intake()->set_age_months(71 * 12);
  AddContact(state, 2, "Åse Bjørnstad", "41200002").set_state(v1::CONTACT_STATE_CLOSED);
  AddContact(state, 4, "Åse Bjørnstad", "41200003").mutable_intake()->set_age_months(30 * 12);
  const v1::Contact& now = AddContact(state, 5, "", "");
  EXPECT_THAT(KnownContacts(state, now, Typed("", "åse bjørnstad", "71")),
              ElementsAre(Known{1, KnownBy::kPatient, true}, Known{2, KnownBy::kPatient, false}));
}

TEST(Lists, WhomToPhoneIsInOrderOfTime) {
  domain::State state;
  AddContact(state, 1, "Promised", "").mutable_promise()->set_by_us(kNow + 5 * kMinuteUs);
  AddContact(state, 2, "Later", "").mutable_promise()->set_by_us(kNow + 60 * kMinuteUs);
  v1::Call& lost = state.calls[3];
  lost.set_call_id(3);
  lost.set_state(v1::CALL_STATE_CALL_BACK_DUE);
  lost.set_callback_due_us(kNow + kMinuteUs);
  v1::Mission& silent = AddMission(state, 4, 2, v1::MISSION_STATE_UNDER_WAY);
  silent.set_not_heard(true);
  silent.set_not_heard_at_us(kNow - kMinuteUs);
  EXPECT_THAT(RowsOf(state, ListView::kRing, "kari", kNow), ElementsAre(4, 3, 1));
}

TEST(Lists, ToAssessIsWhatIsDueSoonOrHasNewInformation) {
  domain::State state;
  const auto due = [&](std::int64_t id, std::int64_t in_us) -> v1::Contact& {
    v1::Contact& contact = AddContact(state, id, "", "");
    contact.mutable_deadline()->set_kind(v1::DEADLINE_KIND_REASSESSMENT);
    contact.mutable_deadline()->set_at_us(kNow + in_us);
    return contact;
  };
  due(1, 10 * kMinuteUs);
  due(2, 50 * kMinuteUs);
  due(3, 70 * kMinuteUs).set_new_information(true);
  due(4, -kMinuteUs);
  EXPECT_THAT(RowsOf(state, ListView::kAssess, "kari", kNow), ElementsAre(4, 1, 3));
}

TEST(Lists, AFilterFindsEveryWordAndOverlooksMarks) {
  EXPECT_TRUE(Matches("aase", "Aase Ås"));
  EXPECT_TRUE(Matches("ås bjør", "Åse Bjørnstad 71 år"));
  EXPECT_FALSE(Matches("ås berg", "Åse Bjørnstad 71 år"));
  EXPECT_TRUE(Matches("", "whatever"));
}

TEST(Directory, WhatIsOpenNowForTheMunicipalityComesFirst) {
  v1::Region region;
  const auto add = [&](const char* id, const char* municipality, std::int64_t from_us, std::int64_t to_us) {
    v1::DirectoryEntry& entry = *region.add_directory();
    entry.set_entry_id(id);
    if (*municipality != 0) entry.add_municipalities(municipality);
    if (from_us == to_us) return;
    entry.add_open()->set_from_us(from_us);
    entry.mutable_open(0)->set_to_us(to_us);
  };
  add("elsewhere", "4602", 0, 0);
  add("closed", "4647", kNow + kHourUs, kNow + 2 * kHourUs);
  add("always", "", 0, 0);
  add("open", "4647", kNow - kHourUs, kNow + kHourUs);
  std::vector<std::string> ids;
  const auto lines = DirectoryAt(region, "4647", kNow);
  for (const auto& line : lines) ids.push_back(line.entry->entry_id());
  EXPECT_THAT(ids, ElementsAre("always", "open", "closed", "elsewhere"));
  EXPECT_EQ(lines[1].changes_us, kNow + kHourUs);
  EXPECT_EQ(lines[2].changes_us, kNow + kHourUs);
  EXPECT_FALSE(lines[2].open);
}

TEST(Language, AsANurseTypesIt) {
  EXPECT_EQ(LanguageCode("polsk"), "pl");
  EXPECT_EQ(LanguageCode("Pol"), "pl");
  EXPECT_EQ(LanguageCode("Polish"), "pl");
  EXPECT_EQ(LanguageCode("uk"), "uk");
  EXPECT_EQ(LanguageCode("islandsk"), "islandsk") << "an interpreter is needed all the same";
  EXPECT_EQ(LanguageName(text::Lang::kNb, "pl"), "polsk");
  EXPECT_EQ(LanguageName(text::Lang::kNb, "islandsk"), "islandsk");
}

TEST(Clock, AsTypedTheLastThatHasBeenOrTheNextThatComes) {
  EXPECT_EQ(ClockHm(ParseClock("18:58", kNow)), "18:58");
  EXPECT_EQ(ParseClock("18:58", kNow), ParseClock("1858", kNow));
  EXPECT_EQ(ParseClock("18.58", kNow), ParseClock("1858", kNow));
  EXPECT_LT(ParseClock("18:58", kNow), kNow);
  EXPECT_EQ(ParseClock("22:00", kNow), ParseClock("22:00", kNow, true) - 24 * kHourUs);
  EXPECT_GT(ParseClock("18:58", kNow, true), kNow);
  EXPECT_EQ(ClockHm(ParseClock("905", kNow)), "09:05");
  for (const char* bad : {"", "7", "24:00", "12:60", "kl 8", "12:3", "1:2:3"})
    EXPECT_EQ(ParseClock(bad, kNow), 0) << bad;
}

// A prefix that can be read is not what was promised: "21:40" is no 21 minutes.
TEST(Clock, APromiseIsReadWhollyOrNotAtAll) {
  for (const auto& [typed, minutes] :
       {std::pair("15", 15), std::pair(" 15 min ", 15), std::pair("15min.", 15), std::pair("90", 90),
        std::pair("5 minutter", 5), std::pair("1 t", 60), std::pair("2 timer", 120), std::pair("1 time", 60),
        std::pair("2t", 120), std::pair("1 t 30", 90), std::pair("1t30min", 90), std::pair("240", 240)}) {
    EXPECT_EQ(PromiseBy(typed, kNow), kNow + minutes * kMinuteUs) << typed;
  }
  for (const char* typed : {"21:40", "21.40", "2140", "kl 21:40", "kl. 21.40", "Kl 2140", "klokka 21:40"}) {
    EXPECT_EQ(PromiseBy(typed, kNow), ParseClock("21:40", kNow, true)) << typed;
  }
  EXPECT_EQ(PromiseBy("kl 22", kNow), ParseClock("22:00", kNow, true));
  EXPECT_EQ(PromiseBy("07:00", kNow), ParseClock("07:00", kNow, true));
  for (const char* bad : {"",           " ",     "0",        "-5",    "ca 20",    "20 ca",      "snart",
                          "kl",         "kl 25", "21:4",     "24:00", "1500 min", "25 t",       "1 t 70",
                          "1 t 30 sek", "15 20", "15:20:30", "18:58", "1,5 t",    "99999999999"})
    EXPECT_FALSE(PromiseBy(bad, kNow)) << bad;
}

TEST(Divert, ARunningLowerMissionForARedAndOnTheRoadBeforeAtABedside) {
  domain::State state;
  v1::Doctor& berg = *state.region.add_doctors();
  berg.set_doctor_id("berg");
  berg.add_measures(v1::MEASURE_HOME_VISIT);
  state.region.add_doctors()->set_doctor_id("station");
  v1::Contact& red = AddContact(state, 1, "Red", "");
  red.set_hastegrad(v1::HASTEGRAD_AKUTT);
  AddContact(state, 2, "", "").set_hastegrad(v1::HASTEGRAD_HASTER);
  AddContact(state, 3, "", "").set_hastegrad(v1::HASTEGRAD_VANLIG);
  AddContact(state, 4, "", "").set_hastegrad(v1::HASTEGRAD_AKUTT);
  const auto& bedside = AddMission(state, 12, 3, v1::MISSION_STATE_WITH_PATIENT);
  const auto& road = AddMission(state, 13, 2, v1::MISSION_STATE_UNDER_WAY);
  AddMission(state, 14, 4, v1::MISSION_STATE_UNDER_WAY);
  AddMission(state, 15, 2, v1::MISSION_STATE_REQUESTED);
  AddMission(state, 16, 3, v1::MISSION_STATE_WITH_PATIENT).set_owner_id("station");
  EXPECT_THAT(Divertible(state, red), ElementsAre(&road, &bedside));
  EXPECT_THAT(Divertible(state, state.contacts.at(2)), IsEmpty()) << "only for a red";
}

TEST(WaitingRoom, ByTheWayThroughTheStationAndEveryStepHasOneThatFollows) {
  domain::State state;
  for (std::int64_t id : {1, 2, 3}) AddContact(state, id, "", "");
  const auto visit = [&](std::int64_t id, std::int64_t contact, v1::VisitState where) {
    AddMission(state, id, contact, v1::MISSION_STATE_ACCEPTED, v1::MEASURE_STATION)
        .mutable_visit()
        ->set_state(where);
  };
  visit(11, 1, v1::VISIT_STATE_WAITING_ROOM);
  visit(12, 2, v1::VISIT_STATE_EXPECTED);
  visit(13, 3, v1::VISIT_STATE_DONE);
  AddMission(state, 14, 3, v1::MISSION_STATE_UNDER_WAY);
  std::vector<std::int64_t> ids;
  for (const auto& line : WaitingRoom(state)) ids.push_back(line.mission->mission_id());
  EXPECT_THAT(ids, ElementsAre(12, 11));
  int steps = 0;
  v1::Mission& mission = state.missions.at(12);
  for (auto at = v1::VISIT_STATE_EXPECTED; at != v1::VISIT_STATE_UNSPECIFIED; at = NextVisit(mission)) {
    mission.mutable_visit()->set_state(at);
    ASSERT_LT(++steps, 10);
  }
  EXPECT_EQ(mission.visit().state(), v1::VISIT_STATE_OBSERVATION) << "the doctor says how it ended";
  mission.set_state(v1::MISSION_STATE_DONE);
  EXPECT_EQ(NextVisit(mission), v1::VISIT_STATE_DONE);
}

// The doctor does not answer, or is done: the patient sits there all the same.
TEST(WaitingRoom, WhoIsInTheHouseIsThereWhateverTheDoctorDoes) {
  domain::State state;
  for (std::int64_t id : {1, 2, 3, 4}) AddContact(state, id, "", "");
  const auto visit = [&](std::int64_t id, std::int64_t contact, v1::MissionState mission,
                         v1::VisitState where) {
    AddMission(state, id, contact, mission, v1::MEASURE_STATION).mutable_visit()->set_state(where);
    state.contacts.at(contact).add_mission_ids(id);
  };
  visit(11, 1, v1::MISSION_STATE_NO_ANSWER, v1::VISIT_STATE_WAITING_ROOM);
  visit(12, 2, v1::MISSION_STATE_DONE, v1::VISIT_STATE_OBSERVATION);
  visit(13, 3, v1::MISSION_STATE_DONE, v1::VISIT_STATE_DONE);
  // Another doctor was asked since: that is where this one waits.
  visit(14, 4, v1::MISSION_STATE_REFUSED, v1::VISIT_STATE_WAITING_ROOM);
  visit(15, 4, v1::MISSION_STATE_REQUESTED, v1::VISIT_STATE_WAITING_ROOM);
  // Only awaited, and called off: nobody is there.
  visit(16, 3, v1::MISSION_STATE_CANCELLED, v1::VISIT_STATE_EXPECTED);
  // Another doctor was asked for the one under observation, in vain.
  visit(17, 2, v1::MISSION_STATE_NO_ANSWER, v1::VISIT_STATE_UNSPECIFIED);
  std::vector<std::int64_t> ids;
  for (const auto& line : WaitingRoom(state)) ids.push_back(line.mission->mission_id());
  EXPECT_THAT(ids, UnorderedElementsAre(11, 12, 15));
  EXPECT_EQ(NextVisit(state.missions.at(11)), v1::VISIT_STATE_UNSPECIFIED) << "somebody must be asked first";
}

TEST(Handover, EachOpenContactIsOnOnesShareAndMineIsFirst) {
  domain::State state;
  const auto own = [&](std::int64_t id, const char* user) {
    AddContact(state, id, "", "").mutable_owner()->set_user_id(user);
  };
  own(1, "ola");
  own(2, "kari");
  own(3, "ola");
  AddContact(state, 4, "", "").set_state(v1::CONTACT_STATE_CLOSED);
  const auto shares = SharesOf(state, "kari");
  ASSERT_EQ(shares.size(), 2U);
  EXPECT_EQ(shares[0].user_id, "kari");
  EXPECT_THAT(shares[0].contacts, ElementsAre(2));
  EXPECT_THAT(shares[1].contacts, ElementsAre(1, 3));
  EXPECT_THAT(ListsFor(state).not_entered, ElementsAre(4));
}

}  // namespace
}  // namespace legevakt::console
