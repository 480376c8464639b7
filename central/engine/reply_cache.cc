#include "central/engine/reply_cache.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"

namespace legevakt::engine {
namespace {

std::uint8_t Nibble(char digit) {
  return static_cast<std::uint8_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

}  // namespace

RequestKey KeyOf(std::string_view request_id) {
  RequestKey key{};
  std::size_t nibbles = 0;
  for (const char digit : request_id) {
    if (digit == '-' || nibbles == 2 * key.size()) continue;
    const std::size_t at = nibbles++ / 2;
    key[at] = static_cast<std::uint8_t>(key[at] << 4 | Nibble(digit));
  }
  return key;
}

Fingerprint FingerprintOf(std::string_view user_id, std::string_view payload_hash_hex) {
  // The hash has a fixed length, so that no two pairs give the same bytes.
  const Hash hash = Blake2b(payload_hash_hex, user_id);
  Fingerprint fingerprint{};
  std::copy_n(hash.begin(), fingerprint.size(), fingerprint.begin());
  return fingerprint;
}

std::size_t ReplyCache::KeyHash::operator()(const RequestKey& key) const {
  // Clients choose their ids, so mix all of the bytes.
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  std::memcpy(&high, key.data(), sizeof high);
  std::memcpy(&low, key.data() + sizeof high, sizeof low);
  return static_cast<std::size_t>((high ^ (low >> 29)) * 0x9E3779B97F4A7C15ULL + low);
}

const ReplyCache::Kept* ReplyCache::Find(const RequestKey& key) const {
  const auto found = kept_.find(key);
  return found == kept_.end() ? nullptr : &found->second;
}

void ReplyCache::Add(const StoredReply& reply) {
  const RequestKey key = KeyOf(reply.request_id);
  const auto [at, added] =
      kept_.try_emplace(key, Kept{FingerprintOf(reply.user_id, reply.payload_hash), reply.response});
  if (added) ages_.push_back({reply.at_us, key});
}

void ReplyCache::Forget(std::int64_t before_us) {
  while (ages_.size() > kept_min_ && ages_.front().at_us < before_us) {
    kept_.erase(ages_.front().key);
    ages_.pop_front();
  }
}

}  // namespace legevakt::engine
