#include "base/hash.h"

#include <sodium.h>

namespace legevakt {
namespace {

const unsigned char* Data(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Chooses the fastest code that this processor has; until then libsodium takes the portable one.
void ChooseCode() {
  [[maybe_unused]] static const int chosen = sodium_init();
}

}  // namespace

Hash Blake2b(std::string_view bytes) {
  return Blake2b(bytes, {});
}

Hash Blake2b(std::string_view first, std::string_view second) {
  ChooseCode();
  crypto_generichash_state state;
  Hash hash;
  crypto_generichash_init(&state, nullptr, 0, hash.size());
  crypto_generichash_update(&state, Data(first), first.size());
  crypto_generichash_update(&state, Data(second), second.size());
  crypto_generichash_final(&state, hash.data(), hash.size());
  return hash;
}

std::string ToHex(const Hash& hash) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(hash.size() * 2);
  for (const std::uint8_t byte : hash) {
    hex.push_back(kDigits[byte >> 4]);
    hex.push_back(kDigits[byte & 15]);
  }
  return hex;
}

std::string_view AsBytes(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace legevakt
