// The bytes of published events as they go to watchers, made once for all of them.
//
// Whoever is in step asks for the newest events, so a window of those is kept; what lies further back is
// encoded for the one who asks. Thread: any; locks itself.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "legevakt/v1/event.pb.h"

namespace legevakt::rpc {

class EncodedEvents {
 public:
  using Bytes = std::shared_ptr<const std::string>;

  // The event as a field of an EventBatch: tag, length, message. With `strip`, without personal data.
  Bytes Of(const v1::Event& event, bool strip);

  // How many have been encoded.
  std::int64_t encoded() const;

  static constexpr std::size_t kEventsMax = 1024;
  static constexpr std::size_t kBytesMax = std::size_t{4} * 1024 * 1024;

 private:
  struct Kept {
    std::int64_t revision = 0;
    Bytes whole;
    Bytes stripped;
  };

  mutable std::mutex mutex_;
  std::array<Kept, kEventsMax> kept_;
  std::int64_t newest_ = 0;
  std::size_t bytes_ = 0;
  std::int64_t encoded_ = 0;
};

}  // namespace legevakt::rpc
