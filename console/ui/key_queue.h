// Every tap counts. ImGui 1.86 samples keys once a frame and loses what comes and goes between two frames, so
// keys and characters go through this queue and reach a frame one key at a time, in the order they were
// typed.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "console/ui/key.h"

namespace legevakt::console::ui {

// What one frame gets: at most one key, or a run of characters.
struct FrameInput {
  std::optional<Chord> chord;
  // Characters, as code points.
  std::u32string typed;
  // The keyboard made it, since a key is held down: it moves and types, and does nothing.
  bool repeat = false;
};

// Thread: the UI thread (GLFW calls back on it).
class KeyQueue {
 public:
  void PushKey(Chord chord, bool repeat = false);
  void PushChar(char32_t c, bool repeat = false);
  // Next frame's input. The same key twice in a row gives an empty frame between, so that ImGui sees it
  // released.
  FrameInput Take();
  bool empty() const { return events_.empty(); }
  std::int64_t pushed() const { return pushed_; }
  std::int64_t taken() const { return taken_; }

 private:
  struct Event {
    std::optional<Chord> chord;
    char32_t character = 0;
    bool repeat = false;
  };
  std::deque<Event> events_;
  Key last_ = Key::kNone;
  std::int64_t pushed_ = 0;
  std::int64_t taken_ = 0;
};

}  // namespace legevakt::console::ui
