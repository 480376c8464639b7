// legevakt-central backup DIR OUT: a verified copy of the record in one file.
#pragma once

#include <CLI/CLI.hpp>

namespace legevakt::cli {

void AddBackup(CLI::App& app, int* exit_code);

}  // namespace legevakt::cli
