// Random nights, from a seed: whatever people do in whatever order, the rules of the record hold.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "central/domain/alarms.h"
#include "central/domain/apply.h"
#include "central/domain/invariants.h"
#include "central/domain/queue_order.h"
#include "central/domain/snapshot.h"
#include "central/domain/testing.h"

namespace legevakt::domain::testing {
namespace {

class Night {
 public:
  explicit Night(unsigned seed) : random_(seed) {}

  // One thing that somebody does; most are sensible, some are not.
  void Step() {
    const v1::Actor actor = Pick(4) == 0   ? Station()
                            : Pick(3) == 0 ? Driver()
                            : Pick(2) == 0 ? Kari()
                                           : Ola();
    staff_ = Pick(2) == 0 ? Kari() : Ola();
    switch (Pick(24)) {
      case 0:
      case 1:
        centre.Ring("9000000" + std::to_string(Pick(10)));
        break;
      case 2:
      case 3:
        command_.mutable_answer_call()->set_contact_id(Pick(3) == 0 ? AnyContact() : 0);
        break;
      case 4:
        command_.mutable_lose_call()->set_call_id(AnyCall());
        break;
      case 5:
        command_.mutable_end_call()->set_call_id(AnyCall());
        break;
      case 6:
      case 7:
        command_ = AssessCommand(SomeWork(), "diffuse", Level(), Pick(2) == 0 ? "fordi" : "");
        break;
      case 8:
        command_.mutable_park_contact()->set_contact_id(AnyContact());
        break;
      case 9:
        command_.mutable_claim_contact()->set_contact_id(AnyContact());
        command_.mutable_claim_contact()->set_take_over(Pick(2) == 0);
        break;
      case 10:
      case 11: {
        auto& request = *command_.mutable_request_mission();
        request.set_contact_id(SomeWork());
        const bool station = Pick(2) == 0;
        request.set_measure(station ? v1::MEASURE_STATION : static_cast<v1::Measure>(Pick(11)));
        request.set_doctor_id(station || Pick(2) == 0 ? "lege-nilsen" : "lege-berg");
        break;
      }
      case 12:
      case 13:
      case 14: {
        auto& step = *command_.mutable_step_mission();
        step.set_mission_id(AnyMission());
        for (const auto& [id, mission] : centre.state().missions) {
          if (IsOpen(mission) && Pick(2) == 0) step.set_mission_id(id);
        }
        // What is asked is accepted, often enough that something goes on.
        step.set_state(Pick(3) == 0 ? v1::MISSION_STATE_ACCEPTED
                                    : static_cast<v1::MissionState>(2 + Pick(10)));
        step.set_cannot_reason(static_cast<v1::CannotReason>(Pick(3)));
        step.set_outcome(static_cast<v1::Outcome>(Pick(4)));
        step.set_diverted_to(AnyContact());
        break;
      }
      case 15:
        command_ = CloseCommand(SomeWork(), static_cast<v1::Measure>(Pick(13)), Pick(2) == 0 ? "x" : "");
        break;
      case 16:
        Correct();
        break;
      case 17:
        command_.mutable_confirm_red()->set_contact_id(AnyContact());
        break;
      case 18:
        Visit();
        break;
      case 19:
        AskAround();
        break;
      case 20:
        MindAlarms();
        break;
      case 21:
        ChangeShift();
        break;
      case 22:
        EnterFromPaper();
        break;
      default:
        // Mostly minutes; now and then so long that what was begun is missed.
        centre.Pass(static_cast<std::int64_t>(Pick(Pick(6) == 0 ? 7200 : 1200)) * kSecondUs);
        break;
    }
    if (command_.what_case() != v1::Command::WHAT_NOT_SET) {
      // Mostly those do it who may.
      const bool may = Allowed(actor.role(), command_.what_case());
      const v1::Actor who = command_.has_lose_call() ? Telephony() : may || Pick(4) == 0 ? actor : staff_;
      centre.Run(who, command_, Pick(5) == 0 ? 7 : 0);
    }
    command_.Clear();
  }

  Centre centre;

 private:
  int Pick(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }
  template <typename Map>
  std::int64_t Any(const Map& map) {
    if (map.empty() || Pick(20) == 0) return 999'999;
    return std::next(map.begin(), Pick(static_cast<int>(map.size())))->first;
  }
  std::int64_t AnyCall() { return Any(centre.state().calls); }
  std::int64_t AnyContact() { return Any(centre.state().contacts); }
  // Mostly an open contact that the one who acts may work with.
  std::int64_t SomeWork() {
    std::int64_t chosen = AnyContact();
    for (const auto& [id, contact] : centre.state().contacts) {
      if (!IsOpen(contact) || Pick(3) == 0) continue;
      if (!contact.has_claim() || contact.claim().by().user_id() == staff_.user_id()) chosen = id;
    }
    return chosen;
  }
  std::int64_t AnyMission() { return Any(centre.state().missions); }
  std::string Level() {
    static const char* const kLevels[] = {"", "akutt", "haster", "vanlig"};
    return kLevels[Pick(4)];
  }
  void Correct() {
    const std::int64_t id = AnyContact();
    switch (Pick(8)) {
      case 0:
        command_.mutable_undo_contact()->set_contact_id(id);
        break;
      case 1:
        command_.mutable_reopen_contact()->set_contact_id(id);
        break;
      case 2:
        command_.mutable_merge_contacts()->set_from_contact_id(id);
        command_.mutable_merge_contacts()->set_into_contact_id(AnyContact());
        break;
      case 3: {
        auto& mark = *command_.mutable_mark_wrong_patient();
        mark.set_contact_id(id);
        mark.set_other_contact_id(Pick(2) == 0 ? AnyContact() : 0);
        const v1::Contact* contact = centre.state().FindContact(id);
        if (contact != nullptr && contact->assessments_size() > 0)
          mark.add_entries(contact->assessments(0).revision());
        break;
      }
      case 4:
        command_.mutable_link_call()->set_call_id(AnyCall());
        command_.mutable_link_call()->set_contact_id(id);
        break;
      case 5: {
        auto& split = *command_.mutable_split_contact();
        split.set_contact_id(id);
        const v1::Contact* contact = centre.state().FindContact(id);
        if (contact != nullptr && contact->assessments_size() > 0 && Pick(2) == 0)
          split.add_entries(contact->assessments(0).revision());
        break;
      }
      case 6:
        command_.mutable_link_contacts()->set_contact_id(id);
        command_.mutable_link_contacts()->set_other_contact_id(AnyContact());
        break;
      default:
        command_.mutable_add_note()->set_contact_id(id);
        command_.mutable_add_note()->set_text("Notat");
        command_.mutable_add_note()->set_new_information(true);
        break;
    }
  }

  void Visit() {
    auto& step = *command_.mutable_step_visit();
    step.set_mission_id(AnyMission());
    for (const auto& [id, mission] : centre.state().missions) {
      if (IsOpen(mission) && IsAtStation(mission.measure()) && Pick(2) == 0) step.set_mission_id(id);
    }
    // Most are awaited before they come.
    step.set_state(static_cast<v1::VisitState>(1 + Pick(Pick(2) == 0 ? 3 : 10)));
    if (Pick(2) == 0) step.set_appointment_us(centre.now_us() + Pick(60) * kMinuteUs);
  }
  void AskAround() {
    const std::int64_t id = AnyContact();
    switch (Pick(5)) {
      case 0:
        command_.mutable_request_help()->set_contact_id(Pick(2) == 0 ? id : 0);
        break;
      case 1:
        command_.mutable_answer_help()->set_help_id(Any(centre.state().help));
        break;
      case 2:
        command_.mutable_cancel_help()->set_help_id(Any(centre.state().help));
        break;
      case 3:
        command_.mutable_request_consult()->set_contact_id(id);
        command_.mutable_request_consult()->mutable_personal()->set_text("Hva nå?");
        break;
      default: {
        auto& answer = *command_.mutable_answer_consult();
        answer.set_contact_id(id);
        const v1::Contact* contact = centre.state().FindContact(id);
        if (contact != nullptr && contact->consults_size() > 0)
          answer.set_consult_id(contact->consults(0).consult_id());
        answer.mutable_personal()->set_text("Vent");
        break;
      }
    }
  }
  void MindAlarms() {
    const auto alarms = AlarmsOf(centre.state(), centre.now_us());
    v1::AlarmRef ref;
    if (!alarms.empty()) {
      const Alarm& alarm = alarms[static_cast<std::size_t>(Pick(static_cast<int>(alarms.size())))];
      ref.set_kind(alarm.kind);
      ref.set_subject_id(alarm.subject_id);
    }
    switch (Pick(3)) {
      case 0:
        *command_.mutable_acknowledge_alarm()->mutable_alarm() = ref;
        break;
      case 1:
        *command_.mutable_shelve_alarm()->mutable_alarm() = ref;
        command_.mutable_shelve_alarm()->set_reason("Venter på svar");
        command_.mutable_shelve_alarm()->set_until_us(centre.now_us() + Pick(16) * kMinuteUs);
        break;
      default:
        *command_.mutable_unshelve_alarm()->mutable_alarm() = ref;
        break;
    }
  }
  void ChangeShift() {
    switch (Pick(6)) {
      case 0:
        command_.mutable_take_over()->set_from_user_id(Pick(2) == 0 ? "kari" : "ola");
        if (Pick(2) == 0) command_.mutable_take_over()->add_contact_ids(AnyContact());
        break;
      case 1:
        command_.mutable_end_shift();
        break;
      case 2:
        command_.mutable_add_shift_note()->mutable_personal()->set_text("Husk");
        break;
      case 3:
        command_.mutable_finish_shift_note()->set_note_id(Any(centre.state().shift_notes));
        break;
      case 4:
        command_.mutable_set_warning()->mutable_personal()->set_phone("9000000" + std::to_string(Pick(10)));
        command_.mutable_set_warning()->mutable_personal()->set_text("Hund");
        command_.mutable_set_warning()->set_until_us(centre.now_us() + Pick(600) * kMinuteUs);
        break;
      default:
        command_.mutable_clear_warning()->set_warning_id(Any(centre.state().warnings));
        command_.mutable_clear_warning()->set_reason("Flyttet");
        break;
    }
  }
  void EnterFromPaper() {
    const std::int64_t then_us = centre.now_us() - Pick(180) * kMinuteUs;
    switch (Pick(3)) {
      case 0:
        command_.mutable_record_call()->set_answered_us(then_us);
        command_.mutable_record_call()->set_ended_us(then_us + Pick(10) * kMinuteUs);
        command_.mutable_record_call()->set_contact_id(Pick(3) == 0 ? AnyContact() : 0);
        break;
      case 1:
        command_ = AssessCommand(AnyContact(), "diffuse", Level(), "fordi");
        command_.mutable_assess_contact()->set_happened_us(then_us);
        break;
      default:
        command_ = CloseCommand(AnyContact(), v1::MEASURE_ADVICE, "x");
        command_.mutable_close_contact()->set_happened_us(then_us);
        break;
    }
  }

  std::mt19937 random_;
  v1::Actor staff_;
  v1::Command command_;
};

TEST(History, InvariantsHoldAfterEveryEventOfARandomNight) {
  std::set<v1::Event::WhatCase> seen;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    Night night(seed);
    for (int i = 0; i < 250; ++i) night.Step();
    const auto violations = CheckAll(night.centre.state());
    ASSERT_TRUE(violations.empty()) << "seed " << seed << ": " << violations[0].what;
    ASSERT_EQ(night.centre.state().invariant_repairs, 0);
    for (const v1::Event& event : night.centre.journal()) seen.insert(event.what_case());
  }
  // What no night did, they say nothing about.
  for (const auto what :
       {v1::Event::kVisitStepped, v1::Event::kContactSplit, v1::Event::kConsultRequested,
        v1::Event::kConsultAnswered, v1::Event::kHelpRequested, v1::Event::kHelpPassedOn,
        v1::Event::kHelpEnded, v1::Event::kAlarmAcknowledged, v1::Event::kAlarmShelved,
        v1::Event::kAlarmUnshelved, v1::Event::kShiftNoteAdded, v1::Event::kShiftNoteFinished,
        v1::Event::kTakenOver, v1::Event::kWarningSet, v1::Event::kWarningCleared,
        v1::Event::kWrongPatientMarked, v1::Event::kContactsMerged, v1::Event::kContactReopened,
        v1::Event::kRedConfirmed}) {
    EXPECT_TRUE(seen.contains(what)) << v1::Event::descriptor()->FindFieldByNumber(what)->name();
  }
}

TEST(History, NoMarkOutlivesItsAlarmAndNothingHighIsShelved) {
  for (unsigned seed = 200; seed < 220; ++seed) {
    Night night(seed);
    for (int i = 0; i < 250; ++i) {
      night.Step();
      const State& state = night.centre.state();
      for (const auto& [id, mark] : state.alarm_marks) {
        const auto alarm = FindAlarm(state, id, night.centre.now_us());
        ASSERT_TRUE(alarm) << "seed " << seed << " step " << i << ": " << mark.ShortDebugString();
        ASSERT_FALSE(alarm->shelved() && alarm->priority == AlarmPriority::kHigh) << "seed " << seed;
      }
    }
  }
}

TEST(History, ReplayAndSnapshotGiveTheSameStateHash) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    Night night(seed);
    for (int i = 0; i < 250; ++i) night.Step();
    State replayed;
    for (const v1::Event& event : night.centre.journal()) ASSERT_TRUE(Apply(replayed, event).ok());
    const State restored = FromSnapshot(ToSnapshot(night.centre.state()));
    EXPECT_EQ(StateHash(replayed), StateHash(night.centre.state())) << "seed " << seed;
    EXPECT_EQ(StateHash(restored), StateHash(night.centre.state())) << "seed " << seed;
    EXPECT_EQ(restored.agenda, night.centre.state().agenda) << "seed " << seed;
    EXPECT_EQ(replayed.agenda, night.centre.state().agenda) << "seed " << seed;
  }
}

TEST(History, NothingThatWasOpenedDisappears) {
  for (unsigned seed = 100; seed < 110; ++seed) {
    Night night(seed);
    for (int i = 0; i < 250; ++i) night.Step();
    const State& state = night.centre.state();
    std::set<std::int64_t> archived;
    for (const v1::Event& event : night.centre.journal()) {
      if (event.has_contact_archived()) archived.insert(event.contact_archived().contact_id());
    }
    const auto queue = Queue(state);
    for (const v1::Event& event : night.centre.journal()) {
      if (!event.has_contact_opened() && !event.has_contact_split()) continue;
      const v1::Contact* contact = state.FindContact(event.revision());
      ASSERT_TRUE(contact != nullptr || archived.contains(event.revision())) << "seed " << seed;
      if (contact == nullptr || !IsOpen(*contact)) continue;
      EXPECT_EQ(std::count(queue.begin(), queue.end(), contact), 1) << "seed " << seed;
    }
  }
}

TEST(History, AnEventOutOfOrderOrAboutNothingIsRefusedAndChangesNothing) {
  Centre centre;
  State state = centre.state();
  const std::string hash = StateHash(state);
  v1::Event event;
  event.set_revision(state.revision + 2);
  event.mutable_deadline_missed()->set_contact_id(1);
  EXPECT_EQ(Apply(state, event).code(), absl::StatusCode::kFailedPrecondition);
  event.set_revision(state.revision + 1);
  event.mutable_deadline_missed()->set_contact_id(4711);
  EXPECT_EQ(Apply(state, event).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(StateHash(state), hash);
}

}  // namespace
}  // namespace legevakt::domain::testing
