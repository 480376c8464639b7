// Any bytes as a tool file.
#include <algorithm>
#include <set>

#include "base/limits.h"
#include "base/status.h"
#include "base/yaml.h"
#include "triage/fuzz/fuzz.h"
#include "triage/lint/lint.h"

namespace legevakt::triage::fuzz {
namespace {

// Proofs over hundreds of rules take seconds, which would leave no time for anything else.
constexpr std::size_t kLintBytesMax = 8192;

void CheckNode(const YamlNode& node, int depth, int lines) {
  Check(depth <= limits::kYamlDepthMax + 1, "deeper than the reader allows");
  Check(node.line >= 1 && node.line <= lines && node.column >= 1, "a place outside of the file");
  CheckUtf8(node.scalar);
  for (const YamlNode& item : node.items) CheckNode(item, depth + 1, lines);
  std::set<std::string> keys;
  for (const auto& [key, value] : node.entries) {
    Check(key.kind == YamlNode::Kind::kScalar && !key.scalar.empty(), "a key that is no text");
    Check(keys.insert(key.scalar).second, "a key that is there twice");
    Check(node.Find(key.scalar) == &value, "a key that is not found");
    CheckNode(key, depth + 1, lines);
    CheckNode(value, depth + 1, lines);
  }
}

void CheckTree(std::string_view bytes) {
  YamlProblem problem;
  const auto root = ParseYaml(bytes, "f.yaml", LangOf(bytes), problem);
  const auto again = ParseYaml(bytes, "f.yaml", LangOf(bytes));
  Check(again.ok() == root.has_value(), "two ways to read disagree");
  if (!root) {
    CheckSentence(ToString(problem));
    Check(Message(again.status()) == ToString(problem), "two ways to tell disagree");
    return;
  }
  CheckNode(*root, 0, 2 + static_cast<int>(std::count(bytes.begin(), bytes.end(), '\n')));
}

}  // namespace

void FuzzYaml(std::string_view bytes) {
  CheckTree(bytes);
  const text::Lang lang = LangOf(bytes);
  DraftResult result = LoadDraft(bytes, "f.yaml", lang);
  Check(result.draft.has_value() == result.problems.empty(), "a problem never makes a tool");
  for (const Diagnostic& problem : result.problems) CheckSentence(ToString(problem));
  if (!result.draft || bytes.size() > kLintBytesMax) return;
  const Draft& draft = *result.draft;
  const auto tool = Compile(draft);
  const LintResult lint = LintDraft(draft, "f.yaml", lang);
  for (const Diagnostic& problem : lint.problems) CheckSentence(ToString(problem));
  const bool proven =
      std::all_of(lint.proofs.begin(), lint.proofs.end(), [](const Proof& p) { return p.holds; });
  Source source(bytes.substr(bytes.size() / 2));
  CheckEvaluation(draft, *tool, proven, source);
}

}  // namespace legevakt::triage::fuzz
