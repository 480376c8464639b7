// The compiled triage tools of the journal, by hash. A tool that was added stays as long as the cache, so
// that the pointers it gives are good on every thread. Thread: any; locks itself.
#pragma once

#include <map>
#include <memory>
#include <shared_mutex>
#include <string>

#include "central/domain/decide.h"
#include "triage/evaluator/tool.h"

namespace legevakt::engine {

class ToolCache : public domain::ToolSet {
 public:
  const triage::Tool* Find(const std::string& tool_hash) const override;
  void Add(std::shared_ptr<const triage::Tool> tool);

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::shared_ptr<const triage::Tool>, std::less<>> tools_;
};

}  // namespace legevakt::engine
