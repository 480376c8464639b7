// BLAKE2b-256, from libsodium.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace legevakt {

using Hash = std::array<std::uint8_t, 32>;

Hash Blake2b(std::string_view bytes);
// Of the concatenation of both, without copying them together.
Hash Blake2b(std::string_view first, std::string_view second);

std::string ToHex(const Hash& hash);
std::string_view AsBytes(const Hash& hash);

}  // namespace legevakt
