#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "console/model/draft.h"
#include "console/model/figures.h"
#include "console/model/format.h"
#include "console/model/row_order.h"
#include "console/model/search.h"
#include "console/model/store.h"
#include "console/model/vitals.h"
#include "console/testing/local_central.h"

namespace legevakt::console {
namespace {

using ::testing::ElementsAre;
using testing::LocalCentral;
using text::Lang;

constexpr std::int64_t kMono = 5'000'000'000;

TEST(Format, TimesReadAsOnTheWall) {
  EXPECT_EQ(ClockHm(1'795'284'120LL * kSecondUs), "19:02");
  EXPECT_EQ(UtcOffsetMinutes(1'795'284'120LL * kSecondUs), 60);
  EXPECT_EQ(UtcOffsetMinutes(1'780'160'520LL * kSecondUs), 120);  // summer
  EXPECT_EQ(Timer(247 * kSecondUs), "04:07");
  EXPECT_EQ(Timer(3847 * kSecondUs), "1:04:07");
  EXPECT_EQ(Timer(-5), "00:00");
}

// A backup who is on for the whole day says nothing of when this shift began.
TEST(Figures, ThisShiftBeganWithTheStationsLatest) {
  constexpr std::int64_t kNow = 1'795'284'120LL * kSecondUs;
  domain::State state;
  const auto shift = [&state](int from_h, int to_h, v1::DutyRole role) {
    v1::Shift& one = *state.region.add_doctors()->add_shifts();
    one.set_from_us(kNow + from_h * kHourUs);
    one.set_to_us(kNow + to_h * kHourUs);
    one.set_duty_role(role);
  };
  EXPECT_EQ(ShiftStart(state, kNow), kNow - 8 * kHourUs);
  shift(-15, 9, v1::DUTY_ROLE_BACKUP);
  EXPECT_EQ(ShiftStart(state, kNow), kNow - 15 * kHourUs);
  shift(-12, -4, v1::DUTY_ROLE_STATION);
  shift(-11, 1, v1::DUTY_ROLE_STATION);
  shift(-4, 4, v1::DUTY_ROLE_STATION);
  shift(-1, 7, v1::DUTY_ROLE_DRIVING);
  shift(1, 9, v1::DUTY_ROLE_STATION);
  EXPECT_EQ(ShiftStart(state, kNow), kNow - 4 * kHourUs);
}

TEST(Format, DeadlinesSayBeforeAndAfter) {
  EXPECT_EQ(DeadlineText(Lang::kNb, 20 * kMinuteUs, 8 * kMinuteUs), "om 12 min");
  EXPECT_EQ(DeadlineText(Lang::kNb, 8 * kMinuteUs, 20 * kMinuteUs), "12 min over");
  EXPECT_EQ(DeadlineText(Lang::kNb, 100 * kMinuteUs, 35 * kMinuteUs), "om 1 t 05 min");
  EXPECT_EQ(DeadlineText(Lang::kNb, 0, 35 * kMinuteUs), "");
}

TEST(Format, AgesAsTyped) {
  EXPECT_EQ(ParseAgeMonths("71"), 71 * 12);
  EXPECT_EQ(ParseAgeMonths(" 71 år"), 71 * 12);
  EXPECT_EQ(ParseAgeMonths("8 m"), 8);
  EXPECT_EQ(ParseAgeMonths("8mnd"), 8);
  EXPECT_EQ(ParseAgeMonths("0"), 0);
  EXPECT_EQ(ParseAgeMonths("171"), -1);
  EXPECT_EQ(ParseAgeMonths("-3"), -1);
  EXPECT_EQ(ParseAgeMonths("gammel"), -1);
  EXPECT_EQ(ParseAgeMonths(""), -1);
}

TEST(Format, Phones) {
  EXPECT_EQ(PhoneText("41200021"), "412 00 021");
  EXPECT_EQ(PhoneText("57000102"), "57 00 01 02");
  EXPECT_EQ(PhoneText("+4741200021"), "+4741200021");
}

// EXPECT_NEAR is for doubles.
void ExpectNear(std::int64_t is_us, std::int64_t should_us, std::int64_t within_us) {
  EXPECT_LE(std::abs(is_us - should_us), within_us) << is_us << " and not " << should_us;
}

TEST(Freshness, ThreeSecondsWithoutABookmarkIsStale) {
  FreshnessMeter meter;
  EXPECT_EQ(meter.At(kMono), Freshness::kConnecting);
  meter.Heard(kMono, 1000 * kSecondUs, false);
  EXPECT_EQ(meter.At(kMono + 3 * kSecondUs - 1), Freshness::kFresh);
  EXPECT_EQ(meter.At(kMono + 3 * kSecondUs), Freshness::kStale);
  EXPECT_EQ(meter.AgeUs(kMono + 7 * kSecondUs), 7 * kSecondUs);
  // Waiting times go on while stale.
  ExpectNear(meter.CentralNowUs(kMono + 7 * kSecondUs), 1007 * kSecondUs, 3000);
  meter.Heard(kMono + 8 * kSecondUs, 1008 * kSecondUs, true);
  EXPECT_EQ(meter.At(kMono + 8 * kSecondUs), Freshness::kFresh);
  EXPECT_TRUE(meter.draining());
}

// The clocks of a central and of this machine, with the stream between them.
struct Clocks {
  // Both, and a bookmark that was made `delay_us` ago.
  void Second(std::int64_t delay_us = 0) {
    mono_us += kSecondUs;
    central_us += kSecondUs;
    meter.Heard(mono_us, central_us - delay_us, false);
    const std::int64_t shown_us = meter.CentralNowUs(mono_us);
    EXPECT_GE(shown_us, shown) << "the time that is shown goes back";
    shown = shown_us;
  }
  Freshness Now() const { return meter.At(mono_us); }
  FreshnessMeter meter;
  std::int64_t mono_us = kMono;
  std::int64_t central_us = 1000 * kSecondUs;
  std::int64_t shown = 0;
};

TEST(Freshness, BookmarksFromBeforeASleepAreOldHoweverManyComeAtOnce) {
  Clocks clocks;
  clocks.Second();
  const std::int64_t before_us = clocks.central_us;
  clocks.mono_us += 3600 * kSecondUs;
  clocks.central_us += 3600 * kSecondUs;
  for (int i = 1; i <= 5; ++i) {
    clocks.meter.Heard(clocks.mono_us, before_us + i * kSecondUs, false);
    EXPECT_EQ(clocks.Now(), Freshness::kStale);
    EXPECT_EQ(clocks.meter.AgeUs(clocks.mono_us), (3600 - i) * kSecondUs);
    ExpectNear(clocks.meter.CentralNowUs(clocks.mono_us), clocks.central_us, 3000);
  }
  clocks.Second();
  EXPECT_EQ(clocks.Now(), Freshness::kFresh) << "one that closes the gap";
  ExpectNear(clocks.meter.AgeUs(clocks.mono_us), 0, 3000);
}

TEST(Freshness, ADelayThatGrowsByStepsIsSeenAndStaysSeen) {
  Clocks clocks;
  for (int i = 0; i < 60; ++i) clocks.Second();
  for (std::int64_t delay_us = 0; delay_us <= 10 * kSecondUs; delay_us += kSecondUs) {
    for (int i = 0; i < 5; ++i) clocks.Second(delay_us);
    ExpectNear(clocks.meter.AgeUs(clocks.mono_us), delay_us, 50'000);
  }
  for (int i = 0; i < 12 * 3600; ++i) clocks.Second(10 * kSecondUs);
  EXPECT_EQ(clocks.Now(), Freshness::kStale);
  clocks.Second();
  EXPECT_EQ(clocks.Now(), Freshness::kFresh);
}

TEST(Freshness, ClocksThatGoApartInANightAreNoDelay) {
  for (const std::int64_t ppm : {200, -200}) {
    Clocks clocks;
    for (int i = 0; i < 12 * 3600; ++i) {
      clocks.central_us += ppm;
      clocks.Second();
      ASSERT_LT(clocks.meter.AgeUs(clocks.mono_us), 10'000) << i;
    }
    ExpectNear(clocks.meter.CentralNowUs(clocks.mono_us), clocks.central_us, 10'000);
  }
}

// What comes on a stream was said after it was asked for: it cannot be older.
TEST(Freshness, ACentralWhoseClockIsBehindIsBelievedOnANewStreamAndASlowWayIsNot) {
  Clocks clocks;
  clocks.Second();
  clocks.mono_us += 60 * kSecondUs;
  clocks.central_us -= 30 * kSecondUs;
  clocks.shown = 0;
  clocks.meter.NewStream(clocks.mono_us);
  clocks.Second();
  EXPECT_EQ(clocks.Now(), Freshness::kFresh);
  EXPECT_EQ(clocks.meter.CentralNowUs(clocks.mono_us), clocks.central_us);
  clocks.meter.NewStream(clocks.mono_us - 20 * kSecondUs);
  for (int i = 0; i < 3; ++i) clocks.Second(10 * kSecondUs);
  EXPECT_EQ(clocks.Now(), Freshness::kStale) << "it may have been ten seconds on its way";
}

TEST(RowOrder, RowsStayWhileTheHandMoves) {
  RowOrder order;
  order.Update({1, 2, 3}, true);
  order.Update({4, 3, 1}, false);
  EXPECT_THAT(order.rows(), ElementsAre(1, 3, 4));
  EXPECT_EQ(order.out_of_place(), 2);
  order.Update({4, 3, 1}, true);
  EXPECT_THAT(order.rows(), ElementsAre(4, 3, 1));
  EXPECT_EQ(order.out_of_place(), 0);
}

TEST(RowOrder, OneNewRowOnTopIsOneRowOutOfPlace) {
  RowOrder order;
  order.Update({1, 2, 3, 4}, true);
  order.Update({9, 1, 2, 3, 4}, false);
  EXPECT_EQ(order.out_of_place(), 1);
}

TEST(Search, FoldsLettersAndMarks) {
  EXPECT_EQ(Fold("Ørebetennelse, ÅPEN sår"), "orebetennelse apen sar");
}

TEST(Search, ForgivesOneErrorAndPrefersTheWhole) {
  EXPECT_GT(WordScore("feber", "feber"), WordScore("feb", "feber"));
  EXPECT_GT(WordScore("feb", "feber"), 0);
  EXPECT_GT(WordScore("brystsmrter", "brystsmerter"), 0);
  EXPECT_GT(WordScore("febre", "feber"), 0);  // swapped
  EXPECT_EQ(WordScore("fe", "hofte"), 0);
  EXPECT_EQ(WordScore("hode", "mage"), 0);
}

TEST(Search, FindsInBothLanguages) {
  LocalCentral central;
  Store store(central);
  store.Pump(kMono);
  const triage::Tool& tool = *store.ActiveTool();
  const auto first = [&](std::string_view typed) {
    const auto found = SearchComplaints(tool, typed).found;
    return found.empty() ? std::string() : tool.complaints()[found.front()].name.en;
  };
  EXPECT_EQ(first("brystsmrte"), first("chest pain"));
  EXPECT_NE(first("chest pain"), "");
  EXPECT_EQ(first("feber"), first("fever"));
  EXPECT_TRUE(SearchComplaints(tool, "xyzzyplugh").found.empty());
  // One word too many hides nothing, and small words say nothing.
  EXPECT_EQ(first("hoste og xyzzyplugh"), first("hoste"));
  EXPECT_EQ(first("vondt i øyet"), first("øyet"));
  // But it is chosen by nobody's eye only where all of it is found.
  EXPECT_NE(SureComplaint(tool, "hoste"), triage::kNone);
  EXPECT_EQ(SureComplaint(tool, "vondt i xyzzyplugh"), triage::kNone);
  EXPECT_EQ(SureComplaint(tool, ""), triage::kNone);
  EXPECT_EQ(SearchComplaints(tool, "").found.size(), tool.complaints().size());
}

triage::Question Temperature() {
  triage::Question question;
  question.type = triage::AnswerType::kNumber;
  question.unit = "°C";
  question.per_unit = 10;
  question.plausible_min = 250;
  question.plausible_max = 440;
  return question;
}

TEST(Vitals, ReadsWhatIsTyped) {
  const auto question = Temperature();
  const auto parse = [&](std::string_view typed) { return ParseNumber(question, typed); };
  EXPECT_EQ(parse("36,8").steps, 368);
  EXPECT_EQ(parse("36.8 °C").steps, 368);
  EXPECT_EQ(parse("39").steps, 390);
  EXPECT_EQ(parse("39").verdict, TypedNumber::kGood);
  EXPECT_EQ(parse("").verdict, TypedNumber::kEmpty);
  EXPECT_EQ(parse("varm").verdict, TypedNumber::kNotANumber);
  EXPECT_EQ(parse("3,,8").verdict, TypedNumber::kNotANumber);
  EXPECT_EQ(parse("36,85").verdict, TypedNumber::kTooFine);
  EXPECT_EQ(parse("36,80").verdict, TypedNumber::kGood);
  EXPECT_EQ(parse("368").verdict, TypedNumber::kImplausible);
  EXPECT_EQ(parse("99999999999999").verdict, TypedNumber::kImplausible);
  EXPECT_EQ(NumberText(question, 368, true), "36,8");
  EXPECT_EQ(RangeText(question, true), "25,0–44,0 °C");
}

TEST(Drafts, ANumberThatNamesNothingIsUnspecified) {
  std::map<std::int64_t, Draft> drafts;
  drafts[7].intake.touched = true;
  drafts[7].intake.sex = static_cast<v1::Sex>(99);
  drafts[7].intake.airway = static_cast<v1::Tri>(-3);
  drafts[7].intake.breathing = v1::TRI_YES;
  drafts[7].measure.measure = static_cast<v1::Measure>(4711);
  drafts[7].assessment.answers["cough"].set_tri(static_cast<v1::Tri>(17));
  const auto back = FromJson(ToJson(drafts, "journal-1"), "journal-1");
  ASSERT_TRUE(back.contains(7));
  EXPECT_EQ(back.at(7).intake.sex, v1::SEX_UNSPECIFIED);
  EXPECT_EQ(back.at(7).intake.airway, v1::TRI_UNSPECIFIED);
  EXPECT_EQ(back.at(7).intake.breathing, v1::TRI_YES);
  EXPECT_EQ(back.at(7).measure.measure, v1::MEASURE_UNSPECIFIED);
  EXPECT_EQ(back.at(7).assessment.answers.at("cough").tri(), v1::TRI_UNSPECIFIED);
}

// What a colleague writes in other fields meanwhile is not written over with what stood there before.
TEST(Drafts, OnlyWhatWasTypedOfAnIntakeIsSent) {
  v1::Contact contact;
  contact.mutable_personal()->set_address("Storgata 1");
  contact.mutable_intake()->set_threat(true);
  Draft draft;
  draft.Follow(contact, nullptr, true);
  draft.intake.touched = true;
  draft.intake.name = "Åse Vik";
  draft.intake.threat = false;
  const v1::RecordIntake sent = draft.TakeIntake(7);
  EXPECT_EQ(sent.personal().name(), "Åse Vik");
  EXPECT_FALSE(sent.personal().has_address());
  ASSERT_TRUE(sent.intake().has_threat());
  EXPECT_FALSE(sent.intake().has_hearing_impaired());
  // Typed back after it was sent: central has it as it was then.
  draft.intake.name.clear();
  draft.intake.situation = "Svimmel";
  const v1::RecordIntake again = draft.IntakeNow(7);
  ASSERT_TRUE(again.personal().has_name());
  EXPECT_TRUE(again.personal().name().empty());
  EXPECT_EQ(again.personal().text(), "Svimmel");
  // Also after a crash.
  draft.SettleIntake();
  draft.intake.touched = true;
  const auto back = FromJson(ToJson({{7, draft}}, "journal-1"), "journal-1");
  EXPECT_FALSE(back.at(7).IntakeNow(7).personal().has_address());
  // Whose beginning is not known goes as a whole.
  draft.written.reset();
  EXPECT_TRUE(draft.IntakeNow(7).personal().has_address());
}

// What was found in another patient and has been moved stands in nobody's form.
TEST(Drafts, AnAssessmentOfTheWrongPatientIsNotFollowed) {
  v1::Contact contact;
  auto& own = *contact.add_assessments();
  own.set_complaint_id("cough");
  auto& moved = *contact.add_assessments();
  moved.set_complaint_id("chest_pain");
  moved.set_wrong_patient(true);
  Draft draft;
  draft.Follow(contact, nullptr, true);
  EXPECT_EQ(draft.assessment.complaint_id, "cough");
}

TEST(Drafts, SurviveTheDisk) {
  std::map<std::int64_t, Draft> drafts;
  Draft& draft = drafts[7];
  draft.intake.touched = true;
  draft.intake.name = "Åse \"Bjørnstad\"";
  draft.intake.airway = v1::TRI_NO;
  draft.assessment.touched = true;
  draft.assessment.answers["q"].set_question_id("q");
  draft.assessment.answers["q"].set_scaled(368);
  draft.assessment.typed["q"] = "36,8";
  draft.measure.measure = v1::MEASURE_VIDEO;
  drafts[8];  // untouched: not kept
  const std::string json = ToJson(drafts, "journal-1");
  const auto back = FromJson(json, "journal-1");
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back.at(7).intake.name, draft.intake.name);
  EXPECT_EQ(back.at(7).intake.airway, v1::TRI_NO);
  EXPECT_EQ(back.at(7).assessment.answers.at("q").scaled(), 368);
  EXPECT_EQ(back.at(7).measure.measure, v1::MEASURE_VIDEO);
  EXPECT_EQ(ToJson(back, "journal-1"), json);
  EXPECT_TRUE(FromJson(json, "another").empty());
  EXPECT_TRUE(FromJson("{\"journal_id\":\"journal-1\",\"drafts\":[{}]}", "journal-1").empty());
  EXPECT_TRUE(FromJson("", "journal-1").empty());
}

TEST(Store, PendingUntilTheEventIsHere) {
  LocalCentral central;
  Store store(central);
  store.Pump(kMono);
  ASSERT_TRUE(store.has_state());
  EXPECT_EQ(store.me().user_id(), "kari");
  v1::Command command;
  command.mutable_record_call()->set_kind(v1::CALL_KIND_PHONE);
  store.Send(command, {.call_id = 1}, 0, kMono);
  EXPECT_TRUE(store.IsPending({.call_id = 1}));
  EXPECT_TRUE(store.state().contacts.empty());
  store.Pump(kMono);
  EXPECT_FALSE(store.IsPending({.call_id = 1}));
  EXPECT_EQ(store.state().contacts.size(), 1U);
  const auto outcomes = store.TakeOutcomes();
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_TRUE(outcomes.front().ok());
  EXPECT_NE(outcomes.front().response.contact_id(), 0);
}

TEST(Store, ARefusalChangesNothingAndSaysWhy) {
  LocalCentral central;
  Store store(central);
  store.Pump(kMono);
  v1::Command command;
  command.mutable_answer_call();
  store.Send(command, {}, 0, kMono);
  store.Pump(kMono);
  const auto outcomes = store.TakeOutcomes();
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes.front().response.refusal().reason(), v1::REASON_UNKNOWN_CALL);
}

TEST(Store, StaleAfterSilenceAndWholeAgainAfterwards) {
  LocalCentral central;
  Store store(central);
  store.Pump(kMono);
  EXPECT_TRUE(store.CanSend(kMono));
  central.Cut();
  central.Ring("41200099", "4602");
  store.Pump(kMono + 3 * kSecondUs);
  EXPECT_FALSE(store.CanSend(kMono + 3 * kSecondUs));
  EXPECT_TRUE(store.state().calls.empty());
  central.Mend();
  store.Pump(kMono + 4 * kSecondUs);
  EXPECT_TRUE(store.CanSend(kMono + 4 * kSecondUs));
  EXPECT_EQ(store.state().calls.size(), 1U);
  EXPECT_EQ(store.state().revision, central.state().revision);
}

// Bookmarks come and are late, for as long as the stream lasts: the machine that central runs on was
// suspended.
TEST(Store, ACentralThatWasSuspendedLeavesTheScreenStaleForSecondsAndNotForEver) {
  LocalCentral central;
  Store store(central);
  std::int64_t mono_us = kMono;
  store.Pump(mono_us);
  central.OneStream(true);
  const int before = central.snapshots();
  mono_us += 30 * kSecondUs;
  for (int i = 0; i < 10; ++i) {
    central.Pass(kSecondUs);
    store.Pump(mono_us += kSecondUs);
    ASSERT_FALSE(store.CanSend(mono_us));
    ASSERT_EQ(central.snapshots(), before);
  }
  for (int i = 0; i < 3; ++i) {
    central.Pass(kSecondUs);
    store.Pump(mono_us += kSecondUs);
  }
  EXPECT_EQ(central.snapshots(), before + 1) << "asked for anew, once";
  EXPECT_TRUE(store.CanSend(mono_us));
  ExpectNear(store.freshness().CentralNowUs(mono_us), central.now_us(), 10'000);
}

// A line on which some come in time and most do not: the whole state comes ever more seldom.
TEST(Store, ABookmarkInTimeIsNotYetALineThatIsGood) {
  LocalCentral central;
  Store store(central);
  std::int64_t mono_us = kMono;
  store.Pump(mono_us);
  central.OneStream(true);
  const int before = central.snapshots();
  const auto seconds = [&](int n) {
    for (int i = 0; i < n; ++i) {
      central.Pass(kSecondUs);
      store.Pump(mono_us += kSecondUs);
    }
  };
  mono_us += 30 * kSecondUs;
  seconds(14);
  ASSERT_EQ(central.snapshots(), before + 1);
  ASSERT_TRUE(store.CanSend(mono_us));
  mono_us += 30 * kSecondUs;
  seconds(14);
  EXPECT_EQ(central.snapshots(), before + 1) << "twice as long as before";
  seconds(10);
  EXPECT_EQ(central.snapshots(), before + 2);
  seconds(35);
  ASSERT_TRUE(store.CanSend(mono_us));
  mono_us += 30 * kSecondUs;
  seconds(14);
  EXPECT_EQ(central.snapshots(), before + 3) << "all was well for long: as at first";
}

}  // namespace
}  // namespace legevakt::console
