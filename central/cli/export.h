// legevakt-central export DIR --format csv|json OUT: the record as tables.
#pragma once

#include <CLI/CLI.hpp>

namespace legevakt::cli {

void AddExport(CLI::App& app, int* exit_code);

}  // namespace legevakt::cli
