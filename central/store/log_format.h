// What a write-ahead log of SQLite is made of: https://www.sqlite.org/fileformat2.html#walformat.
// Numbers are big-endian; a checksum goes on from the one in the frame before.
#pragma once

#include <cstddef>
#include <cstdint>

namespace legevakt::store::log_format {

inline constexpr std::size_t kHeader = 32;
inline constexpr std::size_t kFrameHeader = 24;
inline constexpr std::uint32_t kMagic = 0x377f0682;

inline std::uint32_t Word(const char* at, bool big_endian = true) {
  std::uint32_t word = 0;
  for (int i = 0; i < 4; ++i) {
    const auto byte = static_cast<unsigned char>(at[big_endian ? i : 3 - i]);
    word = word << 8U | byte;
  }
  return word;
}

struct Checksum {
  std::uint32_t first = 0;
  std::uint32_t second = 0;

  // A multiple of eight bytes, in the order of bytes that the log's magic number names.
  void Add(const char* at, std::size_t size, bool big_endian) {
    for (std::size_t i = 0; i < size; i += 8) {
      first += Word(at + i, big_endian) + second;
      second += Word(at + i + 4, big_endian) + first;
    }
  }
  // As it lies in the log.
  void Set(const char* at) {
    first = Word(at);
    second = Word(at + 4);
  }
  bool Is(const char* at) const { return first == Word(at) && second == Word(at + 4); }
};

}  // namespace legevakt::store::log_format
