// The folder with triage tools that `serve --tools` names. The journal says which tool is active; the folder
// gives the first one, and is looked at afterwards so that nobody believes in a file that is not used.
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "legevakt/v1/record.pb.h"

namespace legevakt::cli {

namespace v1 = legevakt::v1;

struct ToolFile {
  // The path, for messages.
  std::string name;
  // Empty where nothing fits.
  std::string yaml;
};

// Reads every *.yaml of `dir` (but not *.cases.yaml). The file whose tool has the id `active_id`; where that
// is empty, legevakt-3.yaml. INVALID_ARGUMENT where that one is not good; the others are only warned about,
// for a draft must not keep the service from starting. NOT_FOUND where the folder has no tool.
absl::StatusOr<ToolFile> ChooseTool(const std::string& dir, const std::string& active_id);

// Says in the log, in one sentence, where the folder's file of the active tool is another one than the
// active: that it is not good, or how it is taken into use. `data_dir` is for that command.
void CompareTool(const std::string& dir, const v1::ToolRecord& active, const std::string& data_dir);

}  // namespace legevakt::cli
