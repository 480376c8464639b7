// An event as it lies in the journal, and the hash that chains it to the one before.
//
//   hash = BLAKE2b-256(prev_hash || rev || at_us || size(payload) || payload || size(personal) || personal)
//
// Numbers are 8 bytes, little-endian, two's complement. `payload` is the Event without its personal data,
// serialised deterministically; `personal` is the Personal message, and its size is -1 where there is none.
// The first event's prev_hash is 32 zero bytes. The hash covers what is stored, byte for byte.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/status.h"
#include "legevakt/v1/event.pb.h"

namespace legevakt::store {

struct Row {
  std::int64_t rev = 0;
  std::int64_t at_us = 0;
  std::string_view payload;
  std::optional<std::string_view> personal;
};

Hash HashOf(const Hash& prev_hash, const Row& row);

// Serialises events; its buffers are used again, so that a commit allocates nothing.
class RowEncoder {
 public:
  // Views live until the next call.
  Row Encode(const v1::Event& event);

 private:
  v1::Event bare_;
  std::string payload_;
  std::string personal_;
};

// DATA_LOSS where the bytes are no event, or one of another revision or time.
absl::StatusOr<v1::Event> Decode(const Row& row);
// The same into an event whose memory is used again; what it was is gone, also after an error.
absl::Status DecodeInto(v1::Event& event, const Row& row);

// A number as the hashes and the files hold it: 8 bytes, little-endian, two's complement.
void PutNumber(std::string& out, std::int64_t value);
std::int64_t TakeNumber(std::string_view eight_bytes);

// DATA_LOSS with the revision where the journal is broken: in the words, and for PositionOf.
absl::Status BrokenAt(std::int64_t revision, std::string_view what);
// The same status, with a position.
absl::Status Positioned(absl::Status status, std::int64_t revision);
// 0 where the status has no position.
std::int64_t PositionOf(const absl::Status& status);

}  // namespace legevakt::store
