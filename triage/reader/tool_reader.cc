#include "triage/reader/tool_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "triage/evaluator/satisfies.h"

namespace legevakt::triage {
namespace {

constexpr std::array<std::string_view, 3> kHastegrader{"akutt", "haster", "vanlig"};
constexpr std::size_t kLevelsMax = 10;
constexpr std::int64_t kMinutesMax = 7 * 24 * 60;

// "2026-01-31", and a day that the calendar has.
bool IsDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [&](std::size_t at, std::size_t size) {
    int value = -1;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + size, value);
    return error == std::errc() && end == text.data() + at + size ? value : -1;
  };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  return number(0, 4) >= 2000 && day.ok();
}

}  // namespace

void ToolReader::Read(const YamlNode& root) {
  if (!reader_.ExpectKeys(root, {"meta", "scale", "dictionary", "scores", "every_complaint", "modifiers",
                                 "measures", "complaints"})) {
    return;
  }
  // In the order in which they need each other, not in the order of the file.
  if (const YamlNode* node = reader_.Required(root, "meta")) ReadMeta(*node);
  if (const YamlNode* node = reader_.Required(root, "scale")) ReadScale(*node);
  if (draft_.levels.size() < 2) return;
  if (const YamlNode* node = reader_.Required(root, "dictionary")) ReadDictionary(*node);
  if (const YamlNode* node = root.Find("scores")) ReadScores(*node);
  if (const YamlNode* node = root.Find("every_complaint")) ReadEveryComplaint(*node);
  if (const YamlNode* node = root.Find("modifiers")) ReadModifiers(*node);
  if (const YamlNode* node = reader_.Required(root, "measures")) ReadMeasures(*node);
  if (const YamlNode* node = reader_.Required(root, "complaints")) ReadComplaints(*node);
  draft_.must_ask_reason = {std::string(text::Get(text::Lang::kNb, "triage.reason_must_ask")),
                            std::string(text::Get(text::Lang::kEn, "triage.reason_must_ask"))};
  draft_.no_rule_reason = {std::string(text::Get(text::Lang::kNb, "triage.reason_no_rule")),
                           std::string(text::Get(text::Lang::kEn, "triage.reason_no_rule"))};
}

void ToolReader::ReadMeta(const YamlNode& meta) {
  if (!reader_.ExpectKeys(meta, {"id", "version", "name", "disclaimer", "owner", "author", "approver",
                                 "valid_from", "intended_use", "sources"})) {
    return;
  }
  draft_.id = reader_.String(meta, "id");
  draft_.version = reader_.String(meta, "version");
  draft_.name = ReadText(meta, "name");
  draft_.disclaimer = ReadText(meta, "disclaimer");
  draft_.meta.owner = reader_.String(meta, "owner");
  draft_.meta.author = reader_.StringOr(meta, "author", "");
  draft_.meta.approver = reader_.StringOr(meta, "approver", "");
  draft_.meta.valid_from = reader_.StringOr(meta, "valid_from", "");
  draft_.meta.intended_use = TextOr(meta, "intended_use", {});
  draft_.meta.sources = reader_.Strings(meta, "sources", false);
  draft_.meta_place = PlaceOf(meta);
  const YamlNode* approver = meta.Find("approver");
  draft_.approver_place = PlaceOf(approver == nullptr ? meta : *approver);
  const YamlNode* valid_from = meta.Find("valid_from");
  if (valid_from != nullptr && !IsDate(draft_.meta.valid_from)) {
    reader_.Problem(*valid_from, "triage.date", {{"found", draft_.meta.valid_from}});
  }
}

std::uint32_t ToolReader::Colour(const YamlNode& level) {
  const YamlNode* node = reader_.Required(level, "colour");
  if (node == nullptr) return 0;
  const std::string& text = node->scalar;
  std::uint32_t value = 0;
  if (text.size() == 7 && text[0] == '#') {
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), value, 16);
    if (error == std::errc() && end == text.data() + text.size()) return value;
  }
  reader_.Problem(*node, "triage.colour", {{"found", text}});
  return 0;
}

void ToolReader::ReadLevel(const YamlNode& node) {
  if (!reader_.ExpectKeys(node, {"id", "name", "letter", "shape", "colour", "hastegrad", "rank",
                                 "target_minutes", "reassess_minutes"})) {
    return;
  }
  Level level;
  level.id = reader_.String(node, "id");
  level.name = ReadText(node, "name");
  const std::string letter = reader_.String(node, "letter");
  if (letter.size() == 1 && letter[0] > ' ' && letter[0] < '\x7F') {
    level.letter = letter[0];
  } else if (const YamlNode* at = node.Find("letter")) {
    reader_.Problem(*at, "triage.letter", {{"found", letter}});
  }
  level.shape =
      static_cast<Shape>(reader_.OneOf(node, "shape", {"triangle", "diamond", "circle", "square", "ring"}));
  level.colour = Colour(node);
  level.hastegrad = static_cast<Hastegrad>(
      1 + reader_.OneOf(node, "hastegrad", {kHastegrader[0], kHastegrader[1], kHastegrader[2]}));
  level.rank = static_cast<int>(reader_.Int(node, "rank", 0, 100));
  level.target_minutes = static_cast<int>(reader_.Int(node, "target_minutes", 0, kMinutesMax));
  level.reassess_minutes = static_cast<int>(reader_.Int(node, "reassess_minutes", 1, kMinutesMax));
  draft_.levels.push_back(std::move(level));
  draft_.level_places.push_back(PlaceOf(node));
}

void ToolReader::ReadScale(const YamlNode& scale) {
  if (!reader_.ExpectSequence(scale)) return;
  if (scale.items.size() < 2 || scale.items.size() > kLevelsMax) {
    reader_.Problem(scale, "triage.scale_size", {{"max", std::to_string(kLevelsMax)}});
    return;
  }
  for (const YamlNode& node : scale.items) ReadLevel(node);
  if (draft_.levels.size() == scale.items.size()) CheckScale(scale);
}

// Most urgent first, and no two levels that look or are called the same.
void ToolReader::CheckScale(const YamlNode& scale) {
  for (std::size_t i = 0; i < draft_.levels.size(); ++i) {
    const Level& level = draft_.levels[i];
    for (std::size_t j = 0; j < i; ++j) {
      const Level& other = draft_.levels[j];
      if (other.id == level.id || other.letter == level.letter || other.shape == level.shape ||
          other.colour == level.colour) {
        reader_.Problem(scale.items[i], "triage.scale_same", {{"a", other.id}, {"b", level.id}});
      }
    }
    if (i == 0) continue;
    const Level& above = draft_.levels[i - 1];
    if (above.rank <= level.rank || above.hastegrad > level.hastegrad) {
      reader_.Problem(scale.items[i], "triage.scale_order", {{"a", above.id}, {"b", level.id}});
    }
  }
  if (draft_.levels[0].hastegrad != Hastegrad::kAkutt) {
    reader_.Problem(scale.items[0], "triage.scale_top", {});
  }
}

// --- helpers

Text ToolReader::ReadText(const YamlNode& node) {
  Text text;
  if (!reader_.ExpectKeys(node, {"nb", "en"})) return text;
  text.nb = reader_.String(node, "nb");
  text.en = reader_.String(node, "en");
  return text;
}

Text ToolReader::ReadText(const YamlNode& map, std::string_view key) {
  const YamlNode* node = reader_.Required(map, key);
  return node == nullptr ? Text{} : ReadText(*node);
}

Text ToolReader::TextOr(const YamlNode& map, std::string_view key, const Text& fallback) {
  const YamlNode* node = map.Find(key);
  return node == nullptr ? fallback : ReadText(*node);
}

bool ToolReader::ReadTest(const YamlNode& node, Test& test) {
  const std::string expression = reader_.String(node);
  if (node.kind != YamlNode::Kind::kScalar || reader_.full()) return false;
  std::string problem;
  if (ParseTest(expression, draft_, lang_, test, problem)) return true;
  reader_.Problem(node, problem);
  return false;
}

std::vector<Test> ToolReader::ReadTests(const YamlNode& map, std::string_view key, bool scores) {
  std::vector<Test> tests;
  for (const YamlNode& node : reader_.List(map, key, false)) {
    Test test;
    if (!ReadTest(node, test)) continue;
    if (scores || !IsScore(test)) {
      tests.push_back(test);
    } else {
      reader_.Problem(node, "triage.test_score_here", {{"test", node.scalar}});
    }
  }
  if (tests.size() > kTestsMax) {
    reader_.Problem(*map.Find(key), "triage.too_many_tests", {{"max", std::to_string(kTestsMax)}});
  }
  return tests;
}

void ToolReader::CheckContextOnly(const YamlNode& map, std::string_view key, const std::vector<Test>& tests) {
  for (const Test& test : tests) {
    const bool score = test.kind == TestKind::kScore || test.kind == TestKind::kSinglePart;
    if (!score && draft_.questions[test.what].question.context) continue;
    const std::string& id =
        score ? draft_.scores[test.what].info.id : draft_.questions[test.what].question.id;
    reader_.Problem(*map.Find(key), "triage.context_only", {{"key", key}, {"id", id}});
  }
}

Index ToolReader::QuestionAt(const YamlNode& node) {
  const std::string id = reader_.String(node);
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i < draft_.questions.size(); ++i) {
    if (draft_.questions[i].question.id == id) return static_cast<Index>(i);
    known.push_back(draft_.questions[i].question.id);
  }
  if (node.kind == YamlNode::Kind::kScalar) {
    reader_.Problem(node, "triage.unknown_question",
                    {{"id", id}, {"suggestion", reader_.full() ? "" : DidYouMean(lang_, id, known)}});
  }
  return kNone;
}

Index ToolReader::LevelAt(const YamlNode& node) {
  const std::string id = reader_.String(node);
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i < draft_.levels.size(); ++i) {
    if (draft_.levels[i].id == id) return static_cast<Index>(i);
    known.push_back(draft_.levels[i].id);
  }
  if (node.kind == YamlNode::Kind::kScalar) {
    reader_.Problem(node, "triage.unknown_level",
                    {{"id", id}, {"suggestion", reader_.full() ? "" : DidYouMean(lang_, id, known)}});
  }
  return kNone;
}

bool ToolReader::CheckId(const YamlNode& key) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  if (std::all_of(key.scalar.begin(), key.scalar.end(), fits)) return true;
  reader_.Problem(key, "triage.id", {{"id", key.scalar}});
  return false;
}

}  // namespace legevakt::triage
