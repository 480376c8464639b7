#include "console/testing/pixel_compare.h"

#include <algorithm>
#include <cstdlib>

namespace legevakt::console::testing {

ui::Pixels Shrunk(const ui::Pixels& whole) {
  ui::Pixels small;
  small.width = whole.width / kBlock;
  small.height = whole.height / kBlock;
  small.rgb.reserve(static_cast<std::size_t>(small.width) * static_cast<std::size_t>(small.height) * 3);
  constexpr int kCount = kBlock * kBlock;
  for (int y = 0; y < small.height; ++y) {
    for (int x = 0; x < small.width; ++x) {
      int sum[3] = {};
      for (int i = 0; i < kCount; ++i) {
        const unsigned char* pixel = whole.At(x * kBlock + i % kBlock, y * kBlock + i / kBlock);
        for (int channel = 0; channel < 3; ++channel) sum[channel] += pixel[channel];
      }
      for (const int each : sum)
        small.rgb.push_back(static_cast<unsigned char>((each + kCount / 2) / kCount));
    }
  }
  return small;
}

Difference Compare(const ui::Pixels& a, const ui::Pixels& b) {
  Difference difference;
  difference.same_size = a.width == b.width && a.height == b.height;
  if (!difference.same_size || a.rgb.empty()) return difference;
  double sum = 0;
  for (int y = 0; y < a.height; ++y) {
    for (int x = 0; x < a.width; ++x) {
      int furthest = 0;
      for (int channel = 0; channel < 3; ++channel) {
        const int apart =
            std::abs(static_cast<int>(a.At(x, y)[channel]) - static_cast<int>(b.At(x, y)[channel]));
        furthest = std::max(furthest, apart);
        sum += apart;
      }
      if (furthest <= kNear) continue;
      if (difference.off++ > 0) continue;
      difference.x = x * kBlock;
      difference.y = y * kBlock;
    }
  }
  difference.mean = sum / static_cast<double>(a.rgb.size());
  return difference;
}

}  // namespace legevakt::console::testing
