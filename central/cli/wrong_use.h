// What is wrong with a command line, in the words of the catalogue: CLI11 has its own in English only.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace legevakt::cli {

// One clause without a full stop, as `cli.wrong_use` takes it. What has no words of ours yet comes in
// CLI11's.
std::string WrongUseWords(const CLI::ParseError& error);

// The headings of --help, for the command and for those that are added to it afterwards.
void NameHelp(CLI::App& app);

}  // namespace legevakt::cli
