#include "console/ui/key_queue.h"

namespace legevakt::console::ui {

void KeyQueue::PushKey(Chord chord, bool repeat) {
  events_.push_back({chord, 0, repeat});
  ++pushed_;
}

void KeyQueue::PushChar(char32_t c, bool repeat) {
  events_.push_back({std::nullopt, c, repeat});
  ++pushed_;
}

FrameInput KeyQueue::Take() {
  FrameInput input;
  if (events_.empty()) {
    last_ = Key::kNone;
    return input;
  }
  const bool repeat = events_.front().repeat;
  if (events_.front().chord) {
    if (events_.front().chord->key == last_) {
      last_ = Key::kNone;
      return input;
    }
    input.chord = events_.front().chord;
    input.repeat = repeat;
    last_ = input.chord->key;
    events_.pop_front();
    ++taken_;
    return input;
  }
  last_ = Key::kNone;
  input.repeat = repeat;
  // A letter that was pressed is one of its own beside those that its key made while it was held.
  while (!events_.empty() && !events_.front().chord && events_.front().repeat == repeat) {
    input.typed += events_.front().character;
    events_.pop_front();
    ++taken_;
  }
  return input;
}

}  // namespace legevakt::console::ui
