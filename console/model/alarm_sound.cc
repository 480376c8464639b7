#include "console/model/alarm_sound.h"

#include "base/time_units.h"

namespace legevakt::console {
namespace {

std::int64_t Every(SoundPattern pattern) {
  if (pattern == SoundPattern::kHigh) return 10 * kSecondUs;
  if (pattern == SoundPattern::kMedium) return 25 * kSecondUs;
  return 30 * kSecondUs;
}

}  // namespace

SoundPattern AlarmSound::At(const Audible& audible, std::int64_t mono_us) {
  if (audible.pattern == SoundPattern::kNone || audible.talking || audible.muted) {
    // What begins after the silence is heard at once.
    last_ = SoundPattern::kNone;
    return SoundPattern::kNone;
  }
  // Smaller values are more urgent.
  const bool more_urgent = last_ == SoundPattern::kNone || audible.pattern < last_;
  if (!more_urgent && mono_us - started_us_ < Every(audible.pattern)) return SoundPattern::kNone;
  last_ = audible.pattern;
  started_us_ = mono_us;
  return audible.pattern;
}

}  // namespace legevakt::console
