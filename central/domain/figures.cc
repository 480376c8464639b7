#include "central/domain/figures.h"

#include <algorithm>
#include <vector>

#include "base/time_units.h"

namespace legevakt::domain {

std::vector<CallTimes> CallTimesOf(const State& state) {
  std::vector<CallTimes> calls;
  calls.reserve(state.calls.size());
  for (const auto& [id, call] : state.calls) {
    if (call.ringing_us() == 0) continue;
    calls.push_back({call.ringing_us(), call.answered_us(), call.state() == v1::CALL_STATE_RINGING});
  }
  return calls;
}

AnswerTime AnswerTimeOf(std::span<const CallTimes> calls, bool measured, std::int64_t from_us,
                        std::int64_t to_us, std::int64_t now_us) {
  AnswerTime figure;
  figure.measured = measured;
  std::vector<std::int64_t> waits;
  for (const CallTimes& call : calls) {
    if (call.ringing_us < from_us || call.ringing_us >= to_us) continue;
    if (call.rings) {
      // Not yet the one or the other, but late once its two minutes are over.
      if (now_us - call.ringing_us > 2 * kMinuteUs) ++figure.ringing_late;
      if (now_us - call.ringing_us > 10 * kMinuteUs) ++figure.ringing_10_min;
      continue;
    }
    if (call.answered_us == 0) {
      ++figure.unanswered;
      continue;
    }
    ++figure.answered;
    const std::int64_t wait_us = call.answered_us - call.ringing_us;
    waits.push_back(wait_us);
    if (wait_us <= 2 * kMinuteUs) ++figure.within_2_min;
    if (wait_us <= 10 * kMinuteUs) ++figure.within_10_min;
  }
  figure.calls = figure.answered + figure.unanswered + figure.ringing_late;
  if (!waits.empty()) {
    const auto middle = waits.begin() + static_cast<std::ptrdiff_t>(waits.size() / 2);
    std::nth_element(waits.begin(), middle, waits.end());
    figure.median_us = *middle;
  }
  return figure;
}

AnswerTime AnswerTimeOf(const State& state, std::int64_t from_us, std::int64_t to_us, std::int64_t now_us) {
  return AnswerTimeOf(CallTimesOf(state), state.telephony.connected(), from_us, to_us, now_us);
}

std::vector<OpenTimes> OpenTimesOf(const State& state) {
  std::vector<OpenTimes> open;
  for (const auto& [id, contact] : state.contacts) {
    if (IsOpen(contact))
      open.push_back({contact.hastegrad(), contact.deadline().at_us(), contact.opened_us()});
  }
  return open;
}

Waiting WaitingOf(std::span<const OpenTimes> open, v1::Hastegrad hastegrad, std::int64_t now_us) {
  Waiting waiting;
  for (const OpenTimes& contact : open) {
    if (contact.hastegrad != hastegrad) continue;
    ++waiting.count;
    if (contact.deadline_us < now_us) ++waiting.overdue;
    waiting.longest_us = std::max(waiting.longest_us, now_us - contact.opened_us);
  }
  return waiting;
}

Waiting WaitingOf(const State& state, v1::Hastegrad hastegrad, std::int64_t now_us) {
  return WaitingOf(OpenTimesOf(state), hastegrad, now_us);
}

}  // namespace legevakt::domain
