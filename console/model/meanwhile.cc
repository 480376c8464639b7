#include "console/model/meanwhile.h"

#include <algorithm>
#include <utility>

namespace legevakt::console {

Meanwhile::Row Meanwhile::RowOf(const domain::State& state, const v1::Contact& contact) {
  // The states of the missions, as one number: which of them changed does not matter here.
  std::int64_t missions = 0;
  for (const auto id : contact.mission_ids()) {
    const v1::Mission* mission = state.FindMission(id);
    missions = missions * 31 + (mission == nullptr ? 0 : static_cast<std::int64_t>(mission->state()) + 1);
  }
  std::string phone = contact.personal().phone();
  for (const auto id : contact.call_ids()) {
    const v1::Call* call = state.FindCall(id);
    if (phone.empty() && call != nullptr) phone = call->personal().phone();
  }
  return {contact.hastegrad(),
          domain::IsOpen(contact),
          contact.has_red(),
          contact.new_information(),
          contact.has_claim() ? contact.claim().by().user_id() : std::string(),
          missions,
          contact.opened_us(),
          contact.personal().name(),
          std::move(phone)};
}

void Meanwhile::Remember(const domain::State& state, std::int64_t mono_us) {
  // Away again before the last report was read: from then on, not from now.
  if (remembered_) return;
  remembered_ = true;
  since_us_ = mono_us;
  rows_.clear();
  for (const auto& [id, contact] : state.contacts) rows_.emplace(id, RowOf(state, contact));
  last_call_ = state.calls.empty() ? 0 : state.calls.rbegin()->first;
  callbacks_.clear();
  for (const auto& [id, call] : state.calls) {
    if (call.state() == v1::CALL_STATE_CALL_BACK_DUE) callbacks_.emplace(id, call.personal().phone());
  }
}

void Meanwhile::FindGone(const domain::State& state, bool other_journal) {
  const auto same = [&state, other_journal](std::int64_t id, const Row& row) {
    const v1::Contact* contact = state.FindContact(id);
    return contact != nullptr && (!other_journal || contact->opened_us() == row.opened_us);
  };
  for (auto row = rows_.begin(); row != rows_.end();) {
    if (same(row->first, row->second)) {
      ++row;
      continue;
    }
    if (row->second.open)
      changes_.push_back({ChangeKind::kGone, row->first, row->second.name, row->second.phone});
    row = rows_.erase(row);
  }
  for (const auto& [id, phone] : callbacks_) {
    const v1::Call* call = state.FindCall(id);
    if (call == nullptr || (other_journal && call->personal().phone() != phone))
      changes_.push_back({ChangeKind::kGone, id, {}, phone});
  }
  // Any call may be new there, whatever its number is.
  if (other_journal) last_call_ = 0;
}

void Meanwhile::Compare(const domain::State& state, std::int64_t mono_us, bool other_journal) {
  if (!remembered_) return;
  remembered_ = false;
  has_report_ = true;
  away_us_ = mono_us - since_us_;
  // What is gone is said until it is seen: nothing but this remembers it.
  std::erase_if(changes_, [](const Change& change) { return change.kind != ChangeKind::kGone; });
  FindGone(state, other_journal);
  for (const auto& [id, contact] : state.contacts) {
    const Row now = RowOf(state, contact);
    const auto found = rows_.find(id);
    if (found == rows_.end()) {
      if (now.open) changes_.push_back({now.red ? ChangeKind::kRed : ChangeKind::kNew, id});
      continue;
    }
    const Row& before = found->second;
    if (now.red && !before.red) changes_.push_back({ChangeKind::kRed, id});
    if (now.hastegrad != before.hastegrad) changes_.push_back({ChangeKind::kUrgency, id});
    if (now.new_information && !before.new_information) changes_.push_back({ChangeKind::kNewInformation, id});
    if (now.in_hand != before.in_hand && !now.in_hand.empty()) changes_.push_back({ChangeKind::kTaken, id});
    if (now.missions != before.missions) changes_.push_back({ChangeKind::kMission, id});
    if (!now.open && before.open) changes_.push_back({ChangeKind::kClosed, id});
  }
  for (auto call = state.calls.upper_bound(last_call_); call != state.calls.end(); ++call) {
    const auto call_state = call->second.state();
    const auto known = callbacks_.find(call->first);
    if (known != callbacks_.end() && known->second == call->second.personal().phone()) continue;
    if (call_state == v1::CALL_STATE_RINGING || call_state == v1::CALL_STATE_CALL_BACK_DUE)
      changes_.push_back({ChangeKind::kCall, call->first});
  }
  const auto rank = [](const Change& change) {
    return change.kind == ChangeKind::kGone ? -1 : static_cast<int>(change.kind);
  };
  std::stable_sort(changes_.begin(), changes_.end(),
                   [&rank](const Change& a, const Change& b) { return rank(a) < rank(b); });
}

std::size_t Meanwhile::gone() const {
  return static_cast<std::size_t>(std::count_if(changes_.begin(), changes_.end(), [](const Change& change) {
    return change.kind == ChangeKind::kGone;
  }));
}

void Meanwhile::Clear() {
  has_report_ = false;
  changes_.clear();
}

}  // namespace legevakt::console
