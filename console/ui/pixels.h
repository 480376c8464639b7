// A picture as it is: three bytes a pixel, red, green and blue, the top row first.
#pragma once

#include <cstddef>
#include <vector>

namespace legevakt::console::ui {

struct Pixels {
  int width = 0;
  int height = 0;
  std::vector<unsigned char> rgb;
  const unsigned char* At(int x, int y) const {
    return rgb.data() +
           (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 3;
  }
};

}  // namespace legevakt::console::ui
