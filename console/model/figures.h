// The figures of the screen: made anew when the state or the second has changed, not with every frame.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "central/domain/figures.h"

namespace legevakt::console {

inline constexpr int kHoursShown = 8;

struct Figures {
  domain::AnswerTime last_hour;
  domain::AnswerTime shift;
  std::int64_t shift_from_us = 0;
  // By the hour on the wall; the last is the one that runs now.
  std::array<domain::AnswerTime, kHoursShown> hours;
  std::int64_t first_hour_us = 0;
  // Akutt, not assessed, haster, vanlig: in the order of the queue.
  std::array<domain::Waiting, 4> waiting;
};

inline constexpr std::array<v1::Hastegrad, 4> kUrgencies = {v1::HASTEGRAD_AKUTT, v1::HASTEGRAD_UNSPECIFIED,
                                                            v1::HASTEGRAD_HASTER, v1::HASTEGRAD_VANLIG};

class FiguresCache {
 public:
  const Figures& At(const domain::State& state, std::int64_t now_us);

 private:
  Figures figures_;
  // Of the revision; the second needs no more.
  std::vector<domain::CallTimes> calls_;
  std::vector<domain::OpenTimes> open_;
  std::int64_t revision_ = -1;
  std::int64_t second_ = -1;
};

// The latest start among the station's shifts that run now, or among all where the station has none; the last
// eight hours where the roster says nothing. At most sixteen hours back.
std::int64_t ShiftStart(const domain::State& state, std::int64_t now_us);

}  // namespace legevakt::console
