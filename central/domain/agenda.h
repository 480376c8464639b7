// What time must do next, derived from the records. Whoever changes a record moves its items from what they
// were to what they are; only Apply does.
#pragma once

#include <array>
#include <cstddef>

#include "central/domain/state.h"

namespace legevakt::domain {

// When a record is due, and for what: at most one item of each kind.
class AgendaItems {
 public:
  // Nothing where the time is 0.
  void Add(std::int64_t at_us, Due due, std::int64_t id, int part = 0) {
    if (at_us > 0) items_[size_++] = {at_us, due, id, part};
  }
  const AgendaItem* begin() const { return items_.data(); }
  const AgendaItem* end() const { return items_.data() + size_; }

 private:
  std::array<AgendaItem, 5> items_{};
  std::size_t size_ = 0;
};

AgendaItems ItemsOf(const v1::Call& call);
AgendaItems ItemsOf(const v1::Contact& contact);
AgendaItems ItemsOf(const v1::Mission& mission);
AgendaItems ItemsOf(const v1::PlannedTool& planned);
AgendaItems ItemsOf(const v1::AlarmMark& mark);
AgendaItems ItemsOf(const v1::Help& help);
AgendaItems ItemsOf(const v1::Warning& warning);

// Most changes of a record leave its times as they are: only what differs is moved.
void Reschedule(State& state, const AgendaItems& before, const AgendaItems& after);

template <typename Record>
void Schedule(State& state, const Record& record) {
  Reschedule(state, {}, ItemsOf(record));
}
template <typename Record>
void Unschedule(State& state, const Record& record) {
  Reschedule(state, ItemsOf(record), {});
}

// All of it, from the records.
void RebuildAgenda(State& state);

}  // namespace legevakt::domain
