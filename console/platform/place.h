// Which of a user's windows on this machine one is. Each has files of its own, so that two that are open at
// once write over nothing of each other's: the first "drafts-kari.json", the second "drafts-kari+2.json".
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace legevakt::console {

// So many windows of one user keep their files; a window more keeps nothing, and says so.
inline constexpr int kPlacesMax = 9;

class Place {
 public:
  // The first that no other window holds, and held until this goes: a lock ends with its process, whatever
  // ends that.
  static Place Take(std::string user_id);
  Place(Place&& other) noexcept;
  Place& operator=(Place&&) = delete;
  ~Place();

  // 1, 2 and so on; 0 where all are taken.
  int number() const { return number_; }
  // Of a file of this place; empty where there is none.
  std::string PathOf(std::string_view name, std::string_view ending) const;
  // Takes over the drafts and the outbox of windows that are gone. False where something of them had to stay
  // where it lies.
  bool TakeOverLeftBehind() const;

 private:
  Place(std::string user_id, int number, int file)
      : user_id_(std::move(user_id)), number_(number), file_(file) {}

  std::string user_id_;
  int number_ = 0;
  // Of the lock; -1 where this machine has none to give.
  int file_ = -1;
};

}  // namespace legevakt::console
