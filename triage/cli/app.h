// The command line of legevakt-triage. Each command lies in a file of its own, with
//   void AddX(App& app);
// which adds the subcommand; its callback does the work and sets app.exit_code.
// Exit codes: 0 yes, 1 the answer is no, 2 wrong use.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"
#include "triage/evaluator/tool.h"

namespace legevakt::triage::cli {

inline constexpr int kYes = 0;
inline constexpr int kNo = 1;
inline constexpr int kWrongUse = 2;

struct App {
  CLI::App cli;
  text::Lang lang = text::ProcessLang();
  bool json = false;
  int exit_code = kYes;
};

// A text of the catalogue in the language of the process, for descriptions.
std::string Say(std::string_view key);

// One line on stdout, and one sentence on stderr.
void Print(std::string_view line);
void PrintError(std::string_view sentence);

// A subcommand with --json and --lang, which every one has.
CLI::App* AddCommand(App& app, const std::string& name, std::string_view description_key);

// The bytes of a file; nothing, with the sentence on stderr and exit code 2, where it cannot be read.
std::optional<std::string> ReadFile(App& app, const std::string& path);
// The tool in a file; null, with its problems on stderr and exit code 1, where it is none.
std::shared_ptr<const Tool> ReadTool(App& app, const std::string& path);

void AddLint(App& app);
void AddEval(App& app);
void AddTest(App& app);
void AddCompare(App& app);
void AddDiff(App& app);
void AddTry(App& app);
void AddSheet(App& app);
void AddValidate(App& app);

}  // namespace legevakt::triage::cli
