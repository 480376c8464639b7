#include <algorithm>

#include "triage/reader/tool_reader.h"

namespace legevakt::triage {
namespace {

constexpr std::int64_t kPointsMax = 100;
// All of them at the most points still fit in a score.
constexpr std::size_t kPartsMax = 30;

}  // namespace

void ToolReader::ReadScores(const YamlNode& scores) {
  if (!reader_.ExpectMap(scores)) return;
  if (scores.entries.size() > kScoresMax) {
    reader_.Problem(scores, "triage.too_many_scores", {{"max", std::to_string(kScoresMax)}});
    return;
  }
  for (const auto& [key, node] : scores.entries) ReadScore(key, node);
}

void ToolReader::ReadScore(const YamlNode& key, const YamlNode& node) {
  CheckId(key);
  if (!reader_.ExpectKeys(node, {"name", "credit", "except", "parts"})) return;
  DraftScore score;
  score.place = PlaceOf(key);
  score.info.id = key.scalar;
  score.info.name = ReadText(node, "name");
  score.info.credit = reader_.StringOr(node, "credit", "");
  score.except = ReadTests(node, "except");
  const auto parts = reader_.List(node, "parts", true);
  if (parts.size() > kPartsMax) {
    reader_.Problem(node, "triage.too_many_parts", {{"max", std::to_string(kPartsMax)}});
    return;
  }
  for (const YamlNode& part : parts) ReadPart(part, score);
  for (const DraftQuestion& question : draft_.questions) {
    if (question.question.id == key.scalar) reader_.Problem(key, "triage.score_name", {{"id", key.scalar}});
  }
  draft_.scores.push_back(std::move(score));
}

void ToolReader::ReadPart(const YamlNode& node, DraftScore& score) {
  if (!reader_.ExpectKeys(node, {"question", "points", "tables"})) return;
  const YamlNode* name = reader_.Required(node, "question");
  const Index index = name == nullptr ? kNone : QuestionAt(*name);
  if (index == kNone) return;
  const bool twice = std::any_of(score.parts.begin(), score.parts.end(),
                                 [&](const DraftPart& one) { return one.question == index; });
  if (twice) reader_.Problem(*name, "triage.part_twice", {{"id", name->scalar}});
  const Question& question = draft_.questions[index].question;
  DraftPart part;
  part.question = index;
  if (node.Find("tables") == nullptr) {
    part.tables.push_back(ReadTable(node, question));
  } else {
    const YamlNode& tables = *node.Find("tables");
    const bool none = tables.kind == YamlNode::Kind::kSequence && tables.items.empty();
    if (none) reader_.Problem(tables, "yaml.empty_value", {{"key", "tables"}});
    for (const YamlNode& table : reader_.List(node, "tables", true)) {
      if (reader_.ExpectKeys(table, {"when", "points"})) part.tables.push_back(ReadTable(table, question));
    }
    for (std::size_t i = 0; i < part.tables.size(); ++i) {
      if (part.tables[i].when.empty() == (i + 1 == part.tables.size())) continue;
      reader_.Problem(tables, "triage.tables_last", {});
      break;
    }
  }
  score.parts.push_back(std::move(part));
}

PointTable ToolReader::ReadTable(const YamlNode& node, const Question& question) {
  PointTable table;
  table.place = PlaceOf(node);
  table.when = ReadTests(node, "when");
  const YamlNode* points = reader_.Required(node, "points");
  if (points == nullptr) return table;
  if (question.type == AnswerType::kNumber) {
    ReadRanges(*points, question, table);
  } else {
    ReadPoints(*points, question, table);
  }
  return table;
}

// [{to: 8, points: 3}, {from: 9, to: 11, points: 1}, {from: 12, points: 0}]
void ToolReader::ReadRanges(const YamlNode& points, const Question& question, PointTable& table) {
  if (!reader_.ExpectSequence(points)) return;
  for (const YamlNode& node : points.items) {
    if (!reader_.ExpectKeys(node, {"from", "to", "points"})) return;
    const auto bound = [&](std::string_view key, std::int32_t open) {
      const YamlNode* at = node.Find(key);
      if (at == nullptr) return open;
      return static_cast<std::int32_t>(
          reader_.Steps(*at, question.per_unit, question.plausible_min, question.plausible_max));
    };
    table.ranges.push_back({bound("from", kLeast), bound("to", kMost),
                            static_cast<std::int16_t>(reader_.Int(node, "points", 0, kPointsMax))});
  }
  CheckRanges(points, question, table);
}

// Every value lies in exactly one range: no gap and no overlap in the declared step.
void ToolReader::CheckRanges(const YamlNode& points, const Question& question, const PointTable& table) {
  if (table.ranges.empty() || table.ranges.front().lo != kLeast || table.ranges.back().hi != kMost) {
    reader_.Problem(points, "triage.ranges_ends", {{"id", question.id}});
    return;
  }
  for (std::size_t i = 1; i < table.ranges.size(); ++i) {
    const PointRange& before = table.ranges[i - 1];
    const PointRange& range = table.ranges[i];
    const bool joined = before.hi != kMost && range.lo != kLeast && range.lo == before.hi + 1;
    if (joined && before.lo <= before.hi) continue;
    if (before.hi == kMost || range.lo == kLeast) {
      reader_.Problem(points.items[i], "triage.ranges_ends", {{"id", question.id}});
      continue;
    }
    const std::string_view key = range.lo > before.hi ? "triage.ranges_gap" : "triage.ranges_overlap";
    reader_.Problem(points.items[i], key,
                    {{"id", question.id},
                     {"before", NumberText(question, before.hi)},
                     {"from", NumberText(question, range.lo)},
                     {"expected", NumberText(question, before.hi + 1)}});
  }
}

// {yes: 2, no: 0}, or each choice with its points.
void ToolReader::ReadPoints(const YamlNode& points, const Question& question, PointTable& table) {
  std::vector<std::string_view> names{"no", "yes"};
  if (question.type == AnswerType::kChoice) {
    names.clear();
    for (const Choice& choice : question.choices) names.push_back(choice.id);
  }
  if (!reader_.ExpectKeys(points, names)) return;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto value = static_cast<std::int32_t>(i);
    const auto given = static_cast<std::int16_t>(reader_.Int(points, names[i], 0, kPointsMax));
    table.ranges.push_back({value, value, given});
  }
}

}  // namespace legevakt::triage
