// legevakt-central restore IN DIR [--salvage DAMAGED_DIR]: a new data directory from a backup, and from what
// can still be read of a damaged one; without IN from the damaged one alone.
#pragma once

#include <CLI/CLI.hpp>

namespace legevakt::cli {

void AddRestore(CLI::App& app, int* exit_code);

}  // namespace legevakt::cli
