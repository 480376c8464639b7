// What a replay tells its caller, for people and for programs.
#pragma once

#include <string>

#include "sim/replay/replay.h"

namespace legevakt::sim {

// In the process' language.
std::string ReportAsText(const past::CaseFile& file, const past::ColumnMap& map, const ReplayResult& result);
// One object; its form is in sim/cli/schemas/replay.schema.json.
std::string ReportAsJson(const past::CaseFile& file, const past::ColumnMap& map, const ReplayResult& result);

}  // namespace legevakt::sim
