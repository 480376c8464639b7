#include "console/model/freshness.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"

namespace legevakt::console {
namespace {

// Two clocks go apart by no more than this.
constexpr std::int64_t kDriftDivisor = 1000;

}  // namespace

// Between two bookmarks, and no further: a silence says nothing of the clocks.
std::int64_t FreshnessMeter::SunkUs(std::int64_t mono_us) const {
  return std::clamp<std::int64_t>(mono_us - mono_us_, 0, limits::kStaleAfterUs) / kDriftDivisor;
}

void FreshnessMeter::HeardState(std::int64_t mono_us, std::int64_t at_us) {
  if (heard_) return;
  heard_ = true;
  mono_us_ = mono_us;
  ahead_us_ = at_us - mono_us;
  newest_us_ = at_us;
}

void FreshnessMeter::Heard(std::int64_t mono_us, std::int64_t central_us, bool draining) {
  draining_ = draining;
  const std::int64_t late_us = ahead_us_ + mono_us - central_us;
  const auto asked_us = std::exchange(asked_us_, std::nullopt);
  const bool ahead = asked_us && late_us > std::max<std::int64_t>(0, mono_us - *asked_us);
  if (!heard_ || ahead) {
    heard_ = true;
    mono_us_ = mono_us;
    ahead_us_ = central_us - mono_us;
    newest_us_ = central_us;
    return;
  }
  newest_us_ = std::max(newest_us_, central_us);
  // Too old to say anything of the clocks.
  if (late_us >= limits::kStaleAfterUs) return;
  ahead_us_ = std::max(ahead_us_ - SunkUs(mono_us), central_us - mono_us);
  mono_us_ = mono_us;
}

Freshness FreshnessMeter::At(std::int64_t mono_us) const {
  if (!heard_) return Freshness::kConnecting;
  return AgeUs(mono_us) >= limits::kStaleAfterUs ? Freshness::kStale : Freshness::kFresh;
}

std::int64_t FreshnessMeter::AgeUs(std::int64_t mono_us) const {
  return heard_ ? ahead_us_ + mono_us - newest_us_ : 0;
}

std::int64_t FreshnessMeter::CentralNowUs(std::int64_t mono_us) const {
  return heard_ ? ahead_us_ + mono_us - SunkUs(mono_us) : 0;
}

}  // namespace legevakt::console
