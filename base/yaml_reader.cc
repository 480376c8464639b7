#include "base/yaml_reader.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <numeric>

#include "base/status.h"

namespace legevakt {
namespace {

using Kind = YamlNode::Kind;

constexpr std::size_t kShownBytes = 40;
constexpr std::size_t kProblemsInStatus = 20;

// At most `kShownBytes`, cut between characters.
std::string Shown(std::string_view value) {
  if (value.size() <= kShownBytes) return std::string(value);
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U) --end;
  return std::string(value.substr(0, end)) + "…";
}

std::string Found(text::Lang lang, const YamlNode& node) {
  switch (node.kind) {
    case Kind::kNull:
      return std::string(text::Get(lang, "yaml.found_null"));
    case Kind::kSequence:
      return std::string(text::Get(lang, "yaml.found_list"));
    case Kind::kMap:
      return std::string(text::Get(lang, "yaml.found_map"));
    case Kind::kScalar:
      break;
  }
  const std::string_view key = node.quoted ? "yaml.found_quoted" : "yaml.found_scalar";
  return text::Format(lang, key, {{"value", Shown(node.scalar)}});
}

std::string Join(std::span<const std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) {
    if (!out.empty()) out += ", ";
    out += word;
  }
  return out;
}

std::string StepsAsText(std::int64_t steps, std::int64_t per_unit) {
  if (per_unit == 1) return std::to_string(steps);
  std::string digits = std::to_string(per_unit + std::abs(steps) % per_unit).substr(1);
  return (steps < 0 ? "-" : "") + std::to_string(std::abs(steps) / per_unit) + "." + digits;
}

// Letters added, dropped, changed, or two neighbours swapped.
std::size_t DistanceOf(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row.back();
}

bool ParseInt(std::string_view text, std::int64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

}  // namespace

absl::Status YamlReader::status() const {
  if (ok()) return absl::OkStatus();
  std::string message;
  const std::vector<YamlProblem> sorted = problems();
  for (std::size_t i = 0; i < std::min(sorted.size(), kProblemsInStatus); ++i) {
    if (i > 0) message += "\n";
    message += ToString(sorted[i]);
  }
  if (sorted.size() > kProblemsInStatus) {
    const std::size_t told = sorted.size() - (dropped_ > 0 ? 1 : 0);
    const std::string count = std::to_string(told + dropped_ - kProblemsInStatus);
    message += "\n" + text::Format(lang_, "yaml.more", {{"count", count}});
  }
  return MakeStatus(absl::StatusCode::kInvalidArgument, message);
}

std::vector<YamlProblem> YamlReader::problems() const {
  std::vector<YamlProblem> sorted = problems_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const YamlProblem& a, const YamlProblem& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  if (dropped_ > 0) {
    sorted.push_back({file_, 0, 0, text::Format(lang_, "yaml.more", {{"count", std::to_string(dropped_)}})});
  }
  return sorted;
}

void YamlReader::Problem(const YamlNode& at, std::string_view message) {
  if (full()) {
    ++dropped_;
    return;
  }
  problems_.push_back({file_, at.line, at.column, std::string(message)});
}

void YamlReader::Problem(const YamlNode& at, std::string_view key, text::Args args) {
  Problem(at, full() ? std::string() : text::Format(lang_, key, args));
}

bool YamlReader::ExpectMap(const YamlNode& node) {
  if (node.kind == Kind::kMap) return true;
  Problem(node, "yaml.expected_map", {{"found", Found(lang_, node)}});
  return false;
}

bool YamlReader::ExpectSequence(const YamlNode& node) {
  if (node.kind == Kind::kSequence) return true;
  Problem(node, "yaml.expected_list", {{"found", Found(lang_, node)}});
  return false;
}

bool YamlReader::ExpectKeys(const YamlNode& map, std::initializer_list<std::string_view> allowed) {
  return ExpectKeys(map, std::span(allowed.begin(), allowed.size()));
}

bool YamlReader::ExpectKeys(const YamlNode& map, std::span<const std::string_view> allowed) {
  if (!ExpectMap(map)) return false;
  for (const auto& [key, value] : map.entries) {
    if (std::find(allowed.begin(), allowed.end(), key.scalar) != allowed.end()) continue;
    Problem(key, "yaml.unknown_key",
            {{"key", Shown(key.scalar)},
             {"suggestion", full() ? "" : DidYouMean(lang_, key.scalar, allowed)},
             {"allowed", Join(allowed)}});
  }
  return true;
}

const YamlNode* YamlReader::Required(const YamlNode& map, std::string_view key) {
  if (!ExpectMap(map)) return nullptr;
  const YamlNode* value = map.Find(key);
  if (value == nullptr) {
    Problem(map, "yaml.missing_key", {{"key", key}});
  } else if (value->kind == Kind::kNull) {
    Problem(*value, "yaml.empty_value", {{"key", key}});
    value = nullptr;
  }
  return value;
}

std::span<const YamlNode> YamlReader::List(const YamlNode& map, std::string_view key, bool required) {
  const YamlNode* value = required ? Required(map, key) : map.Find(key);
  if (value == nullptr || !ExpectSequence(*value)) return {};
  return value->items;
}

std::string YamlReader::String(const YamlNode& node) {
  if (node.kind == Kind::kScalar) return node.scalar;
  Problem(node, "yaml.expected_text", {{"found", Found(lang_, node)}});
  return {};
}

std::string YamlReader::String(const YamlNode& map, std::string_view key) {
  const YamlNode* value = Required(map, key);
  return value == nullptr ? std::string() : String(*value);
}

std::string YamlReader::StringOr(const YamlNode& map, std::string_view key, std::string_view fallback) {
  const YamlNode* value = map.Find(key);
  return value == nullptr ? std::string(fallback) : String(*value);
}

std::vector<std::string> YamlReader::Strings(const YamlNode& map, std::string_view key, bool required) {
  std::vector<std::string> out;
  for (const YamlNode& item : List(map, key, required)) out.push_back(String(item));
  return out;
}

std::int64_t YamlReader::Int(const YamlNode& node, std::int64_t min, std::int64_t max) {
  std::int64_t value = 0;
  const bool number = node.kind == Kind::kScalar && !node.quoted && ParseInt(node.scalar, value);
  if (number && value >= min && value <= max) return value;
  Problem(node, "yaml.expected_int",
          {{"min", std::to_string(min)}, {"max", std::to_string(max)}, {"found", Found(lang_, node)}});
  return min;
}

std::int64_t YamlReader::Int(const YamlNode& map, std::string_view key, std::int64_t min, std::int64_t max) {
  const YamlNode* value = Required(map, key);
  return value == nullptr ? min : Int(*value, min, max);
}

std::int64_t YamlReader::IntOr(const YamlNode& map, std::string_view key, std::int64_t fallback,
                               std::int64_t min, std::int64_t max) {
  const YamlNode* value = map.Find(key);
  return value == nullptr ? fallback : Int(*value, min, max);
}

std::int64_t YamlReader::Steps(const YamlNode& node, std::int64_t per_unit, std::int64_t min,
                               std::int64_t max) {
  std::int64_t steps = 0;
  const bool number = node.kind == Kind::kScalar && !node.quoted && ParseSteps(node.scalar, per_unit, steps);
  if (number && steps >= min && steps <= max) return steps;
  Problem(node, "yaml.expected_steps",
          {{"min", StepsAsText(min, per_unit)},
           {"max", StepsAsText(max, per_unit)},
           {"decimals", std::to_string(std::to_string(per_unit).size() - 1)},
           {"found", Found(lang_, node)}});
  return min;
}

std::int64_t YamlReader::Steps(const YamlNode& map, std::string_view key, std::int64_t per_unit,
                               std::int64_t min, std::int64_t max) {
  const YamlNode* value = Required(map, key);
  return value == nullptr ? min : Steps(*value, per_unit, min, max);
}

bool YamlReader::Bool(const YamlNode& node) {
  if (node.kind == Kind::kScalar && !node.quoted) {
    if (node.scalar == "true") return true;
    if (node.scalar == "false") return false;
  }
  Problem(node, "yaml.expected_bool", {{"found", Found(lang_, node)}});
  return false;
}

bool YamlReader::BoolOr(const YamlNode& map, std::string_view key, bool fallback) {
  const YamlNode* value = map.Find(key);
  return value == nullptr ? fallback : Bool(*value);
}

std::size_t YamlReader::OneOf(const YamlNode& node, std::span<const std::string_view> choices) {
  const auto it =
      node.kind == Kind::kScalar ? std::find(choices.begin(), choices.end(), node.scalar) : choices.end();
  if (it != choices.end()) return static_cast<std::size_t>(it - choices.begin());
  Problem(node, "yaml.expected_one_of",
          {{"choices", Join(choices)},
           {"found", Found(lang_, node)},
           {"suggestion", full() ? "" : DidYouMean(lang_, node.scalar, choices)}});
  return 0;
}

std::size_t YamlReader::OneOf(const YamlNode& map, std::string_view key,
                              std::initializer_list<std::string_view> choices) {
  const YamlNode* value = Required(map, key);
  return value == nullptr ? 0 : OneOf(*value, std::span(choices.begin(), choices.size()));
}

std::string_view Nearest(std::string_view word, std::span<const std::string_view> candidates) {
  constexpr std::size_t kWordMax = 64;
  if (word.empty() || word.size() > kWordMax) return {};
  // About one letter in three may be wrong.
  std::size_t best = std::max<std::size_t>(1, word.size() / 3) + 1;
  std::string_view nearest;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = DistanceOf(word, candidate);
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string DidYouMean(text::Lang lang, std::string_view word, std::span<const std::string_view> candidates) {
  const std::string_view nearest = Nearest(word, candidates);
  return nearest.empty() ? std::string() : text::Format(lang, "yaml.did_you_mean", {{"word", nearest}});
}

bool ParseSteps(std::string_view text, std::int64_t per_unit, std::int64_t& steps) {
  constexpr std::size_t kDigitsMax = 15;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? "" : text.substr(point + 1);
  if (whole.empty() || (point != std::string_view::npos && fraction.empty())) return false;
  if (whole.size() + fraction.size() > kDigitsMax || per_unit < 1 || per_unit > 10'000'000) return false;
  std::int64_t value = 0;
  std::int64_t divisor = 1;
  for (const std::string_view part : {whole, fraction}) {
    for (const char c : part) {
      if (c < '0' || c > '9') return false;
      value = value * 10 + (c - '0');
    }
  }
  for (std::size_t i = 0; i < fraction.size(); ++i) divisor *= 10;
  if (value > std::numeric_limits<std::int64_t>::max() / per_unit) return false;
  if (value * per_unit % divisor != 0) return false;
  steps = value * per_unit / divisor * (negative ? -1 : 1);
  return true;
}

}  // namespace legevakt
