// legevakt-faults: one share of what script/faults tries, and its figures as one line of JSON on stdout.
// Exit code 0: nothing was found, 1: something was, 2: wrong use.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/faults/damage.h"
#include "tests/faults/nth_call.h"
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
                {"acknowledged_in_the_run", report.acknowledged},
                {"restarts", report.restarts},
                {"places", report.places},
                {"images", report.images},
                {"opened", report.opened},
                {"places_in_starts", report.again}},
               report.faults);
}

int Damage(DamageOptions options, std::int64_t share, std::int64_t shares) {
  options.seed = options.seed * static_cast<std::uint64_t>(shares) + static_cast<std::uint64_t>(share);
  options.tries = (options.tries + shares - 1) / shares;
  const DamageReport report = TryDamage(options);
  return Print({{"tries", report.tries},
                {"told", report.told},
                {"told_in_events", report.told_events},
                {"told_in_the_log", report.told_log},
                {"cut_to_nothing", report.cut_to_nothing},
                {"harmless", report.harmless},
                {"end_of_log_gone", report.end_is_gone},
                {"salvaged_whole", report.salvaged_all},
                {"salvaged_up_to_the_damage", report.salvaged_part},
                {"events_beyond_it", report.events_beyond},
                {"replies_salvaged", report.replies}},
               report.faults);
}

int NthCall(NthCallOptions options, std::int64_t share, std::int64_t shares) {
  options.first = 1 + share * options.every;
  options.every *= shares;
  const NthCallReport report = TryNthCall(options);
  Figures figures = {{"calls", report.calls}, {"runs", report.runs}, {"acknowledged", report.acknowledged}};
  for (const auto& [ending, count] : report.endings) figures.emplace_back("ended: " + ending, count);
  return Print(figures, report.faults);
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
  NthCallOptions nth;
  std::int64_t share = 0;
  std::int64_t shares = 1;
  DamageOptions damage;
  CLI::App* const damage_command =
      app.add_subcommand("damage", "damages the files of a journal, and salvages it");
  damage_command->add_option("--seed", damage.seed);
  damage_command->add_option("--tries", damage.tries);
  damage_command->add_option("--share", share);
  damage_command->add_option("--shares", shares);
  const std::map<std::string, Target> targets = {
      {"calls", Target::kCall}, {"bytes", Target::kBytes}, {"memory", Target::kAllocation}};
  for (const auto& [name, target] : targets) {
    CLI::App* const command = app.add_subcommand(name, "fails the n-th of them in a run of its own");
    command->add_option("--every", nth.every);
    command->add_flag("--for-good", nth.for_good);
    command->add_option("--share", share);
    command->add_option("--shares", shares);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const std::string what = app.get_subcommands().front()->get_name();
  if (what == "power") return Power(power);
  if (what == "damage") return Damage(damage, share, shares);
  nth.target = targets.at(what);
  return NthCall(nth, share, shares);
}

}  // namespace
}  // namespace legevakt::faults

int main(int argc, char** argv) {
  return legevakt::faults::Main(argc, argv);
}
