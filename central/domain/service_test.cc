// What central tells everybody, and what it writes down of those who look things up.
#include "central/domain/service.h"

#include <gtest/gtest.h>

#include "central/domain/alarms.h"
#include "central/domain/apply.h"
#include "central/domain/testing.h"

namespace legevakt::domain::testing {
namespace {

Context By(const Centre& centre, const v1::Actor& actor) {
  Context context;
  context.now_us = centre.now_us();
  context.actor = actor;
  return context;
}

v1::Reason ReasonOf(const Decision& decision) {
  return decision.refusal ? decision.refusal->reason() : v1::REASON_UNSPECIFIED;
}

State After(const Centre& centre, const Decision& decision) {
  State state = centre.state();
  for (const v1::Event& event : decision.events) EXPECT_TRUE(Apply(state, event).ok());
  return state;
}

TEST(Restart, AsksFirstWhileARedLacksAConfirmation) {
  Centre centre;
  const std::int64_t at_us = centre.now_us() + 5 * kMinuteUs;
  EXPECT_EQ(After(centre, AnnounceRestart(centre.state(), at_us, false, By(centre, Berit())))
                .notice.restart_at_us(),
            at_us);
  centre.Assessed("akutt");
  const Decision refused = AnnounceRestart(centre.state(), at_us, false, By(centre, Berit()));
  EXPECT_EQ(ReasonOf(refused), v1::REASON_RED_IS_OPEN);
  EXPECT_EQ(refused.refusal->args(0).value(), "1");
  const Decision considered = AnnounceRestart(centre.state(), at_us, true, By(centre, Berit()));
  EXPECT_EQ(ReasonOf(considered), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(considered.events.at(0).actor().user_id(), "berit");
}

TEST(Restart, LiesAheadAndCanBeTakenBack) {
  Centre centre;
  EXPECT_EQ(ReasonOf(AnnounceRestart(centre.state(), centre.now_us() - 1, false, By(centre, Berit()))),
            v1::REASON_BAD_FIELD);
  EXPECT_EQ(
      ReasonOf(AnnounceRestart(centre.state(), centre.now_us() + 2 * kDayUs, false, By(centre, Berit()))),
      v1::REASON_BAD_FIELD);
  EXPECT_TRUE(AnnounceRestart(centre.state(), 0, false, By(centre, Berit())).events.empty()) << "so already";
}

TEST(Record, AProblemIsAnAlarmUntilItIsMendedAndTheLastGoodBackupStaysKnown) {
  Centre centre;
  const AlarmId alarm{v1::ALARM_KIND_RECORD_PROBLEM, kAlarmOfBackup};
  State state = After(centre, NoteBackup(centre.state(), 1000, "", By(centre, Berit())));
  EXPECT_FALSE(FindAlarm(state, alarm, centre.now_us()));
  const Decision failed = NoteBackup(state, 2000, "No room on the disk.", By(centre, Berit()));
  for (const v1::Event& event : failed.events) ASSERT_TRUE(Apply(state, event).ok());
  EXPECT_TRUE(FindAlarm(state, alarm, centre.now_us()));
  EXPECT_EQ(state.notice.backup_verified_us(), 1000);
}

TEST(Record, WhoHasAcknowledgedThatThereIsNoBackupHasNotSeenThatTheJournalIsDamaged) {
  Centre centre;
  const AlarmId backup{v1::ALARM_KIND_RECORD_PROBLEM, kAlarmOfBackup};
  const AlarmId damage{v1::ALARM_KIND_RECORD_PROBLEM, kAlarmOfDamage};
  State state = After(centre, NoteBackup(centre.state(), 1000, "No room on the disk.", By(centre, Berit())));
  v1::Event acknowledged;
  acknowledged.set_revision(state.revision + 1);
  acknowledged.set_at_us(state.at_us);
  v1::AlarmRef& about = *acknowledged.mutable_alarm_acknowledged()->mutable_alarm();
  about.set_kind(v1::ALARM_KIND_RECORD_PROBLEM);
  about.set_subject_id(kAlarmOfBackup);
  ASSERT_TRUE(Apply(state, acknowledged).ok());
  const Decision found = NoteRecordProblem(state, "Damaged at revision 7.", By(centre, Berit()));
  for (const v1::Event& event : found.events) ASSERT_TRUE(Apply(state, event).ok());
  ASSERT_TRUE(FindAlarm(state, backup, centre.now_us()));
  ASSERT_TRUE(FindAlarm(state, damage, centre.now_us()));
  EXPECT_TRUE(FindAlarm(state, backup, centre.now_us())->acknowledged());
  EXPECT_FALSE(FindAlarm(state, damage, centre.now_us())->acknowledged());
  EXPECT_EQ(AlarmsOf(state, centre.now_us()).size(), 2U);
}

// What was acknowledged was another problem.
TEST(Record, AnotherProblemIsNotAcknowledgedAndTheSameStays) {
  Centre centre;
  for (const std::int64_t subject : {kAlarmOfDamage, kAlarmOfClock}) {
    State state = centre.state();
    const auto say = [&](const std::string& problem, const std::string& backup) {
      v1::Event event;
      event.set_revision(state.revision + 1);
      event.set_at_us(state.at_us);
      v1::ServiceNotice& notice = *event.mutable_notice_changed()->mutable_notice();
      (subject == kAlarmOfDamage ? *notice.mutable_record_problem() : *notice.mutable_clock_problem()) =
          problem;
      notice.set_backup_problem(backup);
      ASSERT_TRUE(Apply(state, event).ok());
    };
    const auto acknowledged = [&] {
      const auto alarm = FindAlarm(state, {v1::ALARM_KIND_RECORD_PROBLEM, subject}, centre.now_us());
      return alarm.has_value() && alarm->acknowledged();
    };
    say("Damaged at revision 7.", "");
    v1::Event event;
    event.set_revision(state.revision + 1);
    event.set_at_us(state.at_us);
    v1::AlarmRef& about = *event.mutable_alarm_acknowledged()->mutable_alarm();
    about.set_kind(v1::ALARM_KIND_RECORD_PROBLEM);
    about.set_subject_id(subject);
    ASSERT_TRUE(Apply(state, event).ok());
    EXPECT_TRUE(acknowledged());
    say("Damaged at revision 7.", "No room.");
    EXPECT_TRUE(acknowledged());
    say("Damaged at revision 9.", "No room.");
    EXPECT_FALSE(acknowledged());
    ASSERT_TRUE(FindAlarm(state, {v1::ALARM_KIND_RECORD_PROBLEM, subject}, centre.now_us()));
  }
}

TEST(Lookup, IsWrittenDownWithAReasonAndOnlyForThoseWhoMay) {
  Centre centre;
  const std::int64_t id = centre.Assessed("vanlig");
  const auto reading = [&](const v1::Actor& actor, const std::string& reason) {
    return NoteReading(centre.state(), id, reason, By(centre, actor));
  };
  EXPECT_EQ(ReasonOf(reading(Ola(), "")), v1::REASON_NEEDS_REASON);
  EXPECT_EQ(ReasonOf(reading(Ola(), std::string(257, 'x'))), v1::REASON_BAD_FIELD);
  EXPECT_EQ(ReasonOf(reading(Telephony(), "Klage")), v1::REASON_NOT_ALLOWED);
  const Decision taken = reading(Ola(), "Klage");
  ASSERT_EQ(taken.events.size(), 1u);
  EXPECT_EQ(taken.events[0].personal().text(), "Klage");
  EXPECT_EQ(taken.events[0].record_read().contact_id(), id);
  EXPECT_TRUE(reading(Kari(), "").events.empty()) << "one's own work needs no reason";

  EXPECT_EQ(ReasonOf(NoteSearch(centre.state(), "Nes", "", 3, By(centre, Ola()))), v1::REASON_NEEDS_REASON);
  const Decision searched = NoteSearch(centre.state(), "Nes", "Ringer igjen", 3, By(centre, Station()));
  ASSERT_EQ(searched.events.size(), 1u);
  EXPECT_EQ(searched.events[0].record_searched().found(), 3);
  // An administrator takes one out for somebody who may have it, and looks for nobody.
  EXPECT_EQ(ReasonOf(reading(Berit(), "")), v1::REASON_NEEDS_REASON);
  EXPECT_EQ(reading(Berit(), "Innsyn").events.size(), 1u);
  EXPECT_EQ(ReasonOf(NoteSearch(centre.state(), "Nes", "Innsyn", 3, By(centre, Berit()))),
            v1::REASON_NOT_ALLOWED);
  // A contact that has left the state can be read too, and that is written down.
  const Decision gone = NoteReading(centre.state(), 4711, "Klage", By(centre, Ola()));
  State state = centre.state();
  EXPECT_TRUE(Apply(state, gone.events.at(0)).ok());
}

}  // namespace
}  // namespace legevakt::domain::testing
