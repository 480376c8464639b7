#include <algorithm>

#include "central/domain/apply_internal.h"

namespace legevakt::domain::internal {
namespace {

void AddOnce(google::protobuf::RepeatedField<std::int64_t>* ids, std::int64_t id) {
  if (std::find(ids->begin(), ids->end(), id) == ids->end()) ids->Add(id);
}

void Remove(google::protobuf::RepeatedField<std::int64_t>* ids, std::int64_t id) {
  ids->erase(std::remove(ids->begin(), ids->end(), id), ids->end());
}

v1::Call& NewCall(Applying& applying) {
  v1::Call& call = applying.state.calls[applying.event.revision()];
  call.set_call_id(applying.event.revision());
  call.set_version(applying.event.revision());
  *call.mutable_personal() = applying.event.personal();
  return call;
}

void Answer(Applying& applying, v1::Call& call) {
  call.set_state(v1::CALL_STATE_ANSWERED);
  const v1::CallAnswered& answered = applying.event.call_answered();
  call.set_answered_us(answered.answered_us() != 0 ? answered.answered_us() : applying.event.at_us());
  *call.mutable_answered_by() = applying.event.actor();
  call.set_from_paper(answered.answered_us() != 0);
  if (answered.ended_us() == 0) return;
  call.set_ended_us(answered.ended_us());
  call.set_state(v1::CALL_STATE_ENDED);
}

}  // namespace

void ApplyToCalls(Applying& applying) {
  State& state = applying.state;
  const v1::Event& event = applying.event;
  switch (event.what_case()) {
    case v1::Event::kCallRang: {
      v1::Call& call = NewCall(applying);
      call.set_kind(event.call_rang().kind());
      call.set_lane(event.call_rang().lane());
      call.set_external_ref(event.call_rang().external_ref());
      call.set_municipality(event.call_rang().municipality());
      call.set_state(v1::CALL_STATE_RINGING);
      call.set_ringing_us(event.at_us());
      break;
    }
    case v1::Event::kCallAnswered:
      if (event.call_answered().call_id() == 0) {
        v1::Call& call = NewCall(applying);
        call.set_kind(event.call_answered().kind());
        call.set_lane(event.call_answered().lane());
        call.set_municipality(event.call_answered().municipality());
        Answer(applying, call);
      } else {
        applying.EditCall(event.call_answered().call_id(), [&](v1::Call& call) { Answer(applying, call); });
      }
      break;
    case v1::Event::kCallEnded:
      applying.EditCall(event.call_ended().call_id(), [&](v1::Call& call) {
        call.set_state(v1::CALL_STATE_ENDED);
        call.set_ended_us(event.at_us());
      });
      break;
    case v1::Event::kCallLost:
      applying.EditCall(event.call_lost().call_id(), [&](v1::Call& call) {
        call.set_lost_us(event.at_us());
        call.set_callback_due_us(event.call_lost().callback_due_us());
        // Without a number nobody can call back; it counts as unanswered all the same.
        call.set_state(event.call_lost().callback_due_us() > 0 ? v1::CALL_STATE_CALL_BACK_DUE
                                                               : v1::CALL_STATE_ENDED);
      });
      break;
    case v1::Event::kCallbackTried: {
      const v1::Call* before = state.FindCall(event.callback_tried().call_id());
      const bool was_escalated = before != nullptr && before->state() == v1::CALL_STATE_ESCALATED;
      applying.EditCall(event.callback_tried().call_id(), [&](v1::Call& call) {
        const v1::CallbackTried& tried = event.callback_tried();
        call.set_callback_tries(call.callback_tries() + 1);
        call.set_callback_due_us(tried.callback_due_us());
        call.set_callback_missed(false);
        if (tried.reached()) {
          call.set_state(v1::CALL_STATE_REACHED);
          *call.mutable_answered_by() = event.actor();
        } else if (tried.escalated()) {
          call.set_state(v1::CALL_STATE_ESCALATED);
        }
      });
      // It concerned the try before.
      if (event.callback_tried().escalated() && !was_escalated) {
        ForgetMark(state, {v1::ALARM_KIND_CALLBACK_MISSED, event.callback_tried().call_id()});
      }
      break;
    }
    case v1::Event::kCallbackMissed:
      applying.EditCall(event.callback_missed().call_id(),
                        [](v1::Call& call) { call.set_callback_missed(true); });
      break;
    case v1::Event::kCallLinked:
      applying.EditCall(event.call_linked().call_id(), [&](v1::Call& call) {
        AddOnce(call.mutable_contact_ids(), event.call_linked().contact_id());
      });
      applying.EditContact(event.call_linked().contact_id(), [&](v1::Contact& contact) {
        AddOnce(contact.mutable_call_ids(), event.call_linked().call_id());
        // What the link knows is where the caller is reached, until somebody says otherwise.
        const v1::Call& call = state.calls.at(event.call_linked().call_id());
        if (!contact.personal().has_phone() && call.personal().has_phone()) {
          contact.mutable_personal()->set_phone(call.personal().phone());
        }
      });
      break;
    case v1::Event::kCallUnlinked:
      applying.EditCall(event.call_unlinked().call_id(), [&](v1::Call& call) {
        Remove(call.mutable_contact_ids(), event.call_unlinked().contact_id());
      });
      applying.EditContact(event.call_unlinked().contact_id(), [&](v1::Contact& contact) {
        Remove(contact.mutable_call_ids(), event.call_unlinked().call_id());
      });
      break;
    default:
      break;  // the other parts'
  }
}

}  // namespace legevakt::domain::internal
