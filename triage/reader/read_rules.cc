#include <algorithm>

#include "triage/reader/tool_reader.h"

namespace legevakt::triage {
namespace {

// Far more than the largest tool, and a position fits in an Index.
constexpr std::size_t kRulesMax = 5000;

}  // namespace

void ToolReader::ReadEveryComplaint(const YamlNode& node) {
  if (!reader_.ExpectKeys(node, {"must_ask", "rules", "measured"})) return;
  for (const YamlNode& question : reader_.List(node, "must_ask", false)) {
    if (const Index index = QuestionAt(question); index != kNone) draft_.asked_everywhere.push_back(index);
  }
  if (const YamlNode* rules = node.Find("rules")) ReadRules(*rules, "every_complaint", draft_.rules);
  const YamlNode* measured = node.Find("measured");
  if (measured == nullptr || !reader_.ExpectKeys(*measured, {"when_any", "questions"})) return;
  draft_.measured_when = ReadTests(*measured, "when_any");
  CheckContextOnly(*measured, "when_any", draft_.measured_when);
  for (const YamlNode& question : reader_.List(*measured, "questions", true)) {
    if (const Index index = QuestionAt(question); index != kNone) draft_.measured.push_back(index);
  }
}

void ToolReader::ReadRules(const YamlNode& rules, std::string_view owner, std::vector<DraftRule>& out) {
  if (!reader_.ExpectMap(rules)) return;
  for (const auto& [key, list] : rules.entries) {
    const Index level = LevelAt(key);
    if (level == kNone || !reader_.ExpectSequence(list)) continue;
    for (const YamlNode& node : list.items) ReadRule(node, owner, level, out);
  }
}

void ToolReader::ReadRule(const YamlNode& node, std::string_view owner, Index level,
                          std::vector<DraftRule>& out) {
  if (node.kind == YamlNode::Kind::kMap) reader_.ExpectKeys(node, {"id", "if", "all", "any", "reason"});
  DraftRule rule;
  rule.place = PlaceOf(node);
  rule.condition = ReadCondition(node);
  if (rule.condition.tests.empty()) return;
  rule.rule = MakeRule(node, owner, rule.condition);
  rule.rule.level = level;
  out.push_back(std::move(rule));
}

// A plain test, {if: test}, {all: [...]} or {any: [...]}.
Condition ToolReader::ReadCondition(const YamlNode& node) {
  Condition condition;
  Test test;
  if (node.kind == YamlNode::Kind::kScalar) {
    if (ReadTest(node, test)) condition.tests.push_back(test);
    return condition;
  }
  if (!reader_.ExpectMap(node)) return condition;
  const YamlNode* one = node.Find("if");
  const YamlNode* all = node.Find("all");
  const YamlNode* any = node.Find("any");
  if ((one != nullptr ? 1 : 0) + (all != nullptr ? 1 : 0) + (any != nullptr ? 1 : 0) != 1) {
    reader_.Problem(node, "triage.condition", {});
    return condition;
  }
  if (one != nullptr) {
    if (ReadTest(*one, test)) condition.tests.push_back(test);
    return condition;
  }
  condition.all = all != nullptr;
  condition.tests = ReadTests(node, condition.all ? "all" : "any", true);
  if (condition.tests.empty()) reader_.Problem(node, "triage.condition", {});
  return condition;
}

Rule ToolReader::MakeRule(const YamlNode& node, std::string_view owner, const Condition& condition) {
  Rule rule;
  rule.reason = {Describe(condition, draft_, text::Lang::kNb), Describe(condition, draft_, text::Lang::kEn)};
  if (node.kind == YamlNode::Kind::kMap) {
    rule.reason = TextOr(node, "reason", rule.reason);
    rule.id = reader_.StringOr(node, "id", "");
  }
  if (rule_ids_.size() >= kRulesMax) {
    if (!too_many_rules_)
      reader_.Problem(node, "triage.too_many_rules", {{"max", std::to_string(kRulesMax)}});
    too_many_rules_ = true;
    return rule;
  }
  if (!rule.id.empty()) {
    if (!rule_ids_.insert(rule.id).second) reader_.Problem(node, "triage.rule_id", {{"id", rule.id}});
    return rule;
  }
  std::string id{owner};
  for (const Test& test : condition.tests) {
    const bool score = test.kind == TestKind::kScore || test.kind == TestKind::kSinglePart;
    id += (&test == condition.tests.data() ? "." : condition.all ? "+" : "|");
    id += score ? draft_.scores[test.what].info.id : draft_.questions[test.what].question.id;
  }
  rule.id = id;
  // Where the search for a free name goes on: a rule that stands there a thousand times is found at once.
  for (int& n = same_ids_[id]; !rule_ids_.insert(rule.id).second;) {
    n = std::max(n, 1) + 1;
    rule.id = id + "." + std::to_string(n);
  }
  return rule;
}

void ToolReader::ReadModifiers(const YamlNode& modifiers) {
  if (!reader_.ExpectSequence(modifiers)) return;
  for (const YamlNode& node : modifiers.items) {
    if (!reader_.ExpectKeys(node, {"id", "if", "all", "any", "reason", "raise", "at_most"})) continue;
    DraftModifier modifier;
    modifier.place = PlaceOf(node);
    modifier.condition = ReadCondition(node);
    modifier.steps = static_cast<int>(reader_.Int(node, "raise", 1, 9));
    const YamlNode* at_most = reader_.Required(node, "at_most");
    modifier.at_most = at_most == nullptr ? Index{0} : LevelAt(*at_most);
    if (modifier.condition.tests.empty() || modifier.at_most == kNone) continue;
    modifier.rule = MakeRule(node, "modifier", modifier.condition);
    modifier.rule.level = modifier.at_most;
    draft_.modifiers.push_back(std::move(modifier));
  }
}

}  // namespace legevakt::triage
