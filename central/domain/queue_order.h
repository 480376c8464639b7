// The one order of the queue: urgency, then breach time, then age. Central and every console use it.
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "central/domain/state.h"

namespace legevakt::domain {

// Smaller comes first.
struct QueueKey {
  // 100 minus the rank that counts: a contact nobody has assessed ranks above yellow.
  int inverse_rank;
  std::int64_t breach_us;
  std::int64_t contact_id;
  friend auto operator<=>(const QueueKey&, const QueueKey&) = default;
};

// Rank of a contact that nobody has assessed: below every akutt, above every haster.
inline constexpr int kUnassessedRank = 75;

QueueKey KeyOf(const v1::Contact& contact);
// Open contacts, first the one to take first.
std::vector<const v1::Contact*> Queue(const State& state);
// Ringing calls in the order to answer: urgent lane, professional lane, longest ringing. Then call-backs due.
std::vector<const v1::Call*> Ringing(const State& state);
std::vector<const v1::Call*> CallbacksDue(const State& state);

// The patients who are awaited at a station or a satellite, or are there: those who wait first, most urgent
// first; then those who are with a doctor or under observation; then those who are awaited, by their time.
// Also where the doctor who was asked cannot: the patient is there all the same. A doctor takes the first of
// those who wait.
std::vector<const v1::Mission*> AtStation(const State& state);

}  // namespace legevakt::domain
