// Splitting, entries that move, merging, and cases from paper: each leaves the old readable, and loses
// nothing on the way.
#include <gtest/gtest.h>

#include "base/limits.h"
#include "central/domain/documents.h"
#include "central/domain/figures.h"
#include "central/domain/invariants.h"
#include "central/domain/testing.h"

namespace legevakt::domain::testing {
namespace {

v1::Command SplitCommand(std::int64_t contact_id, std::vector<std::int64_t> entries = {}) {
  v1::Command command;
  command.mutable_split_contact()->set_contact_id(contact_id);
  for (const std::int64_t entry : entries) command.mutable_split_contact()->add_entries(entry);
  return command;
}

v1::Command ConfirmCommand(std::int64_t contact_id, bool amk) {
  v1::Command command;
  command.mutable_confirm_red()->set_contact_id(contact_id);
  command.mutable_confirm_red()->set_amk(amk);
  return command;
}

v1::Command MergeCommand(std::int64_t from, std::int64_t into) {
  v1::Command command;
  command.mutable_merge_contacts()->set_from_contact_id(from);
  command.mutable_merge_contacts()->set_into_contact_id(into);
  return command;
}

// --- split -------------------------------------------------------------------------------------------------

TEST(Split, GivesTwoContactsWithTheSameCallsAndBothAreDue) {
  Centre centre;
  const std::int64_t id = centre.Assessed("vanlig");
  const std::int64_t moved = centre.contact(id).assessments(0).revision();
  EXPECT_EQ(centre.Try(Kari(), SplitCommand(id, {4711})), v1::REASON_BAD_FIELD);
  const std::int64_t other = centre.Must(Kari(), SplitCommand(id, {moved})).contact_id;
  EXPECT_EQ(centre.contact(other).hastegrad(), v1::HASTEGRAD_VANLIG);
  EXPECT_EQ(centre.contact(other).tool_hash(), centre.contact(id).tool_hash());
  EXPECT_EQ(centre.contact(id).hastegrad(), v1::HASTEGRAD_UNSPECIFIED);
  EXPECT_TRUE(centre.contact(id).assessments(0).wrong_patient()) << "readable, and marked as moved";
  const std::int64_t call = centre.contact(id).call_ids(0);
  EXPECT_EQ(centre.contact(other).call_ids(0), call);
  EXPECT_EQ(centre.call(call).contact_ids_size(), 2);
  EXPECT_EQ(centre.contact(other).personal().phone(), "90000000") << "reached where the caller is";
  EXPECT_EQ(centre.contact(other).owner().user_id(), "kari");
  for (const std::int64_t each : {id, other}) {
    EXPECT_TRUE(centre.contact(each).new_information());
    EXPECT_LE(centre.contact(each).deadline().at_us(), centre.now_us());
  }
  EXPECT_EQ(centre.contact(other).split_from(), id);
  EXPECT_EQ(centre.contact(id).linked_ids(0), other);
  DocumentContext context;
  EXPECT_NE(JournalNote(centre.state(), centre.contact(id), context).find(std::to_string(other)),
            std::string::npos);
}

TEST(Split, WithoutEntriesBeginsEmptyWithTheActiveTool) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  ASSERT_EQ(centre.Take(ToolWithVersion("9.0.0")), v1::REASON_UNSPECIFIED);
  const std::int64_t other = centre.Must(Kari(), SplitCommand(id)).contact_id;
  EXPECT_EQ(centre.contact(id).hastegrad(), v1::HASTEGRAD_HASTER);
  EXPECT_EQ(centre.contact(other).hastegrad(), v1::HASTEGRAD_UNSPECIFIED);
  EXPECT_EQ(centre.contact(other).tool_hash(), centre.state().active_tool_hash);
  EXPECT_NE(centre.contact(id).tool_hash(), centre.state().active_tool_hash);
}

TEST(Split, ARedThatMovesIsARedThereWithBothAlerts) {
  Centre centre;
  const std::int64_t id = centre.Assessed("akutt");
  const std::int64_t other =
      centre.Must(Kari(), SplitCommand(id, {centre.contact(id).assessments(0).revision()})).contact_id;
  EXPECT_TRUE(IsPending(centre.contact(other).red()));
  EXPECT_TRUE(IsPending(centre.contact(id).red())) << "until both have confirmed";
}

TEST(WrongPatient, ANoteThatMovesToAGivenBackRedAlertsNobody) {
  Centre centre;
  const std::int64_t red = centre.Assessed("akutt");
  centre.Must(Kari(), ConfirmCommand(red, true));
  centre.Must(Station(), ConfirmCommand(red, false));
  v1::Command back;
  back.mutable_give_back_red()->set_contact_id(red);
  centre.Must(Kari(), back);
  const std::int64_t other = centre.Answered();
  v1::Command note;
  note.mutable_add_note()->set_contact_id(other);
  note.mutable_add_note()->set_text("Gjelder naboen");
  centre.Must(Kari(), note);
  v1::Command mark;
  mark.mutable_mark_wrong_patient()->set_contact_id(other);
  mark.mutable_mark_wrong_patient()->set_other_contact_id(red);
  mark.mutable_mark_wrong_patient()->add_entries(centre.contact(other).notes(0).revision());
  centre.Must(Kari(), mark);
  EXPECT_FALSE(IsPending(centre.contact(red).red()));
  EXPECT_NE(centre.contact(red).red().given_back_us(), 0);
}

// The red came from another contact below a later assessment, so that it was no red here until that one goes.
TEST(Split, WhoIsLeftWithARedThatWasNeverAlertedHereIsAlerted) {
  Centre centre;
  const std::int64_t first = centre.Assessed("akutt");
  const std::int64_t second = centre.Assessed("haster");
  v1::Command mark;
  mark.mutable_mark_wrong_patient()->set_contact_id(first);
  mark.mutable_mark_wrong_patient()->set_other_contact_id(second);
  mark.mutable_mark_wrong_patient()->add_entries(centre.contact(first).assessments(0).revision());
  centre.Must(Kari(), mark);
  ASSERT_EQ(centre.contact(second).hastegrad(), v1::HASTEGRAD_HASTER);
  ASSERT_FALSE(centre.contact(second).has_red());
  const std::int64_t last = centre.contact(second).assessments().rbegin()->revision();
  centre.Must(Kari(), SplitCommand(second, {last}));
  EXPECT_EQ(centre.contact(second).hastegrad(), v1::HASTEGRAD_AKUTT);
  EXPECT_TRUE(IsPending(centre.contact(second).red()));
  EXPECT_TRUE(CheckAll(centre.state()).empty());
}

// The same where an older red of this patient is settled: that AMK knew of that one is no alert of this one.
TEST(Split, WhoIsLeftWithANewerRedThanTheSettledOneIsAlerted) {
  Centre centre;
  const std::int64_t id = centre.Assessed("akutt");
  centre.Must(Kari(), ConfirmCommand(id, true));
  centre.Must(Station(), ConfirmCommand(id, false));
  centre.Pass(kMinuteUs);
  const std::int64_t other = centre.Assessed("akutt");
  centre.Pass(kMinuteUs);
  centre.Must(Kari(), AssessCommand(id, "diffuse", "haster", "Bedre"));
  v1::Command mark;
  mark.mutable_mark_wrong_patient()->set_contact_id(other);
  mark.mutable_mark_wrong_patient()->set_other_contact_id(id);
  mark.mutable_mark_wrong_patient()->add_entries(centre.contact(other).assessments(0).revision());
  centre.Must(Kari(), mark);
  ASSERT_EQ(centre.contact(id).hastegrad(), v1::HASTEGRAD_HASTER);
  const std::int64_t last = centre.contact(id).assessments().rbegin()->revision();
  centre.Must(Kari(), SplitCommand(id, {last}));
  ASSERT_EQ(centre.contact(id).hastegrad(), v1::HASTEGRAD_AKUTT);
  EXPECT_TRUE(IsPending(centre.contact(id).red()));
}

TEST(Merge, WhomAmkHasGivenBackStaysGivenBackAndHidesNobodyWhomAmkIsCalledFor) {
  for (const bool settled : {true, false}) {
    Centre centre;
    const std::int64_t into = centre.Assessed("akutt");
    centre.Must(Kari(), ConfirmCommand(into, true));
    if (settled) centre.Must(Station(), ConfirmCommand(into, false));
    centre.Pass(kMinuteUs);
    const std::int64_t from = centre.Assessed("akutt");
    v1::Command back;
    if (settled) {
      centre.Must(Kari(), ConfirmCommand(from, true));
      centre.Must(Station(), ConfirmCommand(from, false));
    }
    back.mutable_give_back_red()->set_contact_id(settled ? from : into);
    centre.Pass(kMinuteUs);
    centre.Must(Kari(), back);
    centre.Must(Kari(), MergeCommand(from, into));
    const v1::Red& red = centre.contact(into).red();
    EXPECT_FALSE(IsWithAmk(red)) << settled;
    EXPECT_EQ(IsPending(red) && red.amk_confirmed_us() == 0, !settled) << "AMK is still being called";
    centre.Must(Kari(), AssessCommand(into, "diffuse", "akutt"));
    EXPECT_TRUE(IsPending(centre.contact(into).red())) << settled;
  }
}

// The red of this patient covers what was assessed after it: taking a later entry away alerts nobody again.
TEST(Split, ARedThatWasAlertedHereIsNotAlertedAgain) {
  Centre centre;
  const std::int64_t id = centre.Assessed("akutt");
  centre.Must(Kari(), ConfirmCommand(id, true));
  centre.Must(Station(), ConfirmCommand(id, false));
  centre.Pass(kMinuteUs);
  centre.Must(Kari(), AssessCommand(id, "diffuse", "akutt"));
  centre.Pass(kMinuteUs);
  centre.Must(Kari(), AssessCommand(id, "diffuse", "haster", "Bedre"));
  const std::int64_t last = centre.contact(id).assessments().rbegin()->revision();
  centre.Must(Kari(), SplitCommand(id, {last}));
  ASSERT_EQ(centre.contact(id).hastegrad(), v1::HASTEGRAD_AKUTT);
  EXPECT_FALSE(IsPending(centre.contact(id).red()));
  // Nor does a split that takes nothing along from a patient whom AMK has given back.
  v1::Command back;
  back.mutable_give_back_red()->set_contact_id(id);
  centre.Must(Kari(), back);
  centre.Must(Kari(), SplitCommand(id));
  EXPECT_NE(centre.contact(id).red().given_back_us(), 0);
}

TEST(Merge, WhoIsOpenAgainAfterASettledRedIsStillToBeAlertedAnew) {
  const auto settle = [](Centre& centre, std::int64_t id) {
    centre.Must(Kari(), ConfirmCommand(id, true));
    centre.Must(Station(), ConfirmCommand(id, false));
  };
  for (const bool has_red : {false, true}) {
    Centre centre;
    const std::int64_t again = centre.Assessed("akutt");
    settle(centre, again);
    centre.Must(Kari(), CloseCommand(again, v1::MEASURE_AMK, "Ring 113"));
    centre.Pass(20 * kMinuteUs);
    v1::Command reopen;
    reopen.mutable_reopen_contact()->set_contact_id(again);
    centre.Must(Kari(), reopen);
    const std::int64_t other = centre.Assessed(has_red ? "akutt" : "haster");
    if (has_red) settle(centre, other);
    // Either way: the one that is of now counts.
    centre.Must(Kari(), has_red ? MergeCommand(other, again) : MergeCommand(again, other));
    const std::int64_t left = has_red ? again : other;
    EXPECT_EQ(IsAlerted(centre.contact(left)), has_red);
    centre.Must(Kari(), AssessCommand(left, "diffuse", "akutt"));
    EXPECT_EQ(IsPending(centre.contact(left).red()), !has_red);
  }
}

TEST(Merge, AFieldThatWasSavedEmptyKnowsNothing) {
  Centre centre;
  const std::int64_t into = centre.Assessed("haster");
  const std::int64_t from = centre.Assessed("haster");
  v1::Command empty;
  empty.mutable_record_intake()->set_contact_id(into);
  empty.mutable_record_intake()->mutable_personal()->set_address("");
  centre.Must(Kari(), empty);
  v1::Command known;
  known.mutable_record_intake()->set_contact_id(from);
  known.mutable_record_intake()->mutable_personal()->set_address("Storgata 1");
  centre.Must(Kari(), known);
  centre.Must(Kari(), MergeCommand(from, into));
  EXPECT_EQ(centre.contact(into).personal().address(), "Storgata 1");
}

TEST(WrongPatient, ARedThatMovesIsARedThereWithBothAlerts) {
  Centre centre;
  const std::int64_t id = centre.Assessed("akutt");
  v1::Command mark;
  mark.mutable_mark_wrong_patient()->set_contact_id(id);
  mark.mutable_mark_wrong_patient()->add_entries(centre.contact(id).assessments(0).revision());
  const std::int64_t other = centre.Must(Kari(), mark).contact_id;
  EXPECT_TRUE(IsPending(centre.contact(other).red()));
}

TEST(Merge, ARedThatWaitsForItsConfirmationsIsNotHiddenByOneThatHasThem) {
  Centre centre;
  const std::int64_t confirmed = centre.Assessed("akutt");
  centre.Must(Kari(), ConfirmCommand(confirmed, true));
  centre.Must(Station(), ConfirmCommand(confirmed, false));
  const std::int64_t pending = centre.Assessed("akutt");
  centre.Must(Kari(), MergeCommand(pending, confirmed));
  EXPECT_TRUE(IsPending(centre.contact(confirmed).red()));
}

TEST(Merge, OfTwoSafetyAnswersTheWorseStands) {
  Centre centre;
  const auto intake = [&](std::int64_t contact, v1::Tri airway, v1::Tri breathing, bool threat, bool safe) {
    v1::Command command;
    command.mutable_record_intake()->set_contact_id(contact);
    v1::Intake& said = *command.mutable_record_intake()->mutable_intake();
    said.set_airway_threat(airway);
    said.set_breathing_trouble(breathing);
    said.set_threat(threat);
    said.set_protected_address(threat);
    said.set_safe_to_call_back(safe);
    centre.Must(Kari(), command);
  };
  const std::int64_t from = centre.Assessed("vanlig");
  intake(from, v1::TRI_YES, v1::TRI_UNKNOWN, true, false);
  const std::int64_t into = centre.Assessed("vanlig");
  intake(into, v1::TRI_NO, v1::TRI_NO, false, true);
  centre.Must(Kari(), MergeCommand(from, into));
  const v1::Intake& merged = centre.contact(into).intake();
  EXPECT_EQ(merged.airway_threat(), v1::TRI_YES);
  EXPECT_EQ(merged.breathing_trouble(), v1::TRI_UNKNOWN);
  EXPECT_FALSE(merged.has_reduced_consciousness());
  EXPECT_TRUE(merged.threat());
  EXPECT_TRUE(merged.protected_address());
  EXPECT_FALSE(merged.safe_to_call_back());
}

TEST(Merge, TakesTheQuestionsAndTheOwnersAlong) {
  Centre centre;
  const std::int64_t from = centre.Assessed("vanlig", Ola());
  v1::Command consult;
  consult.mutable_request_consult()->set_contact_id(from);
  consult.mutable_request_consult()->mutable_personal()->set_text("Samme barn?");
  centre.Must(Ola(), consult);
  v1::Command park;
  park.mutable_park_contact()->set_contact_id(from);
  centre.Must(Ola(), park);
  const std::int64_t into = centre.Assessed("haster");
  centre.Must(Kari(), MergeCommand(from, into));
  ASSERT_EQ(centre.contact(into).consults_size(), 1);
  EXPECT_EQ(centre.contact(into).owner().user_id(), "kari");
  EXPECT_EQ(centre.contact(into).earlier_owners(0).user_id(), "ola");
}

TEST(Undo, AMeasureThatIsTakenBackMovesNobodyWhoHasGoneOn) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  const auto decide = [&](v1::Measure measure) {
    v1::Command command;
    command.mutable_decide_measure()->set_contact_id(id);
    command.mutable_decide_measure()->set_measure(measure);
    centre.Must(Kari(), command);
  };
  v1::Command undo;
  undo.mutable_undo_contact()->set_contact_id(id);
  decide(v1::MEASURE_OWN_GP);
  EXPECT_EQ(centre.contact(id).state(), v1::CONTACT_STATE_DECIDED);
  centre.Must(Kari(), undo);
  EXPECT_EQ(centre.contact(id).state(), v1::CONTACT_STATE_ASSESSED);

  // Decided anew while the patient waits, and taken back when the doctor has begun.
  const std::int64_t mission = centre.Requested(id, Station(), v1::MEASURE_STATION);
  decide(v1::MEASURE_VIDEO);
  centre.Step(Station(), mission, v1::MISSION_STATE_ACCEPTED);
  centre.Step(Station(), mission, v1::MISSION_STATE_WITH_PATIENT);
  const v1::ContactState now = centre.contact(id).state();
  ASSERT_NE(now, v1::CONTACT_STATE_WAITING);
  centre.Must(Kari(), undo);
  EXPECT_EQ(centre.contact(id).state(), now);
  EXPECT_EQ(centre.contact(id).measure(), v1::MEASURE_STATION);
  EXPECT_TRUE(CheckAll(centre.state()).empty());
}

TEST(Reopen, WhoReopensAnswersForIt) {
  Centre centre;
  const std::int64_t id = centre.Assessed("vanlig");
  centre.Must(Kari(), CloseCommand(id, v1::MEASURE_ADVICE, "x"));
  v1::Command end;
  end.mutable_end_shift();
  centre.Must(Kari(), end);
  v1::Command reopen;
  reopen.mutable_reopen_contact()->set_contact_id(id);
  centre.Must(Ola(), reopen);
  EXPECT_EQ(centre.contact(id).owner().user_id(), "ola");
}

// It still lists the mission, which is the other contact's now; and three days later it is archived.
TEST(Merge, ADoctorOnTheWayStaysWhenTheContactThatWasMergedIsArchived) {
  Centre centre;
  const std::int64_t from = centre.Assessed("haster");
  const std::int64_t into = centre.Assessed("haster");
  const std::int64_t mission = centre.Requested(from, Driver(), v1::MEASURE_HOME_VISIT);
  centre.Step(Driver(), mission, v1::MISSION_STATE_ACCEPTED);
  centre.Must(Kari(), MergeCommand(from, into));
  centre.Pass(limits::kClosedKeptUs + kMinuteUs);
  ASSERT_EQ(centre.state().FindContact(from), nullptr);
  ASSERT_NE(centre.state().FindMission(mission), nullptr);
  EXPECT_EQ(centre.mission(mission).contact_id(), into);
  EXPECT_EQ(centre.contact(into).list(), v1::LIST_KIND_DOCTOR);
  EXPECT_TRUE(CheckAll(centre.state()).empty());
  centre.Step(Driver(), mission, v1::MISSION_STATE_UNDER_WAY);
}

// --- paper -------------------------------------------------------------------------------------------------

struct Paper {
  Centre centre;
  std::int64_t answered_us = 0;
  std::int64_t contact = 0;
  Paper() {
    centre.Pass(72 * kHourUs);
    answered_us = centre.now_us() - 3 * kHourUs;
    v1::Command record;
    record.mutable_record_call()->set_answered_us(answered_us);
    record.mutable_record_call()->set_ended_us(answered_us + 4 * kMinuteUs);
    contact = centre.Must(Kari(), record).contact_id;
  }
  v1::Command Assess(std::int64_t happened_us, const std::string& level) const {
    v1::Command command = AssessCommand(contact, "diffuse", level, "known");
    command.mutable_assess_contact()->set_happened_us(happened_us);
    return command;
  }
  v1::Command Close(std::int64_t happened_us) const {
    v1::Command command = CloseCommand(contact, v1::MEASURE_ADVICE, "x");
    command.mutable_close_contact()->set_happened_us(happened_us);
    return command;
  }
};

TEST(Paper, ACaseHasItsTrueTimesAndIsMarked) {
  Paper paper;
  Centre& centre = paper.centre;
  const v1::Call& call = centre.call(centre.contact(paper.contact).call_ids(0));
  EXPECT_EQ(call.answered_us(), paper.answered_us);
  EXPECT_EQ(call.state(), v1::CALL_STATE_ENDED);
  EXPECT_TRUE(call.from_paper());
  EXPECT_TRUE(centre.contact(paper.contact).from_paper());
  EXPECT_EQ(centre.contact(paper.contact).opened_us(), paper.answered_us);
  centre.Must(Kari(), paper.Assess(paper.answered_us + kMinuteUs, "vanlig"));
  EXPECT_EQ(centre.contact(paper.contact).assessments(0).at_us(), paper.answered_us + kMinuteUs);
  centre.Must(Kari(), paper.Close(paper.answered_us + 5 * kMinuteUs));
  EXPECT_EQ(centre.contact(paper.contact).closed_us(), paper.answered_us + 5 * kMinuteUs);
  DocumentContext context;
  context.tools = &centre.tools();
  EXPECT_NE(JournalNote(centre.state(), centre.contact(paper.contact), context).find("papir"),
            std::string::npos);
}

TEST(Paper, NothingFromPaperIsOverdueTheMomentItIsEntered) {
  Paper paper;
  Centre& centre = paper.centre;
  EXPECT_EQ(centre.contact(paper.contact).deadline().at_us(), centre.now_us() + 300 * kSecondUs);
  centre.Must(Kari(), paper.Assess(paper.answered_us + kMinuteUs, "akutt"));
  const v1::Contact& contact = centre.contact(paper.contact);
  EXPECT_GE(contact.deadline().at_us(), centre.now_us());
  EXPECT_FALSE(contact.deadline().missed());
  EXPECT_GT(contact.red().confirm_by_us(), centre.now_us()) << "red starts its alerts now";
}

TEST(Paper, ARedHasTheTimesAtWhichItWasTakenOver) {
  Paper paper;
  Centre& centre = paper.centre;
  centre.Must(Kari(), paper.Assess(paper.answered_us + kMinuteUs, "akutt"));
  EXPECT_EQ(centre.contact(paper.contact).red().raised_us(), paper.answered_us + kMinuteUs);
  v1::Command correct;
  correct.mutable_correct_time()->set_contact_id(paper.contact);
  correct.mutable_correct_time()->set_field("amk_confirmed_us");
  correct.mutable_correct_time()->set_at_us(paper.answered_us + 2 * kMinuteUs);
  EXPECT_EQ(centre.Try(Kari(), correct), v1::REASON_BAD_FIELD) << "nobody has confirmed";
  for (const bool amk : {true, false}) {
    centre.Must(Kari(), ConfirmCommand(paper.contact, amk));
    correct.mutable_correct_time()->set_field(amk ? "amk_confirmed_us" : "doctor_confirmed_us");
    centre.Must(Kari(), correct);
  }
  const v1::Red& red = centre.contact(paper.contact).red();
  EXPECT_EQ(red.amk_confirmed_us(), paper.answered_us + 2 * kMinuteUs);
  EXPECT_EQ(red.doctor_confirmed_us(), paper.answered_us + 2 * kMinuteUs);
  EXPECT_FALSE(IsPending(red));
  correct.mutable_correct_time()->set_at_us(centre.now_us() + 1);
  EXPECT_EQ(centre.Try(Kari(), correct), v1::REASON_BAD_FIELD) << "it has not been yet";
  correct.mutable_correct_time()->set_at_us(paper.answered_us - 1);
  EXPECT_EQ(centre.Try(Kari(), correct), v1::REASON_BAD_FIELD) << "before the call";
}

// A console that was cut off sends it when central is back.
TEST(Assessment, ThatArrivesLateCountsFromWhenItWasMade) {
  Centre centre;
  const std::int64_t id = centre.Answered();
  centre.Pass(20 * kMinuteUs);
  v1::Command assess = AssessCommand(id, "diffuse", "haster");
  assess.mutable_assess_contact()->set_happened_us(centre.now_us() - 15 * kMinuteUs);
  centre.Must(Kari(), assess);
  const v1::Contact& contact = centre.contact(id);
  EXPECT_EQ(contact.assessments(0).at_us(), centre.now_us() - 15 * kMinuteUs);
  const std::int64_t late_us = contact.deadline().at_us();
  const std::int64_t other = centre.Assessed("haster");
  EXPECT_EQ(late_us, centre.contact(other).deadline().at_us() - 15 * kMinuteUs) << "the patient has waited";
  assess.mutable_assess_contact()->set_happened_us(centre.now_us() - 16 * kMinuteUs);
  EXPECT_EQ(centre.Try(Kari(), assess), v1::REASON_BAD_FIELD) << "before the one that is there";
}

TEST(Paper, TimesAreInThePastAndInOrder) {
  Paper paper;
  Centre& centre = paper.centre;
  const auto record = [&](std::int64_t answered_us, std::int64_t ended_us) {
    v1::Command command;
    command.mutable_record_call()->set_answered_us(answered_us);
    command.mutable_record_call()->set_ended_us(ended_us);
    return centre.Try(Ola(), command);
  };
  const std::int64_t now_us = centre.now_us();
  EXPECT_EQ(record(now_us + 1, 0), v1::REASON_BAD_FIELD) << "it has not been yet";
  EXPECT_EQ(record(now_us - 48 * kHourUs - 1, 0), v1::REASON_BAD_FIELD) << "too long ago";
  EXPECT_EQ(record(now_us - 48 * kHourUs, 0), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(record(now_us - kMinuteUs, now_us - 2 * kMinuteUs), v1::REASON_BAD_FIELD) << "ended before";
  EXPECT_EQ(record(0, now_us - kMinuteUs), v1::REASON_BAD_FIELD);

  EXPECT_EQ(centre.Try(Kari(), paper.Assess(paper.answered_us - 1, "vanlig")), v1::REASON_BAD_FIELD);
  centre.Must(Kari(), paper.Assess(paper.answered_us + 10 * kMinuteUs, "vanlig"));
  EXPECT_EQ(centre.Try(Kari(), paper.Assess(paper.answered_us + 9 * kMinuteUs, "vanlig")),
            v1::REASON_BAD_FIELD);
  EXPECT_EQ(centre.Try(Kari(), paper.Close(paper.answered_us + 9 * kMinuteUs)), v1::REASON_BAD_FIELD);

  // What was entered as it happened has no other times.
  const std::int64_t live = centre.Assessed("vanlig");
  v1::Command close = CloseCommand(live, v1::MEASURE_ADVICE, "x");
  close.mutable_close_contact()->set_happened_us(centre.now_us());
  EXPECT_EQ(centre.Try(Kari(), close), v1::REASON_BAD_FIELD);
}

TEST(Paper, AnswerTimesAreOfThoseThatWereMeasured) {
  Paper paper;
  Centre& centre = paper.centre;
  const std::int64_t call = centre.Ring();
  centre.Pass(30 * kSecondUs);
  v1::Command answer;
  answer.mutable_answer_call()->set_call_id(call);
  centre.Must(Kari(), answer);
  const AnswerTime figure = AnswerTimeOf(centre.state(), 0, centre.now_us() + 1, centre.now_us());
  EXPECT_EQ(figure.calls, 1) << "nobody knows how long the one on paper rang";
  EXPECT_EQ(figure.median_us, 30 * kSecondUs);
}

}  // namespace
}  // namespace legevakt::domain::testing
