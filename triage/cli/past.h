// What validate and compare share: reading the cases, the map and the tool, and refusing what does not fit
// with one sentence that says where.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>

#include "triage/cli/app.h"
#include "triage/evaluator/tool.h"
#include "triage/past/case_reader.h"
#include "triage/past/column_map.h"
#include "triage/past/validation.h"

namespace legevakt::triage::cli {

struct PastArgs {
  std::string cases;
  std::string map;
  std::string html;
  int rows = 20;
  past::ValidateOptions urgent;
};

// --cases, --map, --html, --rows, --urgent-reference and --urgent-tool.
void AddPastOptions(CLI::App& command, PastArgs& args);

struct PastFiles {
  past::ColumnMap map;
  past::CaseFile file;
};

// Nothing, with the sentence on stderr and the exit code set, where a file is wrong or no row can be read.
std::optional<PastFiles> ReadPast(App& app, const PastArgs& args, past::ReferenceUse use);

// False, told on stderr, where the map names what the tool does not have.
bool MapFits(App& app, const past::ColumnMap& map, const Tool& tool);

// Tells on stderr how many levels may count as urgent at most.
void RefuseUrgent(App& app, const past::ColumnMap& map, std::initializer_list<const Tool*> tools);

// False, told on stderr, where it cannot be written.
bool WriteFile(App& app, const std::string& path, const std::string& bytes);

}  // namespace legevakt::triage::cli
