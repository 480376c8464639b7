// How old what the screen shows is. Nothing on the screen may claim to be more current than this says.
#pragma once

#include <cstdint>

namespace legevakt::console {

enum class Freshness : std::uint8_t {
  // No state yet.
  kConnecting,
  kFresh,
  // No bookmark for 3 s: hatch, age counter, sending off, drafting on.
  kStale,
};

// Follows bookmarks on the local monotonic clock. Central's clock between two bookmarks is the last
// bookmark's time plus what has passed here since.
class FreshnessMeter {
 public:
  // A bookmark, or a snapshot, came at `mono_us` and said that central's time was `central_us`.
  void Heard(std::int64_t mono_us, std::int64_t central_us, bool draining);
  Freshness At(std::int64_t mono_us) const;
  // Since the last sign of life; 0 before the first.
  std::int64_t AgeUs(std::int64_t mono_us) const;
  // Central's engine time now. Goes on while stale, so that waiting times do not stand still.
  std::int64_t CentralNowUs(std::int64_t mono_us) const;
  // Central said that it is about to stop: expect a short silence.
  bool draining() const { return draining_; }

 private:
  bool heard_ = false;
  bool draining_ = false;
  std::int64_t mono_us_ = 0;
  std::int64_t central_us_ = 0;
};

}  // namespace legevakt::console
