// From the YAML tree of a tool to its Draft. Private to the loader and the linter: everyone else calls
// LoadTool.
//
// Gathers every problem of the file; after a problem the draft is incomplete and must not be compiled.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/text.h"
#include "base/yaml.h"
#include "base/yaml_reader.h"
#include "triage/evaluator/draft.h"
#include "triage/reader/expression.h"

namespace legevakt::triage {

class ToolReader {
 public:
  ToolReader(std::string_view file_name, text::Lang lang) : reader_(file_name, lang), lang_(lang) {}

  // Reads all of `root` into the draft.
  void Read(const YamlNode& root);

  YamlReader& reader() { return reader_; }
  const Draft& draft() const { return draft_; }
  Draft& draft() { return draft_; }

 private:
  // tool_reader.cc
  void ReadMeta(const YamlNode& meta);
  void ReadScale(const YamlNode& scale);
  void ReadLevel(const YamlNode& node);
  void CheckScale(const YamlNode& scale);
  std::uint32_t Colour(const YamlNode& level);
  // tool_reader_dictionary.cc
  void ReadDictionary(const YamlNode& dictionary);
  void ReadQuestion(const YamlNode& key, const YamlNode& node);
  void ReadQuestionText(const YamlNode& node, Question& question);
  void ReadNumber(const YamlNode& node, Question& question);
  void ReadChoices(const YamlNode& node, Question& question);
  void ReadFact(const YamlNode& node, Question& question);
  void ReadRelations(const YamlNode& node, DraftQuestion& question);
  void ReadBest(const YamlNode& node, DraftQuestion& question);
  // tool_reader_scores.cc
  void ReadScores(const YamlNode& scores);
  void ReadScore(const YamlNode& key, const YamlNode& node);
  void ReadPart(const YamlNode& node, DraftScore& score);
  PointTable ReadTable(const YamlNode& node, const Question& question);
  void ReadRanges(const YamlNode& points, const Question& question, PointTable& table);
  void ReadPoints(const YamlNode& points, const Question& question, PointTable& table);
  void CheckRanges(const YamlNode& points, const Question& question, const PointTable& table);
  // tool_reader_rules.cc
  void ReadEveryComplaint(const YamlNode& node);
  void ReadRules(const YamlNode& rules, std::string_view owner, std::vector<DraftRule>& out);
  void ReadRule(const YamlNode& node, std::string_view owner, Index level, std::vector<DraftRule>& out);
  void ReadModifiers(const YamlNode& modifiers);
  Condition ReadCondition(const YamlNode& node);
  Rule MakeRule(const YamlNode& node, std::string_view owner, const Condition& condition);
  // tool_reader_complaints.cc
  void ReadComplaints(const YamlNode& complaints);
  void ReadComplaint(const YamlNode& key, const YamlNode& node);
  void ReadAsked(const YamlNode& node, DraftComplaint& draft);
  void ReadWords(const YamlNode& node, Complaint& complaint);
  void ReadLanguages(const YamlNode& node, Complaint& complaint);
  // tool_reader_measures.cc
  void ReadMeasures(const YamlNode& measures);
  void ReadModes(const YamlNode& node, DraftMeasures& measures);
  void ReadReassess(const YamlNode& node, Measures& measures);
  void ReadAdvice(const YamlNode& node, DraftComplaint& complaint);

  // Helpers.
  // {nb: ..., en: ...}, both needed.
  Text ReadText(const YamlNode& node);
  Text ReadText(const YamlNode& map, std::string_view key);
  Text TextOr(const YamlNode& map, std::string_view key, const Text& fallback);
  // A test, or a problem at the node.
  bool ReadTest(const YamlNode& node, Test& test);
  // A problem where one of the tests under `key` has an order of worse and better: what it decides could then
  // make a worse answer lower the urgency.
  void CheckContextOnly(const YamlNode& map, std::string_view key, const std::vector<Test>& tests);
  // Scores count only in rules and modifiers: elsewhere they may not be known yet.
  std::vector<Test> ReadTests(const YamlNode& map, std::string_view key, bool scores = false);
  // The position of a question, level or complaint; a problem and kNone where there is none.
  Index QuestionAt(const YamlNode& node);
  Index LevelAt(const YamlNode& node);
  bool CheckId(const YamlNode& key);
  static FilePlace PlaceOf(const YamlNode& node) { return {node.line, node.column}; }

  YamlReader reader_;
  text::Lang lang_;
  Draft draft_;
  std::set<std::string> rule_ids_;
  std::map<std::string, int> same_ids_;
  bool too_many_rules_ = false;
};

}  // namespace legevakt::triage
