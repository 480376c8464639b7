// legevakt-central tool list DIR: the triage tools that the record has, and which is active.
#pragma once

#include <CLI/CLI.hpp>

namespace legevakt::cli {

void AddTool(CLI::App& app, int* exit_code);

}  // namespace legevakt::cli
