#include "console/model/meanwhile.h"

#include <algorithm>

namespace legevakt::console {

Meanwhile::Row Meanwhile::RowOf(const domain::State& state, const v1::Contact& contact) {
  // The states of the missions, as one number: which of them changed does not matter here.
  std::int64_t missions = 0;
  for (const auto id : contact.mission_ids()) {
    const v1::Mission* mission = state.FindMission(id);
    missions = missions * 31 + (mission == nullptr ? 0 : static_cast<std::int64_t>(mission->state()) + 1);
  }
  return {contact.hastegrad(),
          domain::IsOpen(contact),
          contact.has_red(),
          contact.new_information(),
          contact.has_claim() ? contact.claim().by().user_id() : std::string(),
          missions};
}

void Meanwhile::Remember(const domain::State& state, std::int64_t mono_us) {
  // Away again before the last report was read: from then on, not from now.
  if (remembered_) return;
  remembered_ = true;
  since_us_ = mono_us;
  rows_.clear();
  for (const auto& [id, contact] : state.contacts) rows_.emplace(id, RowOf(state, contact));
  last_call_ = state.calls.empty() ? 0 : state.calls.rbegin()->first;
}

void Meanwhile::Compare(const domain::State& state, std::int64_t mono_us) {
  if (!remembered_) return;
  remembered_ = false;
  has_report_ = true;
  away_us_ = mono_us - since_us_;
  changes_.clear();
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
    if (call_state == v1::CALL_STATE_RINGING || call_state == v1::CALL_STATE_CALL_BACK_DUE)
      changes_.push_back({ChangeKind::kCall, call->first});
  }
  std::stable_sort(changes_.begin(), changes_.end(),
                   [](const Change& a, const Change& b) { return a.kind < b.kind; });
}

void Meanwhile::Clear() {
  has_report_ = false;
  changes_.clear();
}

}  // namespace legevakt::console
