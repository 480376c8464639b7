#include "central/domain/queue_order.h"

#include <algorithm>
#include <utility>

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

constexpr int kAwaited = 2;

int GroupOf(v1::VisitState state) {
  switch (state) {
    case v1::VISIT_STATE_GIVEN_TIME:
    case v1::VISIT_STATE_EXPECTED:
      return kAwaited;
    case v1::VISIT_STATE_WITH_DOCTOR:
    case v1::VISIT_STATE_OBSERVATION:
      return 1;
    default:
      return 0;
  }
}

}  // namespace

QueueKey KeyOf(const v1::Contact& contact) {
  const bool unassessed = contact.hastegrad() == v1::HASTEGRAD_UNSPECIFIED;
  const int rank = unassessed ? std::max(kUnassessedRank, contact.rank()) : contact.rank();
  return {100 - rank, contact.deadline().at_us(), contact.contact_id()};
}

std::vector<const v1::Contact*> Queue(const State& state) {
  // No two keys are the same: the id is part of them.
  std::vector<std::pair<QueueKey, const v1::Contact*>> keyed;
  for (const auto& [id, contact] : state.contacts) {
    if (IsOpen(contact)) keyed.emplace_back(KeyOf(contact), &contact);
  }
  std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<const v1::Contact*> queue;
  queue.reserve(keyed.size());
  for (const auto& [key, contact] : keyed) queue.push_back(contact);
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

std::vector<const v1::Mission*> AtStation(const State& state) {
  struct Row {
    std::tuple<int, QueueKey, std::int64_t> key;
    const v1::Mission* mission;
  };
  std::vector<Row> rows;
  for (const auto& [id, contact] : state.contacts) {
    if (!IsOpen(contact)) continue;
    const v1::Mission* mission = LastAtStation(state, contact);
    if (mission == nullptr || !IsUnderWay(mission->visit())) continue;
    const int group = GroupOf(mission->visit().state());
    // Those who are awaited come by their time, the others by their urgency.
    const QueueKey key =
        group == kAwaited ? QueueKey{0, mission->visit().appointment_us(), 0} : KeyOf(contact);
    rows.push_back({{group, key, mission->mission_id()}, mission});
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.key < b.key; });
  std::vector<const v1::Mission*> missions;
  for (const Row& row : rows) missions.push_back(row.mission);
  return missions;
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
