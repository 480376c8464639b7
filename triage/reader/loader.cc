#include "triage/reader/loader.h"

#include "base/hash.h"
#include "base/yaml.h"
#include "triage/evaluator/draft.h"
#include "triage/reader/tool_reader.h"

namespace legevakt::triage {
namespace {

Diagnostic From(const YamlProblem& problem) {
  return {problem.file, problem.line, problem.column, problem.message};
}

}  // namespace

std::string ToString(const Diagnostic& diagnostic) {
  return legevakt::ToString(
      YamlProblem{diagnostic.file, diagnostic.line, diagnostic.column, diagnostic.message});
}

DraftResult LoadDraft(std::string_view yaml, std::string_view file_name, text::Lang lang) {
  DraftResult result;
  YamlProblem problem;
  const std::optional<YamlNode> root = ParseYaml(yaml, file_name, lang, problem);
  if (!root) {
    result.problems.push_back(From(problem));
    return result;
  }
  ToolReader reader(file_name, lang);
  reader.Read(*root);
  for (const YamlProblem& one : reader.reader().problems()) result.problems.push_back(From(one));
  if (!result.problems.empty()) return result;
  result.draft = std::move(reader.draft());
  result.draft->hash = ToHex(Blake2b(yaml));
  return result;
}

LoadResult LoadTool(std::string_view yaml, std::string_view file_name, text::Lang lang) {
  DraftResult draft = LoadDraft(yaml, file_name, lang);
  if (!draft.draft) return {nullptr, std::move(draft.problems)};
  return {Compile(*draft.draft), {}};
}

}  // namespace legevakt::triage
