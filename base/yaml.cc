#include "base/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <istream>
#include <streambuf>
#include <unordered_map>

#include "base/limits.h"
#include "base/status.h"

namespace legevakt {
namespace {

constexpr std::size_t kNodesMax = 250'000;
// yaml-cpp's time grows with the square of a [ ] or { } on one line.
constexpr std::size_t kLineBytesMax = 2048;

// Thrown inside yaml-cpp's callbacks and caught in Parse, nowhere else.
struct Refused {
  YamlProblem problem;
};

bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

struct Place {
  int line = 1;
  int column = 1;
};

Place PlaceOf(std::string_view bytes, std::size_t at) {
  Place place;
  for (std::size_t i = 0; i < at && i < bytes.size(); ++i) {
    if (bytes[i] == '\n') {
      ++place.line;
      place.column = 1;
    } else if (!IsContinuation(bytes[i])) {
      ++place.column;
    }
  }
  return place;
}

// --- the bytes, before yaml-cpp sees them

struct CodePoint {
  char32_t value = 0;
  // 0: not valid UTF-8.
  std::size_t bytes = 0;
};

CodePoint Decode(std::string_view rest) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80U) return {first, 1};
  const std::size_t length = first >= 0xF0U ? 4 : first >= 0xE0U ? 3 : 2;
  if (first < 0xC2U || first > 0xF4U || rest.size() < length) return {};
  char32_t value = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if (!IsContinuation(rest[i])) return {};
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < kLeast[length] || value > 0x10FFFF || surrogate) return {};
  return {value, length};
}

bool IsControl(char32_t c) {
  return (c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

std::string Hex(unsigned value, int digits) {
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%0*X", digits, value);
  return buffer.data();
}

class Checker {
 public:
  Checker(std::string_view bytes, std::string_view file, text::Lang lang)
      : bytes_(bytes), file_(file), lang_(lang) {}

  // False, and the problem filled in, where the bytes are no text that we read.
  bool Check(YamlProblem& problem) const {
    if (bytes_.size() > limits::kYamlBytesMax) {
      problem = {std::string(file_), 0, 0,
                 text::Format(lang_, "yaml.too_large",
                              {{"bytes", std::to_string(bytes_.size())},
                               {"max", std::to_string(limits::kYamlBytesMax)}})};
      return false;
    }
    if (bytes_.substr(0, 3) == "\xEF\xBB\xBF") return At(0, text::Format(lang_, "yaml.bom", {}), problem);
    for (std::size_t i = 0, line_start = 0; i < bytes_.size();) {
      const CodePoint point = Decode(bytes_.substr(i));
      if (point.bytes == 0) {
        const std::string byte = Hex(static_cast<unsigned char>(bytes_[i]), 2);
        return At(i, text::Format(lang_, "yaml.not_utf8", {{"byte", byte}}), problem);
      }
      if (point.value == '\n') line_start = i + 1;
      if (i >= line_start + kLineBytesMax) {
        const std::string max = std::to_string(kLineBytesMax);
        return At(line_start, text::Format(lang_, "yaml.long_line", {{"max", max}}), problem);
      }
      if (point.value == '\t') return At(i, text::Format(lang_, "yaml.tab", {}), problem);
      const bool line_end = point.value == '\r' && i + 1 < bytes_.size() && bytes_[i + 1] == '\n';
      if (IsControl(point.value) && !line_end) {
        const std::string code = Hex(static_cast<unsigned>(point.value), 4);
        return At(i, text::Format(lang_, "yaml.control", {{"code", code}}), problem);
      }
      i += point.bytes;
    }
    return true;
  }

 private:
  bool At(std::size_t offset, std::string message, YamlProblem& problem) const {
    const Place place = PlaceOf(bytes_, offset);
    problem = {std::string(file_), place.line, place.column, std::move(message)};
    return false;
  }

  std::string_view bytes_;
  std::string_view file_;
  text::Lang lang_;
};

// --- from yaml-cpp's events to the tree

class Tree : public YAML::EventHandler {
 public:
  Tree(std::string_view bytes, std::string_view file, text::Lang lang)
      : bytes_(bytes), file_(file), lang_(lang) {}

  YamlNode Take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) Refuse(mark, "yaml.second_document", {});
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    CheckAnchor(mark, anchor);
    Add(Make(YamlNode::Kind::kNull, mark));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { Refuse(mark, "yaml.alias", {}); }
  void OnAnchor(const YAML::Mark& mark, const std::string&) override { Refuse(mark, "yaml.anchor", {}); }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    CheckAnchor(mark, anchor);
    YamlNode node = Make(YamlNode::Kind::kScalar, mark);
    node.quoted = CheckTag(mark, tag);
    node.scalar = value;
    if (node.quoted) CheckEscapes(mark, value);
    Add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(YamlNode::Kind::kSequence, mark, tag, anchor);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(YamlNode::Kind::kMap, mark, tag, anchor);
  }
  void OnMapEnd() override { Close(); }

 private:
  // A sequence or map that is not closed yet. `key_waits`: its last entry has a key and no value yet.
  struct Level {
    YamlNode node;
    bool key_waits = false;
    // Only of a map with many keys.
    std::unordered_map<std::string, int> lines_of_keys;
  };

  YamlNode Make(YamlNode::Kind kind, const YAML::Mark& mark) {
    if (++nodes_ > kNodesMax) Refuse(mark, "yaml.too_many", {{"max", std::to_string(kNodesMax)}});
    YamlNode node;
    node.kind = kind;
    const Place place = Where(mark);
    node.line = place.line;
    node.column = place.column;
    return node;
  }

  // yaml-cpp's column counts bytes from 0; ours characters from 1.
  Place Where(const YAML::Mark& mark) const {
    Place place{mark.line + 1, 1};
    if (mark.pos < 0 || mark.column < 0 || mark.column > mark.pos) return place;
    const auto end = static_cast<std::size_t>(mark.pos);
    for (std::size_t i = end - static_cast<std::size_t>(mark.column); i < end && i < bytes_.size(); ++i) {
      if (!IsContinuation(bytes_[i])) ++place.column;
    }
    return place;
  }

  [[noreturn]] void Refuse(const YAML::Mark& mark, std::string_view key, text::Args args) const {
    const Place place = Where(mark);
    throw Refused{{std::string(file_), place.line, place.column, text::Format(lang_, key, args)}};
  }

  void CheckAnchor(const YAML::Mark& mark, YAML::anchor_t anchor) const {
    if (anchor != YAML::NullAnchor) Refuse(mark, "yaml.anchor", {});
  }

  // True where the scalar is in quotes or a block; yaml-cpp says so with the tag "!".
  bool CheckTag(const YAML::Mark& mark, const std::string& tag) const {
    if (tag.empty() || tag == "?") return false;
    const auto at = static_cast<std::size_t>(mark.pos < 0 ? 0 : mark.pos);
    if (at >= bytes_.size()) return true;
    const bool written = bytes_[at] == '!';
    if (tag != "!" || written) Refuse(mark, "yaml.tag", {{"tag", tag}});
    if (!IsClosed(at)) Refuse(mark, "yaml.parse.scalar_end", {});
    return true;
  }

  // "\0" and its like: what may not stand in the file may not be written around either.
  void CheckEscapes(const YAML::Mark& mark, std::string_view value) const {
    const auto at = static_cast<std::size_t>(mark.pos < 0 ? 0 : mark.pos);
    if (at >= bytes_.size() || bytes_[at] != '"') return;
    for (std::size_t i = 0; i < value.size();) {
      const CodePoint point = Decode(value.substr(i));
      if (point.bytes == 0) Refuse(mark, "yaml.parse.escape", {});
      if (IsControl(point.value)) {
        const std::string code = Hex(static_cast<unsigned>(point.value), 4);
        Refuse(mark, "yaml.control", {{"code", code}});
      }
      i += point.bytes;
    }
  }

  // yaml-cpp 0.7 accepts a quote that is never closed where the file ends with a line end.
  bool IsClosed(std::size_t at) const {
    const char quote = bytes_[at];
    if (quote != '\'' && quote != '"') return true;
    for (std::size_t i = at + 1; i < bytes_.size(); ++i) {
      const bool doubled = quote == '\'' && i + 1 < bytes_.size() && bytes_[i + 1] == quote;
      if (bytes_[i] == quote && !doubled) return true;
      if (bytes_[i] == quote || (quote == '"' && bytes_[i] == '\\')) ++i;
    }
    return false;
  }

  void Open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    CheckAnchor(mark, anchor);
    CheckTag(mark, tag);
    if (open_.size() >= static_cast<std::size_t>(limits::kYamlDepthMax)) {
      Refuse(mark, "yaml.too_deep", {{"max", std::to_string(limits::kYamlDepthMax)}});
    }
    YamlNode node = Make(kind, mark);
    // A map or list as a key is refused before its content is read.
    if (!open_.empty() && IsKey(open_.back())) Refuse(mark, "yaml.key_kind", {});
    open_.push_back({std::move(node), false, {}});
  }

  void Close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    Add(std::move(node));
  }

  static bool IsKey(const Level& level) {
    return level.node.kind == YamlNode::Kind::kMap && !level.key_waits;
  }

  void Add(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& level = open_.back();
    if (level.node.kind == YamlNode::Kind::kSequence) {
      level.node.items.push_back(std::move(node));
    } else if (level.key_waits) {
      level.node.entries.back().second = std::move(node);
      level.key_waits = false;
    } else {
      AddKey(level, std::move(node));
    }
  }

  // The line of the same key further up in its map, or 0. A few keys are compared one by one; an index costs
  // more than that, and is made where they are many.
  static int LineOf(Level& level, const YamlNode& key) {
    constexpr std::size_t kFewKeys = 16;
    const auto& entries = level.node.entries;
    if (entries.size() < kFewKeys) {
      const auto same = std::find_if(entries.begin(), entries.end(),
                                     [&](const auto& entry) { return entry.first.scalar == key.scalar; });
      return same == entries.end() ? 0 : same->first.line;
    }
    if (level.lines_of_keys.empty()) {
      for (const auto& [name, value] : entries) level.lines_of_keys.emplace(name.scalar, name.line);
    }
    const auto [it, added] = level.lines_of_keys.emplace(key.scalar, key.line);
    return added ? 0 : it->second;
  }

  void AddKey(Level& level, YamlNode key) {
    const auto refuse = [&](std::string_view text_key, text::Args args) {
      throw Refused{{std::string(file_), key.line, key.column, text::Format(lang_, text_key, args)}};
    };
    if (key.kind != YamlNode::Kind::kScalar || key.scalar.empty()) refuse("yaml.key_kind", {});
    if (const int line = LineOf(level, key); line > 0) {
      refuse("yaml.duplicate_key", {{"key", key.scalar}, {"line", std::to_string(line)}});
    }
    if (level.node.entries.empty()) level.node.entries.reserve(2);
    level.node.entries.emplace_back(std::move(key), YamlNode{});
    level.key_waits = true;
  }

  std::string_view bytes_;
  std::string_view file_;
  text::Lang lang_;
  YamlNode root_;
  std::vector<Level> open_;
  std::size_t nodes_ = 0;
  int documents_ = 0;
};

// --- yaml-cpp's own complaints, in words that a nurse understands

std::string_view KeyFor(std::string_view what) {
  // Twenty of its names, in one table.
  using namespace YAML::ErrorMsg;  // NOLINT(google-build-using-namespace)
  struct Row {
    std::string_view what;
    std::string_view key;
  };
  static const std::array<Row, 20> kRows{{
      {END_OF_MAP, "yaml.parse.map_end"},
      {END_OF_SEQ, "yaml.parse.seq_end"},
      {END_OF_MAP_FLOW, "yaml.parse.flow_end"},
      {END_OF_SEQ_FLOW, "yaml.parse.flow_end"},
      {FLOW_END, "yaml.parse.flow_extra"},
      {MAP_VALUE, "yaml.parse.map_value"},
      {MAP_KEY, "yaml.parse.map_value"},
      {BLOCK_ENTRY, "yaml.parse.block_entry"},
      {EOF_IN_SCALAR, "yaml.parse.scalar_end"},
      {DOC_IN_SCALAR, "yaml.parse.scalar_end"},
      {INVALID_HEX, "yaml.parse.escape"},
      {UNKNOWN_TOKEN, "yaml.parse.character"},
      {CHAR_IN_BLOCK, "yaml.parse.character"},
      {CHAR_IN_SCALAR, "yaml.parse.character"},
      {UNKNOWN_ANCHOR, "yaml.alias"},
      {ALIAS_NOT_FOUND, "yaml.alias"},
      {CHAR_IN_ALIAS, "yaml.alias"},
      {ALIAS_CONTENT, "yaml.alias"},
      {ANCHOR_NOT_FOUND, "yaml.anchor"},
      {CHAR_IN_ANCHOR, "yaml.anchor"},
  }};
  for (const Row& row : kRows) {
    if (row.what == what) return row.key;
  }
  if (what.starts_with(INVALID_ESCAPE) || what.starts_with(INVALID_UNICODE)) return "yaml.parse.escape";
  return "yaml.parse.other";
}

// Reads from a string_view without a copy.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view bytes) : bytes_(bytes) {}

 protected:
  int_type underflow() override {
    if (given_ >= bytes_.size()) return traits_type::eof();
    const std::size_t size = std::min(buffer_.size(), bytes_.size() - given_);
    bytes_.copy(buffer_.data(), size, given_);
    given_ += size;
    setg(buffer_.data(), buffer_.data(), buffer_.data() + size);
    return traits_type::to_int_type(buffer_[0]);
  }

 private:
  std::string_view bytes_;
  std::size_t given_ = 0;
  std::array<char, 4096> buffer_{};
};

std::optional<YamlNode> Parse(std::string_view bytes, std::string_view file, text::Lang lang,
                              YamlProblem& problem) {
  Tree tree(bytes, file, lang);
  try {
    ViewBuffer buffer(bytes);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(tree)) {
      problem = {std::string(file), 0, 0, text::Format(lang, "yaml.empty", {})};
      return std::nullopt;
    }
    parser.HandleNextDocument(tree);
    return tree.Take();
  } catch (const Refused& refused) {
    problem = refused.problem;
  } catch (const YAML::Exception& error) {
    const std::string message =
        text::Format(lang, KeyFor(error.msg), {{"what", error.msg}, {"open", "{"}, {"tag", "!"}});
    problem = {std::string(file), std::max(error.mark.line, 0) + 1, std::max(error.mark.column, 0) + 1,
               message};
  } catch (const std::exception& error) {
    problem = {std::string(file), 0, 0, text::Format(lang, "yaml.parse.other", {{"what", error.what()}})};
  }
  return std::nullopt;
}

}  // namespace

YamlNode::YamlNode() = default;
YamlNode::~YamlNode() = default;
YamlNode::YamlNode(const YamlNode&) = default;
YamlNode& YamlNode::operator=(const YamlNode&) = default;
YamlNode::YamlNode(YamlNode&&) noexcept = default;
YamlNode& YamlNode::operator=(YamlNode&&) noexcept = default;

const YamlNode* YamlNode::Find(std::string_view key) const {
  for (const auto& [name, value] : entries) {
    if (name.scalar == key) return &value;
  }
  return nullptr;
}

std::string ToString(const YamlProblem& problem) {
  std::string out = problem.file;
  if (problem.line > 0) out += ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column);
  return out + ": " + problem.message;
}

std::optional<YamlNode> ParseYaml(std::string_view bytes, std::string_view file_name, text::Lang lang,
                                  YamlProblem& problem) {
  if (!Checker(bytes, file_name, lang).Check(problem)) return std::nullopt;
  return Parse(bytes, file_name, lang, problem);
}

absl::StatusOr<YamlNode> ParseYaml(std::string_view bytes, std::string_view file_name, text::Lang lang) {
  YamlProblem problem;
  std::optional<YamlNode> node = ParseYaml(bytes, file_name, lang, problem);
  if (!node) return MakeStatus(absl::StatusCode::kInvalidArgument, ToString(problem));
  return *std::move(node);
}

}  // namespace legevakt
