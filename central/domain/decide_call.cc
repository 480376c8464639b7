#include "central/domain/decide_internal.h"
#include "central/domain/queue_order.h"

namespace legevakt::domain::internal {
namespace {

void Link(Deciding& deciding, std::int64_t call_id, std::int64_t contact_id) {
  v1::CallLinked& linked = *deciding.Add().mutable_call_linked();
  linked.set_call_id(call_id);
  linked.set_contact_id(contact_id);
}

// A further call about an open contact is new information.
void LinkToExisting(Deciding& deciding, std::int64_t call_id, const v1::Contact& contact) {
  Link(deciding, call_id, contact.contact_id());
  v1::InformationArrived& arrived = *deciding.Add().mutable_information_arrived();
  arrived.set_contact_id(contact.contact_id());
  *arrived.mutable_deadline() = DueNow(contact, deciding.now_us());
}

// The operator who takes the call takes the contact with it, unless a colleague has it in hand.
void TakeInHand(Deciding& deciding, const v1::Contact& contact) {
  if (contact.has_claim() || !IsStaff(deciding.actor().role())) return;
  v1::ContactClaimed& claimed = *deciding.Add().mutable_contact_claimed();
  claimed.set_contact_id(contact.contact_id());
  *claimed.mutable_claim() = ClaimOf(deciding);
}

const v1::Contact* LinkTarget(Deciding& deciding, std::int64_t contact_id) {
  const v1::Contact* contact = deciding.state.FindContact(contact_id);
  if (contact == nullptr) {
    deciding.Refuse(v1::REASON_UNKNOWN_CONTACT);
    return nullptr;
  }
  if (!IsOpen(*contact)) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", v1::ContactState_Name(contact->state())}});
    return nullptr;
  }
  return contact;
}

void Ring(Deciding& deciding, const v1::RingCall& command) {
  // A telephony link that reports the same ring twice gets the same call.
  for (const auto& [id, call] : deciding.state.calls) {
    if (!command.external_ref().empty() && call.external_ref() == command.external_ref()) {
      deciding.decision.call_id = id;
      return;
    }
  }
  deciding.decision.call_id = deciding.NextRevision();
  v1::Event& event = deciding.Add();
  *event.mutable_personal() = command.personal();
  v1::CallRang& rang = *event.mutable_call_rang();
  rang.set_kind(command.kind() == v1::CALL_KIND_UNSPECIFIED ? v1::CALL_KIND_PHONE : command.kind());
  rang.set_lane(command.lane() == v1::CALL_LANE_UNSPECIFIED ? v1::CALL_LANE_NORMAL : command.lane());
  rang.set_external_ref(command.external_ref());
  rang.set_municipality(command.municipality());
}

void Answer(Deciding& deciding, const v1::AnswerCall& command) {
  std::int64_t call_id = command.call_id();
  if (call_id == 0) {
    const auto ringing = Ringing(deciding.state);
    if (ringing.empty()) {
      deciding.Refuse(v1::REASON_UNKNOWN_CALL);
      return;
    }
    call_id = ringing.front()->call_id();
  }
  const v1::Call* call = deciding.CallFor(call_id);
  if (call == nullptr) return;
  if (call->state() != v1::CALL_STATE_RINGING) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", v1::CallState_Name(call->state())}});
    return;
  }
  const v1::Contact* contact = nullptr;
  if (command.contact_id() != 0) {
    contact = LinkTarget(deciding, command.contact_id());
    if (contact == nullptr) return;
  }
  deciding.decision.call_id = call_id;
  deciding.Add().mutable_call_answered()->set_call_id(call_id);
  if (contact != nullptr) {
    deciding.decision.contact_id = contact->contact_id();
    LinkToExisting(deciding, call_id, *contact);
    TakeInHand(deciding, *contact);
    return;
  }
  deciding.decision.contact_id = OpenContact(deciding, call->municipality());
  Link(deciding, call_id, deciding.decision.contact_id);
}

// A call that is entered afterwards from paper has its true times, in order.
bool RecordedTimesFit(Deciding& deciding, const v1::RecordCall& command) {
  if (command.answered_us() == 0 && command.ended_us() != 0) {
    return deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "answered_us"}});
  }
  return PaperTimeFits(deciding, command.answered_us(), 0, "answered_us") &&
         PaperTimeFits(deciding, command.ended_us(), command.answered_us(), "ended_us");
}

void Record(Deciding& deciding, const v1::RecordCall& command) {
  if (!RecordedTimesFit(deciding, command)) return;
  const v1::Contact* contact = nullptr;
  if (command.contact_id() != 0) {
    contact = LinkTarget(deciding, command.contact_id());
    if (contact == nullptr) return;
  }
  const std::int64_t call_id = deciding.NextRevision();
  deciding.decision.call_id = call_id;
  v1::Event& event = deciding.Add();
  *event.mutable_personal() = command.personal();
  v1::CallAnswered& answered = *event.mutable_call_answered();
  answered.set_kind(command.kind() == v1::CALL_KIND_UNSPECIFIED ? v1::CALL_KIND_PHONE : command.kind());
  answered.set_lane(command.lane() == v1::CALL_LANE_UNSPECIFIED ? v1::CALL_LANE_NORMAL : command.lane());
  answered.set_municipality(command.municipality());
  answered.set_answered_us(command.answered_us());
  answered.set_ended_us(command.ended_us());
  if (contact != nullptr) {
    deciding.decision.contact_id = contact->contact_id();
    LinkToExisting(deciding, call_id, *contact);
    TakeInHand(deciding, *contact);
    return;
  }
  deciding.decision.contact_id = OpenContact(deciding, command.municipality(), command.answered_us());
  Link(deciding, call_id, deciding.decision.contact_id);
}

void End(Deciding& deciding, const v1::EndCall& command) {
  const v1::Call* call = deciding.CallFor(command.call_id());
  if (call == nullptr) return;
  if (call->state() != v1::CALL_STATE_ANSWERED && call->state() != v1::CALL_STATE_REACHED &&
      call->state() != v1::CALL_STATE_ESCALATED) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", v1::CallState_Name(call->state())}});
    return;
  }
  deciding.Add().mutable_call_ended()->set_call_id(command.call_id());
}

void Lose(Deciding& deciding, const v1::LoseCall& command) {
  const v1::Call* call = deciding.CallFor(command.call_id());
  if (call == nullptr) return;
  if (call->state() != v1::CALL_STATE_RINGING) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", v1::CallState_Name(call->state())}});
    return;
  }
  v1::CallLost& lost = *deciding.Add().mutable_call_lost();
  lost.set_call_id(command.call_id());
  if (!call->personal().phone().empty()) {
    lost.set_callback_due_us(deciding.now_us() + deciding.targets().callback_s() * kSecondUs);
  }
}

void TryCallback(Deciding& deciding, const v1::TryCallback& command) {
  const v1::Call* call = deciding.CallFor(command.call_id());
  if (call == nullptr) return;
  // Also where the tries are used up: whoever rings once more may get an answer.
  const bool escalated = call->state() == v1::CALL_STATE_ESCALATED;
  if (call->state() != v1::CALL_STATE_CALL_BACK_DUE && !escalated) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", v1::CallState_Name(call->state())}});
    return;
  }
  v1::CallbackTried& tried = *deciding.Add().mutable_callback_tried();
  tried.set_call_id(command.call_id());
  tried.set_reached(command.reached());
  if (!command.reached()) {
    tried.set_escalated(escalated || call->callback_tries() + 1 >= deciding.targets().callback_tries());
    if (escalated) {
      tried.set_callback_due_us(call->callback_due_us());
    } else {
      // Used up: something must be done from now on, and that is as old as it is.
      const std::int64_t wait_us = tried.escalated() ? 0 : deciding.targets().callback_s() * kSecondUs;
      tried.set_callback_due_us(deciding.now_us() + wait_us);
    }
    return;
  }
  deciding.decision.contact_id = OpenContact(deciding, call->municipality());
  Link(deciding, command.call_id(), deciding.decision.contact_id);
}

void LinkCommand(Deciding& deciding, const v1::LinkCall& command) {
  if (deciding.CallFor(command.call_id()) == nullptr) return;
  const v1::Contact* contact = LinkTarget(deciding, command.contact_id());
  if (contact == nullptr) return;
  LinkToExisting(deciding, command.call_id(), *contact);
}

void Unlink(Deciding& deciding, const v1::UnlinkCall& command) {
  const v1::Call* call = deciding.CallFor(command.call_id());
  if (call == nullptr) return;
  if (deciding.state.FindContact(command.contact_id()) == nullptr) {
    deciding.Refuse(v1::REASON_UNKNOWN_CONTACT);
    return;
  }
  if (call->contact_ids_size() <= 1) {
    deciding.Refuse(v1::REASON_CALL_HAS_NO_CONTACT_LEFT);
    return;
  }
  v1::CallUnlinked& unlinked = *deciding.Add().mutable_call_unlinked();
  unlinked.set_call_id(command.call_id());
  unlinked.set_contact_id(command.contact_id());
}

void SetTelephony(Deciding& deciding, const v1::SetTelephony& command) {
  const v1::Telephony& now = deciding.state.telephony;
  if (now.connected() == command.connected() && now.source() == command.source()) return;
  v1::TelephonyChanged& changed = *deciding.Add().mutable_telephony_changed();
  changed.set_connected(command.connected());
  changed.set_source(command.source());
}

}  // namespace

bool DecideCall(Deciding& deciding, const v1::Command& command) {
  switch (command.what_case()) {
    case v1::Command::kRingCall:
      Ring(deciding, command.ring_call());
      return true;
    case v1::Command::kAnswerCall:
      Answer(deciding, command.answer_call());
      return true;
    case v1::Command::kRecordCall:
      Record(deciding, command.record_call());
      return true;
    case v1::Command::kEndCall:
      End(deciding, command.end_call());
      return true;
    case v1::Command::kLoseCall:
      Lose(deciding, command.lose_call());
      return true;
    case v1::Command::kTryCallback:
      TryCallback(deciding, command.try_callback());
      return true;
    case v1::Command::kLinkCall:
      LinkCommand(deciding, command.link_call());
      return true;
    case v1::Command::kUnlinkCall:
      Unlink(deciding, command.unlink_call());
      return true;
    case v1::Command::kSetTelephony:
      SetTelephony(deciding, command.set_telephony());
      return true;
    default:
      return false;
  }
}

}  // namespace legevakt::domain::internal
