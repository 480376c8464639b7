// legevakt-central verify DIR: is the record whole?
#pragma once

#include <CLI/CLI.hpp>

namespace legevakt::cli {

void AddVerify(CLI::App& app, int* exit_code);

}  // namespace legevakt::cli
