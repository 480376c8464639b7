// The one place that knows the sound library (OpenAL).
// Thread: the UI thread; the library plays on its own.
#pragma once

#include <memory>

#include "console/model/alarm_sound.h"

namespace legevakt::console {

class Sound {
 public:
  virtual ~Sound() = default;
  // Plays it once, over nothing else: what still sounds is cut off. Returns at once.
  virtual void Play(SoundPattern pattern) = 0;
  virtual void Stop() = 0;
};

// Null where the machine has no device that can play, or LEGEVAKT_SOUND=off: the screen then says so.
std::unique_ptr<Sound> OpenSound();

}  // namespace legevakt::console
