// The published events that are recent enough to lie in memory: what every watcher in step reads from.
// Thread: any; locks itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "legevakt/v1/event.pb.h"

namespace legevakt::engine {

using EventPtr = std::shared_ptr<const v1::Event>;

class EventRing {
 public:
  // Holds at most so many events, and of so many bytes together, but always the last one.
  EventRing(std::size_t size_max, std::size_t bytes_max) : size_max_(size_max), bytes_max_(bytes_max) {}

  // Without a gap to what it holds.
  void Append(const std::vector<EventPtr>& events);

  // Events with revision > after, at most `limit`. Nothing where the first of them is no longer here.
  std::optional<std::vector<EventPtr>> ReadAfter(std::int64_t after, std::size_t limit) const;

 private:
  const std::size_t size_max_;
  const std::size_t bytes_max_;
  mutable std::mutex mutex_;
  std::deque<EventPtr> events_;
  std::size_t bytes_ = 0;
};

}  // namespace legevakt::engine
