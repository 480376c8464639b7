// legevakt-central restart DIR --at TIME | --in MINUTES | --cancel --by NAME: announces that the running
// central will stop, so that every screen knows before it does.
#pragma once

#include <CLI/CLI.hpp>

namespace legevakt::cli {

void AddRestart(CLI::App& app, int* exit_code);

}  // namespace legevakt::cli
