// legevakt-central check --region FILE: is the region file good?
#pragma once

#include <CLI/CLI.hpp>

namespace legevakt::cli {

void AddCheck(CLI::App& app, int* exit_code);

}  // namespace legevakt::cli
