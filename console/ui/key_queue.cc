#include "console/ui/key_queue.h"

namespace legevakt::console::ui {

void KeyQueue::PushKey(Chord chord) {
  events_.push_back({chord, 0});
  ++pushed_;
}

void KeyQueue::PushChar(char32_t c) {
  events_.push_back({std::nullopt, c});
  ++pushed_;
}

FrameInput KeyQueue::Take() {
  FrameInput input;
  if (events_.empty()) {
    last_ = Key::kNone;
    return input;
  }
  if (events_.front().chord) {
    if (events_.front().chord->key == last_) {
      last_ = Key::kNone;
      return input;
    }
    input.chord = events_.front().chord;
    last_ = input.chord->key;
    events_.pop_front();
    ++taken_;
    return input;
  }
  last_ = Key::kNone;
  while (!events_.empty() && !events_.front().chord) {
    input.typed += events_.front().character;
    events_.pop_front();
    ++taken_;
  }
  return input;
}

}  // namespace legevakt::console::ui
