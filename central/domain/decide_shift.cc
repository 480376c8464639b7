// Shift change: who answers for what, taken over one by one or all at once. Nobody leaves while answering for
// something.
#include <algorithm>
#include <vector>

#include "central/domain/decide_internal.h"

namespace legevakt::domain::internal {
namespace {

std::vector<const v1::Contact*> OwnedBy(const State& state, const std::string& user_id) {
  std::vector<const v1::Contact*> owned;
  for (const auto& [id, contact] : state.contacts) {
    if (IsOpen(contact) && contact.owner().user_id() == user_id) owned.push_back(&contact);
  }
  return owned;
}

bool OwnsAll(Deciding& deciding, const v1::TakeOver& command) {
  for (const std::int64_t id : command.contact_ids()) {
    const v1::Contact* contact = deciding.state.FindContact(id);
    if (contact == nullptr) return deciding.Refuse(v1::REASON_UNKNOWN_CONTACT);
    if (!IsOpen(*contact)) {
      return deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", v1::ContactState_Name(contact->state())}});
    }
    if (contact->owner().user_id() != command.from_user_id()) {
      return deciding.Refuse(v1::REASON_CLAIMED_BY_OTHER, {{"who", contact->owner().name()}});
    }
  }
  return true;
}

// What the other has open on the screen is let go, but never a conversation.
void LetGo(Deciding& deciding, const v1::Contact& contact, const std::string& user_id) {
  if (!contact.has_claim() || contact.claim().by().user_id() != user_id) return;
  if (InConversation(deciding.state, contact)) return;
  deciding.Add().mutable_claim_released()->set_contact_id(contact.contact_id());
}

void TakeOver(Deciding& deciding, const v1::TakeOver& command) {
  const std::string& from = command.from_user_id();
  if (from == deciding.actor().user_id() || from.empty()) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "from_user_id"}});
    return;
  }
  std::vector<const v1::Contact*> owned = OwnedBy(deciding.state, from);
  if (owned.empty() && deciding.state.FindStaff(from) == nullptr) {
    deciding.Refuse(v1::REASON_UNKNOWN_USER, {{"field", "from_user_id"}});
    return;
  }
  if (!OwnsAll(deciding, command)) return;
  const bool all = command.contact_ids().empty();
  if (!all) {
    const auto& named = command.contact_ids();
    std::erase_if(owned, [&](const v1::Contact* contact) {
      return std::find(named.begin(), named.end(), contact->contact_id()) == named.end();
    });
  }
  v1::TakenOver& taken = *deciding.Add().mutable_taken_over();
  taken.set_from_user_id(from);
  taken.set_all(all);
  for (const v1::Contact* contact : owned) taken.add_contact_ids(contact->contact_id());
  for (const v1::Contact* contact : owned) LetGo(deciding, *contact, from);
}

void EndShift(Deciding& deciding) {
  const auto owned = OwnedBy(deciding.state, deciding.actor().user_id());
  if (!owned.empty()) {
    deciding.Refuse(v1::REASON_STILL_OWNS, {{"count", std::to_string(owned.size())}});
    return;
  }
  deciding.Add().mutable_shift_ended();
}

void AddNote(Deciding& deciding, const v1::AddShiftNote& command) {
  if (command.personal().text().empty()) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "text"}});
    return;
  }
  v1::Event& event = deciding.Add();
  *event.mutable_personal() = command.personal();
  event.mutable_shift_note_added();
}

void FinishNote(Deciding& deciding, const v1::FinishShiftNote& command) {
  if (!deciding.state.shift_notes.contains(command.note_id())) {
    deciding.Refuse(v1::REASON_UNKNOWN_NOTE);
    return;
  }
  deciding.Add().mutable_shift_note_finished()->set_note_id(command.note_id());
}

}  // namespace

bool DecideShift(Deciding& deciding, const v1::Command& command) {
  switch (command.what_case()) {
    case v1::Command::kTakeOver:
      TakeOver(deciding, command.take_over());
      return true;
    case v1::Command::kEndShift:
      EndShift(deciding);
      return true;
    case v1::Command::kAddShiftNote:
      AddNote(deciding, command.add_shift_note());
      return true;
    case v1::Command::kFinishShiftNote:
      FinishNote(deciding, command.finish_shift_note());
      return true;
    default:
      return false;
  }
}

}  // namespace legevakt::domain::internal
