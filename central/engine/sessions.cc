#include "central/engine/sessions.h"

#include <algorithm>
#include <utility>

#include "base/ids.h"

namespace legevakt::engine {

std::string SessionRegistry::Open(v1::Actor actor) {
  const std::lock_guard lock(mutex_);
  if (sessions_.size() >= kSessionsMax) {
    const auto oldest =
        std::min_element(sessions_.begin(), sessions_.end(),
                         [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
    sessions_.erase(oldest);
  }
  std::string token = NewToken();
  sessions_.emplace(token, Session{std::move(actor), ++uses_});
  return token;
}

std::optional<v1::Actor> SessionRegistry::Find(std::string_view token) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(token);
  if (found == sessions_.end()) return std::nullopt;
  found->second.used = ++uses_;
  return found->second.actor;
}

void SessionRegistry::Close(std::string_view token) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(token);
  if (found != sessions_.end()) sessions_.erase(found);
}

}  // namespace legevakt::engine
