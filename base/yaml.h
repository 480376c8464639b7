// Reads the YAML files that people write (region, triage tools, column maps) into a tree with places.
//
// On top of yaml-cpp's events, never its nodes: those let duplicate keys and Latin-1 through and recurse on
// cycles. Refused, each with file, line, column and what to do: bytes that are not UTF-8, a BOM, tabs and
// other control characters, more than 1 MiB, deeper than 32, anchors, aliases, tags, duplicate keys, keys
// that are no plain text, more than one document, an empty file. Never throws. Thread: any. Getters with good
// messages are in yaml_reader.h.
#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"

namespace legevakt {

struct YamlNode {
  enum class Kind { kNull, kScalar, kSequence, kMap };

  Kind kind = Kind::kNull;
  // From 1. The column counts characters, not bytes.
  int line = 0;
  int column = 0;
  std::string scalar;
  // A scalar in quotes or a block of text: always text, never a number.
  bool quoted = false;
  std::vector<YamlNode> items;
  // In the order of the file.
  std::vector<std::pair<YamlNode, YamlNode>> entries;

  // Defined in the .cc: here std::pair<YamlNode, YamlNode> is not complete yet, and clang says so.
  YamlNode();
  ~YamlNode();
  YamlNode(const YamlNode&);
  YamlNode& operator=(const YamlNode&);
  YamlNode(YamlNode&&) noexcept;
  YamlNode& operator=(YamlNode&&) noexcept;

  // The value of a map's key; null where it is not there or this is no map.
  const YamlNode* Find(std::string_view key) const;
};

// What is wrong and where. Line and column are 0 where the whole file is meant.
struct YamlProblem {
  std::string file;
  int line = 0;
  int column = 0;
  // One sentence in the reader's language.
  std::string message;
};

// "region.yaml:12:5: ..."
std::string ToString(const YamlProblem& problem);

// INVALID_ARGUMENT with ToString(problem) as its message. `file_name` is for the message only.
absl::StatusOr<YamlNode> ParseYaml(std::string_view bytes, std::string_view file_name,
                                   text::Lang lang = text::Lang::kNb);

// The same for those who gather problems: nothing, and `problem` filled in, where the file is refused.
std::optional<YamlNode> ParseYaml(std::string_view bytes, std::string_view file_name, text::Lang lang,
                                  YamlProblem& problem);

}  // namespace legevakt
