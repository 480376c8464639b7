// "Trenger hjelp": the doctor on duty, then a second person, then the overflow centre, until one answers. A
// step at which nobody is there is not waited for.
#include <algorithm>

#include "central/domain/decide_internal.h"
#include "central/domain/routing.h"

namespace legevakt::domain::internal {
namespace {

// Where the region's journal is from before there was such a target.
constexpr std::int64_t kHelpStepUs = 60 * kSecondUs;

// Nobody tells central who sits at a console. Who has done nothing for so long is not waited for: an operator
// who is alone gets the next step at once.
constexpr std::int64_t kAtWorkUs = 30 * kMinuteUs;

bool HasActedOn(const v1::Contact& contact, const std::string& user_id, std::int64_t since_us) {
  const auto is = [&](const v1::Actor& by, std::int64_t at_us) {
    return at_us >= since_us && by.user_id() == user_id;
  };
  const auto entered = [&](const auto& entry) { return is(entry.by(), entry.at_us()); };
  const v1::Red& red = contact.red();
  return is(contact.opened_by(), contact.opened_us()) || is(contact.changed_by(), contact.changed_us()) ||
         is(contact.closed_by(), contact.closed_us()) ||
         is(contact.claim().by(), contact.claim().since_us()) ||
         std::any_of(contact.assessments().begin(), contact.assessments().end(), entered) ||
         is(red.amk_confirmed_by(), red.amk_confirmed_us()) ||
         is(red.doctor_confirmed_by(), red.doctor_confirmed_us()) ||
         std::any_of(contact.notes().begin(), contact.notes().end(), entered) ||
         std::any_of(contact.corrections().begin(), contact.corrections().end(), entered) ||
         std::any_of(contact.consults().begin(), contact.consults().end(), [&](const v1::Consult& consult) {
           return entered(consult) || is(consult.answered_by(), consult.answered_us());
         });
}

bool HasSent(const v1::Mission& mission, const std::string& user_id, std::int64_t since_us) {
  const std::int64_t stepped_us = std::max(
      {mission.accepted_us(), mission.under_way_us(), mission.with_patient_us(), mission.ended_us()});
  return (mission.requested_us() >= since_us && mission.requested_by().user_id() == user_id) ||
         (stepped_us >= since_us && mission.last_step_by().user_id() == user_id);
}

bool IsAtWork(const State& state, const std::string& user_id, std::int64_t now_us) {
  const std::int64_t since_us = now_us - kAtWorkUs;
  return std::any_of(state.contacts.begin(), state.contacts.end(),
                     [&](const auto& each) { return HasActedOn(each.second, user_id, since_us); }) ||
         std::any_of(state.calls.begin(), state.calls.end(),
                     [&](const auto& each) {
                       return each.second.answered_us() >= since_us &&
                              each.second.answered_by().user_id() == user_id;
                     }) ||
         std::any_of(state.missions.begin(), state.missions.end(),
                     [&](const auto& each) { return HasSent(each.second, user_id, since_us); }) ||
         std::any_of(state.handovers.begin(), state.handovers.end(), [&](const v1::Handover& handover) {
           return handover.at_us() >= since_us && handover.to().user_id() == user_id;
         });
}

// A shift leader first; never the one who asks. Empty where nobody else is at work.
std::string SecondPerson(const State& state, const std::string& asks, std::int64_t now_us) {
  std::string operator_id;
  for (const v1::Staff& staff : state.region.staff()) {
    const bool leader = staff.role() == v1::ROLE_SHIFT_LEADER;
    if (!leader && (staff.role() != v1::ROLE_OPERATOR || !operator_id.empty())) continue;
    if (staff.user_id() == asks || !IsAtWork(state, staff.user_id(), now_us)) continue;
    if (leader) return staff.user_id();
    operator_id = staff.user_id();
  }
  return operator_id;
}

// The agreed centre that answers now, where the contact is.
std::string OverflowCentre(const State& state, std::int64_t contact_id, std::int64_t now_us) {
  const v1::Contact* contact = state.FindContact(contact_id);
  const std::string municipality = contact == nullptr ? "" : contact->intake().municipality();
  for (const v1::DirectoryEntry& entry : state.region.directory()) {
    if (entry.kind() != v1::DIRECTORY_KIND_OVERFLOW_CENTRE) continue;
    const auto& serves = entry.municipalities();
    const bool here = municipality.empty() || serves.empty() ||
                      std::find(serves.begin(), serves.end(), municipality) != serves.end();
    const bool open =
        entry.open().empty() ||
        std::any_of(entry.open().begin(), entry.open().end(), [&](const v1::Interval& interval) {
          return interval.from_us() <= now_us && now_us < interval.to_us();
        });
    if (here && open) return entry.entry_id();
  }
  return {};
}

struct Asked {
  v1::HelpStep step;
  std::string id;
  std::int64_t next_us;
};

// The first from this step on at which somebody is there; the last step where nobody is.
Asked AskFrom(const Deciding& deciding, int step, const std::string& asks, std::int64_t contact_id) {
  const State& state = deciding.state;
  const v1::Contact* contact = state.FindContact(contact_id);
  const std::int64_t target_us = deciding.targets().help_step_s() * kSecondUs;
  const std::int64_t next_us = deciding.now_us() + (target_us > 0 ? target_us : kHelpStepUs);
  if (step <= v1::HELP_STEP_DOCTOR) {
    const std::string doctor = DoctorForRed(state, contact == nullptr ? v1::Contact() : *contact);
    if (!doctor.empty()) return {v1::HELP_STEP_DOCTOR, doctor, next_us};
  }
  if (step <= v1::HELP_STEP_SECOND_PERSON) {
    const std::string person = SecondPerson(state, asks, deciding.now_us());
    if (!person.empty()) return {v1::HELP_STEP_SECOND_PERSON, person, next_us};
  }
  return {v1::HELP_STEP_OVERFLOW_CENTRE, OverflowCentre(state, contact_id, deciding.now_us()), 0};
}

const v1::Help* Unanswered(Deciding& deciding, std::int64_t help_id) {
  const auto found = deciding.state.help.find(help_id);
  if (found == deciding.state.help.end()) {
    deciding.Refuse(v1::REASON_UNKNOWN_HELP);
    return nullptr;
  }
  if (found->second.answered_us() != 0) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", "help_answered"}});
    return nullptr;
  }
  return &found->second;
}

void Ask(Deciding& deciding, const v1::RequestHelp& command) {
  if (command.contact_id() != 0 && deciding.state.FindContact(command.contact_id()) == nullptr) {
    deciding.Refuse(v1::REASON_UNKNOWN_CONTACT);
    return;
  }
  // The key pressed twice is one call for help.
  for (const auto& [id, help] : deciding.state.help) {
    if (help.answered_us() == 0 && help.by().user_id() == deciding.actor().user_id() &&
        help.contact_id() == command.contact_id()) {
      return;
    }
  }
  const Asked asked =
      AskFrom(deciding, v1::HELP_STEP_DOCTOR, deciding.actor().user_id(), command.contact_id());
  v1::HelpRequested& requested = *deciding.Add().mutable_help_requested();
  requested.set_contact_id(command.contact_id());
  requested.set_step(asked.step);
  requested.set_asked_id(asked.id);
  requested.set_next_us(asked.next_us);
}

void Answer(Deciding& deciding, const v1::AnswerHelp& command) {
  const v1::Help* help = Unanswered(deciding, command.help_id());
  if (help == nullptr) return;
  // Nobody helps themselves. But the other centre has no screen here: whoever called it records that it
  // answers.
  if (help->by().user_id() == deciding.actor().user_id() && help->step() != v1::HELP_STEP_OVERFLOW_CENTRE) {
    deciding.Refuse(v1::REASON_NOT_ALLOWED);
    return;
  }
  deciding.Add().mutable_help_ended()->set_help_id(command.help_id());
  deciding.decision.events.back().mutable_help_ended()->set_answered(true);
}

void Cancel(Deciding& deciding, const v1::CancelHelp& command) {
  const v1::Help* help = Unanswered(deciding, command.help_id());
  if (help == nullptr) return;
  if (help->by().user_id() != deciding.actor().user_id() &&
      deciding.actor().role() != v1::ROLE_SHIFT_LEADER) {
    deciding.Refuse(v1::REASON_NOT_OWNER, {{"who", help->by().name()}});
    return;
  }
  deciding.Add().mutable_help_ended()->set_help_id(command.help_id());
}

}  // namespace

void PassHelpOn(Deciding& deciding, const v1::Help& help) {
  const Asked asked = AskFrom(deciding, help.step() + 1, help.by().user_id(), help.contact_id());
  v1::HelpPassedOn& passed = *deciding.Add().mutable_help_passed_on();
  passed.set_help_id(help.help_id());
  passed.set_step(asked.step);
  passed.set_asked_id(asked.id);
  passed.set_next_us(asked.next_us);
}

bool DecideHelp(Deciding& deciding, const v1::Command& command) {
  switch (command.what_case()) {
    case v1::Command::kRequestHelp:
      Ask(deciding, command.request_help());
      return true;
    case v1::Command::kAnswerHelp:
      Answer(deciding, command.answer_help());
      return true;
    case v1::Command::kCancelHelp:
      Cancel(deciding, command.cancel_help());
      return true;
    default:
      return false;
  }
}

}  // namespace legevakt::domain::internal
