#include "central/store/export_values.h"

#include <utility>

#include "triage/reader/loader.h"

namespace legevakt::store {

ExportClock::ExportClock(const History& history) {
  const std::string& name = history.region.time_zone();
  if (!absl::LoadTimeZone(name.empty() ? "Europe/Oslo" : name, &zone_)) zone_ = absl::UTCTimeZone();
}

std::string ExportClock::Format(const char* format, std::int64_t at_us) const {
  return at_us == 0 ? std::string() : absl::FormatTime(format, absl::FromUnixMicros(at_us), zone_);
}

ExportTools::ExportTools(const History& history) {
  for (const v1::ToolRecord& record : history.tools) {
    auto loaded = triage::LoadTool(record.yaml(), record.tool_id());
    if (loaded.tool != nullptr) tools_.emplace(record.tool_hash(), std::move(loaded.tool));
  }
}

const triage::Tool* ExportTools::Find(const std::string& tool_hash) const {
  const auto tool = tools_.find(tool_hash);
  return tool == tools_.end() ? nullptr : tool->second.get();
}

Cell ExportTools::Icpc2(const std::string& tool_hash, const std::string& complaint_id) const {
  const triage::Tool* tool = Find(tool_hash);
  const triage::Index complaint = tool == nullptr ? triage::kNone : tool->FindComplaint(complaint_id);
  return complaint == triage::kNone ? Cell() : TextOrEmpty(tool->complaints()[complaint].icpc2);
}

}  // namespace legevakt::store
