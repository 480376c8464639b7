// legevakt-sim: loads a central, and makes what it is loaded with.
#include "base/text.h"
#include "sim/cli/app.h"

int main(int argc, char** argv) {
  using legevakt::sim::Say;
  int exit_code = legevakt::sim::kYes;
  CLI::App app(Say("sim.description"), "legevakt-sim");
  app.set_help_flag("-h,--help", Say("sim.help"));
  app.set_version_flag("--version", "legevakt-sim " LEGEVAKT_VERSION, Say("sim.version"));
  app.require_subcommand(1);
  app.get_formatter()->column_width(36);
  legevakt::sim::AddGenerate(app, &exit_code);
  legevakt::sim::AddReplay(app, &exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // --help and --version come here too.
    if (error.get_exit_code() == 0) return app.exit(error);
    legevakt::sim::PrintError(
        legevakt::text::Format(legevakt::text::ProcessLang(), "sim.wrong_use", {{"what", error.what()}}));
    return legevakt::sim::kWrongUse;
  }
  return exit_code;
}
