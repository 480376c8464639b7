#include "console/model/lists.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "base/time_units.h"
#include "central/domain/queue_order.h"
#include "console/model/search.h"

namespace legevakt::console {
namespace {

constexpr std::int64_t kSoonUs = 15 * kMinuteUs;

struct Timed {
  // What the list is ordered by.
  std::int64_t at_us;
  ListRow row;
};

// Soonest first.
std::vector<ListRow> InOrder(std::vector<Timed> timed) {
  std::sort(timed.begin(), timed.end(), [](const Timed& a, const Timed& b) {
    return std::tuple(a.at_us, a.row.id) < std::tuple(b.at_us, b.row.id);
  });
  std::vector<ListRow> rows;
  rows.reserve(timed.size());
  for (const Timed& each : timed) rows.push_back(each.row);
  return rows;
}

std::vector<ListRow> ToAssess(const domain::State& state) {
  std::vector<Timed> timed;
  for (const auto& [id, contact] : state.contacts) {
    if (!domain::IsOpen(contact)) continue;
    const auto kind = contact.deadline().kind();
    const bool assessment =
        kind == v1::DEADLINE_KIND_FIRST_ASSESSMENT || kind == v1::DEADLINE_KIND_REASSESSMENT;
    const std::int64_t at_us = contact.deadline().at_us();
    if (contact.new_information()) {
      timed.push_back({at_us, {id}});
    } else if (assessment) {
      timed.push_back({at_us, {id, at_us - kSoonUs}});
    }
  }
  return InOrder(std::move(timed));
}

std::vector<ListRow> ToRing(const domain::State& state) {
  std::vector<Timed> timed;
  for (const auto* call : domain::CallbacksDue(state))
    timed.push_back({call->callback_due_us(), {call->call_id()}});
  for (const auto& [id, contact] : state.contacts) {
    const auto by_us = contact.promise().by_us();
    if (domain::IsOpen(contact) && by_us != 0) timed.push_back({by_us, {id, by_us - kSoonUs}});
  }
  for (const auto& [id, mission] : state.missions) {
    if (domain::IsOpen(mission) && mission.not_heard()) timed.push_back({mission.not_heard_at_us(), {id}});
  }
  return InOrder(std::move(timed));
}

// The latest closed first.
std::vector<ListRow> Closed(const domain::State& state, bool not_entered) {
  std::vector<Timed> timed;
  for (const auto& [id, contact] : state.contacts) {
    if (contact.state() != v1::CONTACT_STATE_CLOSED) continue;
    if (not_entered && contact.note_entered_us() != 0) continue;
    timed.push_back({-contact.closed_us(), {id}});
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

std::vector<ListRow> ListRows(const domain::State& state, ListView list, const std::string& user_id) {
  std::vector<ListRow> rows;
  switch (list) {
    case ListView::kOpen:
      for (const auto* contact : domain::Queue(state)) rows.push_back({contact->contact_id()});
      return rows;
    case ListView::kMine:
      for (const auto* contact : domain::Queue(state)) {
        if (IsMine(*contact, user_id)) rows.push_back({contact->contact_id()});
      }
      return rows;
    case ListView::kAssess:
      return ToAssess(state);
    case ListView::kRing:
      return ToRing(state);
    case ListView::kNotEntered:
      return Closed(state, true);
    case ListView::kClosed:
      return Closed(state, false);
  }
  return rows;
}

std::int64_t InListAt(const std::vector<ListRow>& rows, std::int64_t now_us, std::vector<std::int64_t>& ids) {
  ids.clear();
  std::int64_t next_us = std::numeric_limits<std::int64_t>::max();
  for (const ListRow& row : rows) {
    if (row.from_us <= now_us) {
      ids.push_back(row.id);
    } else {
      next_us = std::min(next_us, row.from_us);
    }
  }
  return next_us;
}

std::vector<std::int64_t> RowsOf(const domain::State& state, ListView list, const std::string& user_id,
                                 std::int64_t now_us) {
  std::vector<std::int64_t> ids;
  InListAt(ListRows(state, list, user_id), now_us, ids);
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
