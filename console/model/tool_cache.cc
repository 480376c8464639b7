#include "console/model/tool_cache.h"

#include "triage/loader.h"

namespace legevakt::console {

void ToolCache::Follow(const domain::State& state) {
  for (const auto& record : state.tools) {
    if (tools_.contains(record.tool_hash())) continue;
    auto loaded = triage::LoadTool(record.yaml(), record.tool_id());
    broken_ = broken_ || loaded.tool == nullptr;
    tools_.emplace(record.tool_hash(), std::move(loaded.tool));
  }
}

const triage::Tool* ToolCache::Find(const std::string& tool_hash) const {
  const auto found = tools_.find(tool_hash);
  return found == tools_.end() ? nullptr : found->second.get();
}

}  // namespace legevakt::console
