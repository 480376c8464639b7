#include "console/model/tool_cache.h"

#include "triage/reader/loader.h"

namespace legevakt::console {

void ToolCache::Follow(const domain::State& state) {
  for (const auto& record : state.tools) Compile(record);
  // Beforehand, so that nothing waits when its time comes.
  if (state.planned_tool.has_value()) Compile(state.planned_tool->tool());
}

void ToolCache::Compile(const domain::v1::ToolRecord& record) {
  // A retired tool has no file here; nothing that is open uses it.
  if (record.yaml().empty() || tools_.contains(record.tool_hash())) return;
  auto loaded = triage::LoadTool(record.yaml(), record.tool_id());
  broken_ = broken_ || loaded.tool == nullptr;
  tools_.emplace(record.tool_hash(), std::move(loaded.tool));
}

const triage::Tool* ToolCache::Find(const std::string& tool_hash) const {
  const auto found = tools_.find(tool_hash);
  return found == tools_.end() ? nullptr : found->second.get();
}

}  // namespace legevakt::console
