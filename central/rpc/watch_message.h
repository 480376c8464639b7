// What a watcher is sent: batches that fit in a message, chunks of what does not, and personal data left out
// for those who may not see them.
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

// Takes as many of `events` as fit in one message (limits::kChunkBytes), in order; an empty batch where the
// first alone does not fit. With `strip`, without personal data.
v1::EventBatch MakeBatch(const std::vector<EventPtr>& events, bool strip);
// The first of `events` alone, of any size.
v1::EventBatch MakeBatchOfOne(const v1::Event& event, bool strip);

// Bytes to be sent in chunks.
class ChunkedBytes {
 public:
  ChunkedBytes() = default;
  ChunkedBytes(std::string bytes, std::int64_t revision) : bytes_(std::move(bytes)), revision_(revision) {}

  bool done() const { return done_; }
  // Of the snapshot, or of the batch's last event.
  std::int64_t revision() const { return revision_; }
  // At least one chunk, also of no bytes; the last one says so.
  v1::Chunk Next(const std::string& journal_id);

 private:
  std::string bytes_;
  std::int64_t revision_ = 0;
  std::size_t sent_ = 0;
  bool done_ = false;
};

}  // namespace legevakt::rpc
