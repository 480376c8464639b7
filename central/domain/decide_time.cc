// What time itself does. What nobody has begun returns; an open conversation, "under way" and "with patient"
// never do: silence there raises "not heard from".
#include <limits>

#include "central/domain/decide_internal.h"

namespace legevakt::domain {
namespace internal {
namespace {

void ReturnClaim(Deciding& deciding, const v1::Contact& contact) {
  const std::int64_t keeps_us = deciding.targets().claim_s() * kSecondUs;
  const bool touched = contact.changed_by().user_id() == contact.claim().by().user_id() &&
                       contact.changed_us() + keeps_us > deciding.now_us();
  if (keeps_us > 0 && (touched || InConversation(deciding.state, contact))) {
    // Still in hand: the same claim, with a new term.
    v1::ContactClaimed& claimed = *deciding.Add().mutable_contact_claimed();
    claimed.set_contact_id(contact.contact_id());
    *claimed.mutable_claim() = contact.claim();
    claimed.mutable_claim()->set_until_us(deciding.now_us() + keeps_us);
    return;
  }
  v1::ClaimReleased& released = *deciding.Add().mutable_claim_released();
  released.set_contact_id(contact.contact_id());
  released.set_timed_out(true);
}

void Expire(Deciding& deciding, const v1::Mission& mission) {
  v1::MissionStepped& stepped = *deciding.Add().mutable_mission_stepped();
  stepped.set_mission_id(mission.mission_id());
  stepped.set_state(v1::MISSION_STATE_NO_ANSWER);
  if (const v1::Contact* contact = deciding.state.FindContact(mission.contact_id())) {
    *stepped.mutable_contact_deadline() =
        DeadlineAfter(*contact, v1::MISSION_STATE_NO_ANSWER, deciding.now_us(), deciding.targets());
  }
}

void Act(Deciding& deciding, const AgendaItem& item) {
  const State& state = deciding.state;
  switch (item.due) {
    case Due::kContactDeadline: {
      v1::DeadlineMissed& missed = *deciding.Add().mutable_deadline_missed();
      missed.set_contact_id(item.id);
      missed.set_kind(state.contacts.at(item.id).deadline().kind());
      break;
    }
    case Due::kClaimReturns:
      ReturnClaim(deciding, state.contacts.at(item.id));
      break;
    case Due::kPromiseSlips:
      deciding.Add().mutable_promise_slipped()->set_contact_id(item.id);
      break;
    case Due::kRedUnconfirmed:
      deciding.Add().mutable_red_missed()->set_contact_id(item.id);
      break;
    case Due::kMissionExpires:
      Expire(deciding, state.missions.at(item.id));
      break;
    case Due::kMissionNotHeard:
      deciding.Add().mutable_mission_not_heard()->set_mission_id(item.id);
      break;
    case Due::kCallbackDue:
      deciding.Add().mutable_callback_missed()->set_call_id(item.id);
      break;
    case Due::kArchive:
      deciding.Add().mutable_contact_archived()->set_contact_id(item.id);
      break;
    case Due::kToolPlanned:
      ActivatePlanned(deciding);
      break;
    case Due::kAlarmShelfEnds:
      EndShelf(deciding, {static_cast<v1::AlarmKind>(item.part), item.id});
      break;
    case Due::kHelpPassesOn:
      PassHelpOn(deciding, state.help.at(item.id));
      break;
    case Due::kVisitLate:
      deciding.Add().mutable_visit_missed()->set_mission_id(item.id);
      break;
    case Due::kWarningExpires:
      deciding.Add().mutable_warning_cleared()->set_warning_id(item.id);
      break;
  }
}

}  // namespace

bool InConversation(const State& state, const v1::Contact& contact) {
  for (const std::int64_t id : contact.call_ids()) {
    const v1::Call* call = state.FindCall(id);
    if (call == nullptr) continue;
    const bool open = call->state() == v1::CALL_STATE_ANSWERED || call->state() == v1::CALL_STATE_REACHED;
    if (open && call->answered_by().user_id() == contact.claim().by().user_id()) return true;
  }
  return false;
}

}  // namespace internal

std::int64_t NextDeadline(const State& state) {
  return state.agenda.empty() ? std::numeric_limits<std::int64_t>::max() : state.agenda.begin()->at_us;
}

std::vector<v1::Event> DecideTime(const State& state, std::int64_t now_us) {
  if (NextDeadline(state) > now_us) return {};
  Context context;
  context.now_us = now_us;
  context.actor.set_user_id("system");
  context.actor.set_role(v1::ROLE_SYSTEM);
  internal::Deciding deciding{state, context, 0, {}};
  internal::Act(deciding, *state.agenda.begin());
  return std::move(deciding.decision.events);
}

}  // namespace legevakt::domain
