#include "central/cli/app.h"

#include <cstdio>
#include <string>

#include "base/text.h"
#include "central/cli/exit_code.h"
#include "central/cli/wrong_use.h"

namespace legevakt::cli {

std::string_view Version() {
  return LEGEVAKT_VERSION;
}

std::string Say(std::string_view key) {
  return std::string(text::Get(text::ProcessLang(), key));
}

void PrintError(std::string_view sentence) {
  std::fprintf(stderr, "legevakt-central: %.*s\n", static_cast<int>(sentence.size()), sentence.data());
}

void PrintError(const absl::Status& status) {
  PrintError(Message(status));
}

void Prepare(CLI::App& app) {
  app.name("legevakt-central");
  app.description(Say("cli.description"));
  app.set_help_flag("-h,--help", Say("cli.help"));
  app.set_version_flag("--version", "legevakt-central " + std::string(Version()), Say("cli.version"));
  app.require_subcommand(1);
  app.get_formatter()->column_width(36);
  NameHelp(app);
}

int Run(CLI::App& app, int argc, char** argv, const int* exit_code) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // --help and --version come here too, with exit code 0 and their text for stdout.
    if (error.get_exit_code() == 0) return app.exit(error) == 0 ? kYes : kWrongUse;
    PrintError(text::Format(text::ProcessLang(), "cli.wrong_use", {{"what", WrongUseWords(error)}}));
    return kWrongUse;
  }
  return *exit_code;
}

}  // namespace legevakt::cli
