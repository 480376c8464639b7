// "Trenger hjelp": the doctor on duty, then a second person, then the overflow centre, until one answers. A
// step at which nobody is there is not waited for.
#include <algorithm>

#include "central/domain/decide_internal.h"
#include "central/domain/routing.h"

namespace legevakt::domain::internal {
namespace {

// Where the region's journal is from before there was such a target.
constexpr std::int64_t kHelpStepUs = 60 * kSecondUs;

// A shift leader first; never the one who asks.
std::string SecondPerson(const v1::Region& region, const std::string& asks) {
  std::string operator_id;
  for (const v1::Staff& staff : region.staff()) {
    if (staff.user_id() == asks) continue;
    if (staff.role() == v1::ROLE_SHIFT_LEADER) return staff.user_id();
    if (staff.role() == v1::ROLE_OPERATOR && operator_id.empty()) operator_id = staff.user_id();
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
    const std::string person = SecondPerson(state.region, asks);
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
