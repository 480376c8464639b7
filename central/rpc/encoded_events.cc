#include "central/rpc/encoded_events.h"

#include <algorithm>

#include "central/rpc/watch_message.h"

namespace legevakt::rpc {
namespace {

std::size_t SizeOf(const EncodedEvents::Bytes& bytes) {
  return bytes == nullptr ? 0 : bytes->size();
}

}  // namespace

EncodedEvents::Bytes EncodedEvents::Of(const v1::Event& event, bool strip) {
  // Under the lock: the others who wait for it want these same bytes.
  const std::lock_guard lock(mutex_);
  const std::int64_t revision = event.revision();
  Kept& kept = kept_[static_cast<std::size_t>(revision) % kEventsMax];
  Bytes& place = strip ? kept.stripped : kept.whole;
  if (kept.revision == revision && place != nullptr) return place;
  ++encoded_;
  auto bytes = std::make_shared<const std::string>(EncodeForBatch(event, strip));
  // One that reads old events does not drive out what the others need.
  if (revision + static_cast<std::int64_t>(kEventsMax) <= newest_ || bytes->size() > kBytesMax) return bytes;
  newest_ = std::max(newest_, revision);
  if (bytes_ + bytes->size() > kBytesMax) {
    kept_.fill(Kept());
    bytes_ = 0;
  }
  if (kept.revision != revision) {
    bytes_ -= SizeOf(kept.whole) + SizeOf(kept.stripped);
    kept = Kept{.revision = revision, .whole = nullptr, .stripped = nullptr};
  }
  bytes_ += bytes->size();
  place = bytes;
  return bytes;
}

std::int64_t EncodedEvents::encoded() const {
  const std::lock_guard lock(mutex_);
  return encoded_;
}

}  // namespace legevakt::rpc
