#include "sim/replay/desk.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace legevakt::sim {
namespace {

constexpr std::chrono::milliseconds kTakePatience{500};

// Every id that an event names, by the name of its field.
template <typename Fn>
void ForEachId(const v1::Event& event, Fn fn) {
  const auto* field =
      event.GetReflection()->GetOneofFieldDescriptor(event, event.GetDescriptor()->FindOneofByName("what"));
  if (field == nullptr) return;
  const google::protobuf::Message& what = event.GetReflection()->GetMessage(event, field);
  const auto* descriptor = what.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* id = descriptor->field(i);
    if (id->is_repeated() || id->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_INT64) continue;
    fn(std::string_view(id->name()), what.GetReflection()->GetInt64(what, id));
  }
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

Desk::Desk(const std::vector<past::Case>& cases, DeskOptions options) : options_(std::move(options)) {
  int highest = 0;
  for (const past::Case& item : cases) highest = std::max(highest, item.row);
  dossier_of_row_.assign(static_cast<std::size_t>(highest) + 1, -1);
  for (const past::Case& item : cases) {
    row_by_ref_[item.external_ref] = &item;
    phase_[&item] = RowPhase::kNotRung;
    ++phase_count_[static_cast<std::size_t>(RowPhase::kNotRung)];
    int& dossier = dossier_of_row_[static_cast<std::size_t>(item.row)];
    // The first call of a repeated one may have been refused or left out.
    const bool known = item.repeat_of > 0 && item.repeat_of < item.row;
    dossier = known ? dossier_of_row_[static_cast<std::size_t>(item.repeat_of)] : -1;
    if (dossier < 0) {
      dossier = static_cast<int>(entries_.size());
      entries_.emplace_back();
      const bool leave = options_.leave_every > 0 && item.row % options_.leave_every == 0;
      entries_.back().left_for_person = leave;
    }
    entries_[static_cast<std::size_t>(dossier)].dossier.rows.push_back(&item);
  }
}

void Desk::SetRules(StepRules rules) {
  const std::lock_guard lock(mutex_);
  options_.rules = std::move(rules);
}

void Desk::OnChanged(const domain::State& state, const v1::EventBatch* events) {
  if (events == nullptr) {
    Index(state);
    return;
  }
  std::set<int> touched;
  for (const v1::Event& event : events->events()) Note(state, event, touched);
  for (const int dossier : touched) Touch(state, dossier);
}

void Desk::Index(const domain::State& state) {
  dossier_by_call_.clear();
  dossier_by_contact_.clear();
  calls_.clear();
  for (const auto& [id, call] : state.calls) {
    const auto row = row_by_ref_.find(call.external_ref());
    if (row == row_by_ref_.end()) continue;
    const int dossier = dossier_of_row_[static_cast<std::size_t>(row->second->row)];
    calls_[call.external_ref()] = id;
    dossier_by_call_[id] = dossier;
    for (const std::int64_t contact : call.contact_ids()) dossier_by_contact_.emplace(contact, dossier);
  }
  for (std::size_t i = 0; i < entries_.size(); ++i) Touch(state, static_cast<int>(i));
}

void Desk::Note(const domain::State& state, const v1::Event& event, std::set<int>& touched) {
  if (event.what_case() == v1::Event::kCallRang) {
    const auto row = row_by_ref_.find(event.call_rang().external_ref());
    if (row == row_by_ref_.end()) return;
    const int dossier = dossier_of_row_[static_cast<std::size_t>(row->second->row)];
    calls_[event.call_rang().external_ref()] = event.revision();
    dossier_by_call_[event.revision()] = dossier;
    touched.insert(dossier);
    return;
  }
  if (event.what_case() == v1::Event::kCallLinked) {
    const auto call = dossier_by_call_.find(event.call_linked().call_id());
    if (call != dossier_by_call_.end()) {
      dossier_by_contact_.emplace(event.call_linked().contact_id(), call->second);
    }
  }
  const auto touch_contact = [&](std::int64_t id) {
    const auto [first, last] = dossier_by_contact_.equal_range(id);
    for (auto it = first; it != last; ++it) touched.insert(it->second);
  };
  ForEachId(event, [&](std::string_view name, std::int64_t id) {
    if (EndsWith(name, "contact_id")) touch_contact(id);
    if (name == "call_id") {
      const auto call = dossier_by_call_.find(id);
      if (call != dossier_by_call_.end()) touched.insert(call->second);
    }
    if (name == "mission_id") {
      if (const v1::Mission* mission = state.FindMission(id)) touch_contact(mission->contact_id());
    }
  });
}

void Desk::Touch(const domain::State& state, int dossier) {
  Entry& entry = entries_[static_cast<std::size_t>(dossier)];
  UpdatePhases(state, entry);
  entry.dirty = true;
  entry.priority = PriorityOf(state, entry);
  if (entry.priority < 3 && entry.left_for_person && entry.not_before == SteadyTime{}) {
    entry.not_before = std::chrono::steady_clock::now() + options_.leave_for;
  }
  if (!entry.in_hands) Enqueue(dossier);
}

int Desk::PriorityOf(const domain::State& state, const Entry& entry) const {
  int priority = 3;
  for (const past::Case* row : entry.dossier.rows) {
    const auto id = calls_.find(row->external_ref);
    const v1::Call* call = id == calls_.end() ? nullptr : state.FindCall(id->second);
    if (call == nullptr || call->state() != v1::CALL_STATE_RINGING) continue;
    const int lane = call->lane() == v1::CALL_LANE_URGENT         ? 0
                     : call->lane() == v1::CALL_LANE_PROFESSIONAL ? 1
                                                                  : 2;
    priority = std::min(priority, lane);
  }
  return priority;
}

void Desk::UpdatePhases(const domain::State& state, const Entry& entry) {
  for (const past::Case* row : entry.dossier.rows) {
    RowPhase& phase = phase_[row];
    --phase_count_[static_cast<std::size_t>(phase)];
    phase = PhaseOf(state, *row, calls_);
    ++phase_count_[static_cast<std::size_t>(phase)];
  }
}

void Desk::Enqueue(int dossier) {
  Entry& entry = entries_[static_cast<std::size_t>(dossier)];
  if (entry.queued) queue_.erase({{entry.priority, entry.sequence}, dossier});
  entry.sequence = ++sequence_;
  const bool ringing = entry.priority < 3;
  if (!options_.calls_first && ringing) entry.priority += 4;
  entry.queued = true;
  queue_.insert({{entry.priority, entry.sequence}, dossier});
}

std::optional<Desk::Work> Desk::Take(const std::string& user_id, const std::atomic<bool>& stop) {
  const SteadyTime until = std::chrono::steady_clock::now() + kTakePatience;
  for (;;) {
    if (stop) return std::nullopt;
    std::uint64_t seen = 0;
    SteadyTime wake = until;
    {
      const std::lock_guard lock(mutex_);
      const SteadyTime now = std::chrono::steady_clock::now();
      while (!delayed_.empty() && delayed_.begin()->first <= now) {
        const int dossier = delayed_.begin()->second;
        delayed_.erase(delayed_.begin());
        if (!entries_[static_cast<std::size_t>(dossier)].in_hands) Enqueue(dossier);
      }
      while (options_.rules.tool != nullptr && !queue_.empty()) {
        const int dossier = queue_.begin()->second;
        queue_.erase(queue_.begin());
        Entry& entry = entries_[static_cast<std::size_t>(dossier)];
        entry.queued = false;
        entry.dirty = false;
        auto step = NextLocked(dossier, user_id);
        if (!step) continue;
        if (step->kind == StepKind::kAnswer && now < entry.not_before) {
          delayed_.emplace(entry.not_before, dossier);
          continue;
        }
        entry.in_hands = true;
        return Work{dossier, *std::move(step)};
      }
      if (!delayed_.empty()) wake = std::min(wake, delayed_.begin()->first);
      seen = changes_locked();
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(wake - std::chrono::steady_clock::now());
    if (std::chrono::steady_clock::now() >= until) return std::nullopt;
    WaitForChange(seen, std::max(left, std::chrono::milliseconds(1)));
  }
}

std::optional<Step> Desk::NextLocked(int dossier, const std::string& user_id) const {
  const Dossier& what = entries_[static_cast<std::size_t>(dossier)].dossier;
  return NextOperatorStep(state_locked(), what, calls_, user_id, options_.rules);
}

std::optional<Step> Desk::Next(int dossier, const std::string& user_id) const {
  const std::lock_guard lock(mutex_);
  return NextLocked(dossier, user_id);
}

void Desk::Release(int dossier, std::chrono::milliseconds again) {
  {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_[static_cast<std::size_t>(dossier)];
    entry.in_hands = false;
    if (again.count() > 0) {
      delayed_.emplace(std::chrono::steady_clock::now() + again, dossier);
    } else if (entry.dirty) {
      entry.priority = PriorityOf(state_locked(), entry);
      Enqueue(dossier);
    }
  }
  Wake();
}

Desk::Phases Desk::phases() const {
  const std::lock_guard lock(mutex_);
  return {phase_count_[0], phase_count_[1], phase_count_[2], phase_count_[3]};
}

bool Desk::AllClosed() const {
  const Phases now = phases();
  return now.not_rung + now.ringing + now.open == 0;
}

std::int64_t Desk::CallOf(const past::Case& row) const {
  const std::lock_guard lock(mutex_);
  const auto it = calls_.find(row.external_ref);
  return it == calls_.end() ? 0 : it->second;
}

RowPhase Desk::PhaseOfRow(const past::Case& row) const {
  const std::lock_guard lock(mutex_);
  const auto it = phase_.find(&row);
  return it == phase_.end() ? RowPhase::kNotRung : it->second;
}

std::vector<std::string> Desk::NotClosed(std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> refs;
  for (const auto& [row, phase] : phase_) {
    if (phase != RowPhase::kClosed) refs.push_back(row->external_ref);
  }
  std::sort(refs.begin(), refs.end());
  if (refs.size() > limit) refs.resize(limit);
  return refs;
}

}  // namespace legevakt::sim
