// Work on the record that is done beside the service, by the keeper's thread (keeper.h): snapshots, the check
// of what lies in the journal, backups. Knows no clock: a test gives it the time that it wants.
#pragma once

#include <cstdint>
#include <stop_token>

namespace legevakt::engine {

class Chore {
 public:
  virtual ~Chore() = default;

  // Does a piece of what is due at `now_us` (engine time), or nothing, and says when it wants to be asked
  // again. Comes back within some tenths of a second when a stop is requested. An error is kept and told
  // where people look, never thrown: no chore may end the service.
  virtual std::int64_t Do(std::int64_t now_us, const std::stop_token& stop) = 0;
};

}  // namespace legevakt::engine
