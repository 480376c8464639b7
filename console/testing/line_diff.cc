#include "console/testing/line_diff.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace legevakt::console::testing {
namespace {

constexpr std::size_t kAround = 2;
constexpr std::size_t kShownMax = 120;

std::vector<std::string_view> LinesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return lines;
}

struct Step {
  char mark;
  std::string_view line;
};

// The shortest way from one to the other, by the longest common run of lines.
std::vector<Step> StepsBetween(const std::vector<std::string_view>& a,
                               const std::vector<std::string_view>& b) {
  const std::size_t columns = b.size() + 1;
  std::vector<std::uint32_t> common((a.size() + 1) * columns);
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      common[i * columns + j] = a[i] == b[j]
                                    ? common[(i + 1) * columns + j + 1] + 1
                                    : std::max(common[(i + 1) * columns + j], common[i * columns + j + 1]);
    }
  }
  std::vector<Step> steps;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      steps.push_back({' ', a[i++]});
      ++j;
    } else if (j == b.size() ||
               (i < a.size() && common[(i + 1) * columns + j] >= common[i * columns + j + 1])) {
      steps.push_back({'-', a[i++]});
    } else {
      steps.push_back({'+', b[j++]});
    }
  }
  return steps;
}

}  // namespace

std::string LineDiff(std::string_view before, std::string_view after) {
  if (before == after) return {};
  const auto steps = StepsBetween(LinesOf(before), LinesOf(after));
  std::string text;
  std::size_t shown = 0;
  std::size_t left_out = 0;
  std::size_t last = steps.size();
  for (std::size_t at = 0; at < steps.size(); ++at) {
    const auto from = steps.begin() + static_cast<std::ptrdiff_t>(at - std::min(at, kAround));
    const auto to = steps.begin() + static_cast<std::ptrdiff_t>(std::min(steps.size(), at + kAround + 1));
    if (std::all_of(from, to, [](const Step& step) { return step.mark == ' '; })) continue;
    if (shown++ >= kShownMax) {
      ++left_out;
      continue;
    }
    if (at != last + 1 && last != steps.size()) text += "  ...\n";
    last = at;
    text += steps[at].mark;
    text += ' ';
    text += steps[at].line;
    text += '\n';
  }
  if (left_out > 0) text += "  ... and " + std::to_string(left_out) + " lines more\n";
  return text;
}

}  // namespace legevakt::console::testing
