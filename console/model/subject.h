// What a command concerns: where the screen shows it as pending, and where a refusal is worded.
#pragma once

#include <cstdint>

namespace legevakt::console {

struct Subject {
  std::int64_t contact_id = 0;
  std::int64_t call_id = 0;
  std::int64_t mission_id = 0;
  friend bool operator==(const Subject&, const Subject&) = default;
};

}  // namespace legevakt::console
