#include "central/engine/event_ring.h"

#include <algorithm>

namespace legevakt::engine {

void EventRing::Append(const std::vector<EventPtr>& events) {
  const std::lock_guard lock(mutex_);
  for (const EventPtr& event : events) {
    events_.push_back(event);
    bytes_ += event->ByteSizeLong();
  }
  while (events_.size() > size_max_ || (bytes_ > bytes_max_ && events_.size() > 1)) {
    bytes_ -= events_.front()->ByteSizeLong();
    events_.pop_front();
  }
}

std::optional<std::vector<EventPtr>> EventRing::ReadAfter(std::int64_t after, std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  if (events_.empty() || events_.front()->revision() > after + 1) return std::nullopt;
  const std::int64_t skip = after + 1 - events_.front()->revision();
  if (skip >= static_cast<std::int64_t>(events_.size())) return std::vector<EventPtr>();
  const auto first = events_.begin() + skip;
  const auto left = static_cast<std::size_t>(events_.end() - first);
  return std::vector<EventPtr>(first, first + static_cast<std::ptrdiff_t>(std::min(left, limit)));
}

}  // namespace legevakt::engine
