// legevakt-central: the service, and what one does with its record when it does not run.
#include "central/cli/app.h"
#include "central/cli/backup.h"
#include "central/cli/check.h"
#include "central/cli/exit_code.h"
#include "central/cli/export.h"
#include "central/cli/restart.h"
#include "central/cli/restore.h"
#include "central/cli/serve.h"
#include "central/cli/tool.h"
#include "central/cli/verify.h"

int main(int argc, char** argv) {
  int exit_code = legevakt::cli::kYes;
  CLI::App app;
  legevakt::cli::Prepare(app);
  legevakt::cli::AddServe(app, &exit_code);
  legevakt::cli::AddCheck(app, &exit_code);
  legevakt::cli::AddVerify(app, &exit_code);
  legevakt::cli::AddBackup(app, &exit_code);
  legevakt::cli::AddRestart(app, &exit_code);
  legevakt::cli::AddRestore(app, &exit_code);
  legevakt::cli::AddExport(app, &exit_code);
  legevakt::cli::AddTool(app, &exit_code);
  return legevakt::cli::Run(app, argc, argv, &exit_code);
}
