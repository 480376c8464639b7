#include "central/cli/check.h"

#include <cstdio>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/text.h"
#include "central/cli/app.h"
#include "central/cli/exit_code.h"
#include "central/config/region.h"

namespace legevakt::cli {
namespace {

int Check(const std::string& file) {
  const auto region = config::ReadRegionFile(file, {.from_us = WallNowUs(), .lang = text::ProcessLang()});
  if (!region.ok()) {
    PrintError(region.status());
    return absl::IsNotFound(region.status()) ? kWrongUse : kNo;
  }
  const std::string line = text::Format(text::ProcessLang(), "cli.check_good",
                                        {{"name", region->name()},
                                         {"municipalities", std::to_string(region->municipalities_size())},
                                         {"stations", std::to_string(region->stations_size())},
                                         {"doctors", std::to_string(region->doctors_size())},
                                         {"staff", std::to_string(region->staff_size())}});
  std::printf("%s\n", line.c_str());
  return kYes;
}

}  // namespace

void AddCheck(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("check", Say("cli.check"));
  const auto file = std::make_shared<std::string>();
  command->add_option("--region", *file, Say("cli.region_file"))->required()->type_name("FILE");
  command->callback([file, exit_code] { *exit_code = Check(*file); });
}

}  // namespace legevakt::cli
