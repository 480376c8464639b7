// legevakt-triage: read, check, try and compare triage content.
#include "triage/cli/app.h"

using legevakt::triage::cli::AddCompare;
using legevakt::triage::cli::AddDiff;
using legevakt::triage::cli::AddEval;
using legevakt::triage::cli::AddLint;
using legevakt::triage::cli::AddSheet;
using legevakt::triage::cli::AddTest;
using legevakt::triage::cli::AddTry;
using legevakt::triage::cli::AddValidate;
using legevakt::triage::cli::App;
using legevakt::triage::cli::kWrongUse;
using legevakt::triage::cli::kYes;
using legevakt::triage::cli::PrintError;
using legevakt::triage::cli::Say;

namespace {

// CLI11 words its errors in English only: what is wrong, in the catalogue's words around the names that CLI11
// gives.
std::string WhatIsWrong(const CLI::ParseError& error, legevakt::text::Lang lang) {
  const std::string said = error.what();
  const auto words = [lang](std::string_view key, const std::string& what) {
    return legevakt::text::Format(lang, key, {{"what", what}});
  };
  const auto is = [&error](CLI::ExitCodes code) { return error.get_exit_code() == static_cast<int>(code); };
  if (is(CLI::ExitCodes::RequiredError)) {
    const std::size_t end = said.find(" is required");
    const bool option = end != std::string::npos && !said.starts_with("A subcommand");
    return option ? words("triage.cli.missing", said.substr(0, end))
                  : std::string(legevakt::text::Get(lang, "triage.cli.no_command"));
  }
  const std::size_t colon = said.find(": ");
  if (colon == std::string::npos) return said;
  if (is(CLI::ExitCodes::ExtrasError)) return words("triage.cli.not_expected", said.substr(colon + 2));
  if (is(CLI::ExitCodes::ValidationError) || is(CLI::ExitCodes::ConversionError)) {
    return words("triage.cli.bad_value", said.substr(0, colon));
  }
  return said;
}

}  // namespace

int main(int argc, char** argv) {
  App app;
  app.cli.name("legevakt-triage");
  app.cli.description(Say("triage.cli.description"));
  app.cli.set_help_flag("-h,--help", Say("triage.cli.help"));
  app.cli.set_version_flag("--version", "legevakt-triage " LEGEVAKT_VERSION, Say("triage.cli.version"));
  app.cli.require_subcommand(1);
  AddLint(app);
  AddEval(app);
  AddTest(app);
  AddDiff(app);
  AddTry(app);
  AddSheet(app);
  AddValidate(app);
  AddCompare(app);
  try {
    app.cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // --help and --version come here too, with exit code 0 and their text for stdout.
    if (error.get_exit_code() == 0) return app.cli.exit(error) == 0 ? kYes : kWrongUse;
    PrintError(
        legevakt::text::Format(app.lang, "triage.cli.wrong_use", {{"what", WhatIsWrong(error, app.lang)}}));
    return kWrongUse;
  }
  return app.exit_code;
}
