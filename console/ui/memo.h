// What a view makes from the state, kept while the state stays as it is: a frame that draws the same again
// makes nothing anew, and takes no memory.
#pragma once

#include <any>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace legevakt::console::ui {

// What something is made of beside the state and the second (what is typed, which version of a form), as one
// number: the same inputs in the same order give the same.
class Inputs {
 public:
  Inputs() = default;
  Inputs(std::string_view text) { Add(text); }                         // NOLINT(google-explicit-constructor)
  Inputs(const std::string& text) : Inputs(std::string_view(text)) {}  // NOLINT(google-explicit-constructor)
  Inputs(std::int64_t number) { Add(number); }                         // NOLINT(google-explicit-constructor)
  Inputs& Add(std::string_view text) {
    for (const char c : text) Mix(static_cast<unsigned char>(c));
    // So that "ab" and "c" differ from "a" and "bc".
    return Add(static_cast<std::int64_t>(text.size()));
  }
  Inputs& Add(std::int64_t number) {
    Mix(static_cast<std::uint64_t>(number));
    return *this;
  }
  std::uint64_t value() const { return hash_; }

 private:
  // FNV-1a, the high bits folded down.
  void Mix(std::uint64_t part) {
    hash_ = (hash_ ^ part) * 0x100000001b3ULL;
    hash_ ^= hash_ >> 32;
  }
  std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

// Thread: the UI thread.
class Memo {
 public:
  // Before a frame: what was made at another number of `changes` is made again when it is asked for.
  void Follow(std::int64_t changes) {
    changes_ = changes;
    if (slots_.size() > kSlotsMax) slots_.clear();
  }
  // `name` says what it is and `id` of whom; `make` must make it of nothing but the state, the second and
  // `inputs`. Stays where it is until the next Follow, or until the same is asked for with other inputs.
  template <class T, class Make>
  const T& At(std::string_view name, std::int64_t id, const Inputs& inputs, Make make) {
    Slot& slot = slots_[Inputs(name).Add(id).value()];
    const T* kept = std::any_cast<T>(&slot.value);
    if (kept != nullptr && slot.changes == changes_ && slot.inputs == inputs.value()) return *kept;
    T made = make();
    slot.changes = changes_;
    slot.inputs = inputs.value();
    return slot.value.emplace<T>(std::move(made));
  }

 private:
  struct Slot {
    std::int64_t changes = -1;
    std::uint64_t inputs = 0;
    std::any value;
  };
  // Far more than one screen has.
  static constexpr std::size_t kSlotsMax = 4096;

  std::int64_t changes_ = 0;
  std::unordered_map<std::uint64_t, Slot> slots_;
};

}  // namespace legevakt::console::ui
