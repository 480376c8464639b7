#include <cstdio>
#include <fstream>
#include <memory>

#include "base/text.h"
#include "sim/cli/app.h"
#include "sim/evening/evening.h"

namespace legevakt::sim {
namespace {

struct Args {
  std::string start = "2026-11-21T18:00";
  std::string out;
  std::string profile;
  EveningOptions options;
};

int Generate(Args& args) {
  const auto start = ParseStart(args.start);
  if (!start.ok()) {
    PrintError(text::Format(text::ProcessLang(), "sim.bad_start", {{"start", args.start}}));
    return kWrongUse;
  }
  args.options.start = *start;
  Profile profile = BuiltInProfile();
  if (!args.profile.empty()) {
    const auto bytes = ReadFile(args.profile);
    auto loaded = bytes.ok() ? LoadProfile(*bytes, args.profile, text::ProcessLang())
                             : absl::StatusOr<Profile>(bytes.status());
    if (!loaded.ok()) {
      PrintError(loaded.status());
      return kWrongUse;
    }
    profile = *std::move(loaded);
  }
  const std::string csv = GenerateEvening(profile, args.options);
  if (args.out.empty()) {
    std::fwrite(csv.data(), 1, csv.size(), stdout);
    return kYes;
  }
  std::ofstream out(args.out, std::ios::binary);
  out << csv;
  out.close();
  if (out) return kYes;
  PrintError(text::Format(text::ProcessLang(), "sim.cannot_write", {{"file", args.out}}));
  return kCannotStart;
}

}  // namespace

void AddGenerate(CLI::App& app, int* exit_code) {
  auto args = std::make_shared<Args>();
  CLI::App* command = app.add_subcommand("generate", Say("sim.generate"));
  command->add_option("--start", args->start, Say("sim.generate_start"))->capture_default_str();
  command->add_option("--hours", args->options.hours, Say("sim.generate_hours"))
      ->check(CLI::Range(1, 24 * 31))
      ->capture_default_str();
  command->add_option("--inhabitants", args->options.inhabitants, Say("sim.generate_inhabitants"))
      ->check(CLI::Range(100, 10'000'000))
      ->capture_default_str();
  command->add_option("--seed", args->options.seed, Say("sim.generate_seed"))->capture_default_str();
  command->add_option("--profile", args->profile, Say("sim.generate_profile"));
  command->add_option("--out", args->out, Say("sim.generate_out"));
  command->callback([args, exit_code] { *exit_code = Generate(*args); });
}

}  // namespace legevakt::sim
