// legevakt-central export DIR --format csv|json [--set tables|vakttarn] OUT: the record as tables.
// legevakt-central export DIR --contact N --format html|json OUT: one contact, whole and readable.
#pragma once

#include <CLI/CLI.hpp>

namespace legevakt::cli {

void AddExport(CLI::App& app, int* exit_code);

}  // namespace legevakt::cli
