// UTF-8 to code points, for what tests type.
#pragma once

#include <string>
#include <string_view>

namespace legevakt::console::testing {

inline std::u32string FromUtf8(std::string_view text) {
  std::u32string result;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80 ? 1 : (lead < 0xE0 ? 2 : (lead < 0xF0 ? 3 : 4));
    char32_t c = size == 1 ? lead : lead & (0xFFU >> (size + 1));
    for (std::size_t j = 1; j < size; ++j) c = (c << 6) | (static_cast<unsigned char>(text[i + j]) & 0x3FU);
    result += c;
    i += size;
  }
  return result;
}

}  // namespace legevakt::console::testing
