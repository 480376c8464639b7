#include "central/domain/queue_order.h"

#include <algorithm>

namespace legevakt::domain {
namespace {

int LaneOrder(v1::CallLane lane) {
  switch (lane) {
    case v1::CALL_LANE_URGENT:
      return 0;
    case v1::CALL_LANE_PROFESSIONAL:
      return 1;
    default:
      return 2;
  }
}

}  // namespace

QueueKey KeyOf(const v1::Contact& contact) {
  const bool unassessed = contact.hastegrad() == v1::HASTEGRAD_UNSPECIFIED;
  const int rank = unassessed ? std::max(kUnassessedRank, contact.rank()) : contact.rank();
  return {100 - rank, contact.deadline().at_us(), contact.contact_id()};
}

std::vector<const v1::Contact*> Queue(const State& state) {
  std::vector<const v1::Contact*> queue;
  for (const auto& [id, contact] : state.contacts) {
    if (IsOpen(contact)) queue.push_back(&contact);
  }
  std::sort(queue.begin(), queue.end(),
            [](const v1::Contact* a, const v1::Contact* b) { return KeyOf(*a) < KeyOf(*b); });
  return queue;
}

std::vector<const v1::Call*> Ringing(const State& state) {
  std::vector<const v1::Call*> ringing;
  for (const auto& [id, call] : state.calls) {
    if (call.state() == v1::CALL_STATE_RINGING) ringing.push_back(&call);
  }
  std::sort(ringing.begin(), ringing.end(), [](const v1::Call* a, const v1::Call* b) {
    return std::tuple(LaneOrder(a->lane()), a->ringing_us(), a->call_id()) <
           std::tuple(LaneOrder(b->lane()), b->ringing_us(), b->call_id());
  });
  return ringing;
}

std::vector<const v1::Call*> CallbacksDue(const State& state) {
  std::vector<const v1::Call*> due;
  for (const auto& [id, call] : state.calls) {
    if (call.state() == v1::CALL_STATE_CALL_BACK_DUE || call.state() == v1::CALL_STATE_ESCALATED) {
      due.push_back(&call);
    }
  }
  std::sort(due.begin(), due.end(), [](const v1::Call* a, const v1::Call* b) {
    return std::tuple(a->callback_due_us(), a->call_id()) < std::tuple(b->callback_due_us(), b->call_id());
  });
  return due;
}

}  // namespace legevakt::domain
