#include "central/domain/figures.h"

#include <algorithm>
#include <vector>

#include "base/time_units.h"

namespace legevakt::domain {

AnswerTime AnswerTimeOf(const State& state, std::int64_t from_us, std::int64_t to_us, std::int64_t now_us) {
  AnswerTime figure;
  figure.measured = state.telephony.connected();
  std::vector<std::int64_t> waits;
  for (const auto& [id, call] : state.calls) {
    if (call.ringing_us() < from_us || call.ringing_us() >= to_us || call.ringing_us() == 0) continue;
    if (call.state() == v1::CALL_STATE_RINGING) {
      // Not yet the one or the other, but late once its two minutes are over.
      if (now_us - call.ringing_us() > 2 * kMinuteUs) ++figure.ringing_late;
      continue;
    }
    if (call.answered_us() == 0) {
      ++figure.unanswered;
      continue;
    }
    ++figure.answered;
    const std::int64_t wait_us = call.answered_us() - call.ringing_us();
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

Waiting WaitingOf(const State& state, v1::Hastegrad hastegrad, std::int64_t now_us) {
  Waiting waiting;
  for (const auto& [id, contact] : state.contacts) {
    if (!IsOpen(contact) || contact.hastegrad() != hastegrad) continue;
    ++waiting.count;
    if (contact.deadline().at_us() < now_us) ++waiting.overdue;
    waiting.longest_us = std::max(waiting.longest_us, now_us - contact.opened_us());
  }
  return waiting;
}

}  // namespace legevakt::domain
