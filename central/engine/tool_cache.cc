#include "central/engine/tool_cache.h"

#include <mutex>
#include <utility>

namespace legevakt::engine {

const triage::Tool* ToolCache::Find(const std::string& tool_hash) const {
  const std::shared_lock lock(mutex_);
  const auto found = tools_.find(tool_hash);
  return found == tools_.end() ? nullptr : found->second.get();
}

void ToolCache::Add(std::shared_ptr<const triage::Tool> tool) {
  const std::unique_lock lock(mutex_);
  tools_.try_emplace(tool->hash(), std::move(tool));
}

}  // namespace legevakt::engine
