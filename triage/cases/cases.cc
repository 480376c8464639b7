#include "triage/cases/cases.h"

#include <algorithm>

#include "base/yaml.h"
#include "base/yaml_reader.h"
#include "triage/reader/answers.h"
#include "triage/reader/expression.h"

namespace legevakt::triage {
namespace {

class CaseReader {
 public:
  CaseReader(std::string_view file, const Tool& tool, text::Lang lang) : reader_(file, lang), tool_(tool) {}

  void Read(const YamlNode& root) {
    if (!reader_.ExpectKeys(root, {"tool", "cases"})) return;
    const std::string id = reader_.String(root, "tool");
    if (id != tool_.id() && root.Find("tool") != nullptr) {
      reader_.Problem(*root.Find("tool"), "triage.cases_tool", {{"found", id}, {"expected", tool_.id()}});
    }
    for (const YamlNode& node : reader_.List(root, "cases", true)) ReadCase(node);
  }

  YamlReader& reader() { return reader_; }
  std::vector<Case> Take() { return std::move(cases_); }

 private:
  template <typename List>
  Index Find(const YamlNode& node, const List& list, std::string_view problem_key) {
    const std::string id = reader_.String(node);
    std::vector<std::string_view> known;
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (list[i].id == id) return static_cast<Index>(i);
      known.push_back(list[i].id);
    }
    reader_.Problem(
        node, problem_key,
        {{"id", id}, {"suggestion", reader_.full() ? "" : DidYouMean(reader_.lang(), id, known)}});
    return kNone;
  }

  void ReadCase(const YamlNode& node) {
    if (!reader_.ExpectKeys(node, {"complaint", "when", "rest", "level", "rule", "scores", "because"}))
      return;
    Case one{kNone, AnswerSet(tool_), kNone, "", {}, "", {node.line, node.column}};
    const YamlNode* complaint = reader_.Required(node, "complaint");
    const YamlNode* level = reader_.Required(node, "level");
    if (complaint != nullptr)
      one.complaint = Find(*complaint, tool_.complaints(), "triage.cli.unknown_complaint");
    if (level != nullptr) one.level = Find(*level, tool_.levels(), "triage.unknown_level");
    one.because = reader_.String(node, "because");
    if (const YamlNode* when = node.Find("when")) ReadAnswers(*when, one);
    if (const YamlNode* rule = node.Find("rule")) {
      if (Find(*rule, tool_.rules(), "triage.cases_rule") != kNone) one.rule = rule->scalar;
    }
    if (const YamlNode* scores = node.Find("scores")) ReadScores(*scores, one);
    // What is not said is answered no, unless the case is about what was not asked.
    const bool open = node.Find("rest") != nullptr && reader_.OneOf(node, "rest", {"no", "open"}) == 1;
    if (one.complaint == kNone || one.level == kNone) return;
    if (!open) AnswerRestNo(tool_, one.complaint, one.answers);
    cases_.push_back(std::move(one));
  }

  void ReadAnswers(const YamlNode& when, Case& one) {
    if (!reader_.ExpectMap(when)) return;
    for (const auto& [key, value] : when.entries) {
      const Index question = Find(key, tool_.questions(), "triage.unknown_question");
      const std::string text = reader_.String(value);
      std::string problem;
      if (question == kNone || value.kind != YamlNode::Kind::kScalar) continue;
      if (!ParseAnswer(tool_.questions()[question], text, reader_.lang(), one.answers.values[question],
                       problem)) {
        reader_.Problem(value, "triage.cli.bad_answer", {{"answer", text}, {"why", problem}});
      }
    }
  }

  void ReadScores(const YamlNode& scores, Case& one) {
    if (!reader_.ExpectMap(scores)) return;
    for (const auto& [key, value] : scores.entries) {
      const Index score = Find(key, tool_.scores(), "triage.cases_score");
      if (score != kNone) one.scores.push_back({score, static_cast<int>(reader_.Int(value, 0, 1000))});
    }
  }

  YamlReader reader_;
  const Tool& tool_;
  std::vector<Case> cases_;
};

bool Has(const Tool& tool, const Result& result, const std::string& rule) {
  const auto named = [&](Index index) { return tool.rules()[index].id == rule; };
  return rule.empty() || std::any_of(result.decided_by.begin(), result.decided_by.end(), named) ||
         std::any_of(result.raised_by.begin(), result.raised_by.end(), named);
}

bool HasScore(const Result& result, const ExpectedScore& expected) {
  return std::any_of(result.scores.begin(), result.scores.end(), [&](const ScoreValue& score) {
    return score.score == expected.score && score.points == expected.points;
  });
}

}  // namespace

CasesResult LoadCases(std::string_view yaml, std::string_view file_name, const Tool& tool, text::Lang lang) {
  CasesResult result;
  YamlProblem problem;
  const std::optional<YamlNode> root = ParseYaml(yaml, file_name, lang, problem);
  if (!root) {
    result.problems.push_back({problem.file, problem.line, problem.column, problem.message});
    return result;
  }
  CaseReader reader(file_name, tool, lang);
  reader.Read(*root);
  for (const YamlProblem& one : reader.reader().problems()) {
    result.problems.push_back({one.file, one.line, one.column, one.message});
  }
  result.cases = reader.Take();
  return result;
}

bool Passes(const Tool& tool, const Case& one) {
  const Result result = Evaluate(tool, one.complaint, one.answers, Want::kLevel);
  return result.level == one.level && Has(tool, result, one.rule) &&
         std::all_of(one.scores.begin(), one.scores.end(),
                     [&](const ExpectedScore& score) { return HasScore(result, score); });
}

std::string RunCase(const Tool& tool, const Case& one, text::Lang lang) {
  if (Passes(tool, one)) return {};
  const Result result = Evaluate(tool, one.complaint, one.answers);
  std::string reasons;
  for (const Index rule : result.decided_by) reasons += (reasons.empty() ? "" : ", ") + tool.rules()[rule].id;
  for (const Index rule : result.raised_by) reasons += " + " + tool.rules()[rule].id;
  for (const ScoreValue& score : result.scores) {
    reasons += ", " + tool.scores()[score.score].id + " " + std::to_string(score.points);
  }
  return text::Format(lang, "triage.cases_failed",
                      {{"complaint", tool.complaints()[one.complaint].id},
                       {"expected", tool.levels()[one.level].id},
                       {"got", tool.levels()[result.level].id},
                       {"reasons", reasons},
                       {"because", one.because}});
}

}  // namespace legevakt::triage
