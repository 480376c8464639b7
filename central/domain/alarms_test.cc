// Alarms: what stands, how grave it is, and that what was said of one does not outlive it.
#include "central/domain/alarms.h"

#include <gtest/gtest.h>

#include <limits>

#include "central/domain/testing.h"

namespace legevakt::domain::testing {
namespace {

v1::AlarmRef Ref(v1::AlarmKind kind, std::int64_t subject_id) {
  v1::AlarmRef ref;
  ref.set_kind(kind);
  ref.set_subject_id(subject_id);
  return ref;
}

v1::Command AcknowledgeCommand(const v1::AlarmRef& ref) {
  v1::Command command;
  *command.mutable_acknowledge_alarm()->mutable_alarm() = ref;
  return command;
}

v1::Command ShelveCommand(const Centre& centre, const v1::AlarmRef& ref, std::int64_t for_us) {
  v1::Command command;
  *command.mutable_shelve_alarm()->mutable_alarm() = ref;
  command.mutable_shelve_alarm()->set_until_us(centre.now_us() + for_us);
  command.mutable_shelve_alarm()->set_reason("Snakker med pårørende");
  return command;
}

std::optional<Alarm> Find(const Centre& centre, const v1::AlarmRef& ref) {
  return FindAlarm(centre.state(), {ref.kind(), ref.subject_id()}, centre.now_us());
}

void PassDeadline(Centre& centre, std::int64_t contact_id) {
  centre.Pass(centre.contact(contact_id).deadline().at_us() - centre.now_us() + kSecondUs);
}

TEST(Alarms, ANewCallIsNoneAndTheAnswerTimeIsOneWhenNearlyUsedUp) {
  Centre centre;
  const std::int64_t first = centre.Ring();
  centre.Pass(10 * kSecondUs);
  centre.Ring();
  EXPECT_TRUE(AlarmsOf(centre.state(), centre.now_us()).empty());
  centre.Pass(86 * kSecondUs);  // 80 % of 120 s since the first rang
  const auto alarms = AlarmsOf(centre.state(), centre.now_us());
  ASSERT_EQ(alarms.size(), 1u) << "only the longest ringing";
  EXPECT_EQ(alarms[0].kind, v1::ALARM_KIND_ANSWER_TIME);
  EXPECT_EQ(alarms[0].call_id, first);
  EXPECT_EQ(alarms[0].deadline_us, centre.call(first).ringing_us() + 120 * kSecondUs);
}

TEST(Alarms, TheGravestComesFirst) {
  Centre centre;
  const std::int64_t yellow = centre.Assessed("haster");
  PassDeadline(centre, yellow);
  const std::int64_t red = centre.Assessed("akutt");
  const auto alarms = AlarmsOf(centre.state(), centre.now_us());
  ASSERT_EQ(alarms.size(), 2u);
  EXPECT_EQ(alarms[0].id(), AlarmId(v1::ALARM_KIND_RED_NOT_CONFIRMED, red));
  EXPECT_EQ(alarms[0].priority, AlarmPriority::kHigh);
  EXPECT_EQ(alarms[1].id(), AlarmId(v1::ALARM_KIND_DEADLINE_MISSED, yellow));
  EXPECT_EQ(alarms[1].priority, AlarmPriority::kMedium);
}

TEST(Alarms, AcknowledgingSilencesAndRemovesNothing) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  const auto ref = Ref(v1::ALARM_KIND_DEADLINE_MISSED, id);
  EXPECT_EQ(centre.Try(Kari(), AcknowledgeCommand(ref)), v1::REASON_UNKNOWN_ALARM);
  PassDeadline(centre, id);
  centre.Must(Kari(), AcknowledgeCommand(ref));
  ASSERT_TRUE(Find(centre, ref));
  EXPECT_EQ(Find(centre, ref)->acknowledged_by, Kari().name());
  EXPECT_TRUE(centre.Must(Ola(), AcknowledgeCommand(ref)).events.empty()) << "the first who did is kept";

  // Once it is dealt with, the next one is a new alarm that nobody has taken note of.
  centre.Must(Kari(), AssessCommand(id, "diffuse", "haster"));
  EXPECT_FALSE(Find(centre, ref));
  EXPECT_TRUE(centre.state().alarm_marks.empty());
  PassDeadline(centre, id);
  EXPECT_FALSE(Find(centre, ref)->acknowledged());
}

// Nobody may forget the caller whom nobody reached: silenced for the last try is not silenced for this.
TEST(Alarms, ACallerWhoIsNotReachedIsOneUntilSomebodyReachesThemOrEndsIt) {
  for (const bool reached : {true, false}) {
    Centre centre;
    const std::int64_t call = centre.Ring();
    const auto ref = Ref(v1::ALARM_KIND_CALLBACK_MISSED, call);
    v1::Command lose;
    lose.mutable_lose_call()->set_call_id(call);
    centre.Must(Telephony(), lose);
    v1::Command attempt;
    attempt.mutable_try_callback()->set_call_id(call);
    for (int i = 0; i < 2; ++i) centre.Must(Kari(), attempt);
    EXPECT_FALSE(Find(centre, ref));
    centre.Pass(centre.call(call).callback_due_us() - centre.now_us() + kMinuteUs);
    ASSERT_TRUE(Find(centre, ref));
    centre.Must(Kari(), AcknowledgeCommand(ref));
    centre.Must(Kari(), attempt);
    ASSERT_EQ(centre.call(call).state(), v1::CALL_STATE_ESCALATED);
    ASSERT_TRUE(Find(centre, ref));
    EXPECT_FALSE(Find(centre, ref)->acknowledged());
    EXPECT_EQ(Find(centre, ref)->since_us, centre.now_us());
    // One more that is not answered changes neither that nor its age.
    const std::int64_t since_us = centre.now_us();
    centre.Pass(10 * kMinuteUs);
    centre.Must(Kari(), attempt);
    EXPECT_EQ(centre.call(call).state(), v1::CALL_STATE_ESCALATED);
    EXPECT_EQ(centre.call(call).callback_tries(), 4);
    ASSERT_TRUE(Find(centre, ref));
    EXPECT_EQ(Find(centre, ref)->since_us, since_us);
    v1::Command end;
    end.mutable_end_call()->set_call_id(call);
    attempt.mutable_try_callback()->set_reached(true);
    centre.Must(Kari(), reached ? attempt : end);
    EXPECT_FALSE(Find(centre, ref));
    EXPECT_EQ(centre.call(call).contact_ids_size(), reached ? 1 : 0);
  }
}

TEST(Alarms, NewInformationWakesASilencedAlarm) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  const auto ref = Ref(v1::ALARM_KIND_DEADLINE_MISSED, id);
  PassDeadline(centre, id);
  centre.Must(Kari(), AcknowledgeCommand(ref));
  v1::Command note;
  note.mutable_add_note()->set_contact_id(id);
  note.mutable_add_note()->set_text("Mor ringer igjen");
  note.mutable_add_note()->set_new_information(true);
  centre.Must(Kari(), note);
  ASSERT_TRUE(Find(centre, ref));
  EXPECT_FALSE(Find(centre, ref)->acknowledged());
}

TEST(Alarms, ShelvedForAtMostAQuarterOfAnHourWithAReasonAndNeverAHighOne) {
  Centre centre;
  const std::int64_t yellow = centre.Assessed("haster");
  PassDeadline(centre, yellow);
  const auto ref = Ref(v1::ALARM_KIND_DEADLINE_MISSED, yellow);
  EXPECT_EQ(centre.Try(Kari(), ShelveCommand(centre, ref, 15 * kMinuteUs + 1)), v1::REASON_BAD_FIELD);
  EXPECT_EQ(centre.Try(Kari(), ShelveCommand(centre, ref, 0)), v1::REASON_BAD_FIELD);
  v1::Command no_reason = ShelveCommand(centre, ref, kMinuteUs);
  no_reason.mutable_shelve_alarm()->clear_reason();
  EXPECT_EQ(centre.Try(Kari(), no_reason), v1::REASON_NEEDS_REASON);
  const std::int64_t red = centre.Assessed("akutt");
  EXPECT_EQ(centre.Try(Kari(), ShelveCommand(centre, Ref(v1::ALARM_KIND_RED_NOT_CONFIRMED, red), kMinuteUs)),
            v1::REASON_ALARM_CANNOT_BE_SHELVED);

  centre.Must(Kari(), ShelveCommand(centre, ref, 15 * kMinuteUs));
  EXPECT_TRUE(Find(centre, ref)->shelved());
  EXPECT_EQ(AlarmsOf(centre.state(), centre.now_us()).back().id(), AlarmId(ref.kind(), yellow))
      << "still countable, behind the others";
  centre.Pass(15 * kMinuteUs);
  EXPECT_FALSE(Find(centre, ref)->shelved());
  EXPECT_EQ(centre.journal().back().actor().role(), v1::ROLE_SYSTEM) << "time brought it back, by an event";
  EXPECT_TRUE(centre.state().alarm_marks.empty());
}

TEST(Alarms, AShelvedAlarmThatBecomesHighIsNotShelved) {
  Centre centre;
  const std::int64_t yellow = centre.Assessed("haster");
  PassDeadline(centre, yellow);
  const auto ref = Ref(v1::ALARM_KIND_DEADLINE_MISSED, yellow);
  centre.Must(Kari(), ShelveCommand(centre, ref, 15 * kMinuteUs));
  const std::int64_t red = centre.Assessed("akutt");
  v1::Command merge;
  merge.mutable_merge_contacts()->set_from_contact_id(red);
  merge.mutable_merge_contacts()->set_into_contact_id(yellow);
  centre.Must(Kari(), merge);
  ASSERT_TRUE(Find(centre, ref));
  EXPECT_EQ(Find(centre, ref)->priority, AlarmPriority::kHigh);
  EXPECT_FALSE(Find(centre, ref)->shelved());
}

TEST(Alarms, WhatWasShelvedCanBeTakenBack) {
  Centre centre;
  const std::int64_t yellow = centre.Assessed("haster");
  PassDeadline(centre, yellow);
  const auto ref = Ref(v1::ALARM_KIND_DEADLINE_MISSED, yellow);
  v1::Command unshelve;
  *unshelve.mutable_unshelve_alarm()->mutable_alarm() = ref;
  EXPECT_EQ(centre.Try(Kari(), unshelve), v1::REASON_UNKNOWN_ALARM);
  centre.Must(Kari(), AcknowledgeCommand(ref));
  centre.Must(Kari(), ShelveCommand(centre, ref, kMinuteUs));
  centre.Must(Ola(), unshelve);
  EXPECT_FALSE(Find(centre, ref)->shelved());
  EXPECT_TRUE(Find(centre, ref)->acknowledged());
}

TEST(Alarms, StandAsLongAsTheySayWithoutAnEvent) {
  Centre centre;
  const std::int64_t yellow = centre.Assessed("haster");
  PassDeadline(centre, yellow);
  const auto count_at = [&](std::int64_t us) { return AlarmsOf(centre.state(), us).size(); };
  const auto shelved_at = [&](std::int64_t us) { return AlarmsOf(centre.state(), us)[0].shelved(); };
  const auto until = [&] {
    return AlarmsStandUntil(centre.state(), AlarmsOf(centre.state(), centre.now_us()), centre.now_us());
  };
  EXPECT_EQ(until(), std::numeric_limits<std::int64_t>::max()) << "only an event ends a missed deadline";
  const v1::AlarmRef ref = Ref(v1::ALARM_KIND_DEADLINE_MISSED, yellow);
  centre.Must(Kari(), ShelveCommand(centre, ref, 5 * kMinuteUs));
  EXPECT_EQ(until(), centre.now_us() + 5 * kMinuteUs);
  EXPECT_TRUE(shelved_at(until() - 1));
  EXPECT_FALSE(shelved_at(until()));
  centre.Ring();
  EXPECT_EQ(until(), centre.now_us() + 96 * kSecondUs) << "80 % of the answer time comes first";
  EXPECT_EQ(count_at(until() - 1), 1u);
  EXPECT_EQ(count_at(until()), 2u);
}

TEST(Alarms, ARequestThatCameBackIsOneUntilSomebodyChoosesWhatNow) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  const std::int64_t mission = centre.Requested(id, Station(), v1::MEASURE_STATION);
  centre.Step(Station(), mission, v1::MISSION_STATE_REFUSED);
  const auto ref = Ref(v1::ALARM_KIND_REQUEST_RETURNED, mission);
  ASSERT_TRUE(Find(centre, ref));
  EXPECT_EQ(Find(centre, ref)->contact_id, id);
  const std::int64_t second = centre.Requested(id, Driver(), v1::MEASURE_HOME_VISIT);
  EXPECT_FALSE(Find(centre, ref));
  centre.Pass(2 * kMinuteUs);
  EXPECT_FALSE(Find(centre, ref)) << "the last one speaks for both";
  EXPECT_TRUE(Find(centre, Ref(v1::ALARM_KIND_REQUEST_RETURNED, second)));
  v1::Command measure;
  measure.mutable_decide_measure()->set_contact_id(id);
  measure.mutable_decide_measure()->set_measure(v1::MEASURE_OWN_GP);
  centre.Must(Kari(), measure);
  EXPECT_FALSE(Find(centre, Ref(v1::ALARM_KIND_REQUEST_RETURNED, second)));
}

TEST(Alarms, OnlyATelephonyLinkThatHasBeenThereIsDown) {
  Centre centre;
  const auto ref = Ref(v1::ALARM_KIND_TELEPHONY_DOWN, 0);
  EXPECT_FALSE(Find(centre, ref));
  v1::Command link;
  link.mutable_set_telephony()->set_source("link");
  link.mutable_set_telephony()->set_connected(true);
  centre.Must(Telephony(), link);
  EXPECT_FALSE(Find(centre, ref));
  link.mutable_set_telephony()->set_connected(false);
  centre.Must(Telephony(), link);
  ASSERT_TRUE(Find(centre, ref));
  EXPECT_EQ(Find(centre, ref)->priority, AlarmPriority::kLow);
}

// Nobody knows whether it rings still.
TEST(Alarms, AnAnswerTimeIsNotCountedWhileTheLinkIsDown) {
  Centre centre;
  v1::Command link;
  link.mutable_set_telephony()->set_source("link");
  link.mutable_set_telephony()->set_connected(true);
  centre.Must(Telephony(), link);
  const auto ref = Ref(v1::ALARM_KIND_ANSWER_TIME, centre.Ring());
  centre.Pass(100 * kSecondUs);
  EXPECT_TRUE(Find(centre, ref));
  link.mutable_set_telephony()->set_connected(false);
  centre.Must(Telephony(), link);
  EXPECT_FALSE(Find(centre, ref));
}

}  // namespace
}  // namespace legevakt::domain::testing
