// legevakt-central tool list | activate | rollback DIR: which triage tool is in use, another one, and the way
// back. A list is read from the directory where no central runs; a change is the running central's to make.
#pragma once

#include <CLI/CLI.hpp>

namespace legevakt::cli {

void AddTool(CLI::App& app, int* exit_code);
// The two that change something (tool_change.cc).
void AddToolActivate(CLI::App& tool, int* exit_code);
void AddToolRollback(CLI::App& tool, int* exit_code);

}  // namespace legevakt::cli
