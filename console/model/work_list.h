// The evening on paper: a numbered list of everything open, as plain text for any viewer and any printer. It
// is written to the disk all evening, so that it is there when central, the network or this program is not.
#pragma once

#include <cstdint>
#include <string>

#include "base/text.h"
#include "central/domain/state.h"
#include "console/model/tool_cache.h"

namespace legevakt::console {

// As it was at `now_us`, central's time. Lines are at most kWorkListColumns wide.
std::string WorkList(const domain::State& state, const ToolCache& tools, text::Lang lang,
                     std::int64_t now_us);
inline constexpr int kWorkListColumns = 96;

// Says when the list must be written again: it is never older than 60 s, and at most every 10 s.
class WorkListClock {
 public:
  // True once where it is due. `revision` is what the state is at.
  bool Due(std::int64_t mono_us, std::int64_t revision);

 private:
  std::int64_t written_us_ = -1;
  std::int64_t revision_ = -1;
};

}  // namespace legevakt::console
