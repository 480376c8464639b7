#include "console/model/freshness.h"

#include <algorithm>

#include "base/limits.h"

namespace legevakt::console {

void FreshnessMeter::Heard(std::int64_t mono_us, std::int64_t central_us, bool draining) {
  // Central's time never runs backwards on the screen.
  central_us_ = heard_ ? std::max(central_us, central_us_) : central_us;
  mono_us_ = mono_us;
  draining_ = draining;
  heard_ = true;
}

Freshness FreshnessMeter::At(std::int64_t mono_us) const {
  if (!heard_) return Freshness::kConnecting;
  return mono_us - mono_us_ >= limits::kStaleAfterUs ? Freshness::kStale : Freshness::kFresh;
}

std::int64_t FreshnessMeter::AgeUs(std::int64_t mono_us) const {
  return heard_ ? mono_us - mono_us_ : 0;
}

std::int64_t FreshnessMeter::CentralNowUs(std::int64_t mono_us) const {
  return heard_ ? central_us_ + (mono_us - mono_us_) : 0;
}

}  // namespace legevakt::console
