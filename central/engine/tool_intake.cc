#include "central/engine/tool_intake.h"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <string>

#include "base/limits.h"
#include "triage/diff/diff.h"
#include "triage/lint/lint.h"
#include "triage/reader/loader.h"

namespace legevakt::engine {
namespace {

v1::ToolChangeKind KindOf(triage::ChangeKind kind) {
  switch (kind) {
    case triage::ChangeKind::kAdded:
      return v1::TOOL_CHANGE_KIND_ADDED;
    case triage::ChangeKind::kRemoved:
      return v1::TOOL_CHANGE_KIND_REMOVED;
    case triage::ChangeKind::kRaised:
      return v1::TOOL_CHANGE_KIND_RAISED;
    case triage::ChangeKind::kLowered:
      return v1::TOOL_CHANGE_KIND_LOWERED;
    case triage::ChangeKind::kChanged:
      break;
  }
  return v1::TOOL_CHANGE_KIND_CHANGED;
}

}  // namespace

triage::LoadResult ToolReader::Load(std::string_view yaml, std::string_view file_name,
                                    text::Lang lang) const {
  return triage::LoadTool(yaml, file_name, lang);
}

ToolIntake ToolReader::Read(std::string_view yaml, std::string_view file_name, text::Lang lang) const {
  ToolIntake intake;
  for (const triage::Diagnostic& problem : triage::Lint(yaml, file_name, lang).problems) {
    intake.problems.push_back(triage::ToString(problem));
  }
  if (!intake.problems.empty()) return intake;
  triage::LoadResult loaded = Load(yaml, file_name, lang);
  for (const triage::Diagnostic& problem : loaded.problems)
    intake.problems.push_back(triage::ToString(problem));
  if (loaded.tool == nullptr) return intake;
  intake.tool = std::move(loaded.tool);
  const triage::Meta& meta = intake.tool->meta();
  v1::ToolRecord& record = intake.record;
  record.set_tool_hash(intake.tool->hash());
  record.set_tool_id(intake.tool->id());
  record.set_version(intake.tool->version());
  record.set_yaml(std::string(yaml));
  record.set_author(meta.author);
  if (meta.IsApproved()) record.set_approver(meta.approver);
  return intake;
}

std::int64_t ValidFromUs(std::string_view day, const std::string& time_zone) {
  absl::CivilDay civil;
  absl::TimeZone zone;
  if (!absl::ParseCivilTime({day.data(), day.size()}, &civil)) return 0;
  if (!absl::LoadTimeZone(time_zone.empty() ? "Europe/Oslo" : time_zone, &zone)) zone = absl::UTCTimeZone();
  return absl::ToUnixMicros(absl::FromCivil(absl::CivilSecond(civil), zone));
}

domain::ToolNews ToolReader::News(std::string_view before, std::string_view after) const {
  domain::ToolNews news;
  const triage::DraftResult old_draft = triage::LoadDraft(before, "");
  const triage::DraftResult new_draft = triage::LoadDraft(after, "");
  if (!old_draft.draft.has_value() || !new_draft.draft.has_value()) return news;
  const auto nb = triage::Diff(*old_draft.draft, *new_draft.draft, text::Lang::kNb);
  const auto en = triage::Diff(*old_draft.draft, *new_draft.draft, text::Lang::kEn);
  for (std::size_t i = 0; i < nb.size() && i < en.size(); ++i) {
    if (!triage::ConcernsOperators(nb[i])) continue;
    if (news.changes.size() >= static_cast<std::size_t>(limits::kToolChangesMax)) {
      ++news.left_out;
      continue;
    }
    v1::ToolChange& change = news.changes.emplace_back();
    change.set_kind(KindOf(nb[i].kind));
    change.set_nb(nb[i].sentence);
    change.set_en(en[i].sentence);
  }
  return news;
}

}  // namespace legevakt::engine
