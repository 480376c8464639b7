#include "console/model/lists.h"

#include <algorithm>
#include <utility>

#include "base/time_units.h"
#include "central/domain/queue_order.h"
#include "console/model/search.h"

namespace legevakt::console {
namespace {

constexpr std::int64_t kSoonUs = 15 * kMinuteUs;

using Timed = std::vector<std::pair<std::int64_t, std::int64_t>>;

// Soonest first.
std::vector<std::int64_t> InOrder(Timed timed) {
  std::sort(timed.begin(), timed.end());
  std::vector<std::int64_t> ids;
  for (const auto& [at_us, id] : timed) ids.push_back(id);
  return ids;
}

std::vector<std::int64_t> ToAssess(const domain::State& state, std::int64_t now_us) {
  Timed timed;
  for (const auto& [id, contact] : state.contacts) {
    if (!domain::IsOpen(contact)) continue;
    const auto kind = contact.deadline().kind();
    const bool assessment =
        kind == v1::DEADLINE_KIND_FIRST_ASSESSMENT || kind == v1::DEADLINE_KIND_REASSESSMENT;
    if (contact.new_information() || (assessment && contact.deadline().at_us() <= now_us + kSoonUs))
      timed.emplace_back(contact.deadline().at_us(), id);
  }
  return InOrder(std::move(timed));
}

std::vector<std::int64_t> ToRing(const domain::State& state, std::int64_t now_us) {
  Timed timed;
  for (const auto* call : domain::CallbacksDue(state))
    timed.emplace_back(call->callback_due_us(), call->call_id());
  for (const auto& [id, contact] : state.contacts) {
    const auto by_us = contact.promise().by_us();
    if (domain::IsOpen(contact) && by_us != 0 && by_us <= now_us + kSoonUs) timed.emplace_back(by_us, id);
  }
  for (const auto& [id, mission] : state.missions) {
    if (domain::IsOpen(mission) && mission.not_heard()) timed.emplace_back(mission.not_heard_at_us(), id);
  }
  return InOrder(std::move(timed));
}

// The latest closed first.
std::vector<std::int64_t> Closed(const domain::State& state, bool not_entered) {
  Timed timed;
  for (const auto& [id, contact] : state.contacts) {
    if (contact.state() != v1::CONTACT_STATE_CLOSED) continue;
    if (not_entered && contact.note_entered_us() != 0) continue;
    timed.emplace_back(-contact.closed_us(), id);
  }
  return InOrder(std::move(timed));
}

}  // namespace

bool IsMine(const v1::Contact& contact, const std::string& user_id) {
  if (user_id.empty() || !domain::IsOpen(contact)) return false;
  if (contact.has_claim()) return contact.claim().by().user_id() == user_id;
  if (contact.owner().user_id() == user_id) return true;
  return contact.parked() && contact.changed_by().user_id() == user_id;
}

std::vector<std::int64_t> RowsOf(const domain::State& state, ListView list, const std::string& user_id,
                                 std::int64_t now_us) {
  std::vector<std::int64_t> ids;
  switch (list) {
    case ListView::kOpen:
      for (const auto* contact : domain::Queue(state)) ids.push_back(contact->contact_id());
      return ids;
    case ListView::kMine:
      for (const auto* contact : domain::Queue(state)) {
        if (IsMine(*contact, user_id)) ids.push_back(contact->contact_id());
      }
      return ids;
    case ListView::kAssess:
      return ToAssess(state, now_us);
    case ListView::kRing:
      return ToRing(state, now_us);
    case ListView::kNotEntered:
      return Closed(state, true);
    case ListView::kClosed:
      return Closed(state, false);
  }
  return ids;
}

bool Matches(std::string_view filter, std::string_view text) {
  const std::string words = Fold(filter);
  const std::string folded = Fold(text);
  std::size_t at = 0;
  while (at < words.size()) {
    const std::size_t space = std::min(words.find(' ', at), words.size());
    if (space > at && folded.find(words.substr(at, space - at)) == std::string::npos) return false;
    at = space + 1;
  }
  return true;
}

}  // namespace legevakt::console
