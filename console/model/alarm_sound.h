// When an alarm is heard, and how. Pure: the platform plays what this says.
#pragma once

#include <cstdint>

namespace legevakt::console {

enum class SoundPattern : std::uint8_t {
  kNone,
  // 5 + 5 tones, each 10 s.
  kHigh,
  // 3 tones, each 25 s.
  kMedium,
  // 1 tone, each 30 s.
  kLow,
};

// What this operator should hear. The answer-time alarm counts like any other, but for them it never sounds:
// it is the ones who do not talk that can help, and whoever talks hears nothing at all.
struct Audible {
  // The most urgent alarm that nobody has acknowledged and that is not put aside.
  SoundPattern pattern = SoundPattern::kNone;
  // This operator has an answered call that has not ended: never a sound into an open microphone.
  bool talking = false;
  // Sound is switched off, or this screen has no voice.
  bool muted = false;
};

class AlarmSound {
 public:
  // The pattern to start now; kNone for nothing. A more urgent one does not wait for the interval of a lesser
  // one.
  SoundPattern At(const Audible& audible, std::int64_t mono_us);

 private:
  SoundPattern last_ = SoundPattern::kNone;
  std::int64_t started_us_ = 0;
};

}  // namespace legevakt::console
