// The triage tools of the state, compiled once each.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "central/domain/decide.h"

namespace legevakt::console {

class ToolCache : public domain::ToolSet {
 public:
  // Compiles what is new in `state` and keeps the rest.
  void Follow(const domain::State& state);
  const triage::Tool* Find(const std::string& tool_hash) const override;
  // A tool of the state could not be read here: the form stays closed, and the screen says so.
  bool broken() const { return broken_; }

 private:
  void Compile(const domain::v1::ToolRecord& record);

  std::map<std::string, std::shared_ptr<const triage::Tool>> tools_;
  bool broken_ = false;
};

}  // namespace legevakt::console
