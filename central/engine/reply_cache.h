// The replies of the last 24 h, and the last 4096 in any case, by request_id, so that a retry gets the same
// reply and does nothing twice.
//
// Small on purpose, for it may hold some hundred thousand: the id as 16 bytes, and one fingerprint of 16
// bytes over user and payload. What the store keeps (StoredReply) is the truth; this is made from it at
// start. Thread: one (the engine strand).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/limits.h"
#include "central/engine/event_store.h"

namespace legevakt::engine {

using RequestKey = std::array<std::uint8_t, 16>;
using Fingerprint = std::array<std::uint8_t, 16>;

// `request_id` must be a UUID in its lower-case form.
RequestKey KeyOf(std::string_view request_id);
Fingerprint FingerprintOf(std::string_view user_id, std::string_view payload_hash_hex);

class ReplyCache {
 public:
  // The last `kept_min` are never forgotten.
  explicit ReplyCache(std::size_t kept_min = limits::kRepliesKeptMin) : kept_min_(kept_min) {}

  struct Kept {
    Fingerprint fingerprint{};
    // Serialised ExecuteResponse.
    std::string response;
  };

  // Null where there is none. Valid until the next Add or Forget.
  const Kept* Find(const RequestKey& key) const;
  // In the order of `at_us`. The first reply of an id stays.
  void Add(const StoredReply& reply);
  // Drops what is older than `before_us`, but for the last.
  void Forget(std::int64_t before_us);
  std::size_t size() const { return kept_.size(); }

 private:
  struct KeyHash {
    std::size_t operator()(const RequestKey& key) const;
  };
  struct Age {
    std::int64_t at_us;
    RequestKey key;
  };
  const std::size_t kept_min_;
  std::unordered_map<RequestKey, Kept, KeyHash> kept_;
  std::deque<Age> ages_;
};

}  // namespace legevakt::engine
