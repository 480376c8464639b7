// legevakt-central serve: the service. Prints `ready grpc=H:P web=H:P` on stdout when it serves, with
// ` journal=new` behind it where there was none, and logs on stderr. SIGTERM and SIGINT end it in good order
// within three seconds.
#pragma once

#include "central/cli/app.h"

namespace legevakt::cli {

void AddServe(CLI::App& app, int* exit_code);

}  // namespace legevakt::cli
