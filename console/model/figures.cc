#include "console/model/figures.h"

#include <algorithm>

#include "base/time_units.h"

namespace legevakt::console {
namespace {

constexpr std::int64_t kShiftUs = 8 * kHourUs;

}  // namespace

std::int64_t ShiftStart(const domain::State& state, std::int64_t now_us) {
  // A backup that lasts the whole day says nothing of when this shift began.
  std::int64_t station_us = 0;
  std::int64_t any_us = 0;
  for (const auto& doctor : state.region.doctors()) {
    for (const auto& shift : doctor.shifts()) {
      if (shift.from_us() > now_us || now_us >= shift.to_us()) continue;
      any_us = std::max(any_us, shift.from_us());
      if (shift.duty_role() == v1::DUTY_ROLE_STATION) station_us = std::max(station_us, shift.from_us());
    }
  }
  const std::int64_t start_us = station_us != 0 ? station_us : any_us;
  return start_us == 0 ? now_us - kShiftUs : std::max(start_us, now_us - 2 * kShiftUs);
}

const Figures& FiguresCache::At(const domain::State& state, std::int64_t now_us) {
  const std::int64_t second = now_us / kSecondUs;
  if (revision_ == state.revision && second_ == second) return figures_;
  if (revision_ != state.revision) {
    calls_ = domain::CallTimesOf(state);
    open_ = domain::OpenTimesOf(state);
  }
  const bool measured = state.telephony.connected();
  revision_ = state.revision;
  second_ = second;
  figures_.last_hour = domain::AnswerTimeOf(calls_, measured, now_us - kHourUs, now_us + 1, now_us);
  figures_.shift_from_us = ShiftStart(state, now_us);
  figures_.shift = domain::AnswerTimeOf(calls_, measured, figures_.shift_from_us, now_us + 1, now_us);
  // Norway is whole hours from UTC.
  figures_.first_hour_us = now_us / kHourUs * kHourUs - (kHoursShown - 1) * kHourUs;
  for (std::size_t i = 0; i < figures_.hours.size(); ++i) {
    const std::int64_t from_us = figures_.first_hour_us + static_cast<std::int64_t>(i) * kHourUs;
    figures_.hours[i] = domain::AnswerTimeOf(calls_, measured, from_us, from_us + kHourUs, now_us);
  }
  for (std::size_t i = 0; i < kUrgencies.size(); ++i)
    figures_.waiting[i] = domain::WaitingOf(open_, kUrgencies[i], now_us);
  return figures_;
}

}  // namespace legevakt::console
