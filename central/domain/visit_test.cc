// The patient's way through the station, step by step, and how it keeps in step with the mission.
#include <gtest/gtest.h>

#include "central/domain/alarms.h"
#include "central/domain/invariants.h"
#include "central/domain/queue_order.h"
#include "central/domain/testing.h"

namespace legevakt::domain::testing {
namespace {

v1::Command VisitCommand(std::int64_t mission_id, v1::VisitState state, std::int64_t appointment_us = 0) {
  v1::Command command;
  command.mutable_step_visit()->set_mission_id(mission_id);
  command.mutable_step_visit()->set_state(state);
  command.mutable_step_visit()->set_appointment_us(appointment_us);
  return command;
}

struct AtTheStation {
  Centre centre;
  std::int64_t contact;
  std::int64_t mission;
  explicit AtTheStation(const std::string& level = "haster") {
    contact = centre.Assessed(level);
    mission = centre.Requested(contact, Station(), v1::MEASURE_STATION);
    centre.Step(Station(), mission, v1::MISSION_STATE_ACCEPTED);
  }
  v1::Reason Visit(v1::VisitState state, std::int64_t appointment_us = 0, const v1::Actor& actor = Kari()) {
    return centre.Try(actor, VisitCommand(mission, state, appointment_us));
  }
  v1::VisitState state() const { return centre.mission(mission).visit().state(); }
};

TEST(Visit, GoesThroughTheStationStepByStep) {
  AtTheStation at;
  const std::int64_t time_us = at.centre.now_us() + 20 * kMinuteUs;
  EXPECT_EQ(at.Visit(v1::VISIT_STATE_WAITING_ROOM), v1::REASON_WRONG_STATE)
      << "who has not come does not wait";
  EXPECT_EQ(at.Visit(v1::VISIT_STATE_GIVEN_TIME), v1::REASON_BAD_FIELD) << "which time?";
  EXPECT_EQ(at.Visit(v1::VISIT_STATE_GIVEN_TIME, time_us), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(at.Visit(v1::VISIT_STATE_EXPECTED), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(at.centre.mission(at.mission).visit().appointment_us(), time_us) << "the time stands";
  for (const v1::VisitState state :
       {v1::VISIT_STATE_ARRIVED, v1::VISIT_STATE_ASSESSED_ON_ARRIVAL, v1::VISIT_STATE_WAITING_ROOM}) {
    EXPECT_EQ(at.Visit(state), v1::REASON_UNSPECIFIED) << v1::VisitState_Name(state);
  }
  EXPECT_EQ(at.Visit(v1::VISIT_STATE_NOT_TURNED_UP), v1::REASON_WRONG_STATE) << "who is here has turned up";
  EXPECT_EQ(at.Visit(v1::VISIT_STATE_WITH_DOCTOR, 0, Station()), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(at.centre.mission(at.mission).state(), v1::MISSION_STATE_WITH_PATIENT);
  EXPECT_EQ(at.centre.contact(at.contact).state(), v1::CONTACT_STATE_BEING_SEEN);
  EXPECT_EQ(at.Visit(v1::VISIT_STATE_DONE), v1::REASON_WRONG_STATE) << "the doctor says how it ended";
  at.centre.Step(Station(), at.mission, v1::MISSION_STATE_DONE);
  EXPECT_EQ(at.state(), v1::VISIT_STATE_DONE);
}

TEST(Visit, TheDoctorsOwnStepMovesThePatientToo) {
  AtTheStation at;
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_ARRIVED), v1::REASON_UNSPECIFIED);
  at.centre.Step(Station(), at.mission, v1::MISSION_STATE_WITH_PATIENT);
  EXPECT_EQ(at.state(), v1::VISIT_STATE_WITH_DOCTOR);
}

TEST(Visit, ADoctorTakesTheNextWithoutAcceptingFirst) {
  Centre centre;
  const std::int64_t green = centre.Assessed("vanlig");
  const std::int64_t yellow = centre.Assessed("haster");
  std::vector<std::int64_t> missions;
  for (const std::int64_t id : {green, yellow}) {
    missions.push_back(centre.Requested(id, Station(), v1::MEASURE_STATION));
    centre.Must(Kari(), VisitCommand(missions.back(), v1::VISIT_STATE_ARRIVED));
  }
  const auto waiting = AtStation(centre.state());
  ASSERT_EQ(waiting.size(), 2u);
  EXPECT_EQ(waiting[0]->contact_id(), yellow);
  EXPECT_EQ(centre.Try(Driver(), VisitCommand(waiting[0]->mission_id(), v1::VISIT_STATE_WITH_DOCTOR)),
            v1::REASON_NOT_OWNER);
  centre.Must(Station(), VisitCommand(waiting[0]->mission_id(), v1::VISIT_STATE_WITH_DOCTOR));
  EXPECT_EQ(centre.mission(missions[1]).state(), v1::MISSION_STATE_WITH_PATIENT);
  EXPECT_NE(centre.mission(missions[1]).accepted_us(), 0);
  EXPECT_EQ(AtStation(centre.state())[0]->contact_id(), green);
}

TEST(Visit, WhoHasNotComeInTimeIsAnAlarmAndNotTurnedUpGivesTheContactBack) {
  AtTheStation at("vanlig");
  const std::int64_t time_us = at.centre.now_us() + 20 * kMinuteUs;
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_GIVEN_TIME, time_us), v1::REASON_UNSPECIFIED);
  const AlarmId alarm{v1::ALARM_KIND_VISIT_MISSED, at.mission};
  at.centre.Pass(20 * kMinuteUs + 1800 * kSecondUs - 1);
  EXPECT_FALSE(FindAlarm(at.centre.state(), alarm, at.centre.now_us()));
  at.centre.Pass(1);
  EXPECT_TRUE(FindAlarm(at.centre.state(), alarm, at.centre.now_us()));
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_NOT_TURNED_UP), v1::REASON_UNSPECIFIED);
  EXPECT_FALSE(FindAlarm(at.centre.state(), alarm, at.centre.now_us()));
  const v1::Contact& contact = at.centre.contact(at.contact);
  EXPECT_EQ(contact.list(), v1::LIST_KIND_OPERATOR);
  EXPECT_LE(contact.deadline().at_us(), at.centre.now_us() + 180 * kSecondUs) << "by its urgency";
  EXPECT_EQ(at.centre.mission(at.mission).state(), v1::MISSION_STATE_NOT_TURNED_UP);
}

TEST(Visit, LeftBeforeSeenIsSoonerForTheMoreUrgent) {
  const auto seconds = [](const std::string& level) {
    AtTheStation at(level);
    EXPECT_EQ(at.Visit(v1::VISIT_STATE_ARRIVED), v1::REASON_UNSPECIFIED);
    EXPECT_EQ(at.Visit(v1::VISIT_STATE_LEFT_BEFORE_SEEN), v1::REASON_UNSPECIFIED);
    EXPECT_EQ(at.centre.contact(at.contact).list(), v1::LIST_KIND_OPERATOR);
    return (at.centre.contact(at.contact).deadline().at_us() - at.centre.now_us()) / kSecondUs;
  };
  EXPECT_EQ(seconds("haster"), 60);
  EXPECT_EQ(seconds("vanlig"), 180);
}

TEST(Visit, ExpectedWithoutATimeIsNotExpectedForEver) {
  AtTheStation at;
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_EXPECTED), v1::REASON_UNSPECIFIED);
  at.centre.Pass(1800 * kSecondUs);
  EXPECT_TRUE(at.centre.mission(at.mission).visit().late());
}

TEST(Visit, WhoArrivesIsLookedAtSoonAndThenByLevelAndPlace) {
  AtTheStation at("vanlig");
  const std::int64_t before_us = at.centre.contact(at.contact).deadline().at_us();
  ASSERT_GT(before_us, at.centre.now_us() + 300 * kSecondUs);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_ARRIVED), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(at.centre.contact(at.contact).deadline().at_us(), at.centre.now_us() + 300 * kSecondUs);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_ASSESSED_ON_ARRIVAL), v1::REASON_UNSPECIFIED);
  EXPECT_GT(at.centre.contact(at.contact).deadline().at_us(), at.centre.now_us() + 300 * kSecondUs);
}

TEST(Visit, ThePatientWhoIsThereIsThereForTheNextDoctorToo) {
  AtTheStation at;
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_ARRIVED), v1::REASON_UNSPECIFIED);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_WITH_DOCTOR, 0, Station()), v1::REASON_UNSPECIFIED);
  v1::Command divert;
  divert.mutable_step_mission()->set_mission_id(at.mission);
  divert.mutable_step_mission()->set_state(v1::MISSION_STATE_DIVERTED);
  divert.mutable_step_mission()->set_diverted_to(at.centre.Assessed("akutt"));
  at.centre.Must(Kari(), divert);
  auto rows = AtStation(at.centre.state());
  ASSERT_EQ(rows.size(), 1u) << "still in the house";
  EXPECT_EQ(rows[0]->visit().state(), v1::VISIT_STATE_WAITING_ROOM);
  const std::int64_t again = at.centre.Requested(at.contact, Station(), v1::MEASURE_STATION);
  EXPECT_EQ(at.centre.mission(again).visit().state(), v1::VISIT_STATE_WAITING_ROOM);
  rows = AtStation(at.centre.state());
  ASSERT_EQ(rows.size(), 1u) << "once, and not twice";
  EXPECT_EQ(rows[0]->mission_id(), again);
}

TEST(Visit, WhoIsUnderObservationIsNotClosedAway) {
  AtTheStation at;
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_ARRIVED), v1::REASON_UNSPECIFIED);
  at.centre.Step(Station(), at.mission, v1::MISSION_STATE_WITH_PATIENT);
  v1::Command done;
  done.mutable_step_mission()->set_mission_id(at.mission);
  done.mutable_step_mission()->set_state(v1::MISSION_STATE_DONE);
  done.mutable_step_mission()->set_outcome(v1::OUTCOME_OBSERVATION);
  at.centre.Must(Station(), done);
  EXPECT_EQ(at.state(), v1::VISIT_STATE_OBSERVATION);
  EXPECT_EQ(at.centre.Try(Kari(), CloseCommand(at.contact, v1::MEASURE_STATION, "x")), v1::REASON_STILL_OPEN);
  EXPECT_EQ(at.Visit(v1::VISIT_STATE_DONE), v1::REASON_UNSPECIFIED);
  at.centre.Must(Kari(), CloseCommand(at.contact, v1::MEASURE_STATION, "x"));
}

TEST(Visit, AStepOnTheWrongRowIsTakenBack) {
  AtTheStation at;
  const std::int64_t time_us = at.centre.now_us() + 20 * kMinuteUs;
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_GIVEN_TIME, time_us), v1::REASON_UNSPECIFIED);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_ARRIVED), v1::REASON_UNSPECIFIED);
  const std::int64_t due_us = at.centre.contact(at.contact).deadline().at_us();
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_EXPECTED), v1::REASON_UNSPECIFIED) << "it was another who came";
  EXPECT_EQ(at.centre.mission(at.mission).visit().arrived_us(), 0);
  EXPECT_EQ(at.centre.mission(at.mission).visit().appointment_us(), time_us);
  EXPECT_LE(at.centre.contact(at.contact).deadline().at_us(), due_us) << "a deadline never moves later";
  at.centre.Pass(20 * kMinuteUs + 1800 * kSecondUs);
  EXPECT_TRUE(at.centre.mission(at.mission).visit().late()) << "awaited again, and not for ever";
  for (const v1::VisitState state :
       {v1::VISIT_STATE_ARRIVED, v1::VISIT_STATE_ASSESSED_ON_ARRIVAL, v1::VISIT_STATE_WAITING_ROOM,
        v1::VISIT_STATE_ASSESSED_ON_ARRIVAL, v1::VISIT_STATE_ARRIVED})
    EXPECT_EQ(at.Visit(state), v1::REASON_UNSPECIFIED) << v1::VisitState_Name(state);
  EXPECT_EQ(at.Visit(v1::VISIT_STATE_ARRIVED), v1::REASON_WRONG_STATE);
}

TEST(Visit, WithTheDoctorByMistakeGoesBackToTheWaitingRoomWithItsMission) {
  AtTheStation at;
  const std::int64_t accepted_us = at.centre.mission(at.mission).accepted_us();
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_ARRIVED), v1::REASON_UNSPECIFIED);
  at.centre.Pass(kMinuteUs);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_WITH_DOCTOR), v1::REASON_UNSPECIFIED);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_WAITING_ROOM), v1::REASON_UNSPECIFIED);
  const v1::Mission& mission = at.centre.mission(at.mission);
  EXPECT_EQ(mission.state(), v1::MISSION_STATE_ACCEPTED);
  EXPECT_EQ(mission.with_patient_us(), 0) << "nobody reads that the doctor was there";
  EXPECT_EQ(mission.accepted_us(), accepted_us);
  EXPECT_EQ(at.centre.contact(at.contact).state(), v1::CONTACT_STATE_WAITING);
  EXPECT_EQ(at.centre.contact(at.contact).deadline().kind(), v1::DEADLINE_KIND_REASSESSMENT);
  EXPECT_LE(at.centre.contact(at.contact).deadline().at_us(), at.centre.now_us() + 300 * kSecondUs);
  // The doctor can take the patient for good.
  EXPECT_EQ(at.Visit(v1::VISIT_STATE_WITH_DOCTOR, 0, Station()), v1::REASON_UNSPECIFIED);
}

// The simulation's seed 4828: the follow-up was so near that it was kept, and nobody was to assess.
TEST(Visit, BackFromALongTimeWithTheDoctorIsToBeAssessedAgain) {
  AtTheStation at;
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_ARRIVED), v1::REASON_UNSPECIFIED);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_WITH_DOCTOR), v1::REASON_UNSPECIFIED);
  const std::int64_t due_us = at.centre.contact(at.contact).deadline().at_us();
  ASSERT_EQ(at.centre.contact(at.contact).deadline().kind(), v1::DEADLINE_KIND_FOLLOW_UP);
  at.centre.Pass(due_us - at.centre.now_us() - kMinuteUs);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_WAITING_ROOM), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(at.centre.contact(at.contact).deadline().kind(), v1::DEADLINE_KIND_REASSESSMENT);
  EXPECT_EQ(at.centre.contact(at.contact).deadline().at_us(), due_us) << "never later than it was due";
  EXPECT_TRUE(CheckAll(at.centre.state()).empty());
}

// Somebody silenced it since the doctor was there. Who waits again is not silenced.
TEST(Visit, AFollowUpThatWasMissedAndSilencedIsLoudWhereThePatientWaitsAgain) {
  AtTheStation at;
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_ARRIVED), v1::REASON_UNSPECIFIED);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_WITH_DOCTOR), v1::REASON_UNSPECIFIED);
  at.centre.Pass(at.centre.contact(at.contact).deadline().at_us() - at.centre.now_us() + kMinuteUs);
  const AlarmId alarm{v1::ALARM_KIND_DEADLINE_MISSED, at.contact};
  ASSERT_TRUE(FindAlarm(at.centre.state(), alarm, at.centre.now_us()));
  v1::Command quiet;
  quiet.mutable_acknowledge_alarm()->mutable_alarm()->set_kind(alarm.first);
  quiet.mutable_acknowledge_alarm()->mutable_alarm()->set_subject_id(at.contact);
  at.centre.Must(Kari(), quiet);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_WAITING_ROOM), v1::REASON_UNSPECIFIED);
  at.centre.Pass(kSecondUs);
  const auto found = FindAlarm(at.centre.state(), alarm, at.centre.now_us());
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->acknowledged());
}

TEST(Visit, ADoctorWhoHadAcceptedNothingIsAskedAgainWhereTheStepIsTakenBack) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  const std::int64_t mission = centre.Requested(id, Station(), v1::MEASURE_STATION);
  for (const v1::VisitState state :
       {v1::VISIT_STATE_ARRIVED, v1::VISIT_STATE_WITH_DOCTOR, v1::VISIT_STATE_WAITING_ROOM})
    centre.Must(Kari(), VisitCommand(mission, state));
  EXPECT_EQ(centre.mission(mission).state(), v1::MISSION_STATE_REQUESTED);
  EXPECT_EQ(centre.mission(mission).accepted_us(), 0);
  // And an unanswered request returns by itself, as any other.
  centre.Pass(kHourUs);
  EXPECT_FALSE(IsOpen(centre.mission(mission)));
}

TEST(Visit, NotTurnedUpAndLeftAreTakenBackForHalfAMinuteWhileNobodyHasPlannedAnew) {
  AtTheStation at;
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_EXPECTED), v1::REASON_UNSPECIFIED);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_NOT_TURNED_UP), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(at.Visit(v1::VISIT_STATE_WAITING_ROOM), v1::REASON_WRONG_STATE) << "awaited is not here";
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_EXPECTED), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(at.centre.mission(at.mission).state(), v1::MISSION_STATE_ACCEPTED);
  EXPECT_EQ(at.centre.mission(at.mission).ended_us(), 0);
  EXPECT_EQ(at.centre.contact(at.contact).state(), v1::CONTACT_STATE_WAITING);
  EXPECT_EQ(at.centre.state().duties.at("lege-nilsen").mission_ids_size(), 1) << "the doctor has it again";

  ASSERT_EQ(at.Visit(v1::VISIT_STATE_ARRIVED), v1::REASON_UNSPECIFIED);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_LEFT_BEFORE_SEEN), v1::REASON_UNSPECIFIED);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_WAITING_ROOM), v1::REASON_UNSPECIFIED);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_LEFT_BEFORE_SEEN), v1::REASON_UNSPECIFIED);
  at.centre.Pass(31 * kSecondUs);
  EXPECT_EQ(at.Visit(v1::VISIT_STATE_WAITING_ROOM), v1::REASON_WRONG_STATE) << "planned anew now";

  AtTheStation planned;
  ASSERT_EQ(planned.Visit(v1::VISIT_STATE_EXPECTED), v1::REASON_UNSPECIFIED);
  ASSERT_EQ(planned.Visit(v1::VISIT_STATE_NOT_TURNED_UP), v1::REASON_UNSPECIFIED);
  planned.centre.Requested(planned.contact, Station(), v1::MEASURE_STATION);
  EXPECT_EQ(planned.Visit(v1::VISIT_STATE_EXPECTED), v1::REASON_WRONG_STATE);
}

TEST(Visit, GoesWithAMissionForAStationOrASatelliteOnly) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  const std::int64_t mission = centre.Requested(id, Driver(), v1::MEASURE_HOME_VISIT);
  EXPECT_EQ(centre.Try(Kari(), VisitCommand(mission, v1::VISIT_STATE_ARRIVED)), v1::REASON_WRONG_STATE);
}

// One row too far, and the wrong one has gone home: a slip of the hand is taken back.
TEST(Visit, WhoWasSaidToHaveLeftTheObservationIsObservedAgainForAMoment) {
  AtTheStation at;
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_ARRIVED), v1::REASON_UNSPECIFIED);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_WITH_DOCTOR), v1::REASON_UNSPECIFIED);
  v1::Command done;
  done.mutable_step_mission()->set_mission_id(at.mission);
  done.mutable_step_mission()->set_state(v1::MISSION_STATE_DONE);
  done.mutable_step_mission()->set_outcome(v1::OUTCOME_OBSERVATION);
  at.centre.Must(Station(), done);
  ASSERT_EQ(at.state(), v1::VISIT_STATE_OBSERVATION);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_DONE), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(at.Visit(v1::VISIT_STATE_OBSERVATION), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(at.state(), v1::VISIT_STATE_OBSERVATION);
  ASSERT_EQ(at.Visit(v1::VISIT_STATE_DONE), v1::REASON_UNSPECIFIED);
  at.centre.Pass(kMinuteUs);
  EXPECT_EQ(at.Visit(v1::VISIT_STATE_OBSERVATION), v1::REASON_WRONG_STATE);
}

}  // namespace
}  // namespace legevakt::domain::testing
