// legevakt-central restore IN DIR: a new data directory from a backup.
#pragma once

#include <CLI/CLI.hpp>

namespace legevakt::cli {

void AddRestore(CLI::App& app, int* exit_code);

}  // namespace legevakt::cli
