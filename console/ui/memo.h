// What a view makes from the state, kept while the state stays as it is: a frame that draws the same again
// makes nothing anew, and takes no memory.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace legevakt::console::ui {

// Thread: the UI thread.
template <class T>
class Memo {
 public:
  // Before a frame: what was made at another number of `changes` is made again when it is asked for.
  void Follow(std::int64_t changes) {
    changes_ = changes;
    if (slots_.size() > kSlotsMax) slots_.clear();
  }
  // `name` says what it is and `id` of whom; `make` must make it of nothing but the state and the second.
  // Stays where it is until the next Follow.
  template <class Make>
  const T& At(std::string_view name, std::int64_t id, Make make) {
    Slot& slot = slots_[KeyOf(name, id)];
    if (slot.changes != changes_) {
      slot.value = make();
      slot.changes = changes_;
    }
    return slot.value;
  }

 private:
  struct Slot {
    std::int64_t changes = -1;
    T value{};
  };
  // Far more than one screen has.
  static constexpr std::size_t kSlotsMax = 4096;

  // FNV-1a over the name, then the number: good enough for what one screen holds.
  static std::uint64_t KeyOf(std::string_view name, std::int64_t id) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return (hash ^ static_cast<std::uint64_t>(id)) * 0x9e3779b97f4a7c15ULL;
  }

  std::int64_t changes_ = 0;
  std::unordered_map<std::uint64_t, Slot> slots_;
};

}  // namespace legevakt::console::ui
