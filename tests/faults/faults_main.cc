// legevakt-faults: one share of what script/faults tries, and its figures as one line of JSON on stdout.
// Exit code 0: nothing was found, 1: something was, 2: wrong use.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "tests/faults/power_loss.h"

namespace legevakt::faults {
namespace {

using Figures = std::vector<std::pair<std::string, std::int64_t>>;

int Print(const Figures& figures, const std::vector<std::string>& faults) {
  std::printf("{");
  for (const auto& [name, value] : figures) std::printf("\"%s\": %ld, ", name.c_str(), value);
  std::printf("\"faults\": %zu}\n", faults.size());
  for (const std::string& fault : faults) std::fprintf(stderr, "%s\n", fault.c_str());
  return faults.empty() ? 0 : 1;
}

int Power(const PowerLossOptions& options) {
  const PowerLossReport report = TryPowerLoss(options);
  return Print({{"operations", report.operations},
                {"acknowledged", report.acknowledged},
                {"restarts", report.restarts},
                {"places", report.places},
                {"images", report.images},
                {"opened", report.opened},
                {"places_in_starts", report.again}},
               report.faults);
}

int Main(int argc, char** argv) {
  CLI::App app("Breaks what lies below the engine; script/faults runs it.");
  app.require_subcommand(1);
  PowerLossOptions power;
  CLI::App* const power_command = app.add_subcommand("power", "cuts the power at each change of a run");
  power_command->add_option("--seed", power.seed);
  power_command->add_option("--transactions", power.transactions);
  power_command->add_option("--every", power.every);
  power_command->add_option("--mixed", power.mixed);
  power_command->add_option("--again-every", power.again_every);
  power_command->add_option("--share", power.share);
  power_command->add_option("--shares", power.shares);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return Power(power);
}

}  // namespace
}  // namespace legevakt::faults

int main(int argc, char** argv) {
  return legevakt::faults::Main(argc, argv);
}
