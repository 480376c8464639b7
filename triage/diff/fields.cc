// Single values, the scale, and who stands behind the tool.
#include <array>
#include <cstdio>

#include "triage/diff/internal.h"

namespace legevakt::triage::diff {
namespace {

std::string OrNothing(const Work& work, const std::string& value) {
  return value.empty() ? work.Say("diff.nothing") : value;
}

// Letter, shape and colour: what the level looks like.
std::string Look(const Work& work, const Level& level) {
  constexpr std::array<std::string_view, 5> kShapes{"sheet.shape_triangle", "sheet.shape_diamond",
                                                    "sheet.shape_circle", "sheet.shape_square",
                                                    "sheet.shape_ring"};
  std::array<char, 8> colour{};
  std::snprintf(colour.data(), colour.size(), "#%06X", level.colour & 0xFFFFFFU);
  return std::string(1, level.letter) + ", " + work.Say(kShapes[static_cast<std::size_t>(level.shape)]) +
         ", " + colour.data();
}

std::string HastegradName(const Work& work, Hastegrad hastegrad) {
  constexpr std::array<std::string_view, 4> kNames{"diff.nothing", "sheet.hastegrad_akutt",
                                                   "sheet.hastegrad_haster", "sheet.hastegrad_vanlig"};
  return work.Say(kNames[static_cast<std::size_t>(hastegrad)]);
}

void OneLevel(Work& work, const Level& old, const Level& level) {
  const std::string& name = work.In(level.name);
  TextField(work, name, "diff.what_name", old.name, level.name);
  if (old.target_minutes != level.target_minutes || old.reassess_minutes != level.reassess_minutes) {
    work.Add(ChangeKind::kChanged, "triage.diff_level_times",
             {{"level", name},
              {"target_old", std::to_string(old.target_minutes)},
              {"target", std::to_string(level.target_minutes)},
              {"reassess_old", std::to_string(old.reassess_minutes)},
              {"reassess", std::to_string(level.reassess_minutes)}});
  }
  // The common scale counts from the most urgent.
  if (old.hastegrad != level.hastegrad) {
    const bool raised = level.hastegrad < old.hastegrad;
    work.Add(raised ? ChangeKind::kRaised : ChangeKind::kLowered,
             raised ? "diff.level_raised" : "diff.level_lowered",
             {{"level", name},
              {"from", HastegradName(work, old.hastegrad)},
              {"to", HastegradName(work, level.hastegrad)}});
  }
  Field(work, name, "diff.what_rank", std::to_string(old.rank), std::to_string(level.rank));
  Field(work, name, "diff.what_look", Look(work, old), Look(work, level));
}

}  // namespace

std::string Joined(const std::vector<std::string>& list, std::string_view between) {
  std::string out;
  for (const std::string& one : list) {
    if (!out.empty()) out += between;
    out += one;
  }
  return out;
}

void Field(Work& work, const std::string& where, std::string_view what_key, const std::string& from,
           const std::string& to) {
  if (from != to) Tell(work, where, what_key, from, to);
}

void Tell(Work& work, const std::string& where, std::string_view what_key, const std::string& from,
          const std::string& to) {
  work.Add(ChangeKind::kChanged, "diff.field",
           {{"where", where},
            {"what", work.Say(what_key)},
            {"from", OrNothing(work, from)},
            {"to", OrNothing(work, to)}});
}

void TextField(Work& work, const std::string& where, std::string_view what_key, const Text& from,
               const Text& to) {
  if (Same(from, to)) return;
  if (work.In(from) != work.In(to)) {
    Tell(work, where, what_key, work.In(from), work.In(to));
    return;
  }
  const bool english = work.lang == text::Lang::kEn;
  work.Add(ChangeKind::kChanged, "diff.field_other",
           {{"where", where},
            {"what", work.Say(what_key)},
            {"from", OrNothing(work, english ? from.nb : from.en)},
            {"to", OrNothing(work, english ? to.nb : to.en)}});
}

std::vector<std::string> Ids(const Draft& draft, const std::vector<Index>& questions) {
  std::vector<std::string> ids;
  for (const Index question : questions) ids.push_back(draft.questions[question].question.id);
  return ids;
}

const Question& QuestionOf(const Draft& draft, const std::string& id) {
  return FindIn(draft.questions, id, [](const DraftQuestion& one) { return one.question.id; })->question;
}

void Levels(Work& work) {
  work.area = ChangeArea::kScale;
  const auto id = [](const Level& level) { return level.id; };
  for (std::size_t i = 0; i < work.after.levels.size(); ++i) {
    const Level& level = work.after.levels[i];
    const auto old = FindIn(work.before.levels, level.id, id);
    if (old == work.before.levels.end()) {
      work.Add(ChangeKind::kAdded, "triage.diff_level_added", {{"level", work.In(level.name)}});
      continue;
    }
    OneLevel(work, *old, level);
    const auto was = static_cast<std::size_t>(old - work.before.levels.begin());
    if (was >= work.before.level_advice.size() || i >= work.after.level_advice.size()) continue;
    work.area = ChangeArea::kAdvice;
    TextField(work, work.In(level.name), "diff.what_level_advice", work.before.level_advice[was],
              work.after.level_advice[i]);
    work.area = ChangeArea::kScale;
  }
  for (const Level& level : work.before.levels) {
    if (FindIn(work.after.levels, level.id, id) != work.after.levels.end()) continue;
    work.Add(ChangeKind::kRemoved, "triage.diff_level_removed", {{"level", work.In(level.name)}});
  }
}

void Meta(Work& work) {
  work.area = ChangeArea::kMeta;
  const std::string where = work.Say("diff.the_tool");
  const Draft& before = work.before;
  const Draft& after = work.after;
  Field(work, where, "diff.what_id", before.id, after.id);
  Field(work, where, "diff.what_version", before.version, after.version);
  TextField(work, where, "diff.what_name", before.name, after.name);
  TextField(work, where, "diff.what_disclaimer", before.disclaimer, after.disclaimer);
  Field(work, where, "diff.what_owner", before.meta.owner, after.meta.owner);
  Field(work, where, "diff.what_author", before.meta.author, after.meta.author);
  Field(work, where, "diff.what_approver", before.meta.approver, after.meta.approver);
  Field(work, where, "diff.what_valid_from", before.meta.valid_from, after.meta.valid_from);
  TextField(work, where, "diff.what_intended_use", before.meta.intended_use, after.meta.intended_use);
  Field(work, where, "diff.what_sources", Joined(before.meta.sources, "; "),
        Joined(after.meta.sources, "; "));
}

}  // namespace legevakt::triage::diff
