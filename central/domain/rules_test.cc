// The rules of design section 5, one by one. ARCHITECTURE.md names these tests.
#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "central/domain/agenda.h"
#include "central/domain/alarms.h"
#include "central/domain/apply.h"
#include "central/domain/invariants.h"
#include "central/domain/queue_order.h"
#include "central/domain/testing.h"

namespace legevakt::domain::testing {
namespace {

v1::Command Claim(std::int64_t contact_id, bool take_over = false) {
  v1::Command command;
  command.mutable_claim_contact()->set_contact_id(contact_id);
  command.mutable_claim_contact()->set_take_over(take_over);
  return command;
}

v1::Command Undo(std::int64_t contact_id) {
  v1::Command command;
  command.mutable_undo_contact()->set_contact_id(contact_id);
  return command;
}

v1::Command Confirm(std::int64_t contact_id, bool amk) {
  v1::Command command;
  command.mutable_confirm_red()->set_contact_id(contact_id);
  command.mutable_confirm_red()->set_amk(amk);
  return command;
}

TEST(Rule01, EveryOpenContactHasAListAndADeadlineAndEveryMissionAnOwner) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  EXPECT_EQ(centre.contact(id).list(), v1::LIST_KIND_OPERATOR);
  const std::int64_t mission = centre.Requested(id, Station(), v1::MEASURE_STATION);
  EXPECT_EQ(centre.contact(id).list(), v1::LIST_KIND_REQUESTED);
  centre.Step(Station(), mission, v1::MISSION_STATE_ACCEPTED);
  EXPECT_EQ(centre.contact(id).list(), v1::LIST_KIND_DOCTOR);
  EXPECT_EQ(centre.mission(mission).owner_id(), "lege-nilsen");
  EXPECT_TRUE(CheckAll(centre.state()).empty());
}

TEST(Rule01, AMissionWhoseContactIsGoneIsEnded) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  const std::int64_t mission_id = centre.Requested(id, Station(), v1::MEASURE_STATION);
  State broken = centre.state();
  broken.contacts.erase(id);
  RebuildAgenda(broken);
  const auto violations = CheckAll(broken);
  ASSERT_EQ(violations.size(), 1u);
  ASSERT_TRUE(Apply(broken, Repair(broken, violations[0], centre.now_us())).ok());
  EXPECT_TRUE(CheckAll(broken).empty());
  EXPECT_EQ(broken.missions.at(mission_id).state(), v1::MISSION_STATE_CANCELLED);
  EXPECT_EQ(broken.invariant_repairs, 1);
}

TEST(Rule01, AViolationIsFoundAndRepairedByAnEvent) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  const std::int64_t mission_id = centre.Requested(id, Station(), v1::MEASURE_STATION);
  using Break = std::function<void(v1::Contact&, v1::Mission&)>;
  const std::vector<Break> ways = {
      [](v1::Contact& contact, v1::Mission&) { contact.clear_deadline(); },
      [](v1::Contact& contact, v1::Mission&) { contact.set_list(v1::LIST_KIND_DOCTOR); },
      [](v1::Contact& contact, v1::Mission&) { contact.clear_owner(); },
      [](v1::Contact& contact, v1::Mission&) { contact.set_state(v1::CONTACT_STATE_CLOSED); },
      [](v1::Contact&, v1::Mission& mission) { mission.clear_owner_id(); },
  };
  for (std::size_t way = 0; way < ways.size(); ++way) {
    State broken = centre.state();
    ways[way](broken.contacts.at(id), broken.missions.at(mission_id));
    RebuildAgenda(broken);
    const auto violations = CheckAll(broken);
    ASSERT_EQ(violations.size(), 1u) << way;
    ASSERT_TRUE(Apply(broken, Repair(broken, violations[0], centre.now_us())).ok());
    EXPECT_TRUE(CheckAll(broken).empty()) << way << ": " << CheckAll(broken)[0].what;
    EXPECT_EQ(broken.invariant_repairs, 1);
    EXPECT_TRUE(IsOpen(broken.contacts.at(id))) << way;
    // Somebody is brought to it.
    const auto missed = DecideTime(broken, centre.now_us());
    ASSERT_EQ(missed.size(), 1u) << way;
    ASSERT_TRUE(Apply(broken, missed[0]).ok());
    EXPECT_TRUE(FindAlarm(broken, {v1::ALARM_KIND_DEADLINE_MISSED, id}, centre.now_us()).has_value()) << way;
  }
}

// The event that moves the most contacts names them in a list.
TEST(Rule01, EveryContactThatATakeOverMovesIsLookedAt) {
  Centre centre;
  const std::int64_t first = centre.Assessed("haster");
  const std::int64_t second = centre.Assessed("vanlig");
  State state = centre.state();
  v1::Event event;
  event.set_revision(state.revision + 1);
  event.set_at_us(state.at_us);
  *event.mutable_actor() = Ola();
  event.mutable_taken_over()->set_from_user_id(Kari().user_id());
  event.mutable_taken_over()->add_contact_ids(first);
  event.mutable_taken_over()->add_contact_ids(second);
  ASSERT_TRUE(Apply(state, event).ok());
  EXPECT_TRUE(CheckTouched(state, event).empty());
  for (const std::int64_t id : {first, second}) {
    State broken = state;
    broken.contacts.at(id).clear_owner();
    const auto violations = CheckTouched(broken, event);
    ASSERT_EQ(violations.size(), 1u) << id;
    EXPECT_EQ(violations[0].contact_id, id);
  }
}

TEST(Rule02, ARedWithoutItsAlertIsFoundAndAlerted) {
  Centre centre;
  const std::int64_t id = centre.Assessed("akutt");
  using Break = std::function<void(v1::Contact&)>;
  const std::vector<Break> ways = {[](v1::Contact& contact) { contact.clear_red(); },
                                   [](v1::Contact& contact) { contact.mutable_red()->set_confirm_by_us(0); }};
  for (std::size_t way = 0; way < ways.size(); ++way) {
    State broken = centre.state();
    ways[way](broken.contacts.at(id));
    RebuildAgenda(broken);
    const auto violations = CheckAll(broken);
    ASSERT_EQ(violations.size(), 1u) << way;
    ASSERT_TRUE(Apply(broken, Repair(broken, violations[0], centre.now_us())).ok());
    EXPECT_TRUE(CheckAll(broken).empty()) << way;
    EXPECT_EQ(broken.invariant_repairs, 1) << way;
    EXPECT_TRUE(IsPending(broken.contacts.at(id).red()));
    EXPECT_EQ(broken.contacts.at(id).red().doctor_id(), "lege-nilsen");
    EXPECT_TRUE(FindAlarm(broken, {v1::ALARM_KIND_RED_NOT_CONFIRMED, id}, centre.now_us()).has_value());
  }
}

TEST(Rule05, WhoeverWaitsIsToBeAssessedAgainAndNotOnlyFollowedUp) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  centre.Requested(id, Station(), v1::MEASURE_STATION);
  State broken = centre.state();
  ASSERT_EQ(broken.contacts.at(id).state(), v1::CONTACT_STATE_WAITING);
  broken.contacts.at(id).mutable_deadline()->set_kind(v1::DEADLINE_KIND_FOLLOW_UP);
  RebuildAgenda(broken);
  const auto violations = CheckAll(broken);
  ASSERT_EQ(violations.size(), 1u);
  ASSERT_TRUE(Apply(broken, Repair(broken, violations[0], centre.now_us())).ok());
  EXPECT_TRUE(CheckAll(broken).empty());
  EXPECT_EQ(broken.contacts.at(id).deadline().kind(), v1::DEADLINE_KIND_REASSESSMENT);
}

TEST(Rule02, RedStartsAmkAndDoctorInParallelAndStaysUntilBothHaveConfirmed) {
  Centre centre;
  const std::int64_t id = centre.Assessed("akutt");
  ASSERT_TRUE(centre.contact(id).has_red());
  EXPECT_EQ(centre.contact(id).red().doctor_id(), "lege-nilsen");

  v1::Command seen;
  seen.mutable_see_red()->set_contact_id(id);
  centre.Must(Station(), seen);
  EXPECT_EQ(centre.contact(id).red().doctor_confirmed_us(), 0) << "seen only silences";

  centre.Pass(2 * kMinuteUs);
  EXPECT_TRUE(centre.contact(id).red().missed());
  EXPECT_EQ(centre.Try(Kari(), CloseCommand(id, v1::MEASURE_AMK, "Ring 113")), v1::REASON_STILL_OPEN);
  centre.Must(Kari(), Confirm(id, true));
  EXPECT_EQ(centre.Try(Kari(), CloseCommand(id, v1::MEASURE_AMK, "Ring 113")), v1::REASON_STILL_OPEN);
  centre.Must(Station(), Confirm(id, false));
  EXPECT_EQ(centre.contact(id).red().doctor_confirmed_by().user_id(), "lege-nilsen");
  EXPECT_EQ(centre.Try(Kari(), CloseCommand(id, v1::MEASURE_AMK, "Ring 113")), v1::REASON_UNSPECIFIED);
}

TEST(Rule02, WhomAmkGivesBackIsDueAndTheNextRedIsAlertedAnew) {
  Centre centre;
  const std::int64_t id = centre.Assessed("akutt");
  v1::Command back;
  back.mutable_give_back_red()->set_contact_id(id);
  EXPECT_EQ(centre.Try(Kari(), back), v1::REASON_WRONG_STATE) << "AMK has not got it";
  centre.Must(Kari(), Confirm(id, true));
  centre.Must(Station(), Confirm(id, false));
  centre.Must(Kari(), back);
  EXPECT_TRUE(centre.contact(id).new_information());
  EXPECT_LE(centre.contact(id).deadline().at_us(), centre.now_us());
  EXPECT_TRUE(centre.Must(Kari(), back).events.empty()) << "recorded once";
  centre.Pass(20 * kMinuteUs);
  centre.Must(Kari(), AssessCommand(id, "diffuse", "akutt"));
  EXPECT_TRUE(IsPending(centre.contact(id).red()));
  EXPECT_EQ(centre.contact(id).red().raised_us(), centre.now_us());
  EXPECT_EQ(centre.contact(id).red().given_back_us(), 0);
  EXPECT_EQ(centre.Try(Station(), back), v1::REASON_NOT_ALLOWED);
  // Also where the doctor never answered, and somebody had silenced the alarm.
  const AlarmId alarm{v1::ALARM_KIND_RED_NOT_CONFIRMED, id};
  v1::Command quiet;
  quiet.mutable_acknowledge_alarm()->mutable_alarm()->set_kind(alarm.first);
  quiet.mutable_acknowledge_alarm()->mutable_alarm()->set_subject_id(id);
  centre.Must(Kari(), quiet);
  ASSERT_TRUE(FindAlarm(centre.state(), alarm, centre.now_us())->acknowledged());
  centre.Must(Kari(), Confirm(id, true));
  // AMK rings whoever answers: also where a colleague has the contact.
  centre.Must(Ola(), back);
  EXPECT_FALSE(FindAlarm(centre.state(), alarm, centre.now_us())->acknowledged());
  centre.Must(Kari(), quiet);
  centre.Pass(kMinuteUs);
  centre.Must(Kari(), AssessCommand(id, "diffuse", "akutt"));
  EXPECT_EQ(centre.contact(id).red().raised_us(), centre.now_us());
  EXPECT_FALSE(FindAlarm(centre.state(), alarm, centre.now_us())->acknowledged()) << "another red";
}

TEST(Rule02, WhoIsOpenAgainAfterARedThatWasSettledIsAlertedAnew) {
  Centre centre;
  const std::int64_t id = centre.Assessed("akutt");
  centre.Must(Kari(), Confirm(id, true));
  centre.Must(Station(), Confirm(id, false));
  EXPECT_TRUE(IsAlerted(centre.contact(id)));
  centre.Must(Kari(), CloseCommand(id, v1::MEASURE_AMK, "Ring 113"));
  centre.Pass(20 * kMinuteUs);
  v1::Command reopen;
  reopen.mutable_reopen_contact()->set_contact_id(id);
  centre.Must(Kari(), reopen);
  EXPECT_FALSE(IsAlerted(centre.contact(id)));
  centre.Must(Kari(), AssessCommand(id, "diffuse", "akutt"));
  EXPECT_TRUE(IsPending(centre.contact(id).red()));
  EXPECT_EQ(centre.contact(id).red().raised_us(), centre.now_us());
}

// 20:00 assessed, 20:10 news, 20:11 an assessment of 20:05 arrives: it knew nothing of them.
TEST(Rule05, AnAssessmentThatIsOlderThanTheNewsAnswersNoneOfThem) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  const std::int64_t assessed_us = centre.now_us() + 2 * kMinuteUs;
  centre.Pass(5 * kMinuteUs);
  v1::Command news;
  news.mutable_add_note()->set_contact_id(id);
  news.mutable_add_note()->set_text("Blå på leppene");
  news.mutable_add_note()->set_new_information(true);
  centre.Must(Kari(), news);
  const std::int64_t due_us = centre.contact(id).deadline().at_us();
  ASSERT_TRUE(centre.contact(id).new_information());
  v1::Command late = AssessCommand(id, "diffuse", "vanlig", "Bedre");
  late.mutable_assess_contact()->set_happened_us(assessed_us);
  centre.Must(Kari(), late);
  EXPECT_TRUE(centre.contact(id).new_information());
  EXPECT_LE(centre.contact(id).deadline().at_us(), due_us);
  EXPECT_EQ(centre.contact(id).assessments().rbegin()->recorded_us(), centre.now_us());
  centre.Pass(kSecondUs);
  centre.Must(Kari(), AssessCommand(id, "diffuse", "vanlig", "Bedre"));
  EXPECT_FALSE(centre.contact(id).new_information());
  EXPECT_EQ(centre.contact(id).assessments().rbegin()->recorded_us(), 0);
}

TEST(Rule02, ADoctorCannotConfirmForAmk) {
  Centre centre;
  const std::int64_t id = centre.Assessed("akutt");
  EXPECT_EQ(centre.Try(Station(), Confirm(id, true)), v1::REASON_NOT_ALLOWED);
}

TEST(Rule03, AContactNobodyHasAssessedRanksAboveYellowWithItsOwnDeadline) {
  Centre centre;
  const std::int64_t yellow = centre.Assessed("haster");
  const std::int64_t red = centre.Assessed("akutt");
  const std::int64_t unassessed = centre.Answered();
  const auto queue = Queue(centre.state());
  ASSERT_EQ(queue.size(), 3u);
  EXPECT_EQ(queue[0]->contact_id(), red);
  EXPECT_EQ(queue[1]->contact_id(), unassessed);
  EXPECT_EQ(queue[2]->contact_id(), yellow);
  EXPECT_EQ(centre.contact(unassessed).deadline().kind(), v1::DEADLINE_KIND_FIRST_ASSESSMENT);
  EXPECT_EQ(centre.contact(unassessed).deadline().at_us(), centre.now_us() + 300 * kSecondUs);
}

TEST(Rule04, UrgencyGoesUpWithoutAReasonAndDownOnlyWithOne) {
  Centre centre;
  const std::int64_t id = centre.Answered();
  const auto up = centre.Must(Kari(), AssessCommand(id, "diffuse", "akutt"));
  EXPECT_FALSE(up.events.empty());
  EXPECT_EQ(centre.Try(Kari(), AssessCommand(id, "diffuse", "haster")), v1::REASON_LOWERING_NEEDS_REASON);
  centre.Must(Kari(), AssessCommand(id, "diffuse", "haster", "Legen har snakket med pasienten"));
  const v1::Assessment& last = *centre.contact(id).assessments().rbegin();
  EXPECT_EQ(last.lowering_reason(), "Legen har snakket med pasienten");
  EXPECT_FALSE(last.suggestion().level_id().empty()) << "the tool's own suggestion is kept beside the choice";
  EXPECT_EQ(last.level_id(), "haster");
}

TEST(Rule05, TheToolSaysHowSoonByComplaintAndPlace) {
  const auto minutes = [](const std::string& complaint, const std::string& place) {
    Centre centre;
    const std::int64_t id = centre.Answered();
    v1::Command command = AssessCommand(id, complaint, "haster");
    if (!place.empty()) {
      v1::Answer& answer = *command.mutable_assess_contact()->add_answers();
      answer.set_question_id("place");
      answer.set_choice(place);
    }
    centre.Must(Kari(), command);
    return (centre.contact(id).deadline().at_us() - centre.now_us()) / (60 * kSecondUs);
  };
  EXPECT_EQ(minutes("cough", ""), 30);
  EXPECT_EQ(minutes("cough", "nursing_home"), 60);
  EXPECT_EQ(minutes("cough", "station"), 15);
  EXPECT_EQ(minutes("chest_pain", "nursing_home"), 15);
}

TEST(Rule05, AMissedReassessmentIsAnAlarmNeverSilence) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  const std::int64_t due_us = centre.contact(id).deadline().at_us();
  EXPECT_EQ(centre.contact(id).deadline().kind(), v1::DEADLINE_KIND_REASSESSMENT);
  centre.Pass(due_us - centre.now_us() - 1);
  EXPECT_FALSE(centre.contact(id).deadline().missed());
  centre.Pass(1);
  EXPECT_TRUE(centre.contact(id).deadline().missed());
}

TEST(Rule06, NewInformationMakesAnAssessmentDueNowAndNeverMovesADeadlineLater) {
  Centre centre;
  const std::int64_t id = centre.Assessed("vanlig");
  const std::int64_t call = centre.Ring("90000000");
  v1::Command answer;
  answer.mutable_answer_call()->set_call_id(call);
  answer.mutable_answer_call()->set_contact_id(id);
  centre.Must(Kari(), answer);
  EXPECT_TRUE(centre.contact(id).new_information());
  EXPECT_EQ(centre.contact(id).deadline().at_us(), centre.now_us());

  const std::int64_t due_us = centre.contact(id).deadline().at_us();
  centre.Pass(kMinuteUs);
  v1::Command note;
  note.mutable_add_note()->set_contact_id(id);
  note.mutable_add_note()->set_text("Mor ringer igjen, mer slapp");
  note.mutable_add_note()->set_new_information(true);
  centre.Must(Kari(), note);
  EXPECT_EQ(centre.contact(id).deadline().at_us(), due_us) << "already due earlier";
  centre.Pass(5 * kMinuteUs);
  EXPECT_TRUE(centre.contact(id).deadline().missed());
}

TEST(Rule07, AnUnansweredRequestReturnsByItself) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  const std::int64_t mission = centre.Requested(id, Station(), v1::MEASURE_STATION);
  centre.Pass(61 * kSecondUs);
  EXPECT_EQ(centre.mission(mission).state(), v1::MISSION_STATE_NO_ANSWER);
  EXPECT_EQ(centre.contact(id).list(), v1::LIST_KIND_OPERATOR);
}

TEST(Rule07, UnderWayAndWithPatientNeverReturnSilenceRaisesNotHeardFrom) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  const std::int64_t mission = centre.Requested(id, Driver(), v1::MEASURE_HOME_VISIT);
  centre.Step(Driver(), mission, v1::MISSION_STATE_ACCEPTED);
  centre.Step(Driver(), mission, v1::MISSION_STATE_UNDER_WAY);
  centre.Pass(29 * kMinuteUs);
  EXPECT_FALSE(centre.mission(mission).not_heard());
  centre.Pass(2 * kMinuteUs);
  EXPECT_TRUE(centre.mission(mission).not_heard());
  EXPECT_EQ(centre.mission(mission).state(), v1::MISSION_STATE_UNDER_WAY);
  EXPECT_EQ(centre.contact(id).list(), v1::LIST_KIND_DOCTOR);

  centre.Step(Kari(), mission, v1::MISSION_STATE_WITH_PATIENT);  // on the radio, on the doctor's behalf
  EXPECT_EQ(centre.mission(mission).last_step_by().user_id(), "kari");
  EXPECT_FALSE(centre.mission(mission).not_heard());
  centre.Pass(5 * 60 * kMinuteUs);
  EXPECT_EQ(centre.mission(mission).state(), v1::MISSION_STATE_WITH_PATIENT);
  EXPECT_TRUE(centre.mission(mission).not_heard());
}

TEST(Rule07, AnUnstartedClaimReturnsAnOpenConversationDoesNot) {
  Centre centre;
  const std::int64_t talking = centre.Answered(Kari());
  const std::int64_t hung_up = centre.Answered(Ola());
  v1::Command end;
  end.mutable_end_call()->set_call_id(centre.contact(hung_up).call_ids(0));
  centre.Must(Ola(), end);
  centre.Pass(30 * kMinuteUs);
  EXPECT_TRUE(centre.contact(talking).has_claim()) << "silence on the screen is not inactivity";
  EXPECT_FALSE(centre.contact(hung_up).has_claim());
  EXPECT_EQ(centre.Try(Ola(), AssessCommand(talking, "diffuse", "haster")), v1::REASON_CLAIMED_BY_OTHER);
  centre.Must(Ola(), Claim(talking, true));
  centre.Must(Ola(), AssessCommand(talking, "diffuse", "haster"));
}

TEST(Rule08, ARunningLowerMissionMayBeDivertedToARedAndThePatientIsPlannedAgain) {
  Centre centre;
  const std::int64_t yellow = centre.Assessed("haster");
  const std::int64_t mission = centre.Requested(yellow, Driver(), v1::MEASURE_HOME_VISIT);
  centre.Step(Driver(), mission, v1::MISSION_STATE_ACCEPTED);
  centre.Step(Driver(), mission, v1::MISSION_STATE_UNDER_WAY);
  v1::Command divert;
  divert.mutable_step_mission()->set_mission_id(mission);
  divert.mutable_step_mission()->set_state(v1::MISSION_STATE_DIVERTED);
  divert.mutable_step_mission()->set_diverted_to(centre.Assessed("vanlig"));
  EXPECT_EQ(centre.Try(Kari(), divert), v1::REASON_BAD_FIELD) << "only for a red";
  divert.mutable_step_mission()->set_diverted_to(centre.Assessed("akutt"));
  centre.Must(Kari(), divert);
  EXPECT_EQ(centre.contact(yellow).list(), v1::LIST_KIND_OPERATOR);
  EXPECT_LE(centre.contact(yellow).deadline().at_us(), centre.now_us());
}

TEST(Rule09, AContactKeepsTheToolItBeganWith) {
  Centre centre;
  const std::int64_t before = centre.Answered();
  const std::string old_hash = centre.state().active_tool_hash;
  ASSERT_EQ(centre.Take(ToolWithVersion("9.0.0")), v1::REASON_UNSPECIFIED);
  const std::string new_hash = centre.state().active_tool_hash;
  ASSERT_NE(new_hash, old_hash);
  const std::int64_t after = centre.Answered(Ola());
  centre.Must(Kari(), AssessCommand(before, "diffuse", "haster"));
  centre.Must(Ola(), AssessCommand(after, "diffuse", "haster"));
  EXPECT_EQ(centre.contact(before).assessments(0).tool_hash(), old_hash);
  EXPECT_EQ(centre.contact(after).assessments(0).tool_hash(), new_hash);
}

TEST(Rule10, NothingIsRequiredToStartAndAWrongNumberClosesAtOnce) {
  Centre centre;
  v1::Command record;
  record.mutable_record_call();
  const std::int64_t id = centre.Must(Kari(), record).contact_id;
  EXPECT_NE(id, 0);
  centre.Must(Kari(), CloseCommand(id, v1::MEASURE_NOT_MEDICAL, ""));
  EXPECT_EQ(centre.contact(id).state(), v1::CONTACT_STATE_CLOSED);
}

TEST(Rule11, CloseIsUndoneWithinThirtySecondsAndReopenedLater) {
  Centre centre;
  const std::int64_t id = centre.Assessed("vanlig");
  const auto before = centre.contact(id).deadline();
  centre.Must(Kari(), CloseCommand(id, v1::MEASURE_ADVICE, "Ta kontakt igjen hvis verre"));
  centre.Must(Kari(), Undo(id));
  EXPECT_EQ(centre.contact(id).state(), v1::CONTACT_STATE_ASSESSED);
  EXPECT_EQ(centre.contact(id).deadline().at_us(), before.at_us());
  centre.Must(Kari(), CloseCommand(id, v1::MEASURE_ADVICE, "Ta kontakt igjen hvis verre"));
  centre.Pass(31 * kSecondUs);
  EXPECT_EQ(centre.Try(Kari(), Undo(id)), v1::REASON_UNDO_TOO_LATE);
  v1::Command reopen;
  reopen.mutable_reopen_contact()->set_contact_id(id);
  centre.Must(Kari(), reopen);
  EXPECT_EQ(centre.contact(id).reopened_times(), 1);
}

TEST(Rule11, ARequestIsUndoneWhileNobodyHasAnswered) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  const std::int64_t mission = centre.Requested(id, Station(), v1::MEASURE_STATION);
  centre.Must(Kari(), Undo(id));
  EXPECT_EQ(centre.mission(mission).state(), v1::MISSION_STATE_CANCELLED);
  EXPECT_EQ(centre.contact(id).list(), v1::LIST_KIND_OPERATOR);
}

TEST(Rule11, WrongPatientMovesTheEntriesAndMarksTheOld) {
  Centre centre;
  const std::int64_t id = centre.Assessed("akutt");
  v1::Command mark;
  mark.mutable_mark_wrong_patient()->set_contact_id(id);
  mark.mutable_mark_wrong_patient()->add_entries(centre.contact(id).assessments(0).revision());
  const Decision marked = centre.Must(Kari(), mark);
  const std::int64_t other = marked.contact_id;
  EXPECT_TRUE(centre.contact(id).assessments(0).wrong_patient());
  EXPECT_EQ(centre.contact(id).hastegrad(), v1::HASTEGRAD_UNSPECIFIED);
  EXPECT_EQ(centre.contact(other).hastegrad(), v1::HASTEGRAD_AKUTT);
  EXPECT_EQ(marked.events.at(1).wrong_patient_marked().readers(0), "kari");
}

TEST(Rule11, MergeKeepsTheMoreUrgentAndCorrectedTimesStayReadable) {
  Centre centre;
  const std::int64_t one = centre.Assessed("haster");
  const std::int64_t two = centre.Assessed("vanlig");
  v1::Command merge;
  merge.mutable_merge_contacts()->set_from_contact_id(one);
  merge.mutable_merge_contacts()->set_into_contact_id(two);
  centre.Must(Kari(), merge);
  EXPECT_EQ(centre.contact(two).hastegrad(), v1::HASTEGRAD_HASTER);
  EXPECT_EQ(centre.contact(two).call_ids_size(), 2);
  EXPECT_EQ(centre.contact(one).merged_into(), two);

  const std::int64_t opened_us = centre.contact(two).opened_us();
  v1::Command correct;
  correct.mutable_correct_time()->set_contact_id(two);
  correct.mutable_correct_time()->set_field("opened_us");
  correct.mutable_correct_time()->set_at_us(opened_us - kMinuteUs);
  centre.Must(Kari(), correct);
  EXPECT_EQ(centre.contact(two).corrections().rbegin()->before(), std::to_string(opened_us));
}

TEST(Rule12, ClosingNeedsAMeasureAndASafetyNetAndAResponsiblePerson) {
  Centre centre;
  const std::int64_t id = centre.Assessed("vanlig");
  EXPECT_EQ(centre.Try(Kari(), CloseCommand(id, v1::MEASURE_UNSPECIFIED, "x")),
            v1::REASON_CLOSE_NEEDS_MEASURE);
  EXPECT_EQ(centre.Try(Kari(), CloseCommand(id, v1::MEASURE_ADVICE, "")), v1::REASON_CLOSE_NEEDS_SAFETY_NET);
  v1::Command not_relevant = CloseCommand(id, v1::MEASURE_ADVICE, "");
  not_relevant.mutable_close_contact()->mutable_safety_net()->set_not_relevant(true);
  centre.Must(Kari(), not_relevant);
  EXPECT_EQ(centre.contact(id).responsible(), "kari");
}

TEST(Rule12, ACallThatIsNotReachedEscalatesAndNeverClosesByItself) {
  Centre centre;
  const std::int64_t call = centre.Ring();
  v1::Command lose;
  lose.mutable_lose_call()->set_call_id(call);
  centre.Must(Telephony(), lose);
  EXPECT_EQ(centre.call(call).state(), v1::CALL_STATE_CALL_BACK_DUE);
  v1::Command attempt;
  attempt.mutable_try_callback()->set_call_id(call);
  for (int i = 0; i < 3; ++i) centre.Must(Kari(), attempt);
  EXPECT_EQ(centre.call(call).state(), v1::CALL_STATE_ESCALATED);
  EXPECT_EQ(centre.call(call).callback_due_us(), centre.now_us()) << "something must be done from now on";
  const std::int64_t id = centre.Assessed("vanlig");
  centre.Pass(48 * 60 * kMinuteUs);
  EXPECT_TRUE(IsOpen(centre.contact(id)));
}

TEST(Rule13, APlanThatSlipsPastThePromiseAsksSomebodyToCall) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  v1::Command promise;
  promise.mutable_make_promise()->set_contact_id(id);
  promise.mutable_make_promise()->set_by_us(centre.now_us() + 30 * kMinuteUs);
  centre.Must(Kari(), promise);
  centre.Pass(31 * kMinuteUs);
  EXPECT_TRUE(centre.contact(id).promise().slipped());
}

TEST(Rule13, APromiseThatArrivesLateSlipsAtOnceAndIsNotForgotten) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  v1::Command promise;
  promise.mutable_make_promise()->set_contact_id(id);
  EXPECT_EQ(centre.Try(Kari(), promise), v1::REASON_BAD_FIELD) << "no time at all";
  promise.mutable_make_promise()->set_by_us(centre.now_us() - 5 * kMinuteUs);
  centre.Must(Kari(), promise);
  centre.Pass(kSecondUs);
  EXPECT_TRUE(centre.contact(id).promise().slipped());
}

// A promise that is kept is owed no more, and one of before a closing is past.
TEST(Rule05, APromiseIsKeptOrEndsWithTheContact) {
  Centre centre;
  const std::int64_t id = centre.Assessed("vanlig");
  v1::Command promise;
  promise.mutable_make_promise()->set_contact_id(id);
  promise.mutable_make_promise()->set_by_us(centre.now_us() + 10 * kMinuteUs);
  v1::Command kept;
  kept.mutable_make_promise()->set_contact_id(id);
  kept.mutable_make_promise()->set_kept(true);
  EXPECT_TRUE(centre.Must(Kari(), kept).events.empty()) << "nothing is owed";
  centre.Must(Kari(), promise);
  centre.Pass(11 * kMinuteUs);
  const AlarmId alarm{v1::ALARM_KIND_PROMISE_SLIPPED, id};
  ASSERT_TRUE(FindAlarm(centre.state(), alarm, centre.now_us()));
  centre.Must(Kari(), kept);
  EXPECT_FALSE(centre.contact(id).has_promise());
  EXPECT_FALSE(FindAlarm(centre.state(), alarm, centre.now_us()));
  promise.mutable_make_promise()->set_by_us(centre.now_us() + 10 * kMinuteUs);
  centre.Must(Kari(), promise);
  v1::Command reopen;
  reopen.mutable_reopen_contact()->set_contact_id(id);
  for (const std::int64_t wait_us : {2 * kMinuteUs, 60 * kMinuteUs}) {
    centre.Must(Kari(), CloseCommand(id, v1::MEASURE_ADVICE, "Ring igjen"));
    centre.Pass(wait_us);
    centre.Must(Kari(), reopen);
    EXPECT_EQ(centre.contact(id).has_promise(), wait_us < 10 * kMinuteUs) << "what still holds stays";
  }
  centre.Pass(kSecondUs);
  EXPECT_FALSE(FindAlarm(centre.state(), alarm, centre.now_us()));
}

// What is told after the note was entered is not in the EPJ.
TEST(Note, IsToBeEnteredAgainWhereItSaysMore) {
  Centre centre;
  const std::int64_t id = centre.Assessed("vanlig");
  v1::Command enter;
  enter.mutable_enter_note()->set_contact_id(id);
  const auto entered = [&] { return centre.contact(id).note_entered_us() != 0; };
  const auto change = [&](const v1::Command& command, bool more) {
    centre.Must(Kari(), enter);
    EXPECT_TRUE(entered());
    centre.Must(Kari(), command);
    EXPECT_EQ(entered(), !more) << command.ShortDebugString();
  };
  v1::Command note;
  note.mutable_add_note()->set_contact_id(id);
  note.mutable_add_note()->set_text("Ringte igjen");
  change(note, true);
  change(AssessCommand(id, "diffuse", "vanlig", "Som før"), true);
  v1::Command decide;
  decide.mutable_decide_measure()->set_contact_id(id);
  decide.mutable_decide_measure()->set_measure(v1::MEASURE_ADVICE);
  decide.mutable_decide_measure()->mutable_safety_net()->set_text("Ring igjen");
  change(decide, true);
  // Entered as it ends, just before it is closed.
  change(CloseCommand(id, v1::MEASURE_ADVICE, "Ring igjen"), false);
  v1::Command reopen;
  reopen.mutable_reopen_contact()->set_contact_id(id);
  change(reopen, true);
}

TEST(Intake, WhatIsUnknownAgainIsCleared) {
  Centre centre;
  const std::int64_t id = centre.Answered();
  v1::Command intake;
  intake.mutable_record_intake()->set_contact_id(id);
  intake.mutable_record_intake()->mutable_intake()->set_age_months(71 * 12);
  intake.mutable_record_intake()->mutable_intake()->set_safe_to_call_back(true);
  centre.Must(Kari(), intake);
  v1::Command unknown;
  unknown.mutable_record_intake()->set_contact_id(id);
  unknown.mutable_record_intake()->add_cleared("age_months");
  unknown.mutable_record_intake()->add_cleared("safe_to_call_back");
  centre.Must(Kari(), unknown);
  EXPECT_FALSE(centre.contact(id).intake().has_age_months());
  EXPECT_FALSE(centre.contact(id).intake().has_safe_to_call_back());
  unknown.mutable_record_intake()->add_cleared("blood_type");
  EXPECT_EQ(centre.Try(Kari(), unknown), v1::REASON_BAD_FIELD);
}

}  // namespace
}  // namespace legevakt::domain::testing
