// Typed getters for a YamlNode that gather problems instead of stopping at the first: each says file, line,
// column, what was found and what was expected, with "did you mean ..." where a near word is known.
//
//   YamlReader reader("region.yaml");
//   reader.ExpectKeys(*root, {"name", "stations"});
//   std::string name = reader.String(*root, "name");
//   if (!reader.ok()) return reader.status();
//
// A getter that finds a problem notes it and returns a harmless value, so that one run shows all problems.
// Thread: one.
#pragma once

#include <absl/status/status.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/yaml.h"

namespace legevakt {

class YamlReader {
 public:
  explicit YamlReader(std::string_view file_name, text::Lang lang = text::Lang::kNb)
      : file_(file_name), lang_(lang) {}

  bool ok() const { return problems_.empty(); }
  // So many problems that the rest is only counted: whoever would search for a suggestion need not.
  bool full() const { return problems_.size() >= kProblemsMax; }
  // OK, or INVALID_ARGUMENT with the first problems, one a line.
  absl::Status status() const;
  // In the order of the file; after many a last one that says how many more there are.
  std::vector<YamlProblem> problems() const;
  text::Lang lang() const { return lang_; }

  // Notes a problem of the caller's own at a node. `message` is one sentence.
  void Problem(const YamlNode& at, std::string_view message);
  // The same with a text of the catalogue.
  void Problem(const YamlNode& at, std::string_view key, text::Args args);

  // A problem for each key that is not in `allowed`, and one where `map` is no map (then false).
  bool ExpectKeys(const YamlNode& map, std::initializer_list<std::string_view> allowed);
  bool ExpectKeys(const YamlNode& map, std::span<const std::string_view> allowed);
  bool ExpectMap(const YamlNode& node);
  bool ExpectSequence(const YamlNode& node);

  // The value, or null and a problem where the key is missing or empty.
  const YamlNode* Required(const YamlNode& map, std::string_view key);
  // The items of a list; none (and a problem where it is no list, or missing and `required`).
  std::span<const YamlNode> List(const YamlNode& map, std::string_view key, bool required);

  // Scalars. The forms with a key need the key; the ...Or forms give `fallback` where it is missing.
  std::string String(const YamlNode& node);
  std::string String(const YamlNode& map, std::string_view key);
  std::string StringOr(const YamlNode& map, std::string_view key, std::string_view fallback);
  std::vector<std::string> Strings(const YamlNode& map, std::string_view key, bool required);

  std::int64_t Int(const YamlNode& node, std::int64_t min, std::int64_t max);
  std::int64_t Int(const YamlNode& map, std::string_view key, std::int64_t min, std::int64_t max);
  std::int64_t IntOr(const YamlNode& map, std::string_view key, std::int64_t fallback, std::int64_t min,
                     std::int64_t max);
  // A decimal number as whole steps of 1 / `per_unit`, exactly: "36.8" with 10 is 368. `min` and `max` in
  // steps.
  std::int64_t Steps(const YamlNode& node, std::int64_t per_unit, std::int64_t min, std::int64_t max);
  std::int64_t Steps(const YamlNode& map, std::string_view key, std::int64_t per_unit, std::int64_t min,
                     std::int64_t max);
  // true or false.
  bool Bool(const YamlNode& node);
  bool BoolOr(const YamlNode& map, std::string_view key, bool fallback);
  // The position in `choices` of the scalar; 0 and a problem where it is none of them.
  std::size_t OneOf(const YamlNode& node, std::span<const std::string_view> choices);
  std::size_t OneOf(const YamlNode& map, std::string_view key,
                    std::initializer_list<std::string_view> choices);

 private:
  static constexpr std::size_t kProblemsMax = 500;

  std::string file_;
  text::Lang lang_;
  std::vector<YamlProblem> problems_;
  std::size_t dropped_ = 0;
};

// The candidate nearest to `word`, where it is near enough to be what was meant; else empty.
std::string_view Nearest(std::string_view word, std::span<const std::string_view> candidates);

// " Mente du «x»?" with a leading space, or nothing.
std::string DidYouMean(text::Lang lang, std::string_view word, std::span<const std::string_view> candidates);

// "36.8" with 10 gives 368; false where it is no number or finer than the step.
bool ParseSteps(std::string_view text, std::int64_t per_unit, std::int64_t& steps);

}  // namespace legevakt
