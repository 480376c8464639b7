// What belongs to the shift and to no contact alone: calls for help, notes, who took over, warnings.
#include "base/limits.h"
#include "central/domain/apply_internal.h"

namespace legevakt::domain::internal {
namespace {

void EditHelp(Applying& applying, std::int64_t id, auto change) {
  v1::Help& help = applying.state.help[id];
  Unschedule(applying.state, help);
  change(help);
  Schedule(applying.state, help);
}

void AskForHelp(Applying& applying) {
  const v1::Event& event = applying.event;
  const v1::HelpRequested& requested = event.help_requested();
  EditHelp(applying, event.revision(), [&](v1::Help& help) {
    help.set_help_id(event.revision());
    *help.mutable_by() = event.actor();
    help.set_since_us(event.at_us());
    help.set_contact_id(requested.contact_id());
    help.set_step(requested.step());
    help.set_asked_id(requested.asked_id());
    help.set_next_us(requested.next_us());
  });
}

void EndHelp(Applying& applying) {
  const v1::Event& event = applying.event;
  EditHelp(applying, event.help_ended().help_id(), [&](v1::Help& help) {
    help.set_next_us(0);
    if (!event.help_ended().answered()) return;
    help.set_answered_us(event.at_us());
    *help.mutable_answered_by() = event.actor();
  });
  // What was taken back is over; what was answered is shown for a while.
  if (!event.help_ended().answered()) applying.state.help.erase(event.help_ended().help_id());
}

void TakeOver(Applying& applying) {
  const v1::Event& event = applying.event;
  const v1::TakenOver& taken = event.taken_over();
  for (const std::int64_t id : taken.contact_ids()) {
    applying.EditContact(id, [&](v1::Contact& contact) { Own(contact, event.actor()); });
  }
  v1::Handover& handover = applying.state.handovers.emplace_back();
  handover.set_revision(event.revision());
  handover.set_at_us(event.at_us());
  handover.set_from_user_id(taken.from_user_id());
  *handover.mutable_to() = event.actor();
  *handover.mutable_contact_ids() = taken.contact_ids();
  handover.set_all(taken.all());
}

void SetWarning(Applying& applying) {
  const v1::Event& event = applying.event;
  v1::Warning& warning = applying.state.warnings[event.revision()];
  warning.set_warning_id(event.revision());
  warning.set_at_us(event.at_us());
  *warning.mutable_by() = event.actor();
  *warning.mutable_personal() = event.personal();
  warning.set_until_us(event.warning_set().until_us());
  Schedule(applying.state, warning);
}

}  // namespace

void ForgetWhatIsPast(State& state) {
  for (auto next = state.help.begin(); next != state.help.end();) {
    const auto help = next++;
    const std::int64_t answered_us = help->second.answered_us();
    if (answered_us != 0 && answered_us + limits::kHelpKeptUs <= state.at_us) state.help.erase(help);
  }
  const auto past = [&](const v1::Handover& handover) {
    return handover.at_us() + limits::kHandoverKeptUs <= state.at_us;
  };
  while (!state.handovers.empty() && past(state.handovers.front())) {
    state.handovers.erase(state.handovers.begin());
  }
}

void ApplyToShift(Applying& applying) {
  State& state = applying.state;
  const v1::Event& event = applying.event;
  switch (event.what_case()) {
    case v1::Event::kHelpRequested:
      AskForHelp(applying);
      break;
    case v1::Event::kHelpPassedOn:
      EditHelp(applying, event.help_passed_on().help_id(), [&](v1::Help& help) {
        help.set_step(event.help_passed_on().step());
        help.set_asked_id(event.help_passed_on().asked_id());
        help.set_next_us(event.help_passed_on().next_us());
      });
      break;
    case v1::Event::kHelpEnded:
      EndHelp(applying);
      break;
    case v1::Event::kShiftNoteAdded: {
      v1::ShiftNote& note = state.shift_notes[event.revision()];
      note.set_note_id(event.revision());
      note.set_at_us(event.at_us());
      *note.mutable_by() = event.actor();
      *note.mutable_personal() = event.personal();
      break;
    }
    case v1::Event::kShiftNoteFinished:
      state.shift_notes.erase(event.shift_note_finished().note_id());
      break;
    case v1::Event::kTakenOver:
      TakeOver(applying);
      break;
    case v1::Event::kWarningSet:
      SetWarning(applying);
      break;
    case v1::Event::kWarningCleared: {
      const auto warning = state.warnings.find(event.warning_cleared().warning_id());
      Unschedule(state, warning->second);
      state.warnings.erase(warning);
      break;
    }
    default:
      break;  // the other parts'
  }
}

}  // namespace legevakt::domain::internal
