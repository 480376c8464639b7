#include "console/platform/place.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <tuple>
#include <utility>

#include "console/model/left_behind.h"
#include "console/platform/files.h"

namespace legevakt::console {
namespace {

constexpr int kTaken = -2;

// No user id has a "+".
std::string PathAt(std::string_view name, const std::string& user_id, int number, std::string_view ending) {
  return StatePath(name, number == 1 ? user_id : user_id + "+" + std::to_string(number), ending);
}

// A file that is locked; kTaken where another has it, -1 where it cannot be locked at all.
int Lock(const std::string& user_id, int number) {
  const int file = ::open(PathAt("lock", user_id, number, "").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return -1;
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  const bool taken = errno == EWOULDBLOCK;
  ::close(file);
  return taken ? kTaken : -1;
}

using Join = std::optional<std::string> (*)(std::string_view, std::string_view);

// Here first, and only then away there: a crash between the two leaves both.
bool TakeOver(const std::string& here, const std::string& there, Join join) {
  const std::string other = ReadFile(there);
  if (other.empty()) return true;
  const std::string mine = ReadFile(here);
  const auto joined = join(mine, other);
  if (!joined || (*joined != mine && !WriteFile(here, *joined))) return false;
  return ::unlink(there.c_str()) == 0;
}

}  // namespace

Place Place::Take(std::string user_id) {
  for (int number = 1; number <= kPlacesMax; ++number) {
    const int file = Lock(user_id, number);
    // Better files that are shared than none.
    if (file == -1) return {std::move(user_id), 1, -1};
    if (file != kTaken) return {std::move(user_id), number, file};
  }
  return {std::move(user_id), 0, -1};
}

Place::Place(Place&& other) noexcept
    : user_id_(std::move(other.user_id_)), number_(other.number_), file_(std::exchange(other.file_, -1)) {}

Place::~Place() {
  if (file_ >= 0) ::close(file_);
}

std::string Place::PathOf(std::string_view name, std::string_view ending) const {
  return number_ == 0 ? std::string() : PathAt(name, user_id_, number_, ending);
}

bool Place::TakeOverLeftBehind() const {
  // Without a lock nobody knows who has them.
  if (file_ < 0) return true;
  bool all = true;
  for (int number = 1; number <= kPlacesMax; ++number) {
    if (number == number_) continue;
    const int lock = Lock(user_id_, number);
    if (lock < 0) continue;
    for (const auto& [name, ending, join] :
         {std::tuple("drafts", ".json", &JoinedDrafts), std::tuple("outbox", ".txt", &JoinedOutbox)}) {
      all = TakeOver(PathOf(name, ending), PathAt(name, user_id_, number, ending), join) && all;
    }
    ::close(lock);
  }
  return all;
}

}  // namespace legevakt::console
