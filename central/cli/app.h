// The command line of legevakt-central. Each command lies in a file of its own, with
//   void AddX(CLI::App& app, int* exit_code);
// which adds the subcommand; its callback does the work and sets *exit_code (exit_code.h).
// An error is one sentence on stderr that says what to do.
#pragma once

#include <CLI/CLI.hpp>
#include <string_view>

#include "base/status.h"

namespace legevakt::cli {

// Sets up what every command shares: help, --version, one required subcommand.
void Prepare(CLI::App& app);

// Parses and runs. Returns the exit code.
int Run(CLI::App& app, int argc, char** argv, const int* exit_code);

// The text of `key` in the process' language, for CLI11's descriptions.
std::string Say(std::string_view key);

// One sentence on stderr, with the program's name before it.
void PrintError(std::string_view sentence);
void PrintError(const absl::Status& status);

// The version, as --version prints it and as clients are told.
std::string_view Version();

}  // namespace legevakt::cli
