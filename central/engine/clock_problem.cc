#include "central/engine/clock_problem.h"

#include <cstdlib>

#include "base/text.h"
#include "base/time_units.h"

namespace legevakt::engine {
namespace {

constexpr std::int64_t kAgreesUs = 2 * kSecondUs;
constexpr std::int64_t kNewsUs = kMinuteUs;

// "26 t 5 min 3 s", without the parts that are nothing.
std::string Span(std::int64_t us) {
  const std::int64_t seconds = (std::abs(us) + kSecondUs / 2) / kSecondUs;
  std::string span;
  const auto add = [&span](std::int64_t count, const char* unit) {
    if (count == 0) return;
    if (!span.empty()) span += ' ';
    span += std::to_string(count) + ' ';
    span += text::Get(text::Lang::kNb, unit);
  };
  add(seconds / 3600, "central.clock_hours");
  add(seconds / 60 % 60, "central.clock_minutes");
  add(seconds % 60, "central.clock_seconds");
  return span;
}

}  // namespace

const std::string& ClockProblem::Look(std::int64_t ahead_us) {
  if (std::abs(ahead_us) <= kAgreesUs) {
    sentence_.clear();
  } else if (sentence_.empty() || std::abs(ahead_us - told_us_) > kNewsUs) {
    told_us_ = ahead_us;
    sentence_ = text::Format(text::Lang::kNb, ahead_us > 0 ? "central.clock_ahead" : "central.clock_behind",
                             {{"span", Span(ahead_us)}});
  }
  return sentence_;
}

}  // namespace legevakt::engine
