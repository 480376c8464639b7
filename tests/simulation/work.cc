#include "tests/simulation/work.h"

#include <array>
#include <cstdio>
#include <iterator>

#include "base/time_units.h"

namespace legevakt::simulation {
namespace {

using domain::State;

constexpr std::int64_t kNobody = 999'999;

class Hand {
 public:
  Hand(Random& random, const State& seen, const v1::Actor& actor, const std::string& mark)
      : random_(random), seen_(seen), actor_(actor), mark_(mark) {}

  v1::Command Next() {
    switch (actor_.role()) {
      case v1::ROLE_DOCTOR:
        Doctor();
        break;
      case v1::ROLE_TELEPHONY:
        Telephony();
        break;
      default:
        Operator();
        break;
    }
    return std::move(command_);
  }

 private:
  int Below(int n) { return random_.Below(n); }
  bool OneIn(int n) { return random_.OneIn(n); }

  // Mostly one of the last, as people's work is.
  template <typename Map>
  std::int64_t Any(const Map& map) {
    if (map.empty() || OneIn(40)) return kNobody;
    const int size = static_cast<int>(map.size());
    const int back = OneIn(6) ? Below(size) : Below(std::min(size, 12));
    return std::next(map.rbegin(), back)->first;
  }
  std::int64_t AnyCall() { return Any(seen_.calls); }
  std::int64_t AnyContact() { return Any(seen_.contacts); }
  std::int64_t OpenContact() {
    for (int tries = 0; tries < 4; ++tries) {
      const v1::Contact* contact = seen_.FindContact(AnyContact());
      if (contact != nullptr && domain::IsOpen(*contact)) return contact->contact_id();
    }
    return AnyContact();
  }
  std::int64_t AnyMission() {
    for (int tries = 0; tries < 4; ++tries) {
      const v1::Mission* mission = seen_.FindMission(Any(seen_.missions));
      if (mission != nullptr && domain::IsOpen(*mission)) return mission->mission_id();
    }
    return Any(seen_.missions);
  }
  std::string Reason() { return OneIn(3) ? "" : "kjent fra før"; }
  v1::Measure MeasureOf(const std::string& doctor) {
    if (OneIn(3)) return v1::MEASURE_DOCTOR_PHONE;
    return doctor == "lege-berg" ? v1::MEASURE_HOME_VISIT : v1::MEASURE_STATION;
  }
  v1::Measure AnyMeasure() { return static_cast<v1::Measure>(Below(13)); }
  std::int64_t Soon() { return seen_.at_us + random_.Between(-60, 900) * kSecondUs; }

  const char* AnyTime() {
    static constexpr std::array kTimes = {"opened_us", "closed_us", "amk_confirmed_us",
                                          "doctor_confirmed_us"};
    return kTimes[static_cast<std::size_t>(Below(4))];
  }

  void Operator() {
    const int what = Below(100);
    if (what < 16) {
      command_.mutable_answer_call()->set_call_id(OneIn(3) ? AnyCall() : 0);
      if (OneIn(6)) command_.mutable_answer_call()->set_contact_id(OpenContact());
    } else if (what < 21) {
      command_.mutable_record_call()->set_kind(static_cast<v1::CallKind>(1 + Below(4)));
      command_.mutable_record_call()->set_lane(static_cast<v1::CallLane>(1 + Below(3)));
      command_.mutable_record_call()->mutable_personal()->set_phone("9" + mark_.substr(0, 7));
    } else if (what < 28) {
      Intake();
    } else if (what < 46) {
      Assess();
    } else if (what < 50) {
      command_.mutable_park_contact()->set_contact_id(OpenContact());
    } else if (what < 54) {
      command_.mutable_claim_contact()->set_contact_id(OpenContact());
      command_.mutable_claim_contact()->set_take_over(OneIn(2));
    } else if (what < 63) {
      auto& request = *command_.mutable_request_mission();
      request.set_contact_id(OpenContact());
      request.set_doctor_id(OneIn(2) ? "lege-nilsen" : "lege-berg");
      request.set_measure(OneIn(5) ? AnyMeasure() : MeasureOf(request.doctor_id()));
    } else if (what < 66) {
      StepMission();
    } else if (what < 70) {
      command_.mutable_decide_measure()->set_contact_id(OpenContact());
      command_.mutable_decide_measure()->set_measure(AnyMeasure());
    } else if (what < 73) {
      command_.mutable_make_promise()->set_contact_id(OpenContact());
      command_.mutable_make_promise()->set_by_us(Soon());
    } else if (what < 82) {
      auto& close = *command_.mutable_close_contact();
      close.set_contact_id(OpenContact());
      close.set_measure(AnyMeasure());
      if (!OneIn(4)) close.mutable_safety_net()->set_text("Ta kontakt igjen hvis det blir verre");
    } else if (what < 88) {
      Calls();
    } else if (what < 95) {
      Correct();
    } else {
      Together();
    }
  }

  void Intake() {
    auto& record = *command_.mutable_record_intake();
    record.set_contact_id(OpenContact());
    record.mutable_personal()->set_name("Test " + mark_.substr(0, 8));
    if (OneIn(2)) record.mutable_personal()->set_phone("9000000" + std::to_string(Below(10)));
    record.mutable_intake()->set_municipality("4640");
  }

  void Assess() {
    static constexpr std::array kLevels = {"", "akutt", "haster", "vanlig"};
    auto& assess = *command_.mutable_assess_contact();
    assess.set_contact_id(OpenContact());
    assess.set_complaint_id(OneIn(20) ? "ukjent" : "plage");
    assess.set_level_id(kLevels[static_cast<std::size_t>(Below(4))]);
    assess.set_lowering_reason(Reason());
    // Made while the console was cut off.
    if (OneIn(8)) assess.set_happened_us(seen_.at_us - random_.Between(1, 120) * kSecondUs);
    if (OneIn(2)) {
      v1::Answer& answer = *assess.add_answers();
      answer.set_question_id("besvimt");
      answer.set_tri(OneIn(4) ? v1::TRI_YES : v1::TRI_NO);
    }
  }

  void Calls() {
    switch (Below(5)) {
      case 0:
        command_.mutable_try_callback()->set_call_id(AnyCall());
        command_.mutable_try_callback()->set_reached(OneIn(2));
        break;
      case 1:
        command_.mutable_link_call()->set_call_id(AnyCall());
        command_.mutable_link_call()->set_contact_id(OpenContact());
        break;
      case 2:
        command_.mutable_unlink_call()->set_call_id(AnyCall());
        command_.mutable_unlink_call()->set_contact_id(AnyContact());
        break;
      default:
        command_.mutable_end_call()->set_call_id(AnyCall());
        break;
    }
  }

  void Correct() {
    const std::int64_t id = AnyContact();
    switch (Below(9)) {
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
        if (OneIn(2)) mark.set_other_contact_id(AnyContact());
        AddEntry(id, *mark.mutable_entries());
        break;
      }
      case 4:
        command_.mutable_split_contact()->set_contact_id(id);
        AddEntry(id, *command_.mutable_split_contact()->mutable_entries());
        break;
      case 5:
        command_.mutable_link_contacts()->set_contact_id(id);
        command_.mutable_link_contacts()->set_other_contact_id(AnyContact());
        break;
      case 6:
        command_.mutable_correct_time()->set_contact_id(id);
        command_.mutable_correct_time()->set_field(AnyTime());
        command_.mutable_correct_time()->set_at_us(Soon());
        break;
      case 7:
        command_.mutable_enter_note()->set_contact_id(id);
        break;
      default:
        Note(id);
        break;
    }
  }

  // An entry of the contact, where it has one.
  template <typename Entries>
  void AddEntry(std::int64_t id, Entries& entries) {
    const v1::Contact* contact = seen_.FindContact(id);
    if (contact == nullptr) return;
    if (contact->notes_size() > 0) entries.Add(contact->notes(0).revision());
    if (contact->assessments_size() > 0) entries.Add(contact->assessments(0).revision());
  }

  void Note(std::int64_t id) {
    command_.mutable_add_note()->set_contact_id(id);
    command_.mutable_add_note()->set_text("Notat " + mark_);
    command_.mutable_add_note()->set_new_information(OneIn(2));
  }

  // What people do with each other.
  void Together() {
    switch (Below(15)) {
      case 0:
        command_.mutable_request_consult()->set_contact_id(OpenContact());
        command_.mutable_request_consult()->mutable_personal()->set_text(mark_);
        break;
      case 1:
        command_.mutable_request_help()->set_contact_id(OneIn(2) ? OpenContact() : 0);
        break;
      case 2:
        command_.mutable_answer_help()->set_help_id(AnyHelp());
        break;
      case 3:
        command_.mutable_cancel_help()->set_help_id(AnyHelp());
        break;
      case 4:
      case 5: {
        v1::AlarmRef& alarm = *(OneIn(2) ? command_.mutable_acknowledge_alarm()->mutable_alarm()
                                         : command_.mutable_shelve_alarm()->mutable_alarm());
        alarm.set_kind(static_cast<v1::AlarmKind>(1 + Below(12)));
        alarm.set_subject_id(OneIn(2) ? OpenContact() : AnyMission());
        if (!command_.has_shelve_alarm()) break;
        command_.mutable_shelve_alarm()->set_until_us(Soon());
        command_.mutable_shelve_alarm()->set_reason("venter på svar");
        break;
      }
      case 6:
        command_.mutable_add_shift_note()->mutable_personal()->set_text(mark_);
        break;
      case 7:
        command_.mutable_take_over()->set_from_user_id(OneIn(2) ? "kari" : "ola");
        if (OneIn(2)) command_.mutable_take_over()->add_contact_ids(OpenContact());
        break;
      case 8:
        command_.mutable_end_shift();
        break;
      case 9:
        command_.mutable_set_warning()->mutable_personal()->set_phone("9000000" + std::to_string(Below(10)));
        command_.mutable_set_warning()->mutable_personal()->set_text(mark_);
        break;
      case 10:
      case 11:
        StepVisit();
        break;
      case 12:
        command_.mutable_see_tool_news()->set_tool_hash(seen_.active_tool_hash);
        break;
      case 13:
        if (OneIn(2)) {
          command_.mutable_see_red()->set_contact_id(OpenContact());
        } else {
          command_.mutable_give_back_red()->set_contact_id(OpenContact());
        }
        break;
      default:
        command_.mutable_confirm_red()->set_contact_id(OpenContact());
        command_.mutable_confirm_red()->set_amk(OneIn(2));
        break;
    }
  }

  // Their ids are revisions that a screen shows; a guess among the last is near enough.
  std::int64_t AnyHelp() { return random_.Between(1, seen_.revision + 1); }

  void StepVisit() {
    auto& step = *command_.mutable_step_visit();
    step.set_mission_id(AnyMission());
    step.set_state(static_cast<v1::VisitState>(1 + Below(10)));
    if (step.state() <= v1::VISIT_STATE_EXPECTED) step.set_appointment_us(Soon());
  }

  void StepMission() {
    auto& step = *command_.mutable_step_mission();
    step.set_mission_id(AnyMission());
    step.set_state(static_cast<v1::MissionState>(2 + Below(10)));
    const v1::Mission* mission = seen_.FindMission(step.mission_id());
    if (mission != nullptr && !OneIn(5)) step.set_state(PlausibleAfter(mission->state()));
    step.set_cannot_reason(static_cast<v1::CannotReason>(Below(3)));
    step.set_outcome(static_cast<v1::Outcome>(Below(4)));
    step.set_diverted_to(OpenContact());
  }

  v1::MissionState PlausibleAfter(v1::MissionState state) {
    switch (state) {
      case v1::MISSION_STATE_REQUESTED:
        return OneIn(5) ? v1::MISSION_STATE_REFUSED : v1::MISSION_STATE_ACCEPTED;
      case v1::MISSION_STATE_ACCEPTED:
        return OneIn(6) ? v1::MISSION_STATE_CANCELLED : v1::MISSION_STATE_UNDER_WAY;
      case v1::MISSION_STATE_UNDER_WAY:
        return OneIn(6) ? v1::MISSION_STATE_DIVERTED : v1::MISSION_STATE_WITH_PATIENT;
      default:
        return v1::MISSION_STATE_DONE;
    }
  }

  void Doctor() {
    const int what = Below(20);
    if (what < 11) {
      StepMission();
    } else if (what < 12) {
      command_.mutable_hear_mission()->set_mission_id(AnyMission());
    } else if (what < 13) {
      command_.mutable_set_duty()->set_doctor_id(actor_.user_id());
      command_.mutable_set_duty()->set_on_duty(!OneIn(4));
    } else if (what < 17) {
      command_.mutable_confirm_red()->set_contact_id(OpenContact());
    } else if (what < 18) {
      command_.mutable_see_red()->set_contact_id(OpenContact());
    } else if (what < 19) {
      command_.mutable_answer_help()->set_help_id(AnyHelp());
    } else {
      Note(OpenContact());
    }
  }

  void Telephony() {
    const int what = Below(20);
    if (what < 13) {
      auto& ring = *command_.mutable_ring_call();
      ring.set_kind(v1::CALL_KIND_PHONE);
      ring.set_lane(static_cast<v1::CallLane>(1 + Below(3)));
      ring.set_external_ref(mark_);
      ring.set_municipality("4640");
      ring.mutable_personal()->set_phone("9000000" + std::to_string(Below(10)));
    } else if (what < 16) {
      command_.mutable_lose_call()->set_call_id(AnyCall());
    } else if (what < 19) {
      command_.mutable_end_call()->set_call_id(AnyCall());
    } else {
      command_.mutable_set_telephony()->set_connected(OneIn(2));
      command_.mutable_set_telephony()->set_source("test");
    }
  }

  Random& random_;
  const State& seen_;
  const v1::Actor& actor_;
  const std::string& mark_;
  v1::Command command_;
};

}  // namespace

std::string IdOf(std::uint64_t seed, const std::string& name, int number) {
  Random bits(seed * 1'000'003 + static_cast<std::uint64_t>(number) * 31 +
              static_cast<std::uint64_t>(static_cast<unsigned char>(name[0])));
  const std::uint64_t high = bits.Next();
  const std::uint64_t low = bits.Next();
  std::array<char, 37> text{};
  std::snprintf(text.data(), text.size(), "%08x-%04x-4%03x-8%03x-%012llx", static_cast<unsigned>(high >> 32),
                static_cast<unsigned>(high >> 16 & 0xFFFF), static_cast<unsigned>(high & 0xFFF),
                static_cast<unsigned>(low >> 52), static_cast<unsigned long long>(low & 0xFFFFFFFFFFFF));
  return text.data();
}

v1::Actor MakeActor(const char* id, v1::Role role) {
  v1::Actor actor;
  actor.set_user_id(id);
  actor.set_name(id);
  actor.set_role(role);
  actor.set_device("test");
  return actor;
}

v1::ExecuteRequest NextRequest(Random& random, const State& seen, const v1::Actor& actor,
                               const std::string& mark) {
  v1::ExecuteRequest request;
  request.set_request_id(mark);
  *request.mutable_command() = Hand(random, seen, actor, mark).Next();
  return request;
}

}  // namespace legevakt::simulation
