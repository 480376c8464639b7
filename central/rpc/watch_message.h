// What a watcher is sent, as bytes: batches that fit in a message, chunks of what does not, and personal data
// left out for those who may not see them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "legevakt/v1/watch.pb.h"

namespace legevakt::rpc {

using EventPtr = std::shared_ptr<const v1::Event>;

// Clears every Personal in the message, whatever the depth.
void StripPersonal(google::protobuf::Message& message);

// The event as a field of an EventBatch: tag, length, message. With `strip`, without personal data.
std::string EncodeForBatch(const v1::Event& event, bool strip);

// One message with a batch, put together from events that were encoded before: the same bytes as the
// WatchResponse's own.
class BatchMessage {
 public:
  // False, and nothing is added, where it does not fit in one message (limits::kChunkBytes) any more.
  bool Add(const v1::Event& event, std::shared_ptr<const std::string> encoded);
  bool empty() const { return parts_.empty(); }
  std::int64_t last_revision() const { return last_; }
  std::string ToBytes() const;

 private:
  std::vector<std::shared_ptr<const std::string>> parts_;
  std::size_t bytes_ = 0;
  std::int64_t first_ = 0;
  std::int64_t last_ = 0;
};

// A serialised EventBatch with this event alone, of any size.
std::string BatchOfOne(const v1::Event& event, const std::string& encoded);

// Bytes to be sent in chunks.
class ChunkedBytes {
 public:
  ChunkedBytes() = default;
  // `bytes` may be shared with others; let go with the last chunk.
  ChunkedBytes(std::shared_ptr<const std::string> bytes, std::int64_t revision)
      : bytes_(std::move(bytes)), revision_(revision) {}

  bool done() const { return done_; }
  // Of the snapshot, or of the batch's last event.
  std::int64_t revision() const { return revision_; }
  // At least one chunk, also of no bytes; the last one says so.
  v1::Chunk Next(const std::string& journal_id);

 private:
  std::shared_ptr<const std::string> bytes_;
  std::int64_t revision_ = 0;
  std::size_t sent_ = 0;
  bool done_ = false;
};

}  // namespace legevakt::rpc
