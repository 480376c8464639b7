// How old what the screen shows is. Nothing on the screen may claim to be more current than this says.
#pragma once

#include <cstdint>
#include <optional>

namespace legevakt::console {

enum class Freshness : std::uint8_t {
  // No state yet.
  kConnecting,
  kFresh,
  // No bookmark that was made within the last 3 s: hatch, age counter, sending off, drafting on.
  kStale,
};

// Follows bookmarks on the local monotonic clock, which counts sleep (CLOCK_BOOTTIME). What counts is when a
// bookmark was made and not when it came: after a sleep those from before it still lie in the socket.
//
// How far central's clock is ahead of the local one is taken from the bookmark that came fastest: a slower
// one is that much older. It sinks by 1:1000 while bookmarks come in time, since two clocks go that much
// apart (central slews by at most 1:1000, by two seconds in all; a crystal is off by less). A delay that
// grows more slowly than that is not seen.
//
// Central's clock may also really be behind: it was suspended, or is another machine's. What comes on a
// stream was said after the stream was asked for: a bookmark that seems older than that proves the estimate
// wrong, and it begins anew. So whoever hears late bookmarks for long asks for a new stream.
class FreshnessMeter {
 public:
  // What comes from here on is of a stream that was asked for at `asked_us`, local time, or after it.
  void NewStream(std::int64_t asked_us) { asked_us_ = asked_us; }
  // A state came, changed last at `at_us`: the first stands for a bookmark until one comes.
  void HeardState(std::int64_t mono_us, std::int64_t at_us);
  // A bookmark came at `mono_us` and said that central's time was `central_us`.
  void Heard(std::int64_t mono_us, std::int64_t central_us, bool draining);
  Freshness At(std::int64_t mono_us) const;
  // Since the newest bookmark was made; 0 before the first.
  std::int64_t AgeUs(std::int64_t mono_us) const;
  // Central's engine time now. Goes on while stale, so that waiting times do not stand still; goes back only
  // where a new stream proves that it was ahead.
  std::int64_t CentralNowUs(std::int64_t mono_us) const;
  // Central said that it is about to stop: expect a short silence.
  bool draining() const { return draining_; }

 private:
  std::int64_t SunkUs(std::int64_t mono_us) const;

  bool heard_ = false;
  bool draining_ = false;
  // Central's clock minus ours, as it was at mono_us_.
  std::int64_t ahead_us_ = 0;
  // When the last bookmark came in time.
  std::int64_t mono_us_ = 0;
  // Central's time in the newest bookmark.
  std::int64_t newest_us_ = 0;
  // Of a new stream, until its first bookmark.
  std::optional<std::int64_t> asked_us_;
};

}  // namespace legevakt::console
