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
    PrintError(legevakt::text::Format(app.lang, "triage.cli.wrong_use", {{"what", error.what()}}));
    return kWrongUse;
  }
  return app.exit_code;
}
