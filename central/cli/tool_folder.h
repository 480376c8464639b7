// Which triage tool of a folder central takes into use.
#pragma once

#include <absl/status/statusor.h>

#include <string>

namespace legevakt::cli {

struct ToolFile {
  // The path, for messages.
  std::string name;
  // Empty where nothing is to be activated.
  std::string yaml;
};

// Reads every *.yaml of `dir` (but not *.cases.yaml). The file whose tool has the id `active_id`; where none
// is active, legevakt-3.yaml. INVALID_ARGUMENT where that one is not good; the others are only warned about,
// for a draft must not keep the service from starting. NOT_FOUND where the folder has no tool.
absl::StatusOr<ToolFile> ChooseTool(const std::string& dir, const std::string& active_id);

}  // namespace legevakt::cli
