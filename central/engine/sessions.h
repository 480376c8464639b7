// Who is signed in: tokens to actors. Shared by rpc and web.
// Thread: any; the registry locks itself.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "legevakt/v1/common.pb.h"

namespace legevakt::engine {

class SessionRegistry {
 public:
  // Returns the token. At most kSessionsMax; the one unused longest goes first.
  std::string Open(v1::Actor actor);
  std::optional<v1::Actor> Find(std::string_view token);
  void Close(std::string_view token);

  static constexpr std::size_t kSessionsMax = 4096;

 private:
  struct Session {
    v1::Actor actor;
    std::uint64_t used = 0;
  };
  std::mutex mutex_;
  std::uint64_t uses_ = 0;
  std::map<std::string, Session, std::less<>> sessions_;
};

}  // namespace legevakt::engine
