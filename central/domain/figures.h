// The leader's figures, by the national definition: the clock starts when the call rings at an operator and
// stops when one answers; unanswered calls are in the denominator.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "central/domain/state.h"

namespace legevakt::domain {

struct AnswerTime {
  // False without a telephony link: then nothing is measured, and the screen says so.
  bool measured = false;
  int calls = 0;  // answered + unanswered + ringing_late
  int answered = 0;
  int unanswered = 0;
  // Still ringing, and for more than two minutes: whatever comes, it is no call answered within them.
  int ringing_late = 0;
  // Of these, for more than ten.
  int ringing_10_min = 0;
  int within_2_min = 0;
  int within_10_min = 0;
  std::int64_t median_us = 0;  // of the answered
  // Of the calls that are within it or cannot be any more; 0 where there are none.
  int within_2_min_percent() const { return Percent(within_2_min, calls); }
  int within_10_min_percent() const { return Percent(within_10_min, decided_10_min()); }
  // How many that is of for the ten minutes: one that has rung for three may still be answered within them.
  int decided_10_min() const { return calls - ringing_late + ringing_10_min; }

 private:
  static int Percent(int some, int all) { return all == 0 ? 0 : (some * 100 + all / 2) / all; }
};

// What of a call counts in the answer time. Whoever asks for many figures of one state reads it once.
struct CallTimes {
  std::int64_t ringing_us = 0;
  std::int64_t answered_us = 0;
  // It still rings.
  bool rings = false;
};
std::vector<CallTimes> CallTimesOf(const State& state);

// Calls that rang in [from_us, to_us), as it stands at now_us. `measured` is whether telephony is connected.
AnswerTime AnswerTimeOf(std::span<const CallTimes> calls, bool measured, std::int64_t from_us,
                        std::int64_t to_us, std::int64_t now_us);
AnswerTime AnswerTimeOf(const State& state, std::int64_t from_us, std::int64_t to_us, std::int64_t now_us);

struct Waiting {
  int count = 0;
  int overdue = 0;
  std::int64_t longest_us = 0;
};
// What of an open contact counts in the waiting.
struct OpenTimes {
  v1::Hastegrad hastegrad = v1::HASTEGRAD_UNSPECIFIED;
  std::int64_t deadline_us = 0;
  std::int64_t opened_us = 0;
};
std::vector<OpenTimes> OpenTimesOf(const State& state);

// Open contacts of one urgency (unspecified: not assessed).
Waiting WaitingOf(std::span<const OpenTimes> open, v1::Hastegrad hastegrad, std::int64_t now_us);
Waiting WaitingOf(const State& state, v1::Hastegrad hastegrad, std::int64_t now_us);

}  // namespace legevakt::domain
