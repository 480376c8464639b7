#include "console/platform/sound.h"

#include <AL/al.h>
#include <AL/alc.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <numbers>
#include <string_view>
#include <vector>

namespace legevakt::console {
namespace {

constexpr int kRate = 44'100;
// After IEC 60601-1-8 as monitors sound: short tones with a soft edge, a pause between the two groups of
// five.
constexpr double kToneS = 0.15;
constexpr double kGapS = 0.10;
constexpr double kPauseS = 0.55;
constexpr double kEdgeS = 0.015;
constexpr double kVolume = 0.35;

void AddSilence(std::vector<std::int16_t>& samples, double seconds) {
  samples.insert(samples.end(), static_cast<std::size_t>(seconds * kRate), 0);
}

void AddTone(std::vector<std::int16_t>& samples, double hertz, double seconds) {
  const auto count = static_cast<int>(seconds * kRate);
  for (int i = 0; i < count; ++i) {
    const double t = static_cast<double>(i) / kRate;
    const double edge = std::min({1.0, t / kEdgeS, (seconds - t) / kEdgeS});
    const double wave =
        std::sin(2 * std::numbers::pi * hertz * t) + 0.35 * std::sin(6 * std::numbers::pi * hertz * t);
    samples.push_back(static_cast<std::int16_t>(kVolume * edge * wave / 1.35 * 32767.0));
  }
  AddSilence(samples, kGapS);
}

std::vector<std::int16_t> SamplesOf(SoundPattern pattern) {
  std::vector<std::int16_t> samples;
  constexpr double kHighTones[] = {523.3, 659.3, 784.0, 659.3, 1046.5};
  constexpr double kMediumTones[] = {523.3, 659.3, 784.0};
  switch (pattern) {
    case SoundPattern::kNone:
      break;
    case SoundPattern::kHigh:
      for (int group = 0; group < 2; ++group) {
        for (const double hertz : kHighTones) AddTone(samples, hertz, kToneS);
        AddSilence(samples, kPauseS);
      }
      break;
    case SoundPattern::kMedium:
      for (const double hertz : kMediumTones) AddTone(samples, hertz, kToneS * 1.4);
      break;
    case SoundPattern::kLow:
      AddTone(samples, 523.3, kToneS * 1.4);
      break;
  }
  return samples;
}

class OpenAlSound : public Sound {
 public:
  OpenAlSound(ALCdevice* device, ALCcontext* context) : device_(device), context_(context) {
    alGenSources(1, &source_);
    alGenBuffers(kPatterns, buffers_);
    for (int i = 0; i < kPatterns; ++i) {
      const auto samples = SamplesOf(static_cast<SoundPattern>(i));
      if (samples.empty()) continue;
      alBufferData(buffers_[i], AL_FORMAT_MONO16, samples.data(),
                   static_cast<ALsizei>(samples.size() * sizeof samples[0]), kRate);
    }
  }
  ~OpenAlSound() override {
    alSourceStop(source_);
    alDeleteSources(1, &source_);
    alDeleteBuffers(kPatterns, buffers_);
    alcMakeContextCurrent(nullptr);
    alcDestroyContext(context_);
    alcCloseDevice(device_);
  }
  OpenAlSound(const OpenAlSound&) = delete;
  OpenAlSound& operator=(const OpenAlSound&) = delete;

  void Play(SoundPattern pattern) override {
    alSourceStop(source_);
    alSourcei(source_, AL_BUFFER, static_cast<ALint>(buffers_[static_cast<int>(pattern)]));
    alSourcePlay(source_);
  }
  void Stop() override { alSourceStop(source_); }

 private:
  static constexpr int kPatterns = 4;
  ALCdevice* device_;
  ALCcontext* context_;
  ALuint source_ = 0;
  ALuint buffers_[kPatterns] = {};
};

}  // namespace

std::unique_ptr<Sound> OpenSound() {
  const char* wanted = std::getenv("LEGEVAKT_SOUND");
  if (wanted != nullptr && std::string_view(wanted) == "off") return nullptr;
  ALCdevice* device = alcOpenDevice(nullptr);
  if (device == nullptr) return nullptr;
  ALCcontext* context = alcCreateContext(device, nullptr);
  if (context == nullptr || alcMakeContextCurrent(context) == ALC_FALSE) {
    if (context != nullptr) alcDestroyContext(context);
    alcCloseDevice(device);
    return nullptr;
  }
  return std::make_unique<OpenAlSound>(device, context);
}

}  // namespace legevakt::console
