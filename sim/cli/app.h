// The command line of legevakt-sim. Each command lies in a file of its own and adds itself with AddX.
#pragma once

#include <absl/status/statusor.h>

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

namespace legevakt::sim {

// What the program says to the shell (design section 9).
enum ExitCode : int {
  kYes = 0,
  kNo = 1,
  kWrongUse = 2,
  kCannotStart = 3,
};

// A seeded evening as CSV.
void AddGenerate(CLI::App& app, int* exit_code);
// Cases of a CSV through a running central.
void AddReplay(CLI::App& app, int* exit_code);

// A text of the catalogue in the process' language.
std::string Say(std::string_view key);
// One sentence on stderr, with the program's name before it.
void PrintError(std::string_view sentence);
void PrintError(const absl::Status& status);

// NOT_FOUND or RESOURCE_EXHAUSTED (over 64 MiB), as a sentence.
absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace legevakt::sim
