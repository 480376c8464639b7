#include <algorithm>

#include "triage/reader/tool_reader.h"

namespace legevakt::triage {
namespace {

constexpr std::int64_t kReassessMax = 7 * 24 * 60;

std::string Joined(const std::string& first, const std::string& second) {
  return first.empty() || second.empty() ? first + second : first + " " + second;
}

}  // namespace

// What is told and allowed at each level, whatever the complaint.
void ToolReader::ReadMeasures(const YamlNode& measures) {
  draft_.level_advice.resize(draft_.levels.size());
  draft_.level_measures.resize(draft_.levels.size());
  for (std::size_t i = 0; i < draft_.levels.size(); ++i) {
    draft_.level_measures[i].measures.reassess_minutes.fill(draft_.levels[i].reassess_minutes);
  }
  if (!reader_.ExpectMap(measures)) return;
  for (const auto& [key, node] : measures.entries) {
    const Index level = LevelAt(key);
    if (level == kNone || !reader_.ExpectKeys(node, {"advice", "modes", "reassess_minutes"})) continue;
    draft_.level_advice[level] = ReadText(node, "advice");
    draft_.level_measures[level].place = PlaceOf(key);
    ReadModes(node, draft_.level_measures[level]);
    ReadReassess(node, draft_.level_measures[level].measures);
  }
  for (const Level& level : draft_.levels) {
    if (measures.Find(level.id) == nullptr)
      reader_.Problem(measures, "yaml.missing_key", {{"key", level.id}});
  }
}

void ToolReader::ReadModes(const YamlNode& node, DraftMeasures& measures) {
  const YamlNode* modes = node.Find("modes");
  if (modes == nullptr || !reader_.ExpectSequence(*modes)) return;
  if (modes->items.empty()) reader_.Problem(*modes, "triage.modes_empty", {});
  measures.modes_given = true;
  measures.measures.modes = {};
  for (const YamlNode& item : modes->items) {
    const auto mode = static_cast<Mode>(reader_.OneOf(item, kModeIds) + 1);
    if (measures.measures.modes.Has(mode)) reader_.Problem(item, "triage.mode_twice", {{"id", item.scalar}});
    measures.measures.modes.Add(mode);
  }
}

// One number for everywhere, or {home: 30, nursing_home: 60}: what is not named stays as it is.
void ToolReader::ReadReassess(const YamlNode& node, Measures& measures) {
  const YamlNode* reassess = node.Find("reassess_minutes");
  if (reassess == nullptr) return;
  if (reassess->kind == YamlNode::Kind::kScalar) {
    measures.reassess_minutes.fill(static_cast<int>(reader_.Int(*reassess, 1, kReassessMax)));
    return;
  }
  if (!reader_.ExpectKeys(*reassess, kPlaceIds)) return;
  for (const auto& [key, minutes] : reassess->entries) {
    const Place place = PlaceFromId(key.scalar);
    if (place == Place::kUnknown) continue;
    measures.reassess_minutes[static_cast<std::size_t>(place)] =
        static_cast<int>(reader_.Int(minutes, 1, kReassessMax));
  }
}

// The advice of a level and then the complaint's own: `first_aid` where it is akutt, else `advice`, unless
// the complaint's `measures` says something else for that level.
void ToolReader::ReadAdvice(const YamlNode& node, DraftComplaint& complaint) {
  complaint.own_advice = ReadText(node, "advice");
  complaint.first_aid = TextOr(node, "first_aid", {});
  const YamlNode* safety = node.Find("safety_net");
  if (safety == nullptr) reader_.Problem(node, "triage.no_safety_net", {});
  const Text safety_net = safety == nullptr ? Text{} : ReadText(*safety);
  std::vector<Text> own;
  for (const Level& level : draft_.levels) {
    own.push_back(level.hastegrad == Hastegrad::kAkutt ? complaint.first_aid : complaint.own_advice);
  }
  complaint.measures = draft_.level_measures;
  complaint.measures.resize(draft_.levels.size());
  if (const YamlNode* measures = node.Find("measures"); measures != nullptr && reader_.ExpectMap(*measures)) {
    for (const auto& [key, one] : measures->entries) {
      const Index level = LevelAt(key);
      if (level == kNone || !reader_.ExpectKeys(one, {"advice", "modes", "reassess_minutes"})) continue;
      DraftMeasures& draft = complaint.measures[level];
      draft.place = PlaceOf(key);
      draft.own_advice = TextOr(one, "advice", {});
      if (one.Find("advice") != nullptr) own[level] = draft.own_advice;
      ReadModes(one, draft);
      ReadReassess(one, draft.measures);
    }
  }
  for (std::size_t i = 0; i < draft_.levels.size(); ++i) {
    const Text general = i < draft_.level_advice.size() ? draft_.level_advice[i] : Text{};
    complaint.advice.push_back({{Joined(general.nb, own[i].nb), Joined(general.en, own[i].en)}, safety_net});
  }
}

}  // namespace legevakt::triage
